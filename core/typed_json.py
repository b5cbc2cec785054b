"""Frozen dataclasses as JSON and back, strictly: what does not fit whole is refused, never half read."""

from datetime import date, datetime, time
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter

T = TypeVar("T")


class DoesNotFit(ValueError):
    """The JSON is not of the form that was asked for: a field that it does not know, or a value of another type."""


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str | None):
        raise DoesNotFit(f"not a text: {type(value).__name__}")
    return value or ""


def _plain(kind: type) -> Any:
    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise DoesNotFit(f"not a {kind.__name__}: {type(value).__name__}")
        return value

    return check


def _tuple(value: Any, kind: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise DoesNotFit(f"not a list: {type(value).__name__}")
    kinds = get_args(kind)
    each = [kinds[0]] * len(value) if kinds[1:] == (...,) else kinds
    return tuple(_JSON.structure(item, of) for item, of in zip(value, each, strict=True))


_JSON = Converter(forbid_extra_keys=True, detailed_validation=False, unstruct_collection_overrides={tuple: list})
_JSON.register_structure_hook(str, _text)
_JSON.register_structure_hook_func(lambda kind: get_origin(kind) is tuple, _tuple)
for _kind in (bool, int):
    _JSON.register_structure_hook(_kind, _plain(_kind))
for _moment in (date, datetime, time):
    _JSON.register_structure_hook(_moment, lambda value, kind: kind.fromisoformat(value))
_JSON.register_unstructure_hook(date, date.isoformat)
_JSON.register_unstructure_hook(datetime, datetime.isoformat)
_JSON.register_unstructure_hook(time, lambda value: f"{value:%H:%M}")


def to_json(value: Any) -> dict[str, Any]:
    """A dataclass as JSON keeps it: dates and times in ISO 8601, tuples as lists."""
    made: dict[str, Any] = _JSON.unstructure(value)
    return made


def from_json(kind: type[T], data: dict[str, Any]) -> T:
    """The dataclass of that JSON; a field that is missing has its default. Raises DoesNotFit."""
    try:
        return _JSON.structure(data, kind)
    except DoesNotFit:
        raise
    except Exception as error:
        raise DoesNotFit(f"no {kind.__name__}: {type(error).__name__}") from None
