"""What holds after every test of sharing: what was sealed to be read, and every paper, reads as words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from core.forms import choices
from records import sealing
from records.models import Section
from sharing.decisions import documents, models
from sharing.questionnaire.pages import STEPS

CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)+")
UNREADABLE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # an id
    r"|\bdatetime\.|\bUUID\(|<\w+: |\bobject at 0x"
    r"|\[['\"]|['\"]\]|\bNone(?=$|[;,)])|\b(?:True|False)\b|\d{4}-\d\d-\d\d|\[\]|\{\}"  # a value as Python writes it
)


def words_in(content: Any) -> Iterator[str]:
    """What is read of a section or paper: all its strings but the facts that are sealed for code."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in ("facts", "at", "by", "log", "said"):
                yield from words_in(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            yield from words_in(value)


def unreadable(text: str, codes: set[str]) -> list[str]:
    """What in `text` is for machines: ids, Python's way of writing a value, choice values."""
    found = UNREADABLE.findall(text) + [word for word in CODE.findall(text) if word in codes]
    return found + ([text] if text in codes and text == text.lower() else [])


@pytest.fixture(autouse=True)
def reads_as_words(monkeypatch) -> Iterator[None]:
    codes = {
        value
        for kind in vars(models).values()
        if isinstance(kind, type) and hasattr(kind, "values") and hasattr(kind, "labels")
        for value in kind.values
    }
    seen: list[tuple[str, str]] = []

    def read(where: str, content: Any) -> None:
        seen.extend((where, text) for text in words_in(content))

    seal_json, pdf = sealing.seal_json, documents.pdf

    def sealed(thing: Any, name: str, content: Any, *args: Any) -> Any:
        if isinstance(thing, Section) and thing.record.category.code in ("share_decision", "advice", "extract"):
            read(f"{thing.record.category.code}, {thing.name}", content)
        return seal_json(thing, name, content, *args)

    def drawn(name: str, data: dict[str, Any]) -> bytes:
        read(f"paper {data['title']}", data)
        return pdf(name, data)

    given: Any = choices.Chosen.options

    def learn(field: Any) -> None:
        if isinstance(field, choices.Radios | choices.Ticks):
            codes.update(one.value for one in field.options if one.value != one.label)

    def offered(field: Any, options: Any) -> None:
        given.fset(field, options)
        learn(field)

    for step in STEPS.values():
        for field in step.base_fields.values():
            learn(field)
    monkeypatch.setattr(choices.Chosen, "options", property(given.fget, offered))
    monkeypatch.setattr(sealing, "seal_json", sealed)
    monkeypatch.setattr(documents, "pdf", drawn)
    yield
    wrong = [(where, text, found) for where, text in seen if (found := unreadable(text, codes))]
    assert not wrong, wrong
