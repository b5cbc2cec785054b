"""What an Administrator can send to the settings."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from core import clock
from core.models import Closure, School, Term
from oversight.settings import staff_list
from oversight.settings.models import Checked, MailTest
from records.models import Category, Rule
from records.pupils.models import ClassStaff, SchoolClass
from tests.factories import World
from tests.power import ACCOMPLICES, Post

CODES = ("safeguarding", "medical")


def of_category(category: Category) -> Iterator[Post]:
    """Everything that can be sent to the page of a category."""
    path = f"/settings/categories/{category.public_id}/"
    own = {"which": "category", "name": category.name, "retention": category.retention}
    for role in ["", *Role.values]:
        yield path, {**own, "owner_role": role}
    yield path, {**own, "owner_role": category.owner_role, "name": "Minutes"}
    for role in Role.values:
        yield path, {"which": "rule", "role": role, "relation": "any", "extent": "5", "sure": "yes"}
    for rule in Rule.objects.live().filter(category=category):
        yield path, {"which": "end", "rule": str(rule.public_id)}


def category(world: World) -> Iterator[Post]:
    for code in CODES:
        yield from of_category(Category.objects.get(code=code))


def school_class(world: World) -> Iterator[Post]:
    room = SchoolClass.objects.get(name="4C")
    for name in ACCOMPLICES:
        yield f"/settings/classes/{room.public_id}/", {"person": str(getattr(world, name).public_id)}


def end_class_staff(world: World) -> Iterator[Post]:
    for row in ClassStaff.objects.filter(until=clock.FAR):
        yield f"/settings/class-staff/{row.public_id}/end/", {}


def school(world: World) -> Iterator[Post]:
    here = School.here()
    plain = ("name", "kind", "la_number", "establishment_number", "colour", "ctf_version", "address", "telephone")
    phones = ("dsl_phone", "social_care_phone", "out_of_hours_phone", "lado_phone")
    own = {name: str(getattr(here, name)) for name in (*plain, *phones, "look_within_days", "look_within_hours_urgent")}
    own["bell"] = "3:30pm"
    for phone in phones:
        yield "/settings/school/", {**own, phone: "01632 960 666"}
    changes = {"look_within_days": ("1", "5"), "look_within_hours_urgent": ("1", "24"), "bell": ("11:59pm",)}
    for name, values in changes.items():
        for value in values:
            yield "/settings/school/", {**own, name: value}
    last = clock.today() + timedelta(days=300)
    until = {f"access_until_{part}": str(getattr(last, part)) for part in ("day", "month", "year")}
    yield "/settings/school/", {**own, **until}


def session_times(world: World) -> Iterator[Post]:
    for idle, fresh in (("30", "240"), ("5", "15")):
        yield "/settings/sessions/", {"idle_minutes": idle, "fresh_minutes": fresh}


def terms(world: World) -> Iterator[Post]:
    first = clock.today() + timedelta(days=1)
    days = {
        f"{name}_{part}": str(getattr(first, part))
        for name in ("closed-first_day", "closed-last_day")
        for part in ("day", "month", "year")
    }
    yield "/settings/terms/", {"which": "closed", "closed-kind": "other", **days}
    for model, which in ((Term, "remove_term"), (Closure, "remove_closed")):
        for row in model.objects.all():
            yield "/settings/terms/", {"which": which, "key": str(row.pk)}


def staff_file(world: World) -> SimpleUploadedFile:
    rows = ["First name,Last name,Email,Role,Class", "Mallory,Moss,mallory@elsewhere.test,Teacher,4C"]
    for name in ACCOMPLICES:
        one = getattr(world, name)
        rows.append(f"{one.first_name},{one.last_name},{one.email},SENCO,")
    return SimpleUploadedFile("staff.csv", "\n".join(rows).encode(), "text/csv")


def import_staff(world: World) -> Iterator[Post]:
    yield "/settings/staff/", {"file": staff_file(world)}


def list_of_staff(world: World) -> Iterator[Post]:
    made = staff_list.take(staff_file(world).read(), world.administrator)
    for which in ("ask", "approve", "refuse"):
        yield f"/settings/staff/{made.public_id}/", {"which": which, "line": ["2", "3"]}


def check_email(world: World) -> Iterator[Post]:
    made = MailTest.objects.create(made_by=world.administrator)
    yield f"/settings/email/{made.public_id}/", {}


POSTS = {
    "settings:category": category,
    "settings:classes": lambda world: [("/settings/classes/", {"name": "9Z"})],
    "settings:school_class": school_class,
    "settings:end_class_staff": end_class_staff,
    "settings:school": school,
    "settings:sessions": session_times,
    "settings:terms": terms,
    "settings:import_staff": import_staff,
    "settings:staff_list": list_of_staff,
    "settings:email": lambda world: [("/settings/email/", {})],
    "settings:test_email": check_email,
    "settings:get_ready": lambda world: [("/settings/ready/", {"what": what}) for what in Checked.What.values],
    "child:find": lambda world: [("/children/", {"query": world.child.full_name})],
}
OWN: dict[str, str] = {}
