"""What apps bring for a lower one, by a key: registered in AppConfig.ready, one value for each key."""

from typing import Generic, TypeVar

V = TypeVar("V")


class Register(dict[str, V], Generic[V]):
    """The values that apps have registered. `what`: what the keys name, for the error."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def add(self, key: str, value: V) -> None:
        """Register `value` under `key`. Raises ValueError where something else is registered there already."""
        if self.setdefault(key, value) != value:
            raise ValueError(f"two apps register the {self.what} {key}")
