"""Cover for a class, until the bell."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access import cover as covers
from access.places import NotSo
from access.views.common import page
from accounts import roles, step_up
from accounts.forms import PersonField
from accounts.only import only_for
from accounts.roles import SAFEGUARDS, Role
from pupils.models import ClassStaff, SchoolClass
from school import clock, words
from school.dates import DateField
from school.ids import as_uuid
from school.models import School


class CoverForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        teach = list(roles.holders_of_any({Role.TEACHER, Role.SUPPORT}))
        self.fields["person"] = PersonField("Who takes the class?", teach)
        self.classes = {str(one.public_id): one for one in SchoolClass.objects.all()}
        wrong = {"required": "Select the class", "invalid_choice": "Select the class"}
        choices = [("", "Choose a class"), *((key, one.name) for key, one in self.classes.items())]
        self.fields["school_class"] = forms.ChoiceField(label="Which class?", choices=choices, error_messages=wrong)
        self.fields["day"] = DateField(what="the day", label="On which day?", initial=clock.today())

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError("The day must be today or later")
        return day


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def cover(request: HttpRequest) -> HttpResponse:
    """Who takes which class for a day. For the Headteacher, the DSL and the deputy."""
    only_for(
        request, SAFEGUARDS, "This page is for the Headteacher, the DSL and the deputy DSL.", page=(ClassStaff, "cover")
    )
    if request.method == "POST" and "end" in request.POST:
        for row in covers.coming():
            if row.public_id == as_uuid(request.POST["end"]):
                row.end()
        return redirect("cover")
    form = CoverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = covers.cover(said["person"], form.classes[said["school_class"]], said["day"])
            messages.success(request, f"{row.user.full_name} sees what the class’s teacher needs, until the bell.")
            return redirect("cover")
        except NotSo as refusal:
            form.add_error("day", str(refusal))
    bell = words.time_of_day(School.here().bell)
    intro = [f"They see what the class’s teacher or assistant sees by rule, on that day until the bell, {bell}."]
    return page(
        request,
        "Cover for a class",
        form,
        template="access/cover.html",
        intro=intro,
        rows=covers.coming(),
        button="Give them the class",
    )
