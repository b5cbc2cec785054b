"""The forms of the settings pages."""

import re
from datetime import date
from typing import Any

from django import forms

from accounts import roles
from accounts.forms import PersonField
from accounts.roles import READING, Role
from core import clock, terms
from core.forms import fields, telephone
from core.forms.conditional import Laid, PageForm, WhichForm
from core.forms.layout import Actions, Include, LayoutObject, Question
from core.models import Closure, School, Term
from core.refusals import Refused
from oversight.settings import reached
from oversight.settings.sessions import LABELS, LIMITS
from records.models import Category, Extent, Relation
from records.need_to_know.explain import EXTENTS
from records.need_to_know.rules import RELATIONS, check_name, may_own
from records.pupils.models import SchoolClass


class SchoolForm(Laid, forms.ModelForm):
    """The school's names, numbers and telephone numbers."""

    button = "Save"
    kind = fields.Radios("Kind", School.Kind.choices, what="what kind of school it is")
    access_until = fields.DateField(
        what="the last day of access",
        required=False,
        future=True,
        label="Last day of access that people give",
        help_text="Leave empty for 31 August. At most a year from today",
    )
    address = fields.TextField(
        what="the school’s address", label="Address", max_length=200, help_text="At the top of every letter"
    )
    telephone = fields.TextField(what="the telephone number of the school", label="Telephone", max_length=30)
    complaints = fields.TextField(
        what="how to complain",
        label="How to complain",
        required=False,
        max_length=600,
        help_text="Optional. At the end of letters to families, for example the page of the complaints policy. If "
        "it is empty, the letter names the Headteacher and then the chair of governors",
    )
    bell = fields.TimeField(
        what="the end of the school day",
        label="End of the school day",
        help_text="When cover for a class ends each day, for example 3:30pm",
    )

    class Meta:
        model = School
        fields = [
            "name",
            "kind",
            "la_number",
            "establishment_number",
            "address",
            "telephone",
            "complaints",
            "colour",
            "dsl_phone",
            "social_care_phone",
            "out_of_hours_phone",
            "lado_phone",
            "look_within_days",
            "look_within_hours_urgent",
            "bell",
            "access_until",
            "ctf_version",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label)
            if name not in self.declared_fields:
                field.error_messages["required"] = f"Enter the {label[0].lower()}{label[1:]}"
        self.fields["colour"].help_text = "A # and six letters or digits, like #1d4f5f"

        self.initial["access_until"] = reached.to_come(self.instance)
        self.before = {name: getattr(self.instance, name) for name in reached.GUARDED}

    def clean_access_until(self) -> date | None:
        day: date | None = self.cleaned_data["access_until"]
        try:
            terms.check_access_until(day)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return day

    @property
    def wanted(self) -> dict[str, Any]:
        """What takes a second person, as it was entered."""
        return {name: self.cleaned_data[name] for name in reached.GUARDED}

    def save(self, commit: bool = True) -> School:
        """All but what takes a second person. Saved: the Administrator has checked the details, today."""
        for name, value in self.before.items():
            setattr(self.instance, name, value)
        self.instance.details_checked_on = clock.today()
        return super().save(commit)

    def _digits(self, name: str, count: int, label: str) -> str:
        value = self.cleaned_data[name].strip()
        if not (value.isascii() and value.isdigit() and len(value) == count):
            raise forms.ValidationError(f"{label}: enter {count} digits")
        return value

    def clean_la_number(self) -> str:
        return self._digits("la_number", 3, "Local authority number")

    def clean_establishment_number(self) -> str:
        return self._digits("establishment_number", 4, "Establishment number")

    def _text(self, name: str) -> str:
        field = self.fields[name]
        checked = fields.TextField(what="it", max_length=field.max_length, required=field.required)  # type: ignore[attr-defined]
        return checked.clean(self.cleaned_data[name])

    def clean_name(self) -> str:
        return self._text("name")

    def _phone(self, name: str) -> str:
        number = self._text(name)
        if number:
            telephone.check(number)
        return number

    def clean_telephone(self) -> str:
        number = str(self.cleaned_data["telephone"])
        telephone.check(number)
        return number

    def clean_dsl_phone(self) -> str:
        return self._phone("dsl_phone")

    def clean_social_care_phone(self) -> str:
        return self._phone("social_care_phone")

    def clean_out_of_hours_phone(self) -> str:
        return self._phone("out_of_hours_phone")

    def clean_lado_phone(self) -> str:
        return self._phone("lado_phone")

    def clean_colour(self) -> str:
        """White words stand on it: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
        colour = str(self.cleaned_data["colour"])
        if re.fullmatch(r"#[0-9a-f]{6}", colour) and contrast_with_white(colour) < 4.5:
            raise forms.ValidationError("Choose a darker colour: white words on this one are hard to read")
        return colour


def contrast_with_white(colour: str) -> float:
    """How much white stands out from a colour like #1d4f5f, 1 to 21 (WCAG 2.2, contrast ratio)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


