"""Keeping a child's address, or that the child is at the school at all, to those with need to know (R: Three tiers)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.compiled_queries import Prepared
from records.models import Record, RecordSubject
from records.pupils import roll
from records.pupils.models import HouseholdMember, Person, Pupil
from records.vault.filing import Words, file_record


@transaction.atomic
def protect_address(person: Person, *, by: User, reason: str) -> Record:
    """Move the child's address into a sealed record: off the roll, for the child and for contacts who
    live there. Files that bring it again are held for the DSL (records/intake/held.py). Raises KeyUnavailable."""
    homes = roll.addresses_of([person]).get(person.pk, [])
    text = "\n".join(str(home) for home in homes) or "Not known"
    rows = [["Address", text], ["Why it is protected", reason]]
    filed = file_record(
        "protected_address", [person], [Words("whole", {"heading": "Protected address", "rows": rows})], author=by
    )
    contacts = {contact.adult_id for contact in roll.contacts_of(person)}
    for home in homes:
        members = HouseholdMember.objects.live().filter(household=home, person__in={person.pk, *contacts})
        for member in members:
            member.end()
        if not HouseholdMember.objects.live().filter(household=home).exists():
            home.lines, home.postcode, home.plain = "", "", str(home.public_id)
            home.save(update_fields=["lines", "postcode", "plain"])
    return filed


@transaction.atomic
def protect_existence(person: Person, *, by: User, reason: str) -> Record:
    """From now the child is not on the roll for those without need to know. Raises KeyUnavailable."""
    filed = _note(person, "Nobody without need to know learns that the child is here", reason, by)
    _set(person, protected=True)
    return filed


@transaction.atomic
def lift(person: Person, *, by: User, reason: str) -> Record:
    """The child is on the roll again for everybody who works with the roll."""
    filed = _note(person, "The child is on the roll again", reason, by)
    _set(person, protected=False)
    return filed


_LIMITED = Prepared(
    lambda person, at, **_: (
        RecordSubject.objects.live(at)
        .filter(
            person__pupil=None,
            record__category__code="restrictions",
            record__in=RecordSubject.objects.live(at).filter(person=person).values("record"),
        )
        .select_related("person")
        .order_by("pk")
    )
)


def limited(child: Person, at: datetime) -> list[Person]:
    """The adults of whom there is a limit on what they may be given about this child; it holds also while they are no
    contact of theirs."""
    return [row.person for row in _LIMITED.objects(person=child.pk, at=at)]


@transaction.atomic
def limit(child: Person, adult: Person, *, by: User, reason: str) -> Record:
    """From now nobody gives this contact information about the child without speaking to the Headteacher or the DSL
    (R: G9). Raises KeyUnavailable."""
    words = Words("whole", {"heading": f"A limit on what {adult.full_name} may be given", "text": reason})
    return file_record("restrictions", [child, adult], [words], author=by)


@transaction.atomic
def lift_limit(child: Person, adult: Person, *, by: User, reason: str) -> Record:
    """The limit holds no more. What was recorded of it stays with the child."""
    about = RecordSubject.objects.live()
    of_child = about.filter(person=child, record__category__code="restrictions").values("record")
    for row in about.filter(person=adult, record__in=of_child):
        row.end()
    return _note(child, f"No limit any more on what {adult.full_name} may be given", reason, by)


def _note(person: Person, what: str, reason: str, by: User) -> Record:
    words = Words("whole", {"heading": what, "text": reason})
    return file_record("restrictions", [person], [words], author=by)


def _set(person: Person, *, protected: bool) -> None:
    pupil = Pupil.objects.get(person=person)
    pupil.protected = protected
    pupil.save(update_fields=["protected"])
