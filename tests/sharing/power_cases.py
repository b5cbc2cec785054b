"""What an Administrator can send to the directory and to governors' pages."""

from collections.abc import Iterator

from sharing.directory.models import Agency, Purpose
from tests.factories import World
from tests.power import Post

EVIL = {"address": "mallory@elsewhere.test", "channel": "secure_email", "active": "on", "usual": "on"}


def contact(world: World) -> Iterator[Post]:
    one = world.contact
    path = f"/decisions/agencies/contact/{one.public_id}/"
    own = {"name": one.name, "role": one.role, "address": one.address, "channel": one.channel, "active": "on"}
    yield path, {**own, **EVIL, "checked": "on"}
    yield path, {**own, "checked": "on"}
    yield path, {**own, "active": ""}
    yield path, {**own, "name": "Mallory"}


def new_contact(world: World) -> Iterator[Post]:
    path = f"/decisions/agencies/{world.contact.agency.public_id}/new/"
    yield path, {**EVIL, "name": "Mallory", "role": "Duty desk", "checked": "on"}


def agency(world: World) -> Iterator[Post]:
    for one in Agency.objects.all()[:2]:
        path = f"/decisions/agencies/{one.public_id}/"
        own = {"name": one.name, "kind": one.kind, "channels": one.channels, "active": "on"}
        yield path, {**own, "name": f"Not {one.name}"}
        yield path, {**own, "channels": ["portal"]}
        yield path, {**own, "active": ""}


def new_agency(world: World) -> Iterator[Post]:
    yield "/decisions/agencies/new/", {"name": "Mallory Ltd", "kind": "lado", "active": "on"}


def purpose(world: World) -> Iterator[Post]:
    for one in Purpose.objects.all()[:2]:
        yield f"/decisions/purposes/{one.public_id}/", {"label": "Anything", "basis": one.basis, "active": "on"}


POSTS = {
    "directory:contact": contact,
    "directory:new_contact": new_contact,
    "directory:agency": agency,
    "directory:new_agency": new_agency,
    "directory:purpose": purpose,
}
OWN = {"governors:paper_left": "it notes that the sender's own page of a paper was left"}
