"""A form with questions that stand under an option of another, and count only when that option is chosen."""

from typing import Any

from django import forms

from school.choices import Ticks


class RevealingForm(forms.Form):
    """`reveals`: (field, value) to the question, or questions, under that option; `required_when`: what is said when
    one of them is missing; `hints`: (field, value) to a line. `build` adds questions that depend on something.
    """

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.hints: dict[tuple[str, str], str] = {}
        self.reveals: dict[tuple[str, str], str | tuple[str, ...]] = {}
        self.required_when: dict[str, str] = {}
        super().__init__(data, **kwargs)
        self.build()
        for name in self.required_when:
            self.fields[name].required = False

    def build(self) -> None:
        """Add the questions that depend on something."""

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for (field, value), under in self.reveals.items():
            given = answers.get(field)
            chosen = value in given if isinstance(given, list) else given == value
            for revealed in (under,) if isinstance(under, str) else under:
                if not chosen:
                    answers[revealed] = [] if isinstance(self.fields[revealed], Ticks) else None
                    self.errors.pop(revealed, None)
                elif revealed in self.required_when and not answers.get(revealed) and revealed not in self.errors:
                    self.add_error(revealed, self.required_when[revealed])
        return answers
