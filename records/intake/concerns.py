"""Raising a concern: anyone, about any child, in under a minute (R: C0, G6e).

The name is kept as it was typed, and the page never says whether it matches a child. The person who raised the
concern cannot read it back.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts import deputies, roles, succession
from accounts.models import User
from accounts.notices.models import Notice
from accounts.notices.notify import ReferenceTarget, notify
from accounts.roles import Role
from core import calendar, clock, references, terms
from core.models import School
from core.refusals import Refused
from records.intake.models import Concern
from records.intake.notice_kinds import Kind
from records.models import Because, Record, RecordSubject
from records.models.grants import Source
from records.need_to_know import grants, search, visibility
from records.pupils.models import Person
from records.vault.filing import Words, file_record

DSL, HEAD, CHAIR, TEACHER = "dsl", "head", "chair", "teacher"


@dataclass(frozen=True)
class Route:
    """Whom a concern can be passed to: of what category it becomes, who holds the place, in order, and who is kept
    from it unless they hold the place themselves."""

    category: str
    places: tuple[Role, ...]
    never: tuple[Role, ...] = ()


ROUTES = {
    DSL: Route("concern", (*succession.SCHOOL, Role.DPO)),
    # About the DSL: neither they nor their deputies see it. About the Headteacher: nobody at the school does.
    HEAD: Route("adult_concern_passed", (Role.HEADTEACHER, Role.DPO), succession.SAFEGUARDING),
    CHAIR: Route("adult_concern_passed", succession.OVERSIGHT, (Role.HEADTEACHER,)),
}


class NobodyHears(Refused):
    """There is nobody here who could be told of the concern; the message says whom to call."""


@transaction.atomic
def pass_on(
    *, by: User, about: str, what: str, when: str, to: str = DSL, teacher: User | None = None, once: UUID
) -> Concern:
    """Pass a concern on; returns it. `to`: DSL, HEAD, CHAIR, or TEACHER with `teacher` (the DSL is told as well).

    `once`: made by the page, so that the same form sent twice is one concern. Raises KeyUnavailable, NobodyHears.
    """
    before = Concern.objects.filter(record__public_id=once, raised_by=by).first()
    if before:
        return before
    route = ROUTES[DSL if to == TEACHER else to]
    related = visibility.excluded_from(search.anyone(about))
    hearers = _hearers(route, kept_out=related | ({by.pk} if to != DSL else set()))
    if not hearers:
        here = School.here()
        who, phone = (
            ("children’s social care", here.social_care_phone)
            if to in (DSL, TEACHER)
            else ("the local authority designated officer (LADO)", here.lado)
        )
        raise NobodyHears(f"No one here could be told of this. Call {who} now: {phone}", "to")
    rows = [["About", about], ["What was seen or heard", what], ["When", when], ["Passed on by", by.full_name]]
    record = file_record(
        route.category,
        [],
        [Words("concern", {"heading": "What was passed on", "rows": rows})],
        author=by,
        owner=hearers[0],
        public_id=once,
    )
    concern = Concern.objects.create(record=record, reference=references.new("C"), raised_by=by)
    readers = _readers_by_rule(record)
    for place in route.never:
        for person in roles.holders(place):
            if person not in hearers:
                grants.exclude(
                    person, by=by, record=record, reason="The concern may be about them.", because=Because.PLACE
                )
    for person in User.objects.filter(pk__in=related):  # also those who may stand in later
        grants.exclude(person, by=by, record=record, reason="Related to somebody of this name.", because=Because.NAME)
    if teacher is not None and teacher.pk not in related:
        hearers.append(teacher)
    for hearer in dict.fromkeys(hearers):
        if hearer.pk not in readers:
            grants.grant(record, hearer, by=by, source=Source.STAND_IN)
        notify(hearer, Kind.CONCERN, concern.reference)
    return concern


def _hearers(route: Route, kept_out: set[int]) -> list[User]:
    """The holders of the first place that has any who may know, and the deputies of those of them who are away."""
    never = {user.pk for place in route.never for user in roles.holders(place)}
    holders = [person for _, person in succession.first_place(route.places, kept_out)]
    stand_in = [deputy for person in holders if (deputy := deputies.away(person))]
    return [*holders, *(deputy for deputy in stand_in if deputy.pk not in kept_out | never)]


def _readers_by_rule(record: Record) -> set[int]:
    return set(visibility.sight_of(record))


def waiting(user: User) -> list[Concern]:
    """The concerns that the user may see and that nobody has said whom they are about, oldest first."""
    visible = visibility.visible_to(user).filter(concern__isnull=False, subjects=None)
    return list(Concern.objects.filter(record__in=visible).order_by("pk"))


class Concerns(ReferenceTarget):
    """Answers questions of `accounts.notices` about references that begin with C."""

    def address(self, reference: str) -> str:
        return reverse("intake:concern", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        visible = visibility.visible_to(user).filter(concern__reference__in=set(about))
        return set(visible.values_list("concern__reference", flat=True))

    def stand_in(self, reference: str, person: User) -> User | None:
        """The next in line on the school staff (`succession.after`); never a person who is excluded or was told before.
        A concern about the DSL never goes to them or to their deputies; one about the Headteacher goes to the chair of
        governors and the DPO alone (R: C7a)."""
        concern = Concern.objects.filter(reference=reference).select_related("record__category").first()
        if concern is None:
            return None
        record = concern.record
        kept_out = visibility.kept_out_of(record)
        adult = record.category.code != ROUTES[DSL].category
        about_head = adult and any(head.pk in kept_out for head in roles.holders(Role.HEADTEACHER))
        told = Notice.objects.filter(reference=reference).values_list("person", flat=True)
        passed_over = {person.pk, concern.raised_by_id, *kept_out, *told}
        if adult:  # also one who holds the place only since
            passed_over |= {holder.pk for _, holder in succession.in_line(succession.SAFEGUARDING, ())}
        sight = _readers_by_rule(record)
        for option in succession.after(person, passed_over, about_head=about_head):
            if option.pk not in sight:
                if grants.refusal(record.category, option):
                    continue
                until = clock.end_of(terms.last_day(calendar.school_days_after(clock.today(), 1)))
                grants.grant(record, option, by=concern.raised_by, source=Source.PASSED, until=until)
            return option
        return None

    def kept_from(self, reference: str) -> Container[int]:
        """Those who must not see the concern."""
        concern = Concern.objects.filter(reference=reference).select_related("record").first()
        return visibility.kept_out_of(concern.record) if concern else frozenset()


def looked_at(notice: Notice) -> None:
    """Who has looked at a concern that was passed to them in another's place needs no more access to it."""
    concern = Concern.objects.filter(reference=notice.reference).select_related("record").first()
    if concern:
        grants.end_passed(concern.record, notice.person)


def about(record: Record, person: Person) -> None:
    """Say which child a concern is about: from now on it is in the child's chronology, for those who may see it."""
    if not record.subjects.live().filter(person=person).exists():
        RecordSubject.objects.create(record=record, person=person)
