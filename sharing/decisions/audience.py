"""Who is told of a decision (R: C7), and who is told instead when it concerns the Headteacher (R: C7a)."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db.models import Q
from django.urls import reverse

from accounts import deputies, roles, succession
from accounts.models import User
from accounts.notices.models import Notice
from accounts.notices.notify import ReferenceTarget, notify
from accounts.roles import Role
from core import calendar, clock, references, terms
from core.models import School
from core.refusals import Refused
from records.models import Exclusion, Record
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from sharing.decisions import harm, harm_notices
from sharing.decisions.models import Advice, DecisionRecipient, Draft, HarmAbout, ShareDecision
from sharing.decisions.notice_kinds import Kind

AS_SOON = "as soon as you record this"


class NobodyHears(Refused):
    """Nobody would be told of what is to be recorded; the message says whom to ask."""


@dataclass(frozen=True)
class Listener:
    """A person to be told: as what, and whether they need a grant to look."""

    person: User
    why: str
    kind: str
    source: str | None


@dataclass(frozen=True)
class Case:
    """What decides who is told. `kept_out`: the ids of those who must not know; `about_head`: the decider keeps the
    Headteacher out, as it concerns them (R: C7a)."""

    decider: User
    kept_out: frozenset[int]
    about_head: bool
    heads: Sequence[User]
    urgent: bool
    review: bool
    unsafe: bool
    unnamed: bool = False

    @property
    def normal(self) -> str:
        return Kind.DECISION_URGENT if self.urgent else Kind.DECISION

    @property
    def no_head(self) -> bool:
        """There is no Headteacher who may know of it, though it does not concern them."""
        return not self.about_head and all(head.pk in self.kept_out for head in self.heads)

    @property
    def head_decides(self) -> bool:
        return self.decider in self.heads and self.decider.pk not in self.kept_out

    def may_be_told(self, person: User) -> bool:
        return person != self.decider and person.pk not in self.kept_out and person.is_active


class Of(Enum):
    """Who of the first role in line that has a person who may be told."""

    ALL_AND_DEPUTIES = auto()
    """Its holders, and the deputies of those who are away."""
    ALL = auto()
    ONE = auto()


@dataclass(frozen=True)
class Rule:
    """A row of the table: when it applies, the roles in order, who of them, and as what they are told. `kind`: empty
    for the usual notice of a decision. `source`: the grant that lets them look; the Headteacher needs none."""

    when: Callable[[Case], bool]
    places: tuple[Role, ...]
    of: Of
    why: str
    kind: str = ""
    source: str = Source.STAND_IN


TABLE = (
    Rule(lambda c: c.review, succession.SCHOOL, Of.ALL_AND_DEPUTIES, "to review it today", Kind.REVIEW, Source.HARM),
    Rule(lambda c: True, (Role.HEADTEACHER,), Of.ALL_AND_DEPUTIES, AS_SOON),
    # The stand-in's notice does not reveal that the Headteacher was excluded; the decider and the log know.
    Rule(lambda c: c.about_head, succession.OVERSIGHT, Of.ONE, AS_SOON, Kind.DECISION_STAND_IN),
    # A governor hears of nothing but that: what is shared about a child is for the school staff (R: G2).
    Rule(lambda c: c.head_decides, succession.STAND_INS, Of.ONE, AS_SOON),
    Rule(lambda c: c.no_head, succession.STAND_INS, Of.ONE, AS_SOON),
    Rule(
        lambda c: c.urgent,
        succession.SAFEGUARDING,
        Of.ALL_AND_DEPUTIES,
        "because of the risk of harm",
        Kind.DECISION_URGENT,
        Source.HARM,
    ),
    Rule(lambda c: c.unnamed, succession.SCHOOL, Of.ONE, "to say which child it is about", Kind.NAME_CHILD),
    Rule(lambda c: c.unsafe, (Role.DPO,), Of.ALL, "in case someone needs to act", Kind.UNSAFE),
)
"""Who is told of a decision (R: C2, C7, C7a). A person named by two rows is told as the first says."""

TITLES = {Role.DPO: "DPO"}
"""Roles whose name in a notice is not their label."""


def listeners(
    decider: User,
    about: Iterable[Person],
    withheld: Iterable[User],
    urgent: bool,
    *,
    review: bool = False,
    dpo: bool = False,
    unnamed: bool = False,
) -> list[Listener]:
    """Everyone who is told, each once: the Headteacher or their stand-in, and the DSL where harm was answered.

    `withheld`: those the decider keeps out; people excluded from a person it is about count as well.
    `review`: a second person has to look (R: C2). `dpo`: the DPO has to act. Never the decider. Empty where everyone is
    missing or kept out: then it must not be recorded (`somebody_hears`).
    """
    ticked = {person.pk for person in withheld}
    heads = roles.holders(Role.HEADTEACHER)
    about_head = any(head.pk in ticked for head in heads)
    kept_out = frozenset(ticked | visibility.excluded_from(about))
    case = Case(decider, kept_out, about_head, heads, urgent, review, dpo, unnamed)
    told: dict[int, Listener] = {}
    for rule in TABLE:
        if rule.when(case):
            for listener in _of_rule(rule, case):
                told.setdefault(listener.person.pk, listener)
    return list(told.values())


def _of_rule(rule: Rule, case: Case) -> Iterator[Listener]:
    """Who is told by one row of the table."""
    passed_over = case.kept_out | {case.decider.pk}
    kind = rule.kind or case.normal
    if rule.of is Of.ONE:
        deputy = deputies.deputy_of(case.decider) if case.head_decides and not rule.kind else None
        if deputy and case.may_be_told(deputy):
            yield Listener(deputy, f"deputy, {rule.why}", kind, rule.source)
        elif line := next(succession.in_line(rule.places, passed_over), None):
            yield Listener(line[1], f"{_title(line[0])}, {rule.why}", kind, rule.source)
        return
    for role, person in succession.first_place(rule.places, passed_over):
        source = None if role == Role.HEADTEACHER else rule.source
        yield Listener(person, f"{_title(role)}, {rule.why}", kind, source)
        deputy = deputies.away(person, governors=case.about_head) if rule.of is Of.ALL_AND_DEPUTIES else None
        if deputy and case.may_be_told(deputy):
            why = f"deputy while {person.short_name} is away, {rule.why}"
            yield Listener(deputy, why, kind, source or Source.STAND_IN)


def _title(role: Role) -> str:
    return TITLES.get(role, role.label)


def somebody_hears(told: Sequence[Listener], decider: User, about: Iterable[Person], withheld: Iterable[User]) -> None:
    """Raise NobodyHears, naming whom to ask, where there is nobody to be told."""
    if not told:
        raise NobodyHears(nobody_hears(decider, about, withheld))


def despite(decider: User, about: Iterable[Person], withheld: Iterable[User]) -> list[User]:
    """The one person of those withheld who is told of a danger all the same, because nobody else would be: the next in
    line.

    Empty where others are told anyway, or nobody would be in any case. Never a person who is excluded from the child.
    """
    ticked, people = list(withheld), list(about)
    if listeners(decider, people, ticked, urgent=True):
        return []
    for _, person in succession.in_line((*succession.OVERSIGHT, Role.DSL, Role.HEADTEACHER), ()):
        rest = [user for user in ticked if user != person]
        if person in ticked and listeners(decider, people, rest, urgent=True):
            return [person]
    return []


def nobody_hears(decider: User, about: Iterable[Person], withheld: Iterable[User]) -> str:
    """The message where nobody would be told. It names a person to ask who is not kept out."""
    kept_out = {person.pk for person in withheld} | visibility.excluded_from(about) | {decider.pk}
    ask = f"Call the local authority designated officer (LADO): {School.here().lado}"
    for role, person in succession.in_line((*succession.SCHOOL, Role.DPO, Role.CHAIR), kept_out):
        ask = f"Ask {person.short_name} ({role.label}) what to do"
        break
    return (
        "No one would be told of this. The Headteacher has to hear of it, or else the safeguarding lead, a deputy or "
        f"the data protection officer; the chair of governors if it concerns the Headteacher. {ask}"
    )


def dsl_for(user: User) -> User | None:
    """The DSL to whom `user` speaks: the deputy where the user is the DSL."""
    return succession.first(succession.SAFEGUARDING, {user.pk})


def who_hears(
    decider: User, about: Iterable[Person], withheld: Iterable[User], urgent: bool, **more: bool
) -> list[tuple[User, str]]:
    """The same as `listeners`, for the check-your-answers page: each person and why."""
    return [(listener.person, listener.why) for listener in listeners(decider, about, withheld, urgent, **more)]


def tell(decision: ShareDecision, told: Iterable[Listener]) -> None:
    """Notices, mails and grants, in the caller's transaction."""
    for listener in told:
        if listener.source or visibility.access_to(listener.person, decision.record) is None:
            source = listener.source or Source.STAND_IN
            until = stand_in_ends()
            grants.grant(decision.record, listener.person, by=decision.decided_by, source=source, until=until)
        notify(listener.person, listener.kind, decision.reference)


