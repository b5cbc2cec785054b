"""manage.py export_log FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.audit.export import export


class Command(BaseCommand):
    help = "Write the log to a new file that core/audit/verifier.py can verify anywhere, offline. It holds no names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with options["file"].open("wb") as out:
            size = export(out)
        self.stdout.write(f"{size:,} entries written to {options['file']}.")
