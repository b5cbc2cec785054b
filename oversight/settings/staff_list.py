"""Staff from a CSV file: read in by the Administrator, approved as a whole by a second person (R: T4)."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import approvals, invitations, people, roles
from accounts.models import PendingChange, User
from accounts.roles import Role
from core import clock, words
from core.dates import read as read_date
from core.forms.text import clean
from core.refusals import Refused
from oversight.settings.models import StaffLine, StaffList
from records.pupils.importing.csv_file import columns_of, rows_of
from records.pupils.importing.lines import FileRefused
from records.pupils.models import ClassStaff, SchoolClass
from records.pupils.names import plain

MOST_LINES = 500
ONE_BY_ONE = frozenset({Role.HEADTEACHER, Role.DSL, Role.DPO, Role.ADMINISTRATOR, Role.CHAIR})
"""Roles that a list does not give: each is a change of its own, that its second person reads on its own."""
WITH_A_CLASS = frozenset({Role.TEACHER, Role.SUPPORT})
COLUMNS = {
    "title": ("title",),
    "first_name": ("first name", "forename", "legal forename", "given name", "preferred forename"),
    "last_name": ("last name", "surname", "legal surname", "family name", "preferred surname"),
    "email": ("email", "e mail", "email address", "e mail address", "work email", "main email", "primary email"),
    "role": ("role", "job", "job title", "post", "staff role"),
    "class_name": ("class", "reg group", "registration group", "form", "tutor group"),
    "starts_on": ("start date", "start", "starts", "date of arrival", "employment start date", "from"),
    "left_on": ("leaving date", "end date", "date of leaving", "left", "employment end date"),
}
NEEDED = {"first_name": "First name", "last_name": "Last name", "email": "Email", "role": "Role"}
ROLE_WORDS = {
    "class teacher": Role.TEACHER,
    "ta": Role.SUPPORT,
    "teaching assistant": Role.SUPPORT,
    "hlta": Role.SUPPORT,
    "support": Role.SUPPORT,
    "office": Role.OFFICE,
    "school office": Role.OFFICE,
    "senco": Role.SENCO,
    "sendco": Role.SENCO,
    "deputy designated safeguarding lead": Role.DEPUTY_DSL,
    "clerk": Role.CLERK,
    "dsl": Role.DSL,
    "head": Role.HEADTEACHER,
    "dpo": Role.DPO,
    "medical": Role.MEDICAL,
    "clerk to the governors": Role.CLERK,
    "school nurse": Role.HEALTH,
}
ROLES = {**{plain(role.label): role for role in Role}, **{plain(role.value): role for role in Role}, **ROLE_WORDS}


@transaction.atomic
def take(content: bytes, by: User) -> StaffList:
    """Read a list in; it waits for nobody yet. Raises FileRefused with what to do."""
    if content[:4] == b"PK\x03\x04":
        raise FileRefused("This is an Excel file. In Excel choose Save As, CSV UTF-8, and choose that file here")
    header, *rows = rows_of(content, "people")
    if len(rows) > MOST_LINES:
        raise FileRefused(f"This file has more than {MOST_LINES} people. Split it")
    places = columns_of(header, COLUMNS)
    if missing := [label for name, label in NEEDED.items() if name not in places]:
        raise FileRefused(f"This file has no column {_and(missing)}. Add it, and choose the file again")
    unused = [cell.strip()[:40] for at, cell in enumerate(header) if cell.strip() and at not in places.values()]
    made = StaffList.objects.create(made_by=by, unused=unused)
    read = [_read(number, row, places) for number, row in enumerate(rows, start=2)]
    addresses = Counter(line["email"] for line in read if line["email"])
    known = {user.email.lower(): user for user in User.objects.filter(email__in=list(addresses))}
    held = {user.email: roles.held_or_to_be(user) for user in known.values()}
    classes = {name.casefold(): name for name in SchoolClass.objects.values_list("name", flat=True)}
    seen: dict[tuple, int] = {}
    for line in read:
        same = tuple(str(value).casefold() for name, value in line.items() if name != "number")
        if not line["problem"] and (first := seen.setdefault(same, line["number"])) != line["number"]:
            line["problem"] = f"The same as line {first}"
            addresses[line["email"]] -= 1
    for line in read:
        user = known.get(line["email"])
        line["problem"] = line["problem"] or _problem(line, addresses, user, held, classes)
        line["class_name"] = classes.get(line["class_name"].casefold(), line["class_name"])[:20]
        outcome = StaffLine.Outcome.REFUSED if line["problem"] else StaffLine.Outcome.WAITS
        StaffLine.objects.create(staff_list=made, account=user, outcome=outcome, **line)
    return made


def _and(some: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(some[:-1]), some[-1])))


def _read(number: int, row: list[str], places: dict[str, int]) -> dict[str, Any]:
    """One line as it will be kept, with everything that is wrong with it."""
    problems: list[str] = []

    def cell(name: str, longest: int) -> str:
        place = places.get(name)
        try:
            text = clean(row[place]) if place is not None and place < len(row) else ""
        except ValueError:
            text = ""
            problems.append("It holds characters that cannot be kept")
        if len(text) > longest:
            problems.append(f"{name.replace('_', ' ').capitalize()} must be {longest} characters or less")
        return text[:longest]

    line: dict[str, Any] = {
        "number": number,
        "title": cell("title", 12),
        "first_name": cell("first_name", 80),
        "last_name": cell("last_name", 80),
        "email": cell("email", 254).lower(),
        "class_name": cell("class_name", 20),
    }
    role_typed, starts, left = cell("role", 80), cell("starts_on", 40), cell("left_on", 40)
    role = ROLES.get(plain(role_typed))
    for name in ("first_name", "last_name", "email"):
        if not line[name]:
            problems.append(f"{NEEDED[name]} is missing")
    try:
        if line["email"]:
            validate_email(line["email"])
    except ValidationError:
        problems.append("The email address is not in the correct format, like name@example.com")
    if not role:
        problems.append(
            f"“{role_typed}” is not a role here. Roles are: {_listed()}" if role_typed else "Role is missing"
        )
    day, ends = read_date(starts) if starts else None, read_date(left) if left else None
    if (starts and not day) or (left and not ends):
        wrong = starts if starts and not day else left
        problems.append(f"“{wrong}” is not a date. Write it like 27 March 2026 or 27/3/2026")
    if ends and ends <= clock.today():
        problems.append("This person has left")
    problem = ". ".join(dict.fromkeys(problems))
    return {**line, "role": role or "", "starts_on": day, "problem": problem[:300]}


def _listed() -> str:
    return ", ".join(role.label for role in Role if role not in ONE_BY_ONE)


def _problem(
    line: dict[str, Any],
    addresses: Counter,
    user: User | None,
    held: dict[str, frozenset[str]],
    classes: dict[str, str],
) -> str:
    """Why a line that was read cannot be taken; nothing where it can."""
    role = Role(line["role"])
    if addresses[line["email"]] > 1:
        return "Another line has the same email address. Neither is added: delete one"
    if role in ONE_BY_ONE:
        return f"Add a {role.label} on People and roles"
    if line["class_name"] and role not in WITH_A_CLASS:
        return f"A {role.label} cannot have a class"
    if line["class_name"] and line["class_name"].casefold() not in classes:
        return f"There is no class “{line['class_name']}”. Add the class first"
    if user is None:
        return ""
    if not user.is_active:
        return "This person’s account is closed: they have left"
    if plain(user.last_name) != plain(line["last_name"]):
        return "The account with this email address has another name"
    try:
        roles.check_mixture(held[user.email], role)
    except Refused as refusal:
        return str(refusal)
    return "This person has this role already" if role in held[user.email] else ""


def ask(staff_list: StaffList, by: User) -> PendingChange:
    """Ask a second person to approve the list. Asked twice: the same again. Raises Refused."""
    if asked := change_of(staff_list):
        return asked
    if not staff_list.lines.filter(outcome=StaffLine.Outcome.WAITS).exists():
        raise Refused("No one on this list can be added")
    detail = {"list": str(staff_list.public_id)}
    change = approvals.ask(AddStaff.kind, by, by=by, detail=detail)
    assert change is not None
    return change


def change_of(staff_list: StaffList) -> PendingChange | None:
    """The change that asks for a list's approval."""
    asked = PendingChange.objects.filter(kind=AddStaff.kind, detail__list=str(staff_list.public_id))
    return asked.order_by("pk").first()


