"""What the page about an item of a staff meeting asks."""

from functools import cached_property
from typing import Any

from accounts.forms import PersonField
from core.forms import fields
from core.forms.conditional import PageForm
from records.need_to_know import typed_child
from records.need_to_know.typed_child import TypedChild
from records.vault.vault import Reader
from sharing.internal.forms.fields import staff
from sharing.internal.staff_meetings import Item

CONNECTIONS = range(1, 7)
"""The numbers of the people with a professional connection who can be named."""


class ItemForm(PageForm):
    """An item of a meeting: the child, what was said, and who has a professional connection."""

    button = "Record the item"
    query = fields.TextField(what="a name", max_length=80, label="Which child is it about?")
    child = fields.Radios("Which child?", lambda form: form.children_to_choose(), what="which child")
    text = fields.TextField(what="what was said", reasons=True, max_length=5000, label="What was said?")

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        self.reader = reader
        super().__init__(**kwargs)

    @cached_property
    def typed(self) -> TypedChild:
        """The child named by typing."""
        typed = (self.data.get("query") or "") if self.is_bound else ""
        return TypedChild(self.reader.user, typed, self.reader.at)

    def children_to_choose(self) -> list[fields.Choice]:
        """The children to choose from where several may be meant."""
        return [] if self.typed.sure else self.typed.options

    def build(self) -> None:
        if self.typed.sure or not self.typed.matches:
            del self.fields["child"]
        people = staff()
        for number in CONNECTIONS:
            self.fields[f"who_{number}"] = PersonField(
                f"Who has a connection? ({number})", people, required=number == 1
            )
            self.fields[f"how_{number}"] = fields.TextField(
                what="the connection",
                max_length=200,
                required=False,
                label=f"What is their professional connection? ({number})",
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("query") and not self.typed.matches:
            self.add_error("query", typed_child.NOT_FOUND)
        for number in CONNECTIONS:
            person = answers.get(f"who_{number}")
            if person and not answers.get(f"how_{number}"):
                self.add_error(f"how_{number}", f"Enter how {person.full_name} is connected")
        return answers

    @property
    def item(self) -> Item:
        """What is to be recorded."""
        answers = self.cleaned_data
        child = self.typed.sure or self.typed.picked(answers["child"])
        if child is None:
            raise ValueError("no child was selected")
        pairs = [(answers[f"who_{number}"], answers[f"how_{number}"]) for number in CONNECTIONS]
        return Item(child, answers["text"], [(person, how) for person, how in pairs if person])
