"""The forms about people: who they are, what they may do, who their deputies are; and sign-in by a service."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts import provider_checks, roles
from accounts.models import IdentityProvider, PendingChange, User
from accounts.roles import READERS, Role
from core import clock
from core.forms import fields
from core.forms.conditional import PageForm, WhichForm

WRONG_ADDRESS = "Enter an e-mail address in the correct format, like name@example.com"


class PersonField(fields.Dropdown):
    """One of some people, given as a list or as a function of the form. Cleans to the User, or None."""

    people: dict[str, User]

    def __init__(self, label: str, people: Any = (), **more: Any) -> None:
        super().__init__(label, people, **{"what": "who", "empty": "Choose a person"} | more)

    def offer(self, people: Any) -> None:
        if not callable(people):
            self.people = {str(person.public_id): person for person in people}
            people = [fields.Choice(key, person.full_name) for key, person in self.people.items()]
        super().offer(people)

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class UndertakingForm(PageForm):
    """Accepting the confidentiality undertaking."""

    button = "Accept and continue"
    accept = forms.BooleanField(
        label="I accept this. I will be asked again in a year, or if it changes",
        error_messages={"required": "Tick to accept, or sign out"},
    )


class PersonForm(PageForm):
    """A new account. The person sets the password by the link that is mailed."""

    button = "Add"
    title = fields.TextField(what="the title", max_length=12, required=False, label="Title")
    first_name = fields.TextField(what="the first name", max_length=80, label="First name")
    last_name = fields.TextField(what="the last name", max_length=80, label="Last name")
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Enter the e-mail address", "invalid": WRONG_ADDRESS},
    )
    role = fields.Dropdown("Role", Role.choices, what="the role", empty="Choose a role")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody has an account with this address already")
        return email


class ChangeForm(PageForm):
    """What the Administrator can ask for: one change to one person."""

    button = "Ask"
    kind = fields.Radios(
        "What needs to change?",
        PendingChange.Kind.choices,
        what="what needs to change",
    )
    role = fields.Dropdown(
        "Which role?",
        Role.choices,
        what="the role",
        empty="Choose a role",
        required=False,
        help_text="For giving or ending a role",
    )
    day = fields.DateField(
        what="the day",
        label="From which day?",
        required=False,
        future=True,
        help_text="For a role: leave empty for now. A role that ends does so at the end of this day",
    )
    email = forms.EmailField(
        label="New e-mail address",
        required=False,
        max_length=254,
        help_text="For changing the address",
        error_messages={"invalid": WRONG_ADDRESS},
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        kind = answers.get("kind")
        if kind in (PendingChange.Kind.GIVE_ROLE, PendingChange.Kind.END_ROLE) and not answers.get("role"):
            self.add_error("role", "Select the role")
        if kind == PendingChange.Kind.CHANGE_EMAIL and not answers.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the new e-mail address")
        return answers


class StandingForm(WhichForm):
    """The standing deputy, who gets what stays unread."""

    which, button = "standing", "Save"
    deputy = PersonField(
        "Who is your standing deputy?", lambda form: _others_who_read(form.user), what="your standing deputy"
    )

    def __init__(self, user: User, data: Any = None) -> None:
        self.user = user
        super().__init__(data, prefix="standing")


class AwayForm(PageForm):
    """The deputy while a person is away, and from which day to which."""

    button = "Name the deputy"
    deputy = PersonField(
        "Who stands in for you?", lambda form: _others_who_read(form.user), what="who stands in for you"
    )
    first = fields.DateField(what="the first day", label="First day away")
    last = fields.DateField(what="the last day", label="Last day away")

    def __init__(self, user: User, data: Any = None) -> None:
        self.user = user
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        first, last = answers.get("first"), answers.get("last")
        if first and first < clock.today():
            self.add_error("first", "The first day must be today or later")
        if first and last and last < first:
            self.add_error("last", "The last day must be the first day or later")
        return answers


def _others_who_read(user: User) -> QuerySet[User]:
    """Everyone else with a role that reads records."""
    return roles.holders_of_any(READERS).exclude(pk=user.pk)


class ProviderForm(PageForm):
    """Which service, whose tenant of it, and this application's name and secret there."""

    button = "Ask for approval"

    kind = fields.Radios(
        "Which service?",
        [
            (IdentityProvider.Kind.MICROSOFT.value, "Microsoft Entra"),
            (IdentityProvider.Kind.GOOGLE.value, "Google Workspace"),
            (IdentityProvider.Kind.OTHER.value, "Another OpenID Connect service"),
        ],
        what="the service",
    )
    tenant = fields.TextField(
        what="the tenant",
        max_length=120,
        required=False,
        label="Tenant ID (Microsoft) or domain (Google)",
        help_text="Only accounts of this tenant or domain can sign in. For another service leave it empty",
    )
    issuer = fields.TextField(
        what="the issuer",
        max_length=200,
        required=False,
        label="Issuer (another service only)",
        help_text="For example https://id.school.example",
    )
    client_id = fields.TextField(what="the client ID", max_length=200, label="Client ID")
    secret = forms.CharField(
        label="Client secret",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the client secret"},
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        kind, tenant = answers.get("kind"), str(answers.get("tenant") or "").strip().lower()
        answers["tenant"] = tenant
        if kind:
            issuer = provider_checks.issuer_of(kind, tenant, str(answers.get("issuer") or "").rstrip("/"))
            answers["issuer"] = issuer
            if problem := provider_checks.wrong(kind, tenant, issuer):
                self.add_error(*problem)
        return answers