def stand_in_ends() -> datetime:
    """When a stand-in's access ends: with the school year in which they have to look at the latest."""
    return clock.end_of(terms.last_day(calendar.school_days_after(clock.today(), School.here().look_within_days)))


def withheld_from(record: Record) -> list[User]:
    """Those who must not see a record by its author's word."""
    return list(User.objects.filter(exclusions__in=Exclusion.objects.live().filter(record=record)).distinct())


def keep_out(record: Record, withheld: Iterable[User], by: User) -> None:
    """Exclude these people from the record, for good. They see no trace of it."""
    for person in withheld:
        grants.exclude(person, by=by, record=record, reason="Must not see this, by the decider’s word.")


PREFIX = "SD"
"""The prefix of the references of decisions."""


class Decisions(ReferenceTarget):
    """Answers questions of `accounts.notices` about references that begin with SD."""

    def address(self, reference: str) -> str:
        return reverse("decisions:decision", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        wanted = set(about)
        visible = visibility.visible_to(user).filter(decision__reference__in=wanted)
        told = harm.open_to(user)
        advice = Advice.objects.filter(Q(asked=user) | Q(by=user))
        unread = (Kind.LEFT_OPEN, Kind.HARM_TYPED, Kind.NEEDED)
        left = Notice.objects.filter(person=user, kind__in=unread, reference__in=wanted)
        opened = DecisionRecipient.objects.filter(
            user=user, decision__reference__in=wanted, decision__items__isnull=False
        )
        known = (
            told.filter(draft__reference__in=wanted)
            .order_by()
            .values_list("draft__reference")
            .union(
                advice.filter(draft__reference__in=wanted).order_by().values_list("draft__reference"),
                left.order_by().values_list("reference"),
                opened.order_by().values_list("decision__reference"),
            )
        )
        return set(visible.values_list("decision__reference", flat=True)) | {row[0] for row in known}

    def stand_in(self, reference: str, person: User) -> User | None:
        """The next in line on the school staff (`succession.after`), with access until they have looked; in a matter
        about the Headteacher also the chair of governors and the DPO (R: C7a). Never a person who is excluded."""
        decision = ShareDecision.objects.filter(reference=reference).select_related("record__category").first()
        if decision is None:
            theirs = Q(harm_told__person=person) | Q(author=person)
            open_ = Draft.objects.filter(theirs, reference=reference, closure=None).first()
            return harm_notices.stand_in(open_, person) if open_ else None
        withheld = withheld_from(decision.record)
        about_head = any(head in withheld for head in roles.holders(Role.HEADTEACHER))
        had_it = Notice.objects.filter(reference=reference, passed_on__isnull=False).values_list("person", flat=True)
        passed_over = {person.pk, decision.decided_by_id, *visibility.kept_out_of(decision.record), *had_it}
        option = next(succession.after(person, passed_over, about_head=about_head), None)
        if option is not None and visibility.access_to(option, decision.record) is None:
            until, by = stand_in_ends(), decision.decided_by
            grants.grant(decision.record, option, by=by, source=Source.PASSED, until=until)
        return option

    def kept_from(self, reference: str) -> Container[int]:
        records = Record.objects.filter(Q(decision__reference=reference) | Q(draft__reference=reference))
        about = Person.objects.filter(pk__in=HarmAbout.objects.filter(draft__reference=reference).values("person"))
        return visibility.excluded_from(about).union(*(visibility.kept_out_of(record) for record in records))
