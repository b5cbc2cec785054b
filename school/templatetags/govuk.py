"""One partial for every field. Everything in it is escaped; a child's name in a question is text, never markup."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from school import clock, references, words
from school.dates import DateField

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(form: forms.Form, name: str, heading: bool = False) -> dict[str, Any]:
    """A question of `form`: label, hint, error, control; `heading`: its label is the page's heading."""
    return describe(form, name, heading)


def _names(revealed: Any) -> tuple[str, ...]:
    return (revealed,) if isinstance(revealed, str) else tuple(revealed)


def revealed_by(form: forms.Form) -> set[str]:
    """The questions of `form` that stand under an option of another."""
    return {name for under in getattr(form, "reveals", {}).values() for name in _names(under)}


def describe(form: forms.Form, name: str, heading: bool = False) -> dict[str, Any]:
    """What the partial needs to know of a question."""
    bound = form[name]
    errors = [] if getattr(form, "quiet", False) else list(bound.errors)
    hint = bound.field.help_text or ""
    described = [f"{bound.auto_id}-hint"] * bool(hint) + [f"{bound.auto_id}-error"] * bool(errors)
    widget = bound.field.widget
    question: dict[str, Any] = {
        "name": bound.html_name,
        "id": bound.auto_id,
        "label": bound.label,
        "hint": hint,
        "error": errors[0] if errors else "",
        "described": " ".join(described),
        "heading": heading,
        "value": bound.value() if bound.value() is not None else "",
        "attrs": {key: value for key, value in widget.attrs.items() if key in ("autocomplete", "spellcheck")},
        "width": widget.attrs.get("class", "") if "width" in widget.attrs.get("class", "") else "",
        "small": name in revealed_by(form),
    }
    if isinstance(bound.field, DateField):
        values = bound.value() or [None, None, None]
        parts = widget.decompress(values) if not isinstance(values, list) else values
        # As text: a number would be written with a comma in the year.
        shown = ["" if part is None else str(part) for part in parts]
        question |= {"kind": "date", "parts": list(zip(("day", "month", "year"), shown, strict=True))}
    elif isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        kind = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        question |= {"kind": kind, "options": _options(form, bound)}
    elif isinstance(widget, forms.Select):
        question |= {
            "kind": "select",
            "choices": [(str(v), label, str(v) == str(question["value"])) for v, label in widget.choices],
        }
    elif isinstance(widget, forms.Textarea):
        limit = getattr(bound.field, "limit", None)
        question |= {"kind": "textarea", "limit": limit, "rows": widget.attrs.get("rows", 4)}
    elif isinstance(widget, forms.CheckboxInput):
        question |= {"kind": "tick", "checked": bool(question["value"])}
    elif isinstance(widget, forms.FileInput):
        question |= {"kind": "file", "value": "", "multiple": getattr(widget, "allow_multiple_selected", False)}
    elif isinstance(widget, forms.HiddenInput):
        question |= {"kind": "hidden"}
    else:
        question |= {"kind": "input", "type": getattr(widget, "input_type", "text")}
    if isinstance(widget, forms.PasswordInput):
        question["value"] = ""
    return question


def _options(form: forms.Form, bound: BoundField) -> list[dict[str, Any]]:
    """The choices, each with its hint and the question that it reveals. The first has the field's own id, so
    that an error's link finds it."""
    value = bound.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    hints, reveals = getattr(form, "hints", {}), getattr(form, "reveals", {})
    options = []
    for number, (key, label) in enumerate(bound.field.choices):  # type: ignore[attr-defined]
        under = _names(reveals.get((bound.name, str(key)), ()))
        options.append(
            {
                "id": f"{bound.auto_id}_{number}" if number else bound.auto_id,
                "value": str(key),
                "label": label,
                "hint": hints.get((bound.name, str(key)), ""),
                "checked": str(key) in chosen,
                "reveals": [describe(form, name) for name in under if name in form.fields],
            }
        )
    return options


@register.inclusion_tag("components/errors.html")
def errors(form: forms.Form) -> dict[str, Any]:
    """What is wrong, at the top of the page, each linked to its first control."""
    if not form.is_bound or getattr(form, "quiet", False):
        return {"problems": []}
    problems = []
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        target = bound.auto_id if bound else "main"
        if bound and isinstance(bound.field, DateField):
            target = f"{target}_0"
        problems += [{"href": f"#{target}", "message": message} for message in messages]
    return {"problems": problems}


@register.inclusion_tag("components/errors.html")
def problem(message: str, target: str) -> dict[str, Any]:
    """One thing that is wrong on a page without a form, linked to `target`, the id of its control."""
    return {"problems": [{"href": f"#{target}", "message": message}]}


@register.inclusion_tag("components/back.html")
def back_to(name: str, *args: Any, words: str = "Back") -> dict[str, str]:
    """The way back, at the top of a page: to the page of that URL name."""
    return {"href": reverse(name, args=args), "words": words}


@register.simple_block_tag
def warning(content: SafeString) -> str:
    """A warning, with the sign that stands for one."""
    return get_template("components/warning.html").render({"content": content})


@register.simple_block_tag
def card(content: SafeString, heading: str, level: int = 2) -> str:
    """A summary card under a heading of that level."""
    return get_template("components/card.html").render({"content": content, "heading": heading, "level": level})


register.filter("moment", words.moment)
register.filter("day", words.day)


register.filter("slug", references.slug)


@register.filter
def questions(form: forms.Form) -> list[str]:
    """The questions of a form that stand on their own, in order."""
    under = revealed_by(form)
    return [name for name in form.fields if name not in under]


@register.filter
def fours(text: str) -> list[str]:
    """A long key in groups of four, to be shown apart and copied as one."""
    return [text[at : at + 4] for at in range(0, len(text), 4)]


@register.filter
def names(people: Iterable[Any]) -> str:
    """The full names of people, with commas."""
    return ", ".join(person.full_name for person in people)


@register.filter
def in_textarea(value: Any) -> str:
    """The text of a text area: its first line end is the browser's own, so that one of the text's is not lost."""
    return f"\n{value}"


@register.filter
def age(at: Any) -> str:
    """today; 1 day; 3 days."""
    days = (clock.today() - clock.local(at).date()).days
    return "today" if days <= 0 else f"{days} day{'s' if days > 1 else ''}"


@register.filter
def titled(form: forms.Form, heading: str) -> str:
    """The page's title: "Error: " in front where something is wrong."""
    wrong = form.is_bound and not getattr(form, "quiet", False) and form.errors
    return f"Error: {heading}" if wrong else heading
