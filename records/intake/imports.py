"""The way of a file into the roll: looked through, agreed, imported by the worker, undone.

A page only shows the plan; the worker makes it again and imports in one transaction: exactly what was agreed, or
nothing.
"""

import hashlib
import json
import logging
import os
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import clock, references, statistics
from core.audit import entries
from core.models import School
from core.refusals import Refused
from records import data_keys, sealing
from records.intake import held
from records.intake.models import ColumnMatch, ImportRun
from records.models import RecordSubject
from records.need_to_know import visibility
from records.pupils.importing import csv_file, ctf
from records.pupils.importing.apply import Import
from records.pupils.importing.lines import Read
from records.pupils.importing.plan import ADDED, ASKED, CHANGED, HELD, SAME, Planner, Proposal, Roll
from records.pupils.importing.undoing import undo
from records.vault import vault
from records.vault.vault import Reader

logger = logging.getLogger("shawlands.imports")
State, Form = ImportRun.State, ImportRun.Form
FILLED = ("pupils", "audit")
"""The apps whose tables an import fills."""
SHOWN = {HELD: ADDED}
"""A line that is held looks like one that is added: the importer must not learn that the child is there."""


def form_of(content: bytes) -> str:
    """What kind of file this is, by what it holds."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Form.CTF if b"<" in content[:6] else Form.CSV
    return Form.CTF if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else Form.CSV


def take(content: bytes, name: str, by: User) -> ImportRun:
    """Keep a file, sealed, to be looked through. Raises FileRefused: then nothing is kept."""
    form = form_of(content)
    made_at = clock.now()
    columns: dict[str, int] = {}
    if form == Form.CTF:
        made_at = ctf.read(content, School.here()).made_at or made_at
    else:
        header = csv_file.rows_of(content)[0]
        columns = csv_file.guess(header)
        remembered = ColumnMatch.objects.filter(heading=csv_file.heading_key(header)).first()
        if remembered:
            columns = remembered.columns
    run = ImportRun(
        reference=references.new("I"),
        by=by,
        form=form,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        renamed=form == Form.CTF and (not ctf.NAME.fullmatch(name) or "(" in name),
        made_at=made_at,
        columns=columns,
    )
    sealing.seal(run, "content", zlib.compress(content, 6), data_keys.new_key())
    run.save()
    return run


def seen_before(run: ImportRun) -> ImportRun | None:
    """The last time that this very file was imported."""
    same = ImportRun.objects.filter(sha256=run.sha256, finished_at__isnull=False, undone_at=None).exclude(pk=run.pk)
    return same.order_by("-finished_at").first()


def content_of(run: ImportRun, reader: Reader) -> bytes:
    """The file's bytes, through the vault."""
    return zlib.decompress(vault.open_field(reader, run, "content", because="import"))


def read(run: ImportRun, content: bytes) -> Read:
    """The lines of the run's file. Raises FileRefused where the columns do not fit."""
    return ctf.read(content, School.here()) if run.form == Form.CTF else csv_file.read(content, run.columns)


@dataclass
class Look:
    """A file compared with the present roll."""

    read: Read
    proposals: list[Proposal]
    roll: Roll
    unaddressed: set[int]

    @property
    def counts(self) -> Counter[str]:
        """How many lines of each kind, as the importer is shown them."""
        return Counter(SHOWN.get(proposal.kind, proposal.kind) for proposal in self.proposals)

    def of(self, kind: str) -> list[Proposal]:
        """The lines of one kind, as the importer is shown them."""
        return [proposal for proposal in self.proposals if SHOWN.get(proposal.kind, proposal.kind) == kind]

    @property
    def agreed(self) -> dict[str, object]:
        """What is agreed to, so that something else is never done: what becomes of each line, as one digest."""
        kinds = [
            [proposal.line.number, SHOWN.get(proposal.kind, proposal.kind), sorted(proposal.changes)]
            for proposal in self.proposals
            if proposal.kind != HELD
        ]
        return {"digest": hashlib.sha256(json.dumps(kinds).encode()).hexdigest()}


def look(run: ImportRun, content: bytes, answers: dict[str, str] | None = None) -> Look:
    """Compare the file with the roll, for the person who uploaded it. Raises FileRefused."""
    file_read = read(run, content)
    roll = Roll(clock.now())
    unaddressed = set(
        RecordSubject.objects.live().filter(record__category__code="protected_address").values_list("person", flat=True)
    )
    given = {int(number): answer for number, answer in (run.answers if answers is None else answers).items()}
    planner = Planner(
        file_read,
        roll,
        stamp=run.stamp,
        hidden=visibility.hidden_from(run.by),
        unaddressed=unaddressed,
        answers=given,
    )
    return Look(file_read, planner.plan(), roll, unaddressed)


def match_columns(run: ImportRun, content: bytes, columns: dict[str, int], made_at: datetime) -> None:
    """Keep how the columns were matched, for this file and the next of its kind. Raises FileRefused."""
    csv_file.read(content, columns)
    run.columns, run.made_at = columns, made_at
    run.save(update_fields=["columns", "made_at"])
    heading = csv_file.heading_key(csv_file.rows_of(content)[0])
    ColumnMatch.objects.update_or_create(heading=heading, defaults={"columns": columns})


