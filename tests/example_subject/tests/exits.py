"""Exits of lost property besides its list: each item's page, and the printed list."""

from django.test import Client

from accounts.models import User
from records.need_to_know import visibility
from tests.example_subject.lost_property import items
from tests.example_subject.lost_property.models import Item
from tests.leaving import Exit, Ground, text_of


def each_item(client: Client, ground: Ground, person: User) -> str:
    """The page of each item. One that is not there may hold the address that was asked for."""
    found = ""
    for item in Item.objects.all():
        answer = client.get(f"/lost-property/{item.slug}/")
        text = text_of(answer)
        found += text.replace(item.slug, "") if answer.status_code == 404 else text
    return found


def printed(client: Client, ground: Ground, person: User) -> str:
    return text_of(client.post("/lost-property/printed/"))


EXITS: dict[str, Exit] = {"lost_property:item": each_item, "lost_property:printed": printed}


def grow(ground: Ground) -> None:
    items.hand_in("A blue scarf", "Playground", "Year 3", by=ground.world.senco)


def hidden(ground: Ground, person: User) -> dict[str, str]:
    """The items that the person may not see."""
    visible = visibility.visible_to(person)
    rest = Item.objects.exclude(record__in=visible).select_related("record")
    return {
        sign: "an item of lost property"
        for item in rest
        for sign in (item.reference, item.slug, str(item.record.public_id))
    }
