"""The form that says which child a decision is about."""

from typing import Any

from core.forms import fields
from core.forms.conditional import PageForm
from records.need_to_know.typed_child import LONGEST, NOT_FOUND, TypedChild
from records.pupils.models import Person
from records.vault.vault import Reader


class NameChildForm(PageForm):
    """A child's name, also of one who has left; if several can be meant, which."""

    button = "It is about this child"
    query = fields.TextField(
        what="the child’s name", max_length=LONGEST, label="Name", help_text="Children who have left are found too"
    )
    person = fields.Radios("Which child?", lambda form: form.typed.options, what="which child", required=False)

    def __init__(self, reader: Reader, data: Any = None, **more: Any) -> None:
        typed = (data.get("query") or "").strip() if data else ""
        self.typed = TypedChild(reader.user, typed, reader.at, left=True)
        super().__init__(data, **more)

    def build(self) -> None:
        if not self.typed.matches:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("query") and not self.typed.matches:
            self.add_error("query", NOT_FOUND)
        elif answers.get("query") and self.child is None:
            self.add_error("person", "Select which child")
        return answers

    @property
    def child(self) -> Person | None:
        return self.typed.picked_or_sure(self.data.get("person"))
