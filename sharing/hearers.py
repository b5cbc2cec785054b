"""Who hears of a decision (R: C7), and who hears instead when it concerns the Headteacher (R: C7a)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts import deputies, roles
from accounts.models import User
from accounts.roles import Role
from notices.kinds import Kind
from notices.models import Notice
from notices.telling import notify
from pupils.models import Person
from records import granting, need_to_know
from records.models import Record
from records.models.grants import Source
from school import references
from school.models import School
from school.refusals import Refused
from sharing import harm
from sharing.models import Advice, DecisionRecipient, Draft, ShareDecision

AS_SOON = "as soon as you record this"


class NobodyHears(Refused):
    """Nobody would be told of what is to be recorded; the message says whom to ask."""


@dataclass(frozen=True)
class Hearer:
    """Somebody to be told: as what, and whether they need a grant to look."""

    person: User
    why: str
    kind: str
    source: str | None


def hearers(
    decider: User,
    about: Iterable[Person],
    withheld: Iterable[User],
    urgent: bool,
    *,
    review: bool = False,
    dpo: bool = False,
) -> list[Hearer]:
    """Everyone who is told, each once: the Headteacher or whoever stands in, and the DSL where harm was answered.

    `withheld`: who must not see it by the decider's word; people excluded from whom it is about count as well.
    `review`: a second person has to look (R: C2). `dpo`: the DPO has to act. Never the decider. Empty where everyone is
    missing or kept out: then it must not be recorded (`somebody_hears`).
    """
    kept_out = {person.pk for person in withheld} | need_to_know.excluded_from(about)
    found: dict[int, Hearer] = {}

    def tell(person: User | None, why: str, kind: str, source: str | None) -> bool:
        if person is None or person == decider or person.pk in kept_out or not person.is_active:
            return False
        found.setdefault(person.pk, Hearer(person, why, kind, source))
        return True

    def tell_holders(role: Role, why: str, kind: str, source: str | None) -> bool:
        """Whoever holds the place, each who is away with their deputy; whether anybody was told."""
        told = [person for person in roles.holders(role) if tell(person, f"{role.label}, {why}", kind, source)]
        for person in told:
            words = f"deputy while {person.short_name} is away, {why}"
            tell(deputies.away(person), words, kind, source or Source.STAND_IN)
        return bool(told)

    if review:
        # The second person first: a decider never reviews their own.
        for role in (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER):
            if tell_holders(role, "to review it today", Kind.REVIEW, None if role == Role.HEADTEACHER else Source.HARM):
                break
    normal = Kind.DECISION_URGENT if urgent else Kind.DECISION
    chair = [(person, "Chair of governors") for person in roles.holders(Role.CHAIR)]
    officers = [(person, "DPO") for person in roles.holders(Role.DPO)]
    heads = roles.holders(Role.HEADTEACHER)

    def instead(options: list[tuple[User, str]], kind: str) -> None:
        """The first of these who may be told."""
        _ = any(tell(person, f"{title}, {AS_SOON}", kind, Source.STAND_IN) for person, title in options)

    for head in heads:
        if head.pk in kept_out:
            # Nobody who takes the place learns here that somebody was left out; the decider and the log know.
            instead(chair + officers, Kind.DECISION_STAND_IN)
        elif head == decider:
            stands = deputies.deputy_of(head)
            instead([*([(stands, "deputy")] if stands else []), *chair, *officers], normal)
        else:
            tell(head, f"Headteacher, {AS_SOON}", normal, None)
            tell(
                deputies.away(head),
                f"deputy while {head.short_name} is away, {AS_SOON}",
                normal,
                Source.STAND_IN,
            )
    if not heads:
        instead(chair + officers, normal)
    if urgent:
        for role in (Role.DSL, Role.DEPUTY_DSL):
            if tell_holders(role, "because of the risk of harm", Kind.DECISION_URGENT, Source.HARM):
                break
    if dpo:
        for person, _ in officers:
            tell(person, "DPO, in case someone needs to act", Kind.UNSAFE, Source.STAND_IN)
    return list(found.values())


def somebody_hears(told: Sequence[Hearer], decider: User, about: Iterable[Person], withheld: Iterable[User]) -> None:
    """Raise NobodyHears, with whom to ask, where the list of those who are to be told is empty."""
    if not told:
        raise NobodyHears(nobody_hears(decider, about, withheld))


def despite(decider: User, about: Iterable[Person], withheld: Iterable[User]) -> list[User]:
    """Who of those withheld has to hear of a danger all the same, because else nobody would: the next in line alone.

    Empty where somebody hears anyway, or nobody would in any case. Nobody who is excluded from the child is in it.
    """
    ticked, people = list(withheld), list(about)
    if hearers(decider, people, ticked, urgent=True):
        return []
    line = [one for role in (Role.CHAIR, Role.DPO, Role.DSL, Role.HEADTEACHER) for one in roles.holders(role)]
    for person in line:
        rest = [one for one in ticked if one != person]
        if person in ticked and hearers(decider, people, rest, urgent=True):
            return [person]
    return []


def nobody_hears(decider: User, about: Iterable[Person], withheld: Iterable[User]) -> str:
    """What is said where nobody would hear: whom to ask, who is not kept out themselves."""
    kept_out = {person.pk for person in withheld} | need_to_know.excluded_from(about) | {decider.pk}
    ask = f"Call the local authority designated officer (LADO): {School.here().lado_phone}"
    for role in (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.DPO, Role.CHAIR):
        if person := next((one for one in roles.holders(role) if one.pk not in kept_out), None):
            ask = f"Ask {person.short_name} ({role.label}) what to do"
            break
    return (
        "No one would be told of this. The Headteacher has to hear of it, or else the chair of governors or the data "
        f"protection officer. {ask}"
    )


def dsl_for(user: User) -> User | None:
    """The DSL to whom `user` speaks: the deputy where the user is the DSL."""
    people = [*roles.holders(Role.DSL), *roles.holders(Role.DEPUTY_DSL)]
    return next((person for person in people if person != user), None)


def who_hears(
    decider: User, about: Iterable[Person], withheld: Iterable[User], urgent: bool, **more: bool
) -> list[tuple[User, str]]:
    """The same, as check-your-answers says it."""
    return [(hearer.person, hearer.why) for hearer in hearers(decider, about, withheld, urgent, **more)]


def tell(decision: ShareDecision, told: Iterable[Hearer]) -> None:
    """Notices, mails and grants, in the caller's transaction."""
    for hearer in told:
        if hearer.source or need_to_know.access_to(hearer.person, decision.record) is None:
            source = hearer.source or Source.STAND_IN
            granting.grant(decision.record, hearer.person, by=decision.decided_by, source=source)
        notify(hearer.person, hearer.kind, decision.reference)