def may_answer(line: StaffLine, by: User) -> bool:
    """Nobody approves a role for themselves."""
    return line.outcome == StaffLine.Outcome.WAITS and line.email != by.email.lower()


@transaction.atomic
def answer(change: PendingChange, *, by: User, wanted: Collection[int]) -> int:
    """Approve the lines of these numbers, leave out the rest; returns how many people were added. Raises
    Refused."""
    staff_list = StaffList.objects.get(public_id=change.detail["list"])
    waits = staff_list.lines.filter(outcome=StaffLine.Outcome.WAITS)
    left_out = [line.pk for line in waits if line.number not in wanted or not may_answer(line, by)]
    if len(left_out) == len(waits):
        raise Refused("Select at least one person, or refuse the list")
    waits.filter(pk__in=left_out).update(outcome=StaffLine.Outcome.LEFT_OUT)
    approvals.answer(change, by=by, agreed=True)
    return staff_list.lines.filter(outcome=StaffLine.Outcome.ADDED).count()


class AddStaff(approvals.ChangeHandler):
    """A list of staff: accounts, roles and classes, with one approval."""

    kind = "staff_list"
    label = "Add staff from a list"

    def carry_out(self, change: PendingChange) -> None:
        staff_list, by = StaffList.objects.get(public_id=change.detail["list"]), change.answer.by
        for line in staff_list.lines.filter(outcome=StaffLine.Outcome.WAITS):
            if not may_answer(line, by):
                line.outcome = StaffLine.Outcome.LEFT_OUT
            else:
                self._add(line, change.asked_by, by)
                line.outcome = StaffLine.Outcome.ADDED
            line.save(update_fields=["outcome"])

    def _add(self, line: StaffLine, asked_by: User, by: User) -> None:
        user = User.objects.filter(email__iexact=line.email).first()
        if user != line.account:
            raise Refused(
                f"Line {line.number}: the account with this email address has changed since the list was read in. "
                "Leave it out"
            )
        if user and (not user.is_active or plain(user.last_name) != plain(line.last_name)):
            raise Refused(f"Line {line.number}: another person’s or a closed account. Leave it out")
        new = user is None
        user = user or people.add(
            email=line.email, title=line.title, first_name=line.first_name, last_name=line.last_name
        )
        start = _start(line.starts_on)
        try:
            roles.give(user, line.role, by=asked_by, confirmed_by=by, start=start)
        except Refused as refusal:
            raise Refused(f"Line {line.number}: {refusal}. Leave it out") from None
        room = SchoolClass.objects.filter(name__iexact=line.class_name).first() if line.class_name else None
        if line.class_name and room is None:
            raise Refused(f"Line {line.number}: the class is not there any more. Leave it out")
        if room and not ClassStaff.objects.filter(user=user, school_class=room, until=clock.FAR).exists():
            ClassStaff.objects.create(user=user, school_class=room, start=start or clock.now())
        if new:
            invitations.invite(user)

    def concerned(self, change: PendingChange) -> list[User]:
        taken = StaffLine.objects.filter(staff_list__public_id=change.detail["list"], account__isnull=False)
        lines = taken.exclude(outcome=StaffLine.Outcome.REFUSED).select_related("account")
        return [line.account for line in lines if line.account]

    def state(self, change: PendingChange) -> Any:
        lines = StaffLine.objects.filter(staff_list__public_id=change.detail["list"]).order_by("number")
        return list(lines.exclude(outcome=StaffLine.Outcome.REFUSED).values_list(*AGREED))

    def words(self, change: PendingChange) -> str:
        return f"{_waiting(change)} to read and approve"

    def page(self, change: PendingChange) -> str:
        return reverse("settings:staff_list", kwargs={"public_id": change.detail["list"]})


