"""What each subject brings for the tests of the whole, found by itself: its app, and modules of its tests."""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.conf import settings

TESTS = Path(__file__).parent
TOOLS = {"tests", "tools"}
PRODUCT = tuple(
    sorted(path.parent.name for path in TESTS.parent.glob("*/__init__.py") if path.parent.name not in TOOLS)
)
"""The folders of the product's code."""


def labels() -> set[str]:
    """The labels of the project's own apps."""
    return {config.label for config in apps.get_app_configs() if config.module and _ours(config.module)}


def _ours(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] in (*PRODUCT, *TOOLS)


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """Every module `name` under tests/ that this world has, in the order of their paths. Raises LookupError where there
    is none, as nothing would be tested then."""
    left_out = tuple(Path(folder) for folder in settings.LEFT_OUT)
    paths = [path for path in sorted(TESTS.rglob(f"{name}.py")) if not any(map(path.is_relative_to, left_out))]
    if not paths:
        raise LookupError(f"no {name}.py under {TESTS}")
    return tuple(import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts)) for path in paths)
