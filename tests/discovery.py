"""What each subject brings for the tests of the whole, found by itself: its app, and modules of its tests."""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).parent
ROOMS = tuple(sorted(path.parent.name for path in TESTS.parent.glob("*/apps.py")))
"""The project's own apps, by their folders."""


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """Every module `name` under tests/, in the order of their paths. Raises LookupError where there is none, as nothing
    would be tested then."""
    paths = sorted(TESTS.rglob(f"{name}.py"))
    if not paths:
        raise LookupError(f"no {name}.py under {TESTS}")
    return tuple(import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts)) for path in paths)
