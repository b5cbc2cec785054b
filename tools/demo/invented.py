"""Invented children and their families, the same every time, as the files of a management information system."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from records.pupils import codes, numbers


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    """Amina Kofi Rose Robin Sage Tegan Aisha Ben Chloé Dylan Eira Femi Grace Hamza Iris Jakub Keira Leo Maya Noah
    Orla Priya Quentin Rhys Sofia Tomasz Uma Vera Wiktor Xanthe Yusuf Zoë Adaeze Bilal Caitlín Dmytro Elif Fatima
    George Hanna Idris José Kamila Liam Mei Nia Oskar Poppy Renée Samir Tilly Umar Violet William Yara Zachary"""
)
FAMILY = _words(
    """Alder Ashby Birch Bramble Briar Bryony Burdock Campion Cedar Clover Cowslip Cranesbill Dewberry Dogwood Elder
    Fennel Fern Foxglove Furze Gorse Harebell Hawthorn Hazel Heather Hemlock Holly Hornbeam Ivy Juniper Larch Linden
    Lovage Mallow Maple Marram Medlar Mistletoe Moss Myrtle Nettle Oakes Orchard Parsley Pine Plantain Poplar Quince
    Rowan Rush Sedge Sloe Sorrel Spindle Tansy Thistle Thorne Thyme Vetch Willow Woodruff Yarrow Yew"""
)
TITLES = (("Mrs", "mother"), ("Mr", "father"), ("Ms", "mother"), ("Dr", "father"))
STREETS = ("Bramble Lane", "Shaw Road", "Mill Street", "Church Walk", "Orchard Close", "Station Road", "The Green")
RELIGIONS = ("No religion", "Christian", "Muslim", "Hindu", "Sikh", "Jewish", "Buddhist", "")


@dataclass
class InventedAdult:
    title: str
    given: str
    family: str
    relationship: str
    responsible: bool | None
    phone: str
    home: tuple[str, str]


@dataclass
class InventedChild:
    """A child as a file has one."""

    upn: str
    given: str
    family: str
    birth: date
    sex: str
    year: int
    class_name: str
    preferred: str = ""
    ethnicity: str = ""
    religion: str = ""
    language: str = ""
    sen: str = "N"
    meals: bool = False
    in_care: str = ""
    home: tuple[str, str] = ("", "")
    adults: list[InventedAdult] = field(default_factory=list)


def upn_of(school: str, year: int, serial: int) -> str:
    """A UPN of this school (LA and establishment number), given in that year."""
    place = str(int(school) + serial // 1000)
    rest = f"{place}{year % 100:02}{serial % 1000:03}"
    return numbers.upn_letter(rest) + rest


def children(count: int, *, school: str, autumn: int, seed: int = 1, letters: str = "AC") -> list[InventedChild]:
    """`count` children of Reception to Year 6 in the school year that begins in `autumn`, with brothers and sisters,
    two homes, and parents of every kind. The same every time for the same seed."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret hangs on it)
    invented: list[InventedChild] = []
    years = [number % 7 for number in range(count)]
    while len(invented) < count:
        family = dice.choice(FAMILY)
        if dice.random() < 0.12:
            family += "-" + dice.choice(FAMILY)
        home = (f"{dice.randint(1, 240)} {dice.choice(STREETS)}", f"ZZ{dice.randint(1, 99)} {dice.randint(1, 9)}AB")
        adults = [
            InventedAdult(
                title,
                dice.choice(GIVEN),
                family,
                relationship,
                dice.choice((True, True, True, False, None)),
                f"07700 {900000 + dice.randint(0, 999)}",
                home if dice.random() < 0.8 else (f"{dice.randint(1, 240)} {dice.choice(STREETS)}", "ZZ9 9ZZ"),
            )
            for title, relationship in dice.sample(TITLES, dice.choice((1, 2, 2)))
        ]
        names = dice.sample(GIVEN, 3)
        for brother in range(min(dice.choice((1, 1, 1, 2, 2, 3)), count - len(invented))):
            year = years[len(invented)]
            born = date(autumn - 5 - year, 9, 1).toordinal() + dice.randint(0, 364)
            invented.append(
                InventedChild(
                    upn_of(school, autumn - year, len(invented)),
                    names[brother],
                    family,
                    date.fromordinal(born),
                    dice.choice("FM"),
                    year,
                    f"{year or 'R'}{dice.choice(letters)}",
                    preferred=dice.choice(GIVEN) if dice.random() < 0.08 else "",
                    ethnicity=dice.choice(list(codes.ETHNICITIES)),
                    religion=dice.choice(RELIGIONS),
                    language=dice.choice(["ENG"] * 5 + list(codes.LANGUAGES)),
                    sen=dice.choice("NNNNNNNKKE"),
                    meals=dice.random() < 0.2,
                    home=home,
                    adults=adults,
                )
            )
    return invented