def keep_out(record: Record, withheld: Iterable[User], by: User) -> None:
    """Exclude these people from the matter, for good. Themselves, they find nothing of it."""
    for person in withheld:
        granting.exclude(person, by=by, record=record, reason="Must not see this, by the decider’s word.")


class Decisions:
    """What the notices room asks about references that begin with SD."""

    def address(self, reference: str) -> str:
        return reverse("decision", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        wanted = set(about)
        visible = need_to_know.visible_to(user).filter(decision__reference__in=wanted)
        told = harm.open_to(user)
        advice = Advice.objects.filter(Q(asked=user) | Q(by=user))
        left = Notice.objects.filter(person=user, kind=Kind.LEFT_OPEN, reference__in=wanted)
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
        """The deputy of whoever has not looked, else the chair, else the DPO; never one who is kept out."""
        decision = ShareDecision.objects.filter(reference=reference).select_related("record__category").first()
        if decision is None:
            open_ = Draft.objects.filter(reference=reference, harm_told__person=person, closure=None).first()
            return harm.stand_in(open_, person) if open_ else None
        kept_out = need_to_know.kept_out_of(decision.record)
        already = {person.pk, decision.decided_by_id, *kept_out}
        deputy = deputies.deputy_of(person)
        options = ([deputy] if deputy else []) + roles.holders(Role.CHAIR) + roles.holders(Role.DPO)
        for option in options:
            if option.pk not in already:
                granting.grant(decision.record, option, by=decision.decided_by, source=Source.STAND_IN)
                return option
        return None
