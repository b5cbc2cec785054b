"""The forms on who reads the papers of a meeting and who takes no part in an item."""

from typing import cast

from accounts import roles
from accounts.forms import PersonField
from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from sharing.form_fields import PeopleField, ReasonField
from sharing.governors import reading_rules
from sharing.governors.models import KeptFrom


class NamedForm(PageForm):
    """Who reads the papers."""

    button = "Save"
    people = PeopleField(
        "Who reads the papers?", lambda form: roles.holders_of_any(reading_rules.ATTEND), what="who reads the papers"
    )

    @property
    def offered(self) -> list[User]:
        """Those who can be named."""
        return list(cast(PeopleField, self.fields["people"]).people.values())


class KeepOutForm(PageForm):
    """Who takes no part in an item, and why."""

    button = "Keep them from it"
    who = PersonField("Who takes no part?", lambda form: roles.holders_of_any(reading_rules.ATTEND))
    how = fields.Radios("Why do they take no part?", list(KeptFrom.How.choices), what="why")
    reason = ReasonField("What is the reason?", what="the reason", help_text="Other readers do not see it")
