"""The tasks and links about share decisions on the home page."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accounts import succession
from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Action, Link, Look, Task
from accounts.roles import READERS, STAFF, Role
from core import clock, references
from core.words import counted
from sharing.decisions import drafts, follow_up, harm, naming
from sharing.decisions.notice_kinds import HARM_LINE
from sharing.directory.models import Agency, Purpose

OLD_DRAFT_DAYS = 14
RENEW_DAYS = 30


def of_harm(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Drafts about harm, seen or not, until they are recorded or closed."""
    rows = list(harm.open_to(user).select_related("draft").order_by("pk")) if held & HARM_LINE else []
    if rows:
        pages = [(row.draft.reference, _page(row.draft.reference)) for row in rows]
        words = counted(len(rows), "concern about harm, a draft", "concerns about harm, drafts")
        link = pages[0][1] if len(rows) == 1 else reverse("notices:inbox")
        yield Task(words, link, oldest=rows[0].at, urgent=True, single=tuple(pages[: home.REFERENCES]))


def _page(reference: str) -> str:
    return reverse("decisions:decision", kwargs={"slug": references.slug(reference)})


def of_own_decisions(user: User, held: frozenset[str]) -> Iterator[Task]:
    """What is still to do about the user's own decisions. Finishing a danger record takes the place of its notice."""
    for name, number, oldest in follow_up.waiting_of(user):
        words = f"{follow_up.MINE[name]}: {number}" if number > 1 else follow_up.MINE[name]
        finish = name == "complete"
        yield home.listed(
            [(oldest.reference, _page(oldest.reference))],
            words,
            oldest=oldest.recorded_at,
            urgent=finish,
            covers=frozenset({oldest.reference} if finish else ()),
        )


def of_naming(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Decisions about a child who was not found, until it is said which child it is."""
    rows = list(naming.waiting(user)) if held & frozenset(succession.SCHOOL) else []
    if rows:
        pages = [
            (row.reference, reverse("decisions:name_child", args=[references.slug(row.reference)])) for row in rows
        ]
        words = counted(len(rows), "decision: which child is it about?", "decisions: which child are they about?")
        yield home.listed(pages, words, oldest=rows[0].recorded_at)


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
    """The user's own drafts, oldest first."""
    for draft in drafts.of(user):
        days = (clock.now() - draft.started_at).days
        close = reverse("questionnaire:close_draft", kwargs={"draft_id": draft.public_id})
        old = days >= OLD_DRAFT_DAYS
        yield Task(
            f"Draft {draft.reference}",
            reverse("questionnaire:check_answers", kwargs={"draft_id": draft.public_id}),
            f"This draft is {counted(days, 'day', 'days')} old. Finish it, or" if old else "Go on where you left, or",
            draft.started_at,
            own=True,
            action=Action("close it and say why" if old else "close it", close, f": draft {draft.reference}"),
        )


LINKS = (
    Link(10, "Record a share decision", "questionnaire:start", READERS, Look.MAIN),
    Link(30, "A child is in danger now", "questionnaire:danger", READERS, Look.DANGER),
    Link(130, "Purposes of sharing", "directory:purposes", frozenset({Role.DPO}), Look.BUTTON),
    Link(310, "Agencies", "directory:agencies", STAFF),
    Link(340, "What the words mean", "directory:glossary"),
)


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("harm", 10, of_harm)
    home.register_tasks("own decisions", 30, of_own_decisions)
    home.register_tasks("decisions without a child", 40, of_naming)
    home.register_tasks("the DPO's sharing", 90, of_the_dpo)
    home.register_tasks("drafts", 200, of_drafts)
    home.register_links(*LINKS)
