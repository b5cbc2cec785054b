"""Exits of oversight besides its lists: finding, and each child's page."""

from django.test import Client

from accounts.models import User
from records.need_to_know import visibility
from tests.leaving import Exit, Ground, of_each, text_of


def searched(client: Client, ground: Ground, person: User) -> str:
    """The hits, without what was typed."""
    found = ""
    for one in ground.children:
        page = text_of(client.post("/find/", {"query": one.given_name[:4]}))
        found += page.replace(f'value="{one.given_name[:4]}"', "")
    return found


EXITS: dict[str, Exit] = {
    "child:find": searched,
    "child:child": of_each("children", "/children/{}/"),
    "child:who_can_see": of_each("children", "/children/{}/who/"),
}


def hidden(ground: Ground, person: User) -> dict[str, str]:
    """The children of whom the person may not know."""
    found: dict[str, str] = {}
    for child in ground.children:
        if visibility.person_known_to(person, child.public_id) is None:
            found |= {child.given_name: "a child", str(child.public_id): "a child"}
    return found
