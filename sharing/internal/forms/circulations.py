"""What the page that circulates a report asks."""

from typing import Any

from accounts.models import User
from core.forms.conditional import PageForm
from sharing.form_fields import EndField, PeopleField, ReasonField
from sharing.internal.forms.fields import staff


class CirculateForm(PageForm):
    """Who is to read a report, by when and why."""

    button = "Circulate"
    readers = PeopleField("Who is to read it?", lambda form: staff(form.by), what="who is to read it")
    until = EndField("By which day?")
    reason = ReasonField("Why do they need to read it?", "why they need to read it")

    def __init__(self, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)
