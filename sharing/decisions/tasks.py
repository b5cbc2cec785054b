"""The tasks and links about share decisions on the home page."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts import succession
from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Action, Item, Link, Look, Task
from accounts.roles import READERS, STAFF, Role
from core import clock, references
from core.words import counted, day
from sharing.decisions import drafts, follow_up, harm, naming
from sharing.decisions.models import Advice
from sharing.decisions.notice_kinds import HARM_LINE
from sharing.directory.models import Agency, Purpose

OLD_DRAFT_DAYS = 14
DRAFTS_SHOWN = 5
NEVER = (date.max, date.max)
RENEW_DAYS = 30


def of_harm(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Drafts about harm, seen or not, until they are recorded or closed."""
    rows = list(harm.open_to(user).select_related("draft").order_by("pk")) if held & MAY_HEAR else []
    if rows:
        items = [_item(row.draft.reference, row.at) for row in rows]
        words = counted(len(rows), "concern about harm, a draft", "concerns about harm, drafts")
        yield home.listed("harm", items, words, urgent=True)


MAY_HEAR = READERS | HARM_LINE
"""Who can be told of what is recorded: school staff, and those who hear of a matter about the Headteacher."""


def _item(reference: str, at: datetime) -> Item:
    return Item(reference, _page(reference), at)


def of_others(user: User, held: frozenset[str]) -> Iterator[Task]:
    """What of other people's decisions waits for the user: a review, whether the Headteacher is told, advice. It waits
    until it is done, seen or not."""
    if not held & MAY_HEAR:
        return
    for name, words, decisions in follow_up.asked_of(user):
        items = [_item(decision.reference, decision.recorded_at) for decision in decisions]
        covers = frozenset(item.words for item in items)
        yield home.listed(name, items, counted(len(items), *words), urgent=name == "review", covers=covers)
    asked = list(Advice.objects.filter(asked=user, answers=None).select_related("draft", "record").order_by("pk"))
    for urgent, one, several in (
        (True, "urgent question to answer", "urgent questions to answer"),
        (False, "question to answer", "questions to answer"),
    ):
        if rows := [advice for advice in asked if advice.urgent == urgent]:
            items = [Item(advice.draft.reference, _advice(advice), advice.at) for advice in rows]
            name = "urgent-advice" if urgent else "advice"
            yield home.listed(name, items, counted(len(items), one, several), urgent=urgent)


def _advice(advice: Advice) -> str:
    return reverse("questionnaire:give_advice", kwargs={"public_id": advice.public_id})


def _page(reference: str) -> str:
    return reverse("decisions:decision", kwargs={"slug": references.slug(reference)})


def of_own_decisions(user: User, held: frozenset[str]) -> Iterator[Task]:
    """What is still to do about the user's own decisions. Finishing a danger record takes the place of its notice."""
    for name, decisions in follow_up.waiting_of(user):
        items = [_item(decision.reference, decision.recorded_at) for decision in decisions]
        words = f"{follow_up.MINE[name]}: {len(items)}" if len(items) > 1 else follow_up.MINE[name]
        finish = name == "complete"
        covers = frozenset(item.words for item in items) if finish else frozenset()
        yield home.listed(f"own-{name}", items, words, urgent=finish, covers=covers)


def of_naming(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Decisions about a child who was not found, until it is said which child it is."""
    rows = list(naming.waiting(user)) if held & frozenset(succession.SCHOOL) else []
    if rows:
        items = [
            Item(row.reference, reverse("decisions:name_child", args=[references.slug(row.reference)]), row.recorded_at)
            for row in rows
        ]
        words = counted(len(rows), "decision: which child is it about?", "decisions: which child are they about?")
        yield home.listed("unnamed", items, words)


def of_the_dpo(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Agreements with agencies to renew, purposes to confirm."""
    if Role.DPO not in held:
        return
    soon = clock.today() + timedelta(days=RENEW_DAYS)
    if renew := Agency.objects.filter(active=True, agreement_review__lte=soon).count():
        yield Task(f"Agreements to renew: {renew}", reverse("directory:agencies"))
    if confirm := Purpose.objects.filter(active=True, confirmed_on=None).count():
        yield Task(f"Purposes of sharing to confirm: {confirm}", reverse("directory:purposes"))


def of_drafts(user: User, held: frozenset[str]) -> Iterator[Task]:
    """The user's own drafts: the oldest, and all of them in a list where there are more."""
    rows = drafts.of(user)
    needed = drafts.needed_of(rows)
    for draft in sorted(rows, key=lambda row: needed.get(row.pk, NEVER))[:DRAFTS_SHOWN]:
        days = (clock.now() - draft.started_at).days
        close = reverse("questionnaire:close_draft", kwargs={"draft_id": draft.public_id})
        old = days >= OLD_DRAFT_DAYS
        by = needed.get(draft.pk)
        due = f"Needed by {day(by[0])}, to be decided by {day(by[1])}. " if by else ""
        yield Task(
            f"Draft {draft.reference}",
            reverse("questionnaire:check_answers", kwargs={"draft_id": draft.public_id}),
            f"{due}This draft is {counted(days, 'day', 'days')} old. Finish it, or"
            if old
            else f"{due}Go on where you left, or",
            draft.started_at,
            own=True,
            action=Action("close it and say why" if old else "close it", close, f": draft {draft.reference}"),
        )
    if len(rows) > DRAFTS_SHOWN:
        items = [
            Item(
                f"Draft {draft.reference}",
                reverse("questionnaire:check_answers", args=[draft.public_id]),
                draft.started_at,
            )
            for draft in rows
        ]
        yield home.listed("drafts", items, f"All your drafts: {len(rows)}", own=True)


LINKS = (
    Link(10, "Record a share decision", "questionnaire:start", READERS, Look.MAIN),
    Link(205, "My decisions", "decisions:mine", READERS),
    Link(30, "A child is in danger now", "questionnaire:danger", READERS, Look.DANGER),
    Link(130, "Purposes of sharing", "directory:purposes", frozenset({Role.DPO}), Look.BUTTON),
    Link(310, "Agencies", "directory:agencies", STAFF),
    Link(340, "What the words mean", "directory:glossary"),
)


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("harm", 10, of_harm)
    home.register_tasks("other people's decisions", 15, of_others)
    home.register_tasks("own decisions", 30, of_own_decisions)
    home.register_tasks("decisions without a child", 40, of_naming)
    home.register_tasks("the DPO's sharing", 90, of_the_dpo)
    home.register_tasks("drafts", 200, of_drafts)
    home.register_links(*LINKS)
