"""The demo's people and how they sign in. All invented; the passwords are no secret."""

import base64
import hashlib
from dataclasses import dataclass

from accounts.roles import Role

DOMAIN = "shawlands.example"


@dataclass(frozen=True)
class DemoPerson:
    role: str
    title: str
    first_name: str
    last_name: str
    with_class: str = ""

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@{DOMAIN}".lower()

    @property
    def password(self) -> str:
        return f"demo-{self.last_name.lower()}-only"

    @property
    def totp_secret(self) -> str:
        """The same every time, so that an authenticator app set up once goes on working."""
        return base64.b32encode(hashlib.sha1(self.email.encode(), usedforsecurity=False).digest()).decode()


def _words(text: str) -> list[str]:
    return text.split()


PEOPLE = [
    DemoPerson(Role.ADMINISTRATOR, "Ms", "Wren", "Maple"),
    DemoPerson(Role.HEADTEACHER, "Mrs", "Ruth", "Okafor"),
    DemoPerson(Role.DSL, "Mrs", "Sana", "Ahmed"),
    DemoPerson(Role.DEPUTY_DSL, "Mr", "Arjun", "Patel"),
    DemoPerson(Role.TEACHER, "Mr", "David", "Cole", "4C"),
    DemoPerson(Role.TEACHER, "Miss", "Bea", "Birch", "3A"),
    DemoPerson(Role.SENCO, "Mrs", "Hazel", "Finch"),
    DemoPerson(Role.SUPPORT, "Mr", "Owen", "Dogwood", "4C"),
    DemoPerson(Role.OFFICE, "Mrs", "June", "Juniper"),
    DemoPerson(Role.MEDICAL, "Mrs", "Ivy", "Marsh"),
    DemoPerson(Role.FIRST_AIDER, "Mr", "Fen", "Rowan"),
    DemoPerson(Role.DPO, "Ms", "Lark", "Larch"),
    DemoPerson(Role.HEALTH, "Ms", "Quin", "Quince"),
    DemoPerson(Role.VOLUNTEER, "Mr", "Piers", "Pine"),
    DemoPerson(Role.GOVERNOR, "Mrs", "Nell", "Nettle"),
    DemoPerson(Role.CHAIR, "Mr", "James", "Whitlock"),
    DemoPerson(Role.CLERK, "Ms", "Clover", "Reed"),
]

CLASSES = [f"{year}{letter}" for year in ("R", "1", "2", "3", "4", "5", "6") for letter in "AC"]

_TITLES = ("Mrs", "Mr", "Ms", "Miss")
_FIRST = _words("""Ada Bram Cleo Dirk Edie Finn Greta Hugo Iona Joss Kit Lena Milo Nora Otis Pia Rafe Sky Tess Ugo
    Vita Walt Xena Yves Zara Abel Bree Cass Dex Esme Flo Gil Hope""")
_LAST = _words("""Acer Aspen Bay Beech Blackthorn Bluebell Box Buckthorn Chestnut Cypress Dandelion Elm Fir Gentian
    Hawkweed Iris Kale Laurel Lavender Lime Lupin Melick Mint Oleander Osier Pansy Primrose Privet Rue Saffron
    Spruce Tamarisk Violet Whitebeam""")


def _others() -> list[DemoPerson]:
    """Everybody else who works at the school, helps or governs: a teacher a class, and so on."""
    wanted = [(Role.TEACHER, name) for name in CLASSES if name not in ("4C", "3A")]
    wanted += [(Role.SUPPORT, name) for name in CLASSES[:10] if name != "4C"]
    wanted += [(Role.OFFICE, ""), (Role.FIRST_AIDER, ""), (Role.FIRST_AIDER, ""), (Role.HEALTH, "")]
    wanted += [(Role.VOLUNTEER, "")] * 8 + [(Role.GOVERNOR, "")] * 10
    return [
        DemoPerson(role, _TITLES[number % 4], _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)], name)
        for number, (role, name) in enumerate(wanted)
    ]


PEOPLE += _others()


def first(role: str) -> DemoPerson:
    """The first demo person of a role."""
    return next(person for person in PEOPLE if person.role == role)