AGREED = ("number", "title", "first_name", "last_name", "email", "role", "class_name", "starts_on")
"""What of a line is agreed to."""
REFUSED_STAY = timedelta(days=1)
TYPED = ("title", "first_name", "last_name", "email", "class_name", "problem")


def clear_refused() -> None:
    """Remove what was read of people who were not added: once the list is answered; of lines that cannot be taken,
    after a day at most. The worker does it."""
    answered = PendingChange.objects.filter(kind=AddStaff.kind, answer__isnull=False)
    lists = [change.detail["list"] for change in answered]
    StaffLine.objects.filter(
        Q(staff_list__public_id__in=lists) & ~Q(outcome=StaffLine.Outcome.ADDED)
        | Q(outcome=StaffLine.Outcome.REFUSED, staff_list__made_at__lte=clock.now() - REFUSED_STAY),
    ).exclude(**dict.fromkeys(TYPED, "")).update(**dict.fromkeys(TYPED, ""))


def _waiting(change: PendingChange) -> str:
    number = StaffLine.objects.filter(
        staff_list__public_id=change.detail["list"], outcome=StaffLine.Outcome.WAITS
    ).count()
    return words.counted(number, "person", "people")


def _start(day: date | None) -> Any:
    """From when a role holds that begins on `day`; None for now."""
    return clock.london_day(day) if day and day > clock.today() else None
