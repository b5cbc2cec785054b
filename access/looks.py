"""A look at sight that stands: after a change of class, and every half term (R: G6h, T3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from access import briefings
from access.models import Look
from access.places import NotSo, who_answers
from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from pupils.models import ClassMembership, ClassStaff, Person
from records import granting, need_to_know, sealing
from records.models import RecordSubject, UserFolderGrant, UserGrant
from records.models.grants import Source
from school import clock

Standing = UserGrant | UserFolderGrant
GIVEN = (Source.GRANT, Source.ASKED, Source.INSIDE, Source.NAMED, Source.BRIEFING, Source.MEETING)
"""What somebody gave, and may have become too much; what the product itself gives has ends of its own."""
HALF_TERM = timedelta(days=42)


@dataclass(frozen=True)
class Row:
    """A grant to look at, about whom, and when it was last used."""

    grant: Standing
    people: tuple[Person, ...]
    what: str
    used: datetime | None

    @property
    def id(self) -> str:
        return str(self.grant.public_id)


def _live(at: datetime) -> list[Standing]:
    own = UserGrant.objects.live(at).filter(source__in=GIVEN)
    folders = UserFolderGrant.objects.live(at).filter(source__in=GIVEN)
    return [
        *own.select_related("user", "granter", "content_object__category", "content_object__owner"),
        *folders.select_related("user", "granter", "content_object__category", "content_object__person"),
    ]


def _people(grants: Iterable[Standing], at: datetime) -> dict[int, tuple[Person, ...]]:
    """About whom each grant is, by its place in memory."""
    grants = list(grants)
    records = [grant.content_object_id for grant in grants if isinstance(grant, UserGrant)]
    subjects = need_to_know.subjects_of_many(records, at)
    return {
        id(grant): tuple(subjects.get(grant.content_object_id, ()))
        if isinstance(grant, UserGrant)
        else (grant.content_object.person,)
        for grant in grants
    }


def _looked(grants: Iterable[Standing], since: datetime) -> set[object]:
    ids = [grant.public_id for grant in grants]
    return set(Look.objects.filter(grant__in=ids, at__gt=since).values_list("grant", flat=True))


def after_a_move(user: User) -> list[Row]:
    """What was given to a class's staff about a child who has since changed class, for the DSL or who comes next."""
    now = clock.now()
    grants = [grant for grant in _live(now) if grant.source != Source.MEETING]
    people = _people(grants, now)
    looked = _looked(grants, clock.now() - timedelta(days=3650))
    found = []
    for grant in grants:
        children = [person for person in people[id(grant)] if _moved_away(grant, person, now)]
        if children and grant.public_id not in looked and _answers(user, children):
            found.append(_row(grant, people[id(grant)]))
    return found


def _answers(user: User, people: Iterable[Person]) -> bool:
    return all(user in who_answers(Role.DSL, person) for person in people)


def _moved_away(grant: Standing, person: Person, now: datetime) -> bool:
    """Whether the reader had the child in a class when it was given, and has not now."""
    return _together(grant.user_id, person, grant.start) and not _together(grant.user_id, person, now)


def _together(user: int, person: Person, at: datetime) -> bool:
    classes = ClassMembership.objects.live(at).filter(person=person).values("school_class")
    return ClassStaff.objects.live(at).filter(user=user, school_class__in=classes).exists()


def half_termly(user: User) -> list[Row]:
    """What this person gave, or owns, and that has stood for half a term without a look."""
    now = clock.now()
    old = [grant for grant in _live(now) if grant.start <= now - HALF_TERM and _is_theirs(grant, user)]
    looked = _looked(old, now - HALF_TERM)
    people = _people(old, now)
    kept_out = need_to_know.kept_from(user, now)
    return [
        _row(grant, people[id(grant)])
        for grant in old
        if grant.public_id not in looked
        and not kept_out & {("person", person.pk) for person in people[id(grant)]}
        and not (isinstance(grant, UserGrant) and ("record", grant.content_object_id) in kept_out)
    ]


def _is_theirs(grant: Standing, user: User) -> bool:
    """Whoever owns the record looks, else whoever gave it; never the reader."""
    if grant.user_id == user.pk:
        return False
    owner = grant.content_object.owner_id if isinstance(grant, UserGrant) else grant.granter_id
    return user.pk in (owner, grant.granter_id)


def _row(grant: Standing, people: tuple[Person, ...]) -> Row:
    seen = Entry.objects.filter(action=Entry.Action.ACCESS, actor_id=grant.user_id, timestamp__gte=grant.start)
    if isinstance(grant, UserGrant):
        seen = seen.filter(object_pk=str(grant.content_object.public_id))
    else:
        about = RecordSubject.objects.live().filter(
            person=grant.content_object.person, record__category=grant.content_object.category
        )
        seen = seen.filter(object_pk__in=[str(one) for one in about.values_list("record__public_id", flat=True)])
    last = seen.order_by("-timestamp").values_list("timestamp", flat=True).first()
    return Row(grant, people, grant.content_object.category.name, last)


@transaction.atomic
def look(row: Row, what: str, *, by: User, reason: str = "", until: datetime | None = None) -> Look:
    """What is done with it. Raises NotSo: no reason to keep it, an end that is not earlier, nobody to pass it to."""
    grant, now = row.grant, clock.now()
    if what == Look.What.KEEP and not reason:
        raise NotSo("Enter why it is still needed")
    if what == Look.What.SHORTEN:
        if until is None or not now < until < grant.until:
            raise NotSo("The new end must be after today and before the old one")
        grant.end(until)
    if what == Look.What.PASS_ON:
        _pass_on(row, by)
    if what in (Look.What.END, Look.What.PASS_ON):
        grant.end(now)
    made = Look(grant=grant.public_id, what=what, by=by)
    key = sealing.new_key()
    made.key = key.row
    if reason:
        sealing.seal(made, "reason", reason, key)
    made.save()
    return made


def _pass_on(row: Row, by: User) -> None:
    """The staff of the child's class now get what the old class's had, until the same end."""
    grant, given = row.grant, 0
    for person in row.people:
        classes = ClassMembership.objects.live().filter(person=person).values("school_class")
        staff = User.objects.filter(
            Q(pk__in=ClassStaff.objects.live().filter(school_class__in=classes).values("user")), is_active=True
        )
        for one in staff.exclude(pk__in=need_to_know.excluded_from(row.people)):
            given += 1
            if isinstance(grant, UserFolderGrant):
                granting.grant_category(
                    person, grant.content_object.category, one, by=by, extent=grant.extent, until=grant.until,
                    source=grant.source,
                )  # fmt: skip
            elif grant.source == Source.BRIEFING:
                briefings.give(grant.content_object.briefing, one, by=by, until=grant.until)
            else:
                granting.grant(
                    grant.content_object, one, by=by, extent=grant.extent, until=grant.until, source=grant.source
                )
    if not given:
        raise NotSo("Nobody is with the child’s class now to whom it could go")
