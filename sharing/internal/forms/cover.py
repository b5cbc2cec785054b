"""What the page about cover asks."""

from datetime import date

from django import forms

from accounts import roles
from accounts.forms import PersonField
from accounts.roles import Role
from core import clock, terms, words
from core.forms import fields
from core.forms.conditional import PageForm
from records.pupils.models import SchoolClass


class CoverForm(PageForm):
    """Who takes which class, on which day."""

    button = "Give them the class"
    person = PersonField("Who takes the class?", lambda form: roles.holders_of_any({Role.TEACHER, Role.SUPPORT}))
    school_class = fields.Dropdown(
        "Which class?",
        lambda form: SchoolClass.objects.values_list("public_id", "name"),
        what="the class",
        empty="Choose a class",
    )
    day = fields.DateField(what="the day", label="On which day?", initial=clock.today)

    def clean_school_class(self) -> SchoolClass:
        return SchoolClass.objects.get(public_id=self.cleaned_data["school_class"])

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError("The day must be today or later")
        if day > (last := terms.last_day_of_access()):
            raise forms.ValidationError(f"The day must be {words.day(last)} or earlier")
        return day
