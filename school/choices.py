"""Questions with answers to choose from, with errors that say what to select."""

from typing import Any

from django import forms


class Radios(forms.ChoiceField):
    """One of several. A judgement is never chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, label: str, choices: list[tuple[str, str]], *, what: str, **kwargs: Any) -> None:
        messages = {"required": f"Select {what}", "invalid_choice": f"Select {what}"}
        super().__init__(label=label, choices=choices, error_messages=messages, **kwargs)


class Ticks(forms.MultipleChoiceField):
    """Any of several."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, choices: list[tuple[str, str]], *, what: str, **kwargs: Any) -> None:
        messages = {
            "required": f"Select {what}",
            "invalid_choice": f"Select {what}",
            "invalid_list": f"Select {what}",
        }
        super().__init__(label=label, choices=choices, error_messages=messages, **kwargs)
