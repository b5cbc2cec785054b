"""What needs somebody now: counts, ages and references from every room, never a child's name (R: G1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from post_office.models import STATUS, Email

from access import asking, briefings, circulations, declarations, emergency, looks
from accounts import second_word, step_up
from accounts.models import User
from accounts.roles import READERS, SAFEGUARDS, Role
from governors import tasks as tasks_of_governors
from intake import concerns
from intake import held as held_lines
from notices import telling
from notices.kinds import Kind
from notices.models import Notice
from oversight.setting_up import ready
from school import clock, references
from school.words import counted
from sharing import drafts, following, harm
from sharing.models import Agency, Purpose, ShareDecision

OLD_DRAFT_DAYS = 14
RENEW_DAYS = 30
# The notices of a kind, in the order in which they matter: what one is called, and what several are.
NOTICES: list[tuple[tuple[str, ...], str, str, bool]] = [
    ((Kind.REVIEW,), "1 not shared, to review", "{} not shared, to review", True),
    ((Kind.DECISION_URGENT,), "1 urgent", "{} urgent", True),
    ((Kind.HARM,), "1 concern about harm, a draft", "{} concerns about harm, drafts", True),
    ((Kind.CONCERN,), "1 concern passed on to you", "{} concerns passed on to you", True),
    ((Kind.ADVICE_URGENT,), "1 urgent question to answer", "{} urgent questions to answer", True),
    ((Kind.TO_COMPLETE,), "1 danger record to finish", "{} danger records to finish", True),
    ((Kind.DECISION_STAND_IN,), "1 decision for you alone to look at", "{} decisions for you alone to look at", False),
    ((Kind.DECISION_PASSED,), "1 passed to you", "{} passed to you", False),
    ((Kind.REOPENED,), "1 open again", "{} open again", False),
    ((Kind.ADVICE, Kind.QUESTION), "1 question to answer", "{} questions to answer", False),
    ((Kind.UNSAFE,), "Sent by an unsafe way: 1", "Sent by an unsafe way: {}", False),
    ((Kind.DECISION,), "1 to acknowledge", "{} to acknowledge", False),
    ((Kind.ADVICE_ANSWERED, Kind.ANSWERED), "1 answer to your question", "{} answers to your questions", False),
    ((Kind.REVIEWED,), "1 decision of yours was reviewed", "{} decisions of yours were reviewed", False),
    ((Kind.OPENED,), "1 opened to you", "{} opened to you", False),
    ((Kind.EMERGENCY,), "1 emergency access, opened", "{} emergency accesses, opened", True),
    ((Kind.ACCESS_ANSWERED,), "1 answer to your request", "{} answers to your requests", False),
    ((Kind.MEETING,), "1 item of a staff meeting", "{} items of staff meetings", False),
    ((Kind.PAPER_CHANGED,), "1 paper has changed", "{} papers have changed", False),
    (
        (Kind.MASTER_ASKED,),
        "1 opening of what is kept needs your word",
        "{} openings of what is kept need your word",
        False,
    ),
    ((Kind.EXCLUSION,), "1 exclusion set or ended", "{} exclusions set or ended", False),
]
WITH_A_LINE = {
    Kind.ACCESS_ASKED,
    Kind.EMERGENCY_TOLD,
    Kind.TO_READ,
    Kind.BRIEFING,
    Kind.DECLARED,
    Kind.PAPERS,
    Kind.MINUTES,
    Kind.COPIES_MISSING,
}
"""What has a line of its own from the thing itself, for as long as something is to be done."""
REFERENCES = 3


@dataclass(frozen=True)
class Need:
    """A line: what it is, where it leads, why it is here, how old the oldest is; single references to go to."""

    words: str
    link: str
    why: str = ""
    oldest: datetime | None = None
    urgent: bool = False
    single: tuple[tuple[str, str], ...] = ()


def needs(user: User, held: frozenset[str]) -> list[Need]:
    """What needs `user` now, what is urgent first."""
    tasks = following.waiting_of(user)
    unfinished = {oldest.reference for words, _, oldest in tasks if words == following.MINE["complete"]}
    found = _harm(user, held) + _notices(user, unfinished, held) + [_task(*row) for row in tasks]
    if waiting := second_word.waiting_for(user):
        found.append(
            Need(
                counted(len(waiting), "change to an account needs your word", "changes to an account need your word"),
                reverse("changes"),
            )
        )
    if passed := concerns.waiting(user):
        found.append(
            Need(
                counted(len(passed), "concern passed on", "concerns passed on"),
                reverse("concerns"),
                "Nobody has said yet whom it is about",
                passed[0].raised_at,
            )
        )
    if lines := held_lines.waiting(user):
        found.append(
            Need(
                f"{len(lines)} held from imports",
                reverse("held_list"),
                "What whoever imported it may not see",
                lines[0].record.recorded_at,
            )
        )
    found += _of_sight(user, held)
    found += [Need(task.words, task.link) for task in tasks_of_governors.of(user, held)]
    still, mine = ready.open_for(held)
    if mine:
        why = f"For you: {mine[0].name}" + (f" and {len(mine) - 1} more" if len(mine) > 1 else "")
        found.append(Need(f"Get the school ready: {len(still)} to do", reverse("ready"), why))
    if Role.DPO in held:
        found += _of_the_dpo()
    if Role.ADMINISTRATOR in held:
        found += _of_the_administrator()
    return sorted(found, key=lambda need: not need.urgent)


def _of_sight(user: User, held: frozenset[str]) -> list[Need]:
    """What waits of asking, emergency access, circulation, briefings, declarations and grants that stand."""
    found = []

    def add(some: Sequence[Any], words: str, link: str, *, urgent: bool = False, at: datetime | None = None) -> None:
        if some:
            single = tuple((one.reference, reverse(link, kwargs={"slug": one.slug})) for one in some[:REFERENCES])
            found.append(Need(words, single[0][1], "", at or some[0].at, urgent, single))

    review, explain = emergency.to_review(user), emergency.to_explain(user)
    add(
        review,
        counted(len(review), "emergency access to review", "emergency accesses to review"),
        "emergency",
        urgent=True,
    )
    add(explain, "Tell us what you used it for", "emergency")
    asked = asking.waiting(user)
    add(asked, counted(len(asked), "request for access", "requests for access"), "access_request")
    if reports := circulations.to_read(user):
        add(
            [row.circulation for row in reports],
            counted(len(reports), "report to read", "reports to read"),
            "circulation",
        )
    if told := briefings.to_accept(user):
        add(
            [row.content_object.briefing for row in told],
            counted(len(told), "briefing to read", "briefings to read"),
            "briefing",
            at=told[0].start,
        )
    unread = circulations.not_read_by_all(user)
    add(
        unread,
        counted(len(unread), "report not read by everyone", "reports not read by everyone"),
        "circulation",
    )
    if held & {Role.HEADTEACHER, Role.CHAIR}:
        declared = declarations.waiting(user)
        add(declared, counted(len(declared), "declaration to see to", "declarations to see to"), "declared")
    if held & declarations.DECLARE and declarations.due(user):
        found.append(Need("Declare your relationships", reverse("declaration"), "Once a year, also if there are none"))
    if held & READERS:
        moved, stands = looks.numbers(user, leads=bool(held & SAFEGUARDS))
        for number, what in ((moved, "look at after a change of class"), (stands, "look at: half a term has passed")):
            if number:
                words = counted(number, f"access to {what}", f"accesses to {what}")
                found.append(Need(words, reverse("standing")))
    return found


def _harm(user: User, held: frozenset[str]) -> list[Need]:
    """Drafts about harm: seen or not, until they are recorded or closed."""
    rows = list(harm.open_to(user).select_related("draft").order_by("pk")) if held & harm.LINE else []
    if not rows:
        return []
    single = tuple(
        (row.draft.reference, reverse("decision", kwargs={"slug": references.slug(row.draft.reference)}))
        for row in rows[:REFERENCES]
    )
    words = "concern about harm, a draft", "concerns about harm, drafts"
    link = single[0][1] if len(rows) == 1 else reverse("inbox")
    return [Need(counted(len(rows), *words), link, "", rows[0].at, True, single)]


def _notices(user: User, unfinished: set[str], held: frozenset[str]) -> list[Need]:
    """What one was told and has not looked at, by kind; kinds without a line of their own under one."""
    # What the user has to finish is a line of its own, from the record itself.
    listed = WITH_A_LINE | ({Kind.HARM} if held & harm.LINE else set())
    waiting = [
        notice for notice in telling.waiting(user) if notice.reference not in unfinished and notice.kind not in listed
    ]
    found, taken = [], set()
    for kinds, one, several, urgent in NOTICES:
        group = [notice for notice in waiting if notice.kind in kinds]
        taken |= {notice.pk for notice in group}
        if group:
            found.append(_line(group, one if len(group) == 1 else several.format(len(group)), urgent))
    if rest := [notice for notice in waiting if notice.pk not in taken]:
        found.append(_line(rest, counted(len(rest), "notice", "notices"), False))
    return found


def _line(group: list[Notice], words: str, urgent: bool) -> Need:
    def address(notice: Notice) -> str:
        return reverse("inbox") if notice.in_list else telling.matter_of(notice.reference).address(notice.reference)

    single = tuple((notice.reference, address(notice)) for notice in group[:REFERENCES])
    link = single[0][1] if len(group) == 1 else reverse("inbox")
    return Need(words, link, "", group[0].made_at, urgent, single)


def _task(words: str, number: int, oldest: ShareDecision) -> Need:
    slug = references.slug(oldest.reference)
    words = f"{words}: {number}" if number > 1 else words
    single = ((oldest.reference, reverse("decision", kwargs={"slug": slug})),)
    return Need(words, single[0][1], "", oldest.recorded_at, words.startswith(following.MINE["complete"]), single)


def _of_the_dpo() -> list[Need]:
    soon = clock.today() + timedelta(days=RENEW_DAYS)
    renew = Agency.objects.filter(active=True, agreement_review__lte=soon).count()
    confirm = Purpose.objects.filter(active=True, confirmed_on=None).count()
    lines = [
        (renew, f"Agreements to renew: {renew}", reverse("agencies")),
        (confirm, f"Purposes of sharing to confirm: {confirm}", reverse("purposes")),
    ]
    return [Need(words, link) for number, words, link in lines if number]


def _of_the_administrator() -> list[Need]:
    """Counts of what has to be set up: who has no second factor though a role asks for one, mail that waits."""
    without = step_up.without_one().count()
    mail = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued, STATUS.failed]).count()
    lines = [
        (
            without,
            counted(without, "person still has", "people still have") + " to set up a second factor",
            "people",
        ),
        (mail, counted(mail, "email", "emails") + " not sent", "settings_email"),
    ]
    return [Need(words, reverse(link)) for number, words, link in lines if number]


@dataclass(frozen=True)
class OpenDraft:
    """A draft of one's own: its reference, its page, and whether it has become old."""

    reference: str
    link: str
    started_at: datetime
    old: bool
    close: str


def open_drafts(user: User) -> Iterable[OpenDraft]:
    """The user's drafts, oldest first."""
    for draft in drafts.of(user):
        old = (clock.now() - draft.started_at).days >= OLD_DRAFT_DAYS
        yield OpenDraft(
            draft.reference,
            reverse("check", kwargs={"draft_id": draft.public_id}),
            draft.started_at,
            old,
            reverse("close_draft", kwargs={"draft_id": draft.public_id}),
        )
