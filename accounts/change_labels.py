"""What the changes are called that take two people: those that apps register, by their kind (R: T4)."""

from core.registers import Register

_LABELS = Register[str]("changes of the kind")


def register(kind: str, label: str) -> None:
    """Say what changes of this kind are called. Raises ValueError where another app has."""
    _LABELS.add(kind, label)


def label(kind: str) -> str:
    """What changes of this kind are called."""
    return _LABELS.get(kind, "A change that is not made any more")
