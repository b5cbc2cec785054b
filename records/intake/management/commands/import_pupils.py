"""manage.py import_pupils FILE --by EMAIL [--made-on YYYY-MM-DD]"""

from collections import Counter
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from records.intake import imports
from records.intake.models import ImportRun
from records.pupils.importing import csv_file
from records.pupils.importing.lines import FileRefused
from records.pupils.importing.plan import ASKED, REFUSED


class Command(BaseCommand):
    help = "Import pupils from a Common Transfer File or a CSV, all or nothing. Lines that raise questions stop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail address of the office account in whose name it is done")
        parser.add_argument("--made-on", type=datetime.fromisoformat, help="day on which a CSV was exported")
        parser.add_argument("--look", action="store_true", help="only say what it would do")
        parser.add_argument("--anyway", action="store_true", help="although it is addressed to another school")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email=options["by"].lower(), is_active=True).first()
        if by is None or Role.OFFICE not in roles.held_by(by):
            raise CommandError("--by needs the address of an account that holds the role Office staff now")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}") from None
        try:
            run = imports.take(content, options["file"].name, by)
            if run.form == ImportRun.Form.CSV:
                made = options["made_on"] and datetime.combine(options["made_on"], time(12), tzinfo=clock.LONDON)
                imports.match_columns(run, content, csv_file.guess(csv_file.rows_of(content)[0]), made or run.at)
            preview = imports.look(run, content, {})
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from None
        for warning in [*preview.read.warnings, *preview.read.to_confirm]:
            self.stdout.write(warning)
        for proposal in preview.of(REFUSED):
            self.stdout.write(f"Line {proposal.line.number} refused: {'; '.join(proposal.line.problems)}")
        for proposal in preview.of(ASKED):
            self.stdout.write(f"Line {proposal.line.number}: a child like this is on the roll. Answer on the page")
        self.stdout.write(said(preview.counts))
        if preview.read.to_confirm and not options["anyway"]:
            raise CommandError("Nothing was imported. Say --anyway if it is meant for this school")
        if options["look"]:
            return
        try:
            imports.agree(run, preview, {})
        except Refused as reason:
            raise CommandError(str(reason)) from None
        imports.do(run)
        run.refresh_from_db()
        if run.state != ImportRun.State.DONE:
            raise CommandError("Nothing was imported: the roll changed meanwhile. Run it again")
        self.stdout.write(f"Imported as {run.reference}.")


def said(counts: Counter[str]) -> str:
    """12 added, 3 changed"""
    return ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in counts.items()) or "nothing"
