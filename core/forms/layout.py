"""How forms are laid out: django-crispy-forms with a template pack of our own, `templates/govuk/`.

Everything in it is escaped: a child's name in a question is text, never markup. Only these layout objects are used.
Crispy's own `HTML`, `Fieldset` and `Submit` compile their words as a template, so that a name like `{{ secret }}` would
be run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html_join

from core.forms.choices import Choice

PACK = "govuk"


class LayoutObject(Protocol):
    """What can stand in a form: crispy calls `render`."""

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str: ...


@lru_cache
def _template(name: str) -> Any:
    return get_template(f"{PACK}/{name}.html")


# The rows of a form


@dataclass(frozen=True)
class Question:
    """One question: label, hint, error, control. `heading`: its label is the heading of the page."""

    name: str
    heading: bool = False

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str:
        form.rendered_fields.add(self.name)
        question = describe(form, self.name, heading=self.heading)
        return str(_template(question["control"]).render({"question": question}))


@dataclass(frozen=True)
class Button:
    """A further button. `about`: words that only a screen reader gets."""

    words: str
    name: str = ""
    value: str = ""
    about: str = ""
    action: str = ""


@dataclass(frozen=True)
class Link:
    """A link beside the buttons."""

    words: str
    href: str


@dataclass(frozen=True)
class Actions:
    """The buttons: the one that goes on, then others and links. `grave`: it cannot be undone. `secondary`: the page is
    for something else in the first place."""

    words: str
    extra: Sequence[Button | Link] = ()
    grave: bool = False
    secondary: bool = False
    name: str = ""
    value: str = ""

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str:
        return str(_template("actions").render({"actions": self}))


@dataclass(frozen=True)
class Details:
    """Questions behind a summary that opens; open at once where one of them has an answer or an error."""

    summary: str
    questions: Sequence[Question]

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str:
        bound = [form[question.name] for question in self.questions]
        content = format_html_join("", "{}", ((question.render(form, context),) for question in self.questions))
        opened = any(question.value() or question.errors for question in bound)
        return str(_template("details").render({"summary": self.summary, "open": opened, "content": content}))


@dataclass(frozen=True)
class Include:
    """A template of the project among the questions; it has what the page has, and `form`."""

    template: str

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str:
        return str(get_template(self.template).render(context.flatten() | {"form": form}))


class PageHelper(FormHelper):
    """A form's rows, and the attributes of its element: `data_keep=True` becomes `data-keep`.

    `action`: the address that it is sent to, as it is; empty: the page's own.
    """

    template_pack = PACK
    include_media = False
    form_action = ""

    def __init__(
        self, *rows: LayoutObject, action: str = "", method: str = "post", tag: bool = True, **attributes: bool | str
    ) -> None:
        super().__init__()
        self.layout, self.form_action, self.form_method, self.form_tag = Layout(*rows), action, method, tag
        self.attrs = {"novalidate": True, **{name.replace("_", "-"): value for name, value in attributes.items()}}


# What a control shows

SHOWN = ("autocomplete", "inputmode", "spellcheck")
"""The attributes of a widget that its control has too."""


def describe(form: Any, name: str, *, heading: bool = False, revealed: bool = False) -> dict[str, Any]:
    """What the template of a question shows: a field of `form`, with its first error."""
    bound = form[name]
    field, value = bound.field, bound.value()
    errors = [] if getattr(form, "quiet", False) else bound.errors
    described = [f"{bound.auto_id}-hint"] * bool(field.help_text) + [f"{bound.auto_id}-error"] * bool(errors)
    control = control_of(field)
    question = {
        "control": control,
        "template": f"{PACK}/{control}.html",
        "name": bound.html_name,
        "id": bound.auto_id,
        "label": bound.label,
        "hint": field.help_text,
        "error": errors[0] if errors else "",
        "described": " ".join(described),
        "heading": heading,
        "small": revealed,
        "value": "" if value is None else value,
        "attrs": {key: text for key, text in field.widget.attrs.items() if key in SHOWN},
        "width": field.widget.attrs.get("class", ""),
        "type": getattr(field.widget, "input_type", "text"),
    }
    if more := MORE.get(control):
        question |= more(form, bound, question["value"])
    return question


CONTROLS: dict[type[forms.Widget], str] = {
    forms.RadioSelect: "radios",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.Select: "select",
    forms.Textarea: "textarea",
    forms.CheckboxInput: "tick",
    forms.FileInput: "file",
    forms.HiddenInput: "hidden",
    forms.PasswordInput: "password",
    Input: "input",
}
"""The control of a field that does not name its own, as the fields of libraries do not."""


def control_of(field: forms.Field) -> str:
    """The template of a field's control: the one it names, or its widget's. Raises StopIteration for a widget that the
    pack has no template for."""
    named: str = getattr(field, "control", "")
    return named or next(CONTROLS[kind] for kind in type(field.widget).__mro__ if kind in CONTROLS)


def _options(form: Any, bound: BoundField, value: Any) -> dict[str, Any]:
    """The answers, each with the questions that it reveals. The first has the field's own id, so that an error's link
    finds it."""
    chosen = {str(answer) for answer in (value if isinstance(value, list | tuple) else [value])}
    field: Any = bound.field
    options = getattr(field, "options", None) or [Choice(str(key), str(label)) for key, label in field.choices]
    return {
        "options": [
            {
                "id": f"{bound.auto_id}_{number}" if number else bound.auto_id,
                "value": choice.value,
                "label": choice.label,
                "hint": choice.hint,
                "checked": choice.value in chosen,
                "reveals": [describe(form, name, revealed=True) for name in choice.reveals if name in form.fields],
            }
            for number, choice in enumerate(options)
        ]
    }


def _parts(form: Any, bound: BoundField, value: Any) -> dict[str, Any]:
    """The three fields of a date. As text: a number would be written with a comma in the year."""
    widget: Any = bound.field.widget
    values = value if isinstance(value, list) else widget.decompress(value)
    shown = ["" if part is None else str(part) for part in values or ("", "", "")]
    return {"parts": list(zip(("day", "month", "year"), shown, strict=True))}


def _choices(form: Any, bound: BoundField, value: Any) -> dict[str, Any]:
    widget: Any = bound.field.widget
    return {"choices": [(str(key), label, str(key) == str(value)) for key, label in widget.choices]}


MORE: dict[str, Callable[[Any, BoundField, Any], dict[str, Any]]] = {
    "radios": _options,
    "checkboxes": _options,
    "date": _parts,
    "select": _choices,
    "textarea": lambda form, bound, value: {"rows": bound.field.widget.attrs.get("rows", 4)},
    "tick": lambda form, bound, value: {"checked": bool(value)},
    "file": lambda form, bound, value: {"multiple": getattr(bound.field.widget, "allow_multiple_selected", False)},
}
"""What a control shows in addition to what all controls show."""


# The list of errors at the top


def first_control(bound: BoundField) -> str:
    """The id of a question's first control, which the link of an error leads to."""
    return f"{bound.auto_id}_0" if control_of(bound.field) == "date" else bound.auto_id


def problems(form: Any) -> list[dict[str, str]]:
    """What is wrong with a form, in the order of its questions: each message, with the link to its control. What
    belongs to no question that is shown leads to the page's beginning."""
    if not form.is_bound or getattr(form, "quiet", False):
        return []
    places = {name: at for at, name in enumerate(form.fields)}
    return [
        {"href": f"#{first_control(form[name])}" if _is_shown(form, name) else "#main", "message": str(message)}
        for name, messages in sorted(form.errors.items(), key=lambda error: places.get(error[0], len(places)))
        for message in messages
    ]


def _is_shown(form: Any, name: str) -> bool:
    return name in form.fields and not form[name].is_hidden
