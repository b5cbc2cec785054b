"""A child's page: the three tiers as far as this reader may see them."""

from dataclasses import dataclass, field

from accounts.models import User
from core import words
from records import chronology
from records.need_to_know import visibility
from records.pupils import codes, roll
from records.pupils.models import Contact, Household, KeyWorker, Person, Pupil
from records.vault.vault import Reader


@dataclass
class Seen:
    """What of a child's page this reader may see. `tiers` names it for the log."""

    line: roll.Line
    items: list[chronology.Item]
    contacts: list[tuple[Contact, list[Household]]] = field(default_factory=list)
    homes: list[Household] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    family: list[Person] = field(default_factory=list)
    key_workers: list[User] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)


def seen(person: Person, reader: Reader) -> Seen:
    """The page of `person` as `reader` may see it. The number of statements does not depend on how much there is."""
    line = roll.line_of(person)
    assert line is not None
    page = Seen(line, chronology.of(person, reader), tiers=["roll"])
    workers = KeyWorker.objects.live(reader.at).filter(person=person).select_related("user")
    page.key_workers = [row.user for row in workers]
    parts = visibility.personal_parts(reader.user, person, reader.at)
    if "contacts" in parts:
        contacts = roll.contacts_of(person)
        homes = roll.addresses_of([person, *(contact.adult for contact in contacts)])
        page.contacts = [(contact, homes.get(contact.adult_id, [])) for contact in contacts]
        page.homes = homes.get(person.pk, [])
        known = visibility.people_known_to(reader.user, reader.at)
        page.family = list(known.filter(pk__in=[sibling.pk for sibling in roll.siblings_of(person)]))
        page.tiers.append("contacts")
    if "details" in parts:
        page.details = details(person.pupil, person)
        page.tiers.append("details")
    return page


def details(pupil: Pupil, person: Person) -> list[tuple[str, str]]:
    """The details of the personal tier, in words; what is not known is left out."""
    former = person.former_upns.live().values_list("upn", flat=True)
    rows = [
        ("Legal name", " ".join(filter(None, (person.given_name, person.middle_names, person.family_name)))),
        ("Born", words.day(pupil.birth_date) if pupil.birth_date else ""),
        ("UPN", pupil.upn),
        ("Former UPN", ", ".join(former)),
        ("ULN", pupil.uln),
        ("Sex", codes.Sex(pupil.sex).label if pupil.sex else ""),
        ("Ethnicity", codes.ETHNICITIES.get(pupil.ethnicity, pupil.ethnicity)),
        ("Religion", pupil.religion),
        ("First language", codes.LANGUAGES.get(pupil.first_language, pupil.first_language)),
        ("SEN", codes.Sen(pupil.sen).label if pupil.sen else ""),
        ("Free school meals", {True: "Yes", False: "No", None: ""}[pupil.free_meals]),
    ]
    return [(label, value) for label, value in rows if value]
