"""Whole names of pupils in a text: what whoever shares is asked about (R: G9). A text that must name nobody is checked
by records/namecheck, which finds more."""

import re

from pupils import names
from pupils.models import NameWord

NOT_OF_NAMES = re.compile(r"[^\w\s’-]")


def as_words(text: str) -> str:
    """A text as names are compared with it: plain words, with a space at each end."""
    return f" {names.plain(NOT_OF_NAMES.sub(' ', text))} "


def stands_in(name: str, plain: str) -> bool:
    """Whether the name stands in a text that `as_words` gave."""
    return f" {names.plain(name)} " in plain


def likely(plain: str) -> list[int]:
    """The ids of the pupils of whose name two words stand in the text."""
    rows = NameWord.objects.filter(word__in=sorted(set(plain.split()))).values_list("person", "word").distinct()
    words: dict[int, set[str]] = {}
    for person, word in rows:
        words.setdefault(person, set()).add(word)
    return [person for person, found in words.items() if len(found) > 1]
