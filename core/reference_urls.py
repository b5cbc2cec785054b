"""References in addresses: each subject has a converter of its own, so that what is no reference is never looked up."""

from collections.abc import Iterable

from django.urls import register_converter
from django.urls.converters import StringConverter

from core import references


def register(name: str, prefixes: Iterable[str]) -> None:
    """Let `<name:slug>` in a path be a reference that begins with one of `prefixes`."""
    register_converter(type(name, (StringConverter,), {"regex": references.in_urls(prefixes)}), name)
