"""What the page about a concern about an adult asks."""

from typing import Any

from accounts.forms import PersonField
from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from sharing.internal.forms.fields import people_here


class AdultForm(PageForm):
    """The adult, and what was seen or heard."""

    button = "Record it"
    about = PersonField("Whom is it about?", lambda form: people_here(form.by), what="whom it is about")
    text = fields.TextField(
        what="what was seen or heard", reasons=True, max_length=20_000, label="What was seen or heard?"
    )

    def __init__(self, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)