def ctf(pupils: list[InventedChild], *, la: str, establishment: str, made_at: datetime, version: int = 26) -> bytes:
    """These children as a Common Transfer File of the school."""
    root = Element("CTfile")
    header = SubElement(root, "Header")
    _add(
        header,
        DocumentName="Common Transfer File",
        CTFversion=f"{version}.0",
        DateTime=f"{made_at:%Y-%m-%dT%H:%M:%S}",
        DocumentQualifier="full",
        SupplierID="Invented MIS",
    )
    for name in ("SourceSchool", "DestSchool"):
        _add(SubElement(header, name), LEA=la, Estab=establishment)
    data = SubElement(root, "CTFpupilData")
    for child in pupils:
        _pupil(SubElement(data, "Pupil"), child)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _pupil(pupil: Element, child: InventedChild) -> None:
    """Fill the element of a pupil."""
    _add(pupil, UPN=child.upn, Surname=child.family, Forename=child.given, DOB=child.birth.isoformat(), Sex=child.sex)
    basic = SubElement(pupil, "BasicDetails")
    _add(
        basic,
        PreferredForename=child.preferred,
        NCyearActual=codes.year_code(child.year),
        Ethnicity=child.ethnicity,
        Religion=child.religion,
    )
    _add(SubElement(SubElement(basic, "Languages"), "Type"), LanguageType="F", Language=child.language)
    meal = SubElement(SubElement(pupil, "FSMhistory"), "FSMinstance")
    _add(meal, FSMstartDate="2024-09-01", FSMendDate="" if child.meals else "2024-09-02")
    if child.in_care:
        _add(SubElement(pupil, "LookedAfter"), InCare="true", CareAuthority=child.in_care)
    _add(SubElement(SubElement(pupil, "SENhistory"), "SEN"), SENprovision=child.sen)
    _home(pupil, child.home)
    many = SubElement(pupil, "Contacts")
    for order, adult in enumerate(child.adults, start=1):
        contact = SubElement(many, "Contact")
        _add(
            contact,
            Order=str(order),
            Title=adult.title,
            Surname=adult.family,
            Forename=adult.given,
            Relationship=adult.relationship,
            Responsibility={True: "true", False: "false", None: ""}[adult.responsible],
        )
        _home(contact, adult.home)
        _add(SubElement(SubElement(contact, "Phones"), "Phone"), TelephoneType="M", PhoneNo=adult.phone)


def _add(element: Element, **values: str) -> None:
    for name, value in values.items():
        if value:
            SubElement(element, name).text = value


def _home(element: Element, home: tuple[str, str]) -> None:
    if home[0]:
        address = SubElement(element, "Address")
        _add(SubElement(address, "AddressLines"), AddressLine1=home[0], AddressLine2="Shawlands")
        _add(address, PostCode=home[1])


def classes_csv(pupils: list[InventedChild]) -> bytes:
    """Who is in which class, as the management information system lists it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["UPN", "Legal Surname", "Legal Forename", "Reg Group"])
    writer.writerows(_rows(pupils))
    return out.getvalue().encode()


def _rows(pupils: list[InventedChild]) -> Iterator[list[str]]:
    for child in pupils:
        yield [child.upn, child.family, child.given, child.class_name]