def agree(run: ImportRun, look_: Look, answers: dict[str, str]) -> None:
    """Let the worker import it. Raises Refused where questions are open or there is nothing to do."""
    if run.state not in (State.LOOKED, State.FAILED):
        raise Refused("This file is being imported already, or has been")
    if look_.of(ASKED):
        raise Refused("Answer the questions first")
    if not look_.of(ADDED) and not look_.of(CHANGED) and not look_.of(SAME):
        raise Refused("There is nothing in this file that can be imported")
    run.answers, run.agreed, run.state = answers, look_.agreed, State.WAITING
    run.save(update_fields=["answers", "agreed", "state"])


def put_aside(run: ImportRun) -> None:
    """Do not import it. Nothing was changed."""
    if run.state not in (State.LOOKED, State.FAILED):
        raise Refused("This file is being imported already, or has been")
    run.state = State.PUT_ASIDE
    run.save(update_fields=["state"])


def work() -> None:
    """Import what waits, one after the other. One that was left half done by a killed worker is done again: its
    transaction came to nothing."""
    for run in (
        ImportRun.objects.filter(state__in=[State.WAITING, State.RUNNING]).select_related("by", "key").order_by("pk")
    ):
        do(run)


def do(run: ImportRun) -> None:
    """Import one run that was agreed, all or nothing."""
    before = entries.current()
    entries.acting_as(run.by_id)
    try:
        run.state = State.RUNNING
        run.save(update_fields=["state"])
        # The person agreed behind a fresh second factor; the worker acts in their name.
        content = content_of(run, Reader(run.by, fresh=True))
        with transaction.atomic():
            if Role.OFFICE not in roles.held_by(run.by) or not run.by.is_active:
                raise Refused("not-theirs-any-more")
            preview = look(run, content)
            if preview.agreed != run.agreed or preview.of(ASKED):
                raise Refused("roll-changed")
            doing = Import(
                preview.roll, run.stamp, all_contacts=preview.read.all_contacts, unaddressed=preview.unaddressed
            )
            journal = doing.run(preview.proposals, lambda done, of: note_progress(run, done, of))
            held.hold(run, preview.proposals, preview.unaddressed)
            sealing.seal_json(run, "journal", journal, data_keys.unwrap(run.key))
            run.state, run.finished_at, run.counts = State.DONE, clock.now(), dict(preview.counts)
            run.save(update_fields=["journal", "state", "finished_at", "counts"])
        refresh_statistics()
    except Refused:
        run.state = State.FAILED
        run.save(update_fields=["state"])
    except Exception:
        run.refresh_from_db()
        run.state = State.FAILED
        run.save(update_fields=["state"])
        raise
    finally:
        entries.acting_as(before)
        _progress_file(run).unlink(missing_ok=True)


def refresh_statistics() -> None:
    """Refresh the database's statistics after many rows were added at once: it would go on planning for few. An import
    that is done stays done, whatever becomes of this."""
    try:
        with transaction.atomic():
            statistics.refresh([model for app in FILLED for model in apps.get_app_config(app).get_models()])
    except DatabaseError:
        logger.exception("statistics were not refreshed")


def last_done() -> ImportRun | None:
    """The import that can be undone: the last one that was not."""
    return ImportRun.objects.filter(state=State.DONE).order_by("-finished_at", "-pk").first()


def undo_last(run: ImportRun, reader: Reader) -> None:
    """Undo the last import. Raises Refused for another one, and what the vault raises."""
    if run != last_done():
        raise Refused("Only the last import can be undone")
    journal = json.loads(vault.open_field(reader, run, "journal", because="undo"))
    with transaction.atomic():
        if run != last_done():
            raise Refused("Only the last import can be undone")
        undo(journal, clock.now())
        run.state, run.undone_at = State.UNDONE, clock.now()
        run.save(update_fields=["state", "undone_at"])


KEPT = timedelta(days=30)
"""How long a file is kept for its undoing, and to be recognised by its digest after that."""


def forget_old_files() -> None:
    """Destroy the keys of files that nobody can undo any more: what they said is then gone (R: T5)."""
    last = last_done()
    old = ImportRun.objects.filter(at__lt=clock.now() - KEPT, key__destroyed_at=None).exclude(
        state__in=[State.WAITING, State.RUNNING]
    )
    for run in old.exclude(pk=last.pk if last else 0).select_related("key"):
        data_keys.destroy(run.key)
        if run.state in (State.LOOKED, State.FAILED):
            put_aside(run)


# Progress: outside the database, whose transaction nobody else sees into. Numbers only.


def _progress_file(run: ImportRun) -> Path:
    return settings.DATA / "progress" / str(run.public_id)


def note_progress(run: ImportRun, done: int, of: int) -> None:
    file = _progress_file(run)
    file.parent.mkdir(exist_ok=True, mode=0o700)
    new = file.with_suffix(".new")
    new.write_text(f"{done} {of}")
    os.replace(new, file)


def progress(run: ImportRun) -> tuple[int, int]:
    """How many lines of how many are done; (0, 1) before it has begun."""
    try:
        done, of = _progress_file(run).read_text().split()
        return int(done), int(of)
    except (OSError, ValueError):
        return 0, 1
