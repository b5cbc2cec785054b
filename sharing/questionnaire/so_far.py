"""What a draft says so far, for an adviser who was shown it."""

from datetime import date
from typing import Any

from django import forms

from core import words
from core.forms import fields
from sharing.questionnaire.context import Context
from sharing.questionnaire.lines import day
from sharing.questionnaire.pages import Step
from sharing.questionnaire.route import form_of, path

Page = tuple[str, list[tuple[str, str]]]


def so_far(context: Context) -> list[Page]:
    """Page by page, what was asked and answered."""
    rows: list[Page] = []
    for name in path(context):
        if name in context.answers and name != "keep-from":
            form = form_of(context, name)
            about = [("About", words.joined([person.full_name for person in context.subjects.people]))]
            rows.append((form.heading, about if name == "about" else _lines(form)))
    return rows


def _lines(form: Step[Any]) -> list[tuple[str, str]]:
    """The questions of a page that are answered; what it answers of other pages is shown with those."""
    form.is_valid()
    elsewhere = {field for answers in form.answers_elsewhere().values() for field in vars(answers)}
    lines = []
    for field, question in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(field)
        if value and field not in elsewhere and not isinstance(question.widget, forms.HiddenInput):
            lines.append((str(question.label or form.heading), _shown(question, value)))
    return lines


def _shown(question: forms.Field, value: Any) -> str:
    if isinstance(question, fields.Chosen):
        labels = {choice.value: choice.label for choice in question.options}
        return "; ".join(labels.get(key, "") for key in (value if isinstance(value, list) else [value]))
    return day(value) if isinstance(value, date) else "Yes" if value is True else str(value)
