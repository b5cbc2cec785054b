"""A new school: its details, and the people without whom nothing can begin (R: T4, G2)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import deputies, invitations, people, roles
from accounts.models import RoleMembership, User
from accounts.roles import Role
from core.forms import fields, telephone
from core.models import School
from core.refusals import Refused

NEEDED = (Role.HEADTEACHER, Role.DSL, Role.DPO, Role.ADMINISTRATOR)
OPTIONAL = (Role.DEPUTY_DSL, Role.CHAIR)


@dataclass(frozen=True)
class Question:
    """One answer about the school or a person: under which name a file has it, what it is, an example."""

    name: str
    label: str
    example: str = ""
    longest: int = 80
    digits: int = 0
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)

    def checked(self, text: str) -> str:
        """The answer as it is kept. Raises ValueError with what to do."""
        if not text.strip():
            if self.required:
                raise ValueError(f"Enter the {self.label}")
            return ""
        if self.choices and text.strip().lower() not in self.choices:
            raise ValueError(f"Enter one of: {', '.join(self.choices)}")
        if self.digits and not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) == self.digits):
            raise ValueError(f"Enter {self.digits} digits, like {self.example}")
        try:
            plain = fields.TextField(what=f"the {self.label}", max_length=self.longest).clean(text)
            if self.name == "email":
                validate_email(plain)
            if self.name.endswith("_phone"):
                telephone.check(plain)
        except ValidationError as error:
            raise ValueError(
                "Enter an email address in the correct format, like name@example.com"
                if self.name == "email"
                else " ".join(error.messages)
            ) from None
        return plain.lower() if self.name == "email" or self.choices else plain


SCHOOL = (
    Question("name", "name of the school", "Shawlands Primary School", 120),
    Question("kind", "kind of school", "maintained", choices=dict(School.Kind.choices)),
    Question("la_number", "local authority number", "999", digits=3),
    Question("establishment_number", "establishment number", "2001", digits=4),
    Question("address", "address of the school", "Shawlands Lane, Ferrybridge, FY1 2AB", 200),
    Question("telephone", "telephone number of the school", "01632 960 200", 30),
    Question("dsl_phone", "telephone number of the DSL", "01632 960 204", 30),
    Question("social_care_phone", "telephone number of children’s social care", "01632 960 555", 30),
    Question("out_of_hours_phone", "number of social care outside office hours", "01632 960 556", 30, required=False),
    Question("lado_phone", "telephone number of the LADO", "01632 960 777", 30),
)
PERSON = (
    Question("title", "title", "Mrs", 12, required=False),
    Question("first_name", "first name", "Ruth"),
    Question("last_name", "last name", "Okafor"),
    Question("email", "email address", "name@example.com", 254),
)


@dataclass
class Plan:
    """What was answered: about the school, and for each role who holds it first."""

    school: dict[str, str] = field(default_factory=dict)
    people: dict[Role, dict[str, str]] = field(default_factory=dict)

    def problems(self) -> list[str]:
        """Why these people cannot hold these roles together, a sentence each (R: T4)."""
        problems = [f"There is no {role.label}." for role in NEEDED if role not in self.people]
        by_address: dict[str, list[Role]] = {}
        for role, person in self.people.items():
            by_address.setdefault(person["email"], []).append(role)
        for held in by_address.values():
            who = {(self.people[role]["first_name"], self.people[role]["last_name"]) for role in held}
            if len(who) > 1:
                problems.append(f"{_and(held)} share an email address. Two people cannot share an account.")
                continue
            for number, role in enumerate(held):
                try:
                    roles.check_mixture(frozenset(held[:number]), role)
                except Refused as refusal:
                    problems.append(f"{_and(held)} cannot be one person. {refusal}.")
                    break
        return problems


def _and(some: list[Role]) -> str:
    return " and ".join(role.label for role in some)


def read(file: Path) -> Plan:
    """The plan that a TOML file holds: a table `school`, and one for each role. Raises ValueError with every line that
    is wrong, OSError."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"The file cannot be read as TOML: {error}") from None
    plan, wrong = Plan(), []
    known = {"school": SCHOOL, **{role.value: PERSON for role in (*NEEDED, *OPTIONAL)}}
    wrong += [f"[{name}] is not known. Known are: {', '.join(known)}" for name in tables if name not in known]
    for name, questions in known.items():
        table = tables.get(name)
        if table is None:
            wrong += [f"[{name}] is missing"] if name == "school" or Role(name) in NEEDED else []
            continue
        if not isinstance(table, dict):
            wrong.append(f"[{name}] stands on a line of its own, once, and what belongs to it on the lines below")
            continue
        names = {question.name for question in questions}
        wrong += [f"[{name}] {key} is not known. Known are: {', '.join(names)}" for key in table if key not in names]
        answers = {}
        for question in questions:
            given = table.get(question.name, "")
            try:
                numbers = str if question.name.endswith("_phone") else str | int  # a number loses its first 0
                if not isinstance(given, numbers) or isinstance(given, bool):
                    raise ValueError(f'Put the {question.label} in quotation marks, like "{question.example}"')
                answers[question.name] = question.checked(str(given))
            except ValueError as error:
                wrong.append(f"[{name}] {question.name}: {error}")
        if name == "school":
            plan.school = answers
        else:
            plan.people[Role(name)] = answers
    if wrong:
        raise ValueError("\n".join(wrong))
    return plan


@transaction.atomic
def carry_out(plan: Plan) -> None:
    """Make the school and its first people. Raises ValueError where there is a school, or with the plan's problems;
    nothing is made then."""
    if School.objects.exists():
        raise ValueError("This database already has a school.")
    if wrong := plan.problems():
        raise ValueError("\n".join(wrong))
    School(**plan.school).save()
    made: dict[str, User] = {}
    for role, person in plan.people.items():
        user = made.get(person["email"]) or people.add(**person)
        made[person["email"]] = user
        people.found(user, role)
    if Role.DEPUTY_DSL in plan.people and plan.people[Role.DEPUTY_DSL]["email"] != plan.people[Role.DSL]["email"]:
        deputies.name(made[plan.people[Role.DSL]["email"]], made[plan.people[Role.DEPUTY_DSL]["email"]])


@transaction.atomic
def new_links() -> list[tuple[User, list[Role], str]]:
    """For each of the first people who has not set a password yet: a new link to set one. It is the only one: those
    that were printed before no longer work."""
    links = []
    first = Exists(RoleMembership.objects.filter(user=OuterRef("pk"), given_by=None))
    for user in User.objects.filter(first, is_active=True, last_login=None).order_by("pk"):
        if not user.has_usable_password() and (held := [Role(name) for name in sorted(roles.held_by(user))]):
            user.set_unusable_password()  # another random one, with which the links are signed
            user.save(update_fields=["password"])
            links.append((user, held, invitations.password_link(user)))
    return links
