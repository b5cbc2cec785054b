"""Files for the tests: small CTFs and CSVs, and what the roll says after them."""

from datetime import datetime
from typing import Any

from accounts.models import User
from core import clock, terms
from records.intake import imports
from records.intake.models import ImportRun
from records.pupils.importing import csv_file
from records.pupils.models import ClassMembership, Contact, Enrolment, FormerUpn, HouseholdMember, Pupil
from tools.demo import invented
from tools.demo.invented import InventedChild


def ctf(children: list[InventedChild], **header: Any) -> bytes:
    values = {"la": "999", "establishment": "2001", "made_at": clock.now(), **header}
    return invented.ctf(children, **values)


def some(count: int, **more: Any) -> list[InventedChild]:
    return invented.children(count, school="9992001", autumn=terms.school_year(clock.today()), **more)


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def bring(
    content: bytes, by: User, answers: dict[str, str] | None = None, made_at: datetime | None = None
) -> ImportRun:
    """Import a file as the pages do it."""
    run = imports.take(content, "pupils", by)
    if run.form == ImportRun.Form.CSV:
        imports.match_columns(run, content, csv_file.guess(csv_file.rows_of(content)[0]), made_at or run.at)
    elif made_at:
        run.made_at = made_at
        run.save()
    imports.agree(run, imports.look(run, content, answers or {}), answers or {})
    imports.do(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE, run.state
    return run


def state() -> list[tuple[Any, ...]]:
    """The roll as anybody would read it, without ids and times."""
    now = clock.now()
    enrolled = set(Enrolment.objects.live(now).values_list("person", flat=True))
    classes = dict(ClassMembership.objects.live(now).values_list("person", "school_class__name"))
    homes: dict[int, list[str]] = {}
    for person, home in HouseholdMember.objects.live(now).values_list("person", "household__plain"):
        homes.setdefault(person, []).append(home)
    former: dict[int, list[str]] = {}
    for person, upn in FormerUpn.objects.live(now).values_list("person", "upn"):
        former.setdefault(person, []).append(upn)
    contacts: dict[int, list[Any]] = {}
    for one in Contact.objects.live(now).select_related("adult"):
        adult = one.adult
        contacts.setdefault(one.child_id, []).append(
            (
                adult.full_name,
                one.relationship,
                one.responsibility,
                one.priority,
                adult.telephone,
                adult.email,
                sorted(homes.get(adult.pk, [])),
            )
        )
    rows = []
    for pupil in Pupil.objects.select_related("person"):
        person = pupil.person
        if person.pk not in enrolled:
            continue
        rows.append(
            (
                pupil.upn,
                person.given_name,
                person.middle_names,
                person.family_name,
                person.preferred_name,
                person.preferred_family_name,
                pupil.uln,
                pupil.birth_date,
                pupil.sex,
                pupil.year,
                pupil.ethnicity,
                pupil.religion,
                pupil.first_language,
                pupil.sen,
                pupil.free_meals,
                classes.get(person.pk),
                sorted(homes.get(person.pk, [])),
                sorted(former.get(person.pk, [])),
                sorted(contacts.get(person.pk, []), key=str),
            )
        )
    return sorted(rows, key=str)


def invented_csv(children: list[InventedChild]) -> bytes:
    return invented.classes_csv(children)
