"""Questions with answers to choose from, with errors that say what to select."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms


@dataclass(frozen=True)
class Choice:
    """One answer to choose.

    `reveals`: the questions under it, which count only while it is chosen. `required`: of these, the ones that must
    then be answered, each with what is said where it is not.
    """

    value: str
    label: str
    hint: str = ""
    reveals: Sequence[str] = ()
    required: Mapping[str, str] = field(default_factory=dict)


Choices = Iterable[Choice | tuple[Any, Any]]
"""A pair of value and label will do where there is no more to say."""


class Chosen(forms.ChoiceField):
    """A field whose answers are `Choice`s. Where they depend on something, `options` is a function of the form."""

    asks: Callable[[Any], Choices] | None = None
    _options: Sequence[Choice] = ()

    def offer(self, options: Choices | Callable[[Any], Choices]) -> None:
        """Set the answers; those that a function gives are set when the form is made."""
        if callable(options):
            self.asks = options
        else:
            self.options = options

    def made(self, form: Any) -> None:
        """The form has been made: set the answers that depend on it."""
        if self.asks is not None:
            self.offer(self.asks(form))

    @property
    def options(self) -> list[Choice]:
        """The answers, in order."""
        return list(self._options)

    @options.setter
    def options(self, options: Choices) -> None:
        self._options = [one if isinstance(one, Choice) else Choice(str(one[0]), str(one[1])) for one in options]
        self.choices = [(one.value, one.label) for one in self._options]


def _to_select(what: str) -> dict[str, str]:
    """What is said where nothing was selected, or something that is not there. Django fills the value into the second,
    so that a sign of per cent in a name has to be doubled."""
    words = f"Select {what}"
    return {"required": words, "invalid_list": words, "invalid_choice": words.replace("%", "%%")}


class Radios(Chosen):
    """One of several. A judgement is never chosen beforehand. `what`: what the error asks to select."""

    widget = forms.RadioSelect
    control = "radios"

    def __init__(
        self, label: str, options: Choices | Callable[[Any], Choices] = (), *, what: str, **kwargs: Any
    ) -> None:
        super().__init__(label=label, error_messages=_to_select(what), **kwargs)
        self.offer(options)


class Ticks(forms.MultipleChoiceField, Chosen):
    """Any of several. `what`: what the error asks to select."""

    widget = forms.CheckboxSelectMultiple
    control = "checkboxes"

    def __init__(
        self, label: str, options: Choices | Callable[[Any], Choices] = (), *, what: str, **kwargs: Any
    ) -> None:
        super().__init__(label=label, error_messages=_to_select(what), **kwargs)
        self.offer(options)


class Dropdown(Chosen):
    """One of many, in a list that opens. `what`: what the error asks to select; `empty`: what the list shows first;
    None: its first answer."""

    control = "select"

    def __init__(
        self,
        label: str,
        options: Choices | Callable[[Any], Choices] = (),
        *,
        what: str,
        empty: str | None = "Choose",
        **kwargs: Any,
    ) -> None:
        super().__init__(label=label, error_messages=_to_select(what), **kwargs)
        self.empty = empty
        self.offer(options)

    def offer(self, options: Choices | Callable[[Any], Choices]) -> None:
        if not callable(options) and self.empty is not None:
            options = [Choice("", self.empty), *options]
        super().offer(options)
