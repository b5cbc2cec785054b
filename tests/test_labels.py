"""No label is read back: code decides on enumerations and typed facts, never on words that people read (R: C6)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discovery import PRODUCT

ROOT = Path(__file__).parent.parent
OURS = [ROOT / folder for folder in PRODUCT]
WORDS = {"label", "heading", "help_text", "guidance", "title"}
"""Attributes that hold words for people."""
PARTS = {"startswith", "endswith", "removeprefix", "removesuffix", "split", "partition", "index", "find", "count"}


def is_words(node: ast.AST) -> bool:
    """Whether an expression is words for people: a label, a heading, what a choice displays."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        return (name.startswith("get_") and name.endswith("_display")) or (
            name in ("lower", "casefold", "strip") and is_words(node.func.value)
        )
    return isinstance(node, ast.Attribute) and node.attr in WORDS


def read_back(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The places where code decides by words, or takes them apart."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(is_words(side) for side in (node.left, *node.comparators)):
            yield node.lineno, "compared"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in PARTS and is_words(node.func.value):
                yield node.lineno, "taken apart"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            if any(
                isinstance(one, ast.Attribute) and one.attr == "choices" and isinstance(one.value, ast.Subscript)
                for one in node.args
            ):
                yield node.lineno, "looked up among choices"
        elif isinstance(node, ast.Subscript):
            if is_words(node.slice) or (isinstance(node.value, ast.Attribute) and node.value.attr == "rows"):
                yield node.lineno, "looked up by words, or a row by its place"
        elif isinstance(node, ast.Match) and is_words(node.subject):
            yield node.lineno, "matched"


FILES = [path for app in OURS for path in sorted(app.rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.requirement("C6")
def test_no_label_is_read_back():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {how}"
        for path in FILES
        for line, how in read_back(ast.parse(path.read_text()))
    ]
    assert len(FILES) > 200 and found == []


@pytest.mark.parametrize(
    "code",
    [
        'if choice.label == "No, with the reasons": pass',
        'x = part.heading.startswith("6 Decision")',
        'x = dict(form.fields["whom"].choices)[key]',
        'x = opened.part("reasons").rows[0][1]',
        'x = {"Yes": 1}[choice.label]',
        'if decision.get_outcome_display() in ("Shared in full",): pass',
        'x = field.label.lower().partition(":")',
    ],
)
def test_it_would_be_found(code):
    assert list(read_back(ast.parse(code)))
