"""Common Transfer Files: the XML in which schools hand on pupils (DfE, CTF; structure: docs/import.md).

Read as a stream, a pupil at a time. A file with a document type or an entity is refused before the parser sees it:
no CTF has one, and every trick with entities needs one.
"""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from core import clock
from core.models import School
from records.pupils import codes, numbers, roll
from records.pupils.importing import checks, reading
from records.pupils.importing.lines import Address, Adult, FileRefused, Line, Read
from records.pupils.models import Contact, FormerUpn, Person, Pupil

NAME = re.compile(r"(\d{7}|\d{3}LLLL)_CTF_(\d{7}|\d{3}LLLL|XXXXXXX|MMMMMMM)_\d{3}( ?\(\d+\))?\.xml", re.IGNORECASE)
DEEPEST = 12
MOST_PUPILS = 25_000
LOOSE, FOR_A_PUPIL = 20_000, 800  # elements
MOST_ADULTS = 40
LONGEST = 2_000  # characters


def read(content: bytes, school: School) -> Read:
    """The pupils of a CTF. Raises FileRefused."""
    _refuse_at_sight(content)
    file_read = Read([], all_contacts=True)
    root: Element | None = None
    depth = seen = 0
    try:
        events = ElementTree.iterparse(io.BytesIO(content), events=("start", "end"))  # noqa: S314 (see above)
        for event, element in events:
            if event == "start":
                depth, seen = depth + 1, seen + 1
                if depth == 1:
                    root = element
                    if element.tag != "CTfile":
                        raise FileRefused(
                            "This is not a Common Transfer File: it begins with something else than CTfile"
                        )
                if depth > DEEPEST or seen > LOOSE + FOR_A_PUPIL * len(file_read.lines):
                    raise FileRefused("This file is built in a way that no Common Transfer File is")
            else:
                depth -= 1
                if element.tag == "Header" and depth == 1:
                    _header(element, school, file_read)
                elif element.tag == "Pupil" and depth == 2:
                    if len(file_read.lines) >= MOST_PUPILS:
                        raise FileRefused(f"This file has more than {MOST_PUPILS:,} pupils. Split it")
                    file_read.lines.append(_pupil(element, len(file_read.lines) + 1, school))
                    element.clear()
                    if root is not None and len(root):
                        del root[-1][:]
    except ElementTree.ParseError as error:
        line, column = error.position
        raise FileRefused(
            f"This file is broken at line {line}, column {column}: it may have been cut short. Export it again"
        ) from None
    if not file_read.lines:
        raise FileRefused("There are no pupils in this file")
    return file_read


def _refuse_at_sight(content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        raise FileRefused("This file is in UTF-16. A Common Transfer File is in UTF-8: export it again")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused(f"This file is not in UTF-8 (byte {error.start + 1:,}). Export it again") from None
    if b"\0" in content:
        raise FileRefused("This file holds bytes that no text has. It may be damaged: export it again")
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", content.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise FileRefused("This file says that it is not in UTF-8. Export it again")
    upper = content.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
        raise FileRefused("This file defines entities. No Common Transfer File does: do not open it elsewhere either")


def _text(element: Element | None, path: str) -> str | None:
    text = element.findtext(path) if element is not None else None
    if text and len(text) > LONGEST:
        raise FileRefused("This file has a value that is too long for anything in a Common Transfer File")
    try:
        return reading.text_of(text)
    except ValueError:
        return None


def _header(header: Element, school: School, file_read: Read) -> None:
    version = _text(header, "CTFversion") or ""
    current = school.ctf_version
    number = version.removesuffix(".0")
    if not number.isdecimal() or len(number) > 3 or not 0 <= current - int(number) <= 2:
        file_read.warnings.append(
            f"This file is of version {version[:8] or '(none)'}. We know {current}.0 and the two before it: "
            "look closely at what it would change"
        )
    made = _text(header, "DateTime") or ""
    try:
        moment = datetime.fromisoformat(made)
        local = moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)
        file_read.made_at = min(local.astimezone(clock.now().tzinfo), clock.now())
    except ValueError:
        file_read.warnings.append("This file does not say when it was made: it counts as made now")
    to = f"{_text(header, 'DestSchool/LEA') or ''}{_text(header, 'DestSchool/Estab') or ''}"[:8]
    ours = f"{school.la_number}{school.establishment_number}"
    if to and to not in (ours, f"{school.la_number}LLLL", "XXXXXXX", "MMMMMMM"):
        file_read.to_confirm.append(
            f"This file is addressed to school {to[:3]}/{to[3:]}. We are {ours[:3]}/{ours[3:]}. "
            "If it came to you by mistake, do not import it: tell the school that sent it"
        )