class _DaysForm(WhichForm):
    """Days from one to another, which no other row of `model` may have: `taken` says so."""

    model: type[Term | Closure]
    taken: str

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        first, last = answers.get("first_day"), answers.get("last_day") or answers.get("first_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the first day or later")
        elif first and last and (last - first).days > terms.LONGEST_SPAN:
            self.add_error("last_day", "Check the year: this is longer than half a year")
        elif first and last and self.model.objects.filter(first_day__lte=last, last_day__gte=first).exists():
            self.add_error("first_day", self.taken)
        return {**answers, "last_day": last}


class TermForm(_DaysForm):
    """A new term."""

    which, button = "term", "Add the term"
    model, taken = Term, "These dates overlap with another term"
    name = fields.TextField(
        what="the term's name", max_length=40, label="Name of the term", help_text="For example Autumn term"
    )
    first_day = fields.DateField(what="the first day", label="First school day")
    last_day = fields.DateField(what="the last day", label="Last school day")


class ClosureForm(_DaysForm):
    """Days on which the school is closed."""

    which, button = "closed", "Add the closure"
    model, taken = Closure, "These dates overlap with another closure"
    kind = fields.Radios("Why is the school closed?", Closure.Kind.choices, what="why the school is closed")
    first_day = fields.DateField(what="the first day", label="First day closed")
    last_day = fields.DateField(
        what="the last day", label="Last day closed", required=False, help_text="Leave blank if it is 1 day"
    )


class ClassForm(PageForm):
    """A new class."""

    button = "Add a class"
    name = fields.TextField(what="the class's name", max_length=20, label="Name of the class")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if SchoolClass.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is a class of this name already")
        return name


class ClassStaffForm(PageForm):
    """Putting a person with a class."""

    button = "Ask"
    person = PersonField("Who?", lambda form: roles.holders_of_any({Role.TEACHER, Role.SUPPORT}))
    day = fields.DateField(
        what="the day", label="From which day?", required=False, future=True, help_text="Leave empty for now"
    )


class CategoryForm(Laid, forms.ModelForm):
    """What a category is called, who owns its records, how long they are kept."""

    which, button = "category", "Save"
    owner_role = fields.Dropdown(
        "Who owns such records?",
        lambda form: [(role, Role(role).label) for role in may_own(form.instance)],
        what="who owns such records",
        empty="The person who wrote them",
        required=False,
        help_text="Only roles that see all of them. A change needs the Headteacher’s or DSL’s approval",
    )

    class Meta:
        model = Category
        fields = ["name", "retention", "owner_role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Enter the name"
        self.fields["name"].help_text = "A change needs the Headteacher’s or DSL’s approval"
        self.fields["retention"].label = "How long are such records kept, and from when?"
        self.fill_choices()
        self.name_before, self.owner_before = self.instance.name, self.instance.owner_role

    def layout(self) -> list[LayoutObject]:
        return [Include("core/components/which.html"), *super().layout()]

    def save(self, commit: bool = True) -> Category:
        """All but the name and the owner, which take a second person."""
        self.instance.name, self.instance.owner_role = self.name_before, self.owner_before
        return super().save(commit)

    def clean_name(self) -> str:
        name = fields.TextField(what="the name", max_length=60).clean(self.cleaned_data["name"])
        try:
            check_name(self.instance, name)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return name

    def clean_retention(self) -> str:
        return fields.TextField(what="the period", max_length=80, required=False).clean(self.cleaned_data["retention"])


class RuleForm(WhichForm):
    """Letting a role see more of a category. `gain`: how many people would see more, once that has been worked out."""

    which = "rule"
    gain: int | None = None
    role = fields.Dropdown(
        "Which role?",
        [(role.value, role.label) for role in Role if role in READING],
        what="the role",
        empty="Choose a role",
    )
    relation = fields.Radios(
        "Of which pupils?",
        [(key.value, words.capitalize()) for key, words in RELATIONS.items() if key != Relation.AUTHOR],
        what="of which pupils",
    )
    extent = fields.Radios(
        "How much?", [(str(key.value), words.rule.capitalize()) for key, words in EXTENTS.items()], what="how much"
    )

    def layout(self) -> list[LayoutObject]:
        rows: list[LayoutObject] = [Include("core/components/which.html"), *(Question(name) for name in self.questions)]
        if self.gain is None:
            return [*rows, Actions("Show who would see more", secondary=True)]
        return [*rows, Include("oversight/settings/would_gain.html"), Actions("Ask for it", name="sure", value="yes")]

    @property
    def rule(self) -> dict[str, Any]:
        """The rule that is asked for."""
        data = self.cleaned_data
        return {"role": data["role"], "relation": data["relation"], "extent": Extent(int(data["extent"])).value}


def _minutes(name: str) -> forms.IntegerField:
    least, most = LIMITS[name]
    wrong = f"{LABELS[name]}: enter a number from {least} to {most}"
    return forms.IntegerField(
        label=LABELS[name],
        help_text=f"A number from {least} to {most}",
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )


class SessionsForm(PageForm):
    """The two times, each within its limits."""

    button = "Save times"
    idle_minutes = _minutes("idle_minutes")
    fresh_minutes = _minutes("fresh_minutes")

    def build(self) -> None:
        school = School.here()
        for name in LIMITS:
            self.initial[name] = getattr(school, name)
