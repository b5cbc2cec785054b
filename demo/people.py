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


PEOPLE = [
    DemoPerson(Role.ADMINISTRATOR, "Ms", "Wren", "Maple"),
    DemoPerson(Role.HEADTEACHER, "Mrs", "Ruth", "Okafor"),
    DemoPerson(Role.DSL, "Mrs", "Sana", "Ahmed"),
    DemoPerson(Role.DEPUTY_DSL, "Mr", "Arjun", "Patel"),
    DemoPerson(Role.TEACHER, "Mr", "David", "Cole"),
    DemoPerson(Role.TEACHER, "Miss", "Bea", "Birch"),
    DemoPerson(Role.SENCO, "Mrs", "Hazel", "Finch"),
    DemoPerson(Role.SUPPORT, "Mr", "Owen", "Dogwood"),
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


def first(role: str) -> DemoPerson:
    """The first demo person of a role."""
    return next(person for person in PEOPLE if person.role == role)
