"""Drafts: sealed in the database at every step, private to their author (R: C10).

Each save appends a section to the draft's record: the step's answers, or what was typed and not checked yet
("held"). So a crash, a time-out or a second window loses nothing, and saving needs no reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import roles
from accounts.models import User
from accounts.notices.notify import notify, see_all
from accounts.roles import Role
from core import clock, references
from core.compiled_queries import Prepared
from core.refusals import OtherForm
from records.models import Section, UserGrant
from records.models.grants import Source
from records.pupils.models import Person
from records.vault import vault
from records.vault.filing import Words, add_section, file_record
from records.vault.vault import NotThere, Opened, Reader
from sharing.decisions.models import Closure, Draft, NeededBy, Origin, ShareDecision
from sharing.decisions.notice_kinds import Kind

HELD = "held-"
ABOUT = "about"
FORM, KEY = 2, "form"
"""The form in which answers are sealed, and its key. Form 1, without a key, held names and words; it is no longer
read."""


class OldDraft(OtherForm):
    """The draft was written in a form that this version of the product does not read: it must be begun again, which
    its author alone can do."""

    heading = "This draft must be started again"
    NOT_READ = (
        "It was written with an earlier version of Shawlands, and cannot be read by this one. Nothing in it has been "
        "recorded or shared."
    )

    def __init__(self, draft: Draft, *, own: bool = True) -> None:
        self.draft = draft
        self.words = f"{self.NOT_READ} Ask {draft.author.full_name} to record the decision again."
        if own:
            self.words = f"{self.NOT_READ} Close it, and record the decision again."
            self.page = reverse("questionnaire:close_draft", kwargs={"draft_id": draft.public_id})
            self.link = "Close this draft"
        super().__init__(draft.reference)


class OldAnswers(OtherForm):
    """The answers behind a recorded decision are of a form that this version of the product does not read."""

    words = (
        "The answers behind this decision were written with an earlier version of Shawlands, and cannot be read by "
        "this one. Nothing was changed. Record a new decision instead."
    )


@dataclass
class Loaded:
    """A draft as its author sees it. `own`: it is the author who reads it, not an adviser."""

    draft: Draft
    own: bool = True
    completes: ShareDecision | None = None
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    saved: dict[str, Section] = field(default_factory=dict)

    def version(self, step: str) -> str:
        """Names what is stored for a step: another version means that another window has saved since."""
        return str(self.saved[step].public_id) if step in self.saved else ""

    def saved_at(self, step: str) -> datetime | None:
        return self.saved[step].written_at if step in self.saved else None


@transaction.atomic
def start(
    author: User,
    child: Person | None = None,
    *,
    origin: str = Origin.OWN,
    follows: ShareDecision | None = None,
    public_id: UUID | None = None,
) -> Draft:
    """A new, empty draft; about `child` where one is known already. Raises KeyUnavailable."""
    record = file_record("draft", [], [], author=author, public_id=public_id)
    reference = references.new("SD")
    while Draft.objects.filter(reference=reference).exists():
        reference = references.new("SD")
    draft = Draft.objects.create(record=record, author=author, reference=reference, origin=origin, follows=follows)
    if child is not None:
        save(draft, ABOUT, {"people": [str(child.public_id)]})
    return draft


def _open_ones() -> QuerySet[Draft]:
    """Drafts that are not recorded or closed, and danger entries that are not complete."""
    unfinished = Q(decision=None) | Q(decision__complete_by__isnull=False, decision__completion=None)
    return Draft.objects.filter(unfinished, closure=None)


_OWN = Prepared(
    lambda record, reader, **_: (
        _open_ones().filter(record=record, author=reader).select_related("record__key", "decision")
    )
)


def own(user: User, public_id: UUID | str) -> Draft | None:
    """The user's own draft of that id that is not recorded yet, unread."""
    return _open_ones().filter(record__public_id=public_id, author=user).select_related("record__key", "author").first()


def load(reader: Reader, public_id: UUID | str) -> Loaded:
    """The draft with its answers, through the vault. Raises what the vault raises; NotThere once it is recorded;
    OldDraft."""
    opened = vault.open_record(reader, public_id)
    draft = _OWN.first(record=opened.record.pk, reader=reader.user.pk)
    if draft is None:
        raise NotThere
    return _loaded(draft, opened)


def shown_to(adviser: Reader, draft: Draft) -> Loaded:
    """The draft as read by an adviser who was shown it. Raises what the vault raises."""
    return _loaded(draft, vault.open_record(adviser, draft.public_id), own=False)


