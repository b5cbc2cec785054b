"""Tags and filters of the pages. What they show is escaped: a child's name is text, never markup."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import clock, references, words
from core.forms import layout

register = template.Library()


@register.inclusion_tag("core/components/errors.html")
def errors(form: Any) -> dict[str, Any]:
    """What is wrong, at the top of the page, each linked to its first control."""
    return {"problems": layout.problems(form)}


@register.inclusion_tag("core/components/back.html")
def back_to(name: str, *args: Any, words: str = "Back") -> dict[str, str]:
    """The way back, at the top of a page: to the page of that URL name."""
    return {"href": reverse(name, args=args), "words": words}


@register.simple_tag
def marked(pieces: Iterable[tuple[str, bool]]) -> str:
    """A text in pieces, each with whether it is marked. All of it is escaped."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    )


@register.simple_block_tag
def warning(content: SafeString) -> str:
    """A warning with its symbol."""
    return get_template("core/components/warning.html").render({"content": content})


@register.simple_block_tag
def card(content: SafeString, heading: str, level: int = 2) -> str:
    """A summary card under a heading of that level."""
    return get_template("core/components/card.html").render({"content": content, "heading": heading, "level": level})


register.filter("moment", words.moment)
register.filter("day", words.day)
register.filter("slug", references.slug)


@register.filter
def telephone(number: str) -> str:
    """A telephone number that can be pressed."""
    return format_html('<a class="govuk-link" href="tel:{}">{}</a>', number.replace(" ", ""), number)


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
