"""The library's own command, which would remove or rewrite entries. Refused."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Refused: the log is append-only."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("The log is append-only: entries are never removed or rewritten.")