def _loaded(draft: Draft, opened: Opened, *, own: bool = True) -> Loaded:
    loaded = Loaded(draft, own, getattr(draft, "decision", None))
    for part in sorted(opened.parts, key=lambda part: part.section.pk):
        name, step = part.section.name, part.section.name.removeprefix(HELD)
        content = dict(part.content)
        if content.pop(KEY, 1) != FORM:
            raise OldDraft(draft, own=own)
        loaded.saved[step] = part.section
        (loaded.answers if name == step else loaded.held)[step] = content
    # What was typed counts only while it is newer than the step's checked answers.
    loaded.held = {step: typed for step, typed in loaded.held.items() if loaded.saved[step].name != step}
    return loaded


def save(draft: Draft, step: str, answers: dict[str, Any]) -> Section:
    """Keep a step's checked answers."""
    return _append(draft, step, answers)


def hold(draft: Draft, step: str, typed: dict[str, list[str]]) -> Section:
    """Keep what was typed, unchecked: on leaving, by a script, or when the second factor has to be asked first."""
    return _append(draft, HELD + step, typed)


def _append(draft: Draft, name: str, content: dict[str, Any]) -> Section:
    return add_section(draft.record, Words(name, {**content, KEY: FORM}), order=1, by=draft.author)


def of(user: User) -> list[Draft]:
    """The user's drafts that are not recorded yet, oldest first. Their text is not read."""
    drafts = _open_ones().filter(author=user, decision=None).exclude(record__sections=None)
    return list(drafts.select_related("record").order_by("pk"))


def need_by(draft: Draft, day: date | None, decide_by: date | None) -> None:
    """Keep by when it is needed, for the author's home page. The same again changes nothing."""
    last = draft.needed.last()
    if (last.day if last else None) != day:
        NeededBy.objects.create(draft=draft, day=day, decide_by=decide_by)
        see_all(draft.reference, Kind.NEEDED)


def needed_of(rows: Sequence[Draft]) -> dict[int, tuple[date, date]]:
    """By when drafts are needed and to be decided, by their ids; without those that are needed by no certain time."""
    needed = {row.draft_id: row for row in NeededBy.objects.filter(draft__in=rows)}
    return {draft: (row.day, row.decide_by) for draft, row in needed.items() if row.day and row.decide_by}


def needed_now() -> list[NeededBy]:
    """The open drafts that are to be decided by today or before."""
    today = clock.today()
    late = list(_open_ones().filter(decision=None, needed__decide_by__lte=today).distinct())
    rows = NeededBy.objects.filter(draft__in=late).select_related("draft__author")
    newest = {row.draft_id: row for row in rows}
    return [row for row in newest.values() if row.decide_by and row.decide_by <= today]


def facts(reader: Reader, draft: Draft, steps: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The answers of the user's own recorded draft at these steps, for a new draft that follows it. Raises as the vault
    does; OldAnswers."""
    opened = vault.open_record(reader, draft.public_id, only=steps)
    if any(part.content.get(KEY) != FORM for part in opened.parts):
        raise OldAnswers(draft.reference)
    return {
        part.section.name: {k: v for k, v in part.content.items() if k not in ("for", KEY)} for part in opened.parts
    }


def close(draft: Draft, by: User, reason: str) -> Closure:
    """Close a draft without a decision. What was written stays, sealed. Raises KeyUnavailable."""
    with transaction.atomic():
        end_showing(draft)
        see_all(draft.reference, Kind.HARM, Kind.HARM_TYPED, Kind.NEEDED)
        add_section(draft.record, Words("closed", {"heading": "Closed", "text": reason}), order=100, by=by)
        return Closure.objects.create(draft=draft, by=by)


def end_showing(draft: Draft) -> None:
    """End the access of advisers who were shown the draft: it is no longer a draft."""
    for grant in UserGrant.objects.live().filter(content_object=draft.record, source=Source.ADVICE):
        grant.end()


def left_by(user: User) -> None:
    """Tell the DSL (else the Headteacher) the references of the drafts that a leaver still has open. What they say
    stays private: anyone who needs to know asks the author, or starts again."""
    told = roles.holder(Role.DSL) or roles.holder(Role.HEADTEACHER)
    for draft in of(user):
        if told is not None and told != user:
            notify(told, Kind.LEFT_OPEN, draft.reference)