def _pupil(pupil: Element, number: int, school: School) -> Line:
    line = Line(number)
    basic = pupil.find("BasicDetails")
    line.upn = numbers.tidy(_text(pupil, "UPN") or "") or None
    former = numbers.tidy(_text(basic, "FormerUPN") or "")
    line.former_upns = (former,) if former and former != line.upn else ()
    line.uln = numbers.tidy(_text(pupil, "UniqueLearnerNumber") or "") or None
    line.family_name, line.given_name = _text(pupil, "Surname"), _text(pupil, "Forename")
    line.middle_names = _text(basic, "MiddleNames")
    line.preferred_name = _text(basic, "PreferredForename")
    line.preferred_family_name = _text(basic, "PreferredSurname")
    if raw := _text(pupil, "DOB"):
        line.birth_date = reading.read_date(raw, line, "The date of birth")
    else:
        line.problems.append("The date of birth is missing")
    if raw := _text(pupil, "Sex") or _text(pupil, "Gender"):
        line.sex = reading.read_sex(raw, line)
    if raw := _text(basic, "NCyearActual"):
        line.year = reading.read_year(raw, line)
    line.ethnicity = _text(basic, "Ethnicity")
    line.religion = _text(basic, "Religion")
    line.first_language = _text(basic, "Languages/Type/Language")
    if raw := _text(pupil, "SENhistory/SEN/SENprovision"):
        line.sen = reading.read_sen(raw, line)
    meals = pupil.findall("FSMhistory/FSMinstance")
    if meals:
        line.free_meals = any(_text(meal, "FSMendDate") is None for meal in meals)
    line.address = _address(pupil.find("Address"))
    if pupil.find("Contacts") is not None:
        line.contacts = tuple(_adults(pupil, line))
    if (_text(pupil, "LookedAfter/InCare") or "").lower() in ("true", "1"):
        line.in_care = _text(pupil, "LookedAfter/CareAuthority") or "not named"
    for school_before in pupil.findall("SchoolHistory/School"):
        here = (_text(school_before, "LEA"), _text(school_before, "Estab")) == (
            school.la_number,
            school.establishment_number,
        )
        if here and (raw := _text(school_before, "LeavingDate")):
            line.left_on = reading.read_date(raw, line, "The leaving date")
    if line.upn is None:
        line.notes.append("This child has no UPN in the file")
    return line


def _adults(pupil: Element, line: Line) -> Iterator[Adult]:
    contacts = pupil.findall("Contacts/Contact")
    if len(contacts) > MOST_ADULTS:
        line.problems.append(f"A child can have up to {MOST_ADULTS} contacts; this one has {len(contacts)}")
        return
    for order, contact in enumerate(contacts, start=1):
        surname, forename = _text(contact, "Surname"), _text(contact, "Forename")
        if not surname:
            line.notes.append("A contact without a family name is left out")
            continue
        responsible = (_text(contact, "Responsibility") or "").lower()
        priority = _text(contact, "Order") or ""
        home = contact.find("Address")
        yield Adult(
            title=(_text(contact, "Title") or "")[:12],
            given_name=(forename or "")[: checks.NAME],
            family_name=surname[: checks.NAME],
            relationship=(_text(contact, "Relationship") or "")[:40],
            responsibility=codes.Responsibility.YES
            if responsible in ("true", "1")
            else codes.Responsibility.NO
            if responsible in ("false", "0")
            else codes.Responsibility.UNKNOWN,
            priority=int(priority) if priority.isascii() and priority.isdigit() and len(priority) < 3 else order,
            telephone=(_text(contact, "Phones/Phone/PhoneNo") or "")[:40],
            email=(_text(contact, "Email") or "")[:254],
            address=_address(home),
            with_child=(_text(home, "AddressAsPupil") or "").lower() in ("true", "1"),
        )


def _address(address: Element | None) -> Address | None:
    if address is None:
        return None
    parts = [_text(address, f"AddressLines/AddressLine{number}") for number in range(1, 6)]
    if not any(parts):
        national = address.find("BS7666Address")
        saon, paon, street = (_text(national, part) for part in ("SAON", "PAON", "Street"))
        house = " ".join(filter(None, (paon, street)))
        parts = [saon, house or None, *(_text(national, part) for part in ("Locality", "Town", "PostTown"))]
    parts.append(_text(address, "County"))
    lines = tuple(dict.fromkeys(part for part in parts if part))
    return Address(lines, (_text(address, "PostCode") or "").upper()) if lines else None


