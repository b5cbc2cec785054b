"""The form on which a governor declares an interest in an item."""

from typing import Any

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.governors.models import Item


def _label(place: int, item: Item) -> str:
    return f"Item {place}, part two" if item.restricted else f"Item {place}"


class InterestForm(PageForm):
    """In which of these items the governor has an interest, and why. The items are numbered as the governor's agenda
    numbers them."""

    button = "Close the item to me"
    item = fields.Radios(
        "Which item?",
        lambda form: [(key, _label(place, item)) for place, (key, item) in enumerate(form.items.items(), 1)],
        what="an item",
    )
    reason = fields.TextField(what="your interest", reasons=True, max_length=1000, label="Why?")

    def __init__(self, items: list[Item], **kwargs: Any) -> None:
        self.items = {str(item.public_id): item for item in items}
        super().__init__(**kwargs)

    def clean_item(self) -> Item:
        return self.items[self.cleaned_data["item"]]
