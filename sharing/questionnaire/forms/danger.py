"""The form for a child who is in danger now."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import clock, times
from core.forms import fields
from core.forms.layout import Actions, Details, Include, LayoutObject, PageHelper, Question
from records.need_to_know import search, typed_child
from records.pupils import roll
from records.pupils.models import Person
from records.vault.vault import Reader
from sharing.decisions import audience
from sharing.kept_forms import KEPT_LINE, KeptForm
from sharing.questionnaire.danger import NOBODY, OTHER, TOLD, Danger

NONE_OF_THESE = "none"


class When(StrEnum):
    """When it happened."""

    NOW = "now"
    EARLIER = "earlier"


class DangerForm(KeptForm):
    """The first minute. A name that begins the name of one child is taken; one that only sounds like it, or fits
    several, is asked about: it is recorded at once, and must not be about the wrong child. Else it stays as typed.
    """

    button = "Record it now"
    query = fields.TextField(
        what="the child’s name; if you do not know it, say how we can tell who it is",
        max_length=120,
        label="Which child?",
        help_text="A name, or how we can tell who it is",
    )
    person = fields.Radios("Which of these?", lambda form: form.children_offered(), what="which child", required=False)
    told = fields.Ticks(
        "Who have you told, or are you telling now?", lambda form: form.told_offered(), what="who you have told"
    )
    other = fields.TextField(what="who else", max_length=200, label="Who?")
    account = fields.TextField(what="what is happening", label="What is happening, and what did you tell them?")
    when = fields.Radios(
        "When?",
        [
            fields.Choice(When.NOW, "Now"),
            fields.Choice(When.EARLIER, "Earlier", reveals=["at", "on"], required={"at": "Enter the time"}),
        ],
        what="when",
        initial=When.NOW,
    )
    at = fields.TimeField(what="the time", label="Time")
    on = fields.DateField(what="the date", past=True, label="Date", required=False)
    keep = fields.Ticks(
        "Must somebody not see this?",
        lambda form: form.kept_from_offered(),
        what="who must not see this",
        required=False,
    )

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        self.reader = reader
        super().__init__(**kwargs)

    def layout(self) -> Sequence[LayoutObject]:
        return [
            Include("sharing/questionnaire/danger_above.html"),
            *(Question(name) for name in self.questions if name != "keep"),
            Details("Someone named here must not see this", [Question("keep")]),
            Actions(self.button),
            KEPT_LINE,
        ]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), data_keep=True, data_no_code=True)

    def children_offered(self) -> list[fields.Choice]:
        """The children whom the typed name can mean, where it has to be asked which."""
        reader = self.reader
        typed = (self.data.get("query") or "").strip() if self.is_bound else ""
        # With a stale factor nobody is listed, and the answer never depends on who is here; the match stays inside.
        self.chosen = (self.data.get("person") or "") if self.is_bound and not reader.fresh else ""
        self.matches = (search.search if reader.fresh else search.find)(reader.user, typed, reader.at)
        self.sure = typed_child.sure(typed, self.matches)
        if not self.asks_which:
            return []
        lines = {line.person.pk: line.where for line in roll.lines_of(self.matches)}
        return [
            *(
                fields.Choice(str(child.public_id), f"{child.full_name}, {lines.get(child.pk, '')}")
                for child in self.matches
            ),
            fields.Choice(NONE_OF_THESE, "None of these: keep what I typed"),
        ]

    @property
    def asks_which(self) -> bool:
        """Whether it has to be asked which child is meant."""
        return self.reader.fresh and bool(self.matches) and not self.sure

    def told_offered(self) -> list[fields.Choice]:
        """Who can have been told; the DSL by name."""
        self.dsl = audience.dsl_for(self.reader.user)
        labels = TOLD | ({"dsl": self.dsl.short_name} if self.dsl else {})
        other = fields.Choice(OTHER, labels[OTHER], reveals=["other"], required={"other": "Enter who else"})
        return [other if key == OTHER else fields.Choice(key, label) for key, label in labels.items()]

    def kept_from_offered(self) -> list[fields.Choice]:
        """Those in the roles that are told of it, except the author."""
        return [
            fields.Choice(str(person.public_id), f"{person.full_name}, {role.label}")
            for role in (Role.HEADTEACHER, Role.DSL, Role.CHAIR, Role.DPO)
            for person in roles.holders(role, besides=self.reader.user)
        ]

    def build(self) -> None:
        if not self.asks_which:
            del self.fields["person"]

    def clean_keep(self) -> list[User]:
        return list(User.objects.filter(public_id__in=self.cleaned_data["keep"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "person" in self.fields and not data.get("person"):
            self.add_error("person", "Select which child, or keep what you typed")
        told = data.get("told") or []
        if NOBODY in told and len(told) > 1:
            self.add_error("told", "Select who you have told, or nobody, not both")
        self.moment = clock.now()
        if data.get("when") == When.EARLIER:
            self._earlier(data)
        child = self.child()
        # With a stale factor the answer is the same whether the child is here or not; `audience.despite` sees to it.
        people, author = [child] if child and self.reader.fresh else [], self.reader.user
        withheld = data.get("keep") or []
        if not audience.listeners(author, people, withheld, urgent=True):
            self.add_error("keep", audience.nobody_hears(author, people, withheld))
        return data

    def _earlier(self, data: dict[str, Any]) -> None:
        if not data.get("at"):
            return
        try:
            self.moment = times.moment(data.get("on") or clock.today(), data["at"])
        except ValueError:
            self.add_error("at", "There was no such time that night: the clocks went forward")
            return
        if self.moment > clock.now():
            self.add_error("at", "The time must be in the past")

    def child(self) -> Person | None:
        """The child, where the name fits one."""
        chosen = self.chosen or self.cleaned_data.get("person")
        if self.sure:
            return self.sure
        return next((child for child in self.matches if str(child.public_id) == chosen), None)

    @property
    def danger(self) -> Danger:
        """What is to be recorded."""
        data = self.cleaned_data
        return Danger(
            child=self.child(),
            typed=data["query"],
            told=data["told"],
            other=data.get("other") or "",
            account=data["account"],
            at=self.moment,
            withheld=data["keep"],
            unseen=not self.reader.fresh,
        )