# Writing


def write(people: list[Person], school: School, made_at: datetime) -> bytes:
    """A CTF of these pupils, addressed to this school itself: what an import of it must find unchanged.

    For the caller to release or to keep; nothing here decides who may have it. Confidential facts are not in it.
    """
    root = Element("CTfile")
    header = SubElement(root, "Header")
    _write(
        header,
        {
            "DocumentName": "Common Transfer File",
            "CTFversion": f"{school.ctf_version}.0",
            "DateTime": clock.local(made_at).strftime("%Y-%m-%dT%H:%M:%S"),
            "DocumentQualifier": "partial",
            "SupplierID": "Shawlands",
        },
    )
    for name, more in (("SourceSchool", {"SchoolName": school.name}), ("DestSchool", {})):
        numbers_ = {"LEA": school.la_number, "Estab": school.establishment_number}
        _write(SubElement(header, name), {**numbers_, **more})
    data = SubElement(root, "CTFpupilData")
    pupils = {row.person_id: row for row in Pupil.objects.filter(person__in=people)}
    former: dict[int, str] = {}
    for row in FormerUpn.objects.live().filter(person__in=people).order_by("pk"):
        former[row.person_id] = row.upn
    contacts: dict[int, list[Contact]] = {}
    for contact in Contact.objects.live().filter(child__in=people).select_related("adult"):
        contacts.setdefault(contact.child_id, []).append(contact)
    adults = [contact.adult for many in contacts.values() for contact in many]
    homes = roll.addresses_of([*people, *adults])
    for person in people:
        _write_pupil(SubElement(data, "Pupil"), person, pupils[person.pk], former.get(person.pk, ""), contacts, homes)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _write(element: Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            SubElement(element, name).text = value


def _write_pupil(element: Element, person: Person, pupil: Pupil, former: str, contacts: dict, homes: dict) -> None:
    _write(
        element,
        {
            "UPN": pupil.upn,
            "UniqueLearnerNumber": pupil.uln,
            "Surname": person.family_name,
            "Forename": person.given_name,
            "DOB": pupil.birth_date.isoformat() if pupil.birth_date else "",
            "Sex": pupil.sex,
        },
    )
    basic = SubElement(element, "BasicDetails")
    _write(
        basic,
        {
            "FormerUPN": former,
            "PreferredSurname": person.preferred_family_name,
            "PreferredForename": person.preferred_name,
            "MiddleNames": person.middle_names,
            "NCyearActual": codes.year_code(pupil.year) if pupil.year is not None else "",
            "Ethnicity": pupil.ethnicity,
            "Religion": pupil.religion,
        },
    )
    if pupil.first_language:
        kind = SubElement(SubElement(basic, "Languages"), "Type")
        _write(kind, {"LanguageType": "F", "Language": pupil.first_language})
    if pupil.free_meals is not None:
        meal = SubElement(SubElement(element, "FSMhistory"), "FSMinstance")
        # Dates of free meals are not kept here: an instance that has ended says "not now".
        _write(meal, {"FSMstartDate": "2000-01-01", "FSMendDate": "" if pupil.free_meals else "2000-01-02"})
    if pupil.sen:
        _write(SubElement(SubElement(element, "SENhistory"), "SEN"), {"SENprovision": pupil.sen})
    _write_home(element, homes.get(person.pk, [])[:1])
    if person.pk in contacts:
        many = SubElement(element, "Contacts")
        for contact in contacts[person.pk]:
            _write_contact(SubElement(many, "Contact"), contact, homes)


def _write_contact(element: Element, contact: Contact, homes: dict) -> None:
    _write(
        element,
        {
            "Order": str(contact.priority),
            "Title": contact.adult.title,
            "Surname": contact.adult.family_name,
            "Forename": contact.adult.given_name,
            "Relationship": contact.relationship,
            "Responsibility": {"yes": "true", "no": "false"}.get(contact.responsibility, ""),
        },
    )
    _write_home(element, homes.get(contact.adult_id, [])[:1])
    if contact.adult.telephone:
        _write(SubElement(SubElement(element, "Phones"), "Phone"), {"PhoneNo": contact.adult.telephone})
    _write(element, {"Email": contact.adult.email})


def _write_home(element: Element, homes: list) -> None:
    for home in homes:
        address = SubElement(element, "Address")
        lines = SubElement(address, "AddressLines")
        parts = home.lines.split(", ")
        parts = [*parts[:4], ", ".join(parts[4:])]
        _write(lines, {f"AddressLine{number}": part for number, part in enumerate(parts, start=1)})
        _write(address, {"PostCode": home.postcode})
