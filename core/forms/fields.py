"""The fields that forms are written with, in one place: `fields.TextField(what="the name", …)`."""

from core.forms.choices import Choice, Choices, Chosen, Dropdown, Radios, Ticks
from core.forms.dates import DateField
from core.forms.text import TextField
from core.forms.times import TimeField
from core.forms.uploads import UploadField

__all__ = [
    "Choice",
    "Choices",
    "Chosen",
    "DateField",
    "Dropdown",
    "Radios",
    "TextField",
    "Ticks",
    "TimeField",
    "UploadField",
]
