"""A form whose text is checked for names before it goes: each is taken out in every form, or kept with a reason."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Include, LayoutObject, Question
from records.namecheck import rate_limit
from records.namecheck.finding import Checker, Own
from records.namecheck.hits import Hit, replaced, shown
from records.namecheck.known import Known, of_school

TAKE_OUT, WHY = "take_out", "names_kept"


class ChecksNames(PageForm):
    """Looks for names in the question `checked`. `may_keep`: whether they may stay with a reason."""

    checked: str
    may_keep: bool = True

    def checks(self) -> bool:
        """Whether the text is checked at all, as far as the form is filled in."""
        return self.is_bound

    def reader(self) -> User:
        raise NotImplementedError

    def known(self) -> Known:
        """Who could be named."""
        return of_school()

    def own(self) -> Own:
        """Who may be named."""
        return Own()

    @cached_property
    def refusal(self) -> str:
        """Why the text cannot be checked now; "" where it can."""
        _ = self.hits
        return self.__dict__.get("_refusal", "")

    @cached_property
    def hits(self) -> list[Hit]:
        """What in the text may identify a person; counted once for each time that it is sent."""
        if not self.checks():
            return []
        hits = Checker(self.known()).check_together([self.typed], self.own())[0]
        try:
            rate_limit.counted(self.reader(), [hit.who or hit.instead for hit in hits])
        except rate_limit.TooManyTries as refusal:
            self.__dict__["_refusal"] = str(refusal)
            return []
        return hits

    @property
    def typed(self) -> str:
        return str(self.data.get(self.checked) or "").replace("\r\n", "\n").strip()

    @property
    def as_it_goes(self) -> list[tuple[str, bool]]:
        """The text as it will go if the names are taken out, in pieces: each with whether it is in a name's place."""
        return [(piece.instead or piece.text, bool(piece.instead)) for piece in shown(self.typed, self.hits)]

    def build(self) -> None:
        super().build()
        if not self.hits:
            return
        self.fields[TAKE_OUT] = forms.BooleanField(label="Take these names out: it goes as shown above", required=False)
        if self.may_keep:
            self.fields[WHY] = fields.TextField(
                what="why they stay in",
                max_length=300,
                required=False,
                label="Or say why they have to stay in",
            )

    def layout(self) -> Sequence[LayoutObject]:
        rows = list(super().layout())
        if self.hits:
            rows.insert(rows.index(Question(self.checked)) + 1, Include("records/namecheck/as_it_goes.html"))
        return rows

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.refusal:
            self.add_error(self.checked, self.refusal)
        elif self.hits and not answers.get(TAKE_OUT) and not answers.get(WHY):
            named = ", ".join(dict.fromkeys(self.typed[hit.start : hit.end] for hit in self.hits))
            stay = ", or say why they stay in" if self.may_keep else ""
            self.add_error(self.checked, f"This may identify someone: {named}. Take them out{stay}")
        return answers

    @property
    def cleaned_text(self) -> str:
        """The text as it goes."""
        data = self.cleaned_data
        return replaced(self.typed, self.hits) if data.get(TAKE_OUT) else str(data[self.checked])

    @property
    def why_named(self) -> str:
        """Why names were kept; "" where there were none, or they are taken out."""
        return "" if self.cleaned_data.get(TAKE_OUT) else self.cleaned_data.get(WHY) or ""
