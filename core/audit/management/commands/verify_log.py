"""manage.py verify_log [--checkpoint FILE]..."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.audit.verifier import Bad, Checkpoint
from core.audit.verify import verify


class Command(BaseCommand):
    help = "Verify the whole log in the database: entries, places, checkpoints, triggers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outside = [Checkpoint(Path(name).read_text()) for name in options["checkpoint"]]
            size = verify(outside)
        except (Bad, OSError, ValueError) as bad:
            raise CommandError(f"NOT PROVED: {bad}") from None
        self.stdout.write(f"{size:,} entries: every one stands where and as it was sealed.")
        if not outside:
            self.stdout.write("Give --checkpoint with one that had left, to exclude a complete rewrite.")
