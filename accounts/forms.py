"""The sign-in forms, in plain words and without placeholders; and the Administrator's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest

from accounts import events, one_time, roles
from accounts.events import Event
from accounts.models import PendingChange, User
from accounts.roles import READERS, Role
from school import clock
from school.choices import Choice, Dropdown
from school.dates import DateField
from school.text import TextField


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        self.fields["login"].error_messages["required"] = "Enter your email address"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].error_messages["required"] = "Enter your password"


class ForgottenForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"
        self.fields["email"].error_messages["required"] = "Enter your email address"
        self.fields["email"].widget.attrs = {"autocomplete": "username", "spellcheck": "false"}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link where there is such an account; the answer is the same either way."""
        for user in self.users or [None]:
            events.record(Event.RESET_ASKED, user)
        return super().save(request, **kwargs)


class NewPasswordForm(ResetPasswordKeyForm):
    """The password that is set by the link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class ChangePassword(ChangePasswordForm):
    """A new password in the place of the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["oldpassword"]
        old.label, old.widget.attrs = "Current password", {"autocomplete": "current-password"}
        old.error_messages["required"] = "Enter your current password"
        _new_password(self)

    def clean_oldpassword(self) -> str:
        try:
            return str(super().clean_oldpassword())
        except forms.ValidationError:
            events.record(Event.PASSWORD_WRONG, self.user)
            raise


def _new_password(form: forms.Form) -> None:
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = "New password", "Type the new password again"
    first.error_messages["required"] = "Enter the new password"
    second.error_messages["required"] = "Type the new password again"
    for field in (first, second):
        field.help_text = ""
        field.widget.attrs = {"autocomplete": "new-password"}


class _Code(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Security code"
        code.help_text = "The 6-digit code from your authenticator app, or a recovery code"
        code.widget.attrs = {"autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        code.error_messages["required"] = "Enter the security code"

    def clean_code(self) -> str:
        """A code of the app that was not accepted before, or an unused recovery code."""
        forget_attempts = check_rate_limit(self.user)  # type: ignore[attr-defined]
        code = self.cleaned_data["code"]
        mine = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)  # type: ignore[attr-defined]
        rows = sorted(mine, key=lambda row: row.type != Authenticator.Type.TOTP)
        for row in rows:
            app = row.type == Authenticator.Type.TOTP
            if one_time.use_up(row, code) if app else row.wrap().validate_code(code):
                self.authenticator = row
                forget_attempts()
                return code
        for row in rows[:1]:
            self._emit_authentication_failed(row)  # type: ignore[attr-defined]
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(_Code, AuthenticateForm):
    pass


class CodeAgainForm(_Code, ReauthenticateForm):
    pass


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code from the app"
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "class": "govuk-input--width-10",
            "inputmode": "numeric",
        }
        code.error_messages["required"] = "Enter the 6-digit code from the app"

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        forget_attempts = check_rate_limit(self.user, error_key="rate_limited")
        code = self.cleaned_data["code"]
        if one_time.step_of(self.secret, code) is None:
            raise get_adapter().validation_error("incorrect_code")
        forget_attempts()
        return code


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: it must have asked for a fingerprint, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of this passkey"
        self.fields["name"].help_text = "So that you can tell your passkeys apart, for example: school laptop"
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs = {"maxlength": "60", "autocomplete": "off"}
        self.fields["credential"].error_messages["required"] = (
            "No passkey was made. Try again, or use an app that shows codes"
        )

    def clean_name(self) -> str:
        return super().clean_name()[:60]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PersonForm(forms.Form):
    """A new account. The person sets the password by the link that is mailed."""

    title = TextField(what="the title", max_length=12, required=False, label="Title")
    first_name = TextField(what="the first name", max_length=80, label="First name")
    last_name = TextField(what="the last name", max_length=80, label="Last name")
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com",
        },
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *Role.choices],
        error_messages={"required": "Select the role"},
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody has an account with this address already")
        return email


ASKED_HERE = (
    PendingChange.Kind.GIVE_ROLE,
    PendingChange.Kind.CHANGE_EMAIL,
    PendingChange.Kind.RESET_FACTOR,
)


class ChangeForm(forms.Form):
    """What the Administrator can ask for: one change to one person."""

    kind = forms.ChoiceField(
        label="What needs to change?",
        choices=[
            *((kind.value, kind.label) for kind in ASKED_HERE),
            ("end_role", "End a role"),
            ("leave", "Close the account"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what needs to change"},
    )
    role = forms.ChoiceField(
        label="Which role?",
        choices=[("", "Choose a role"), *Role.choices],
        required=False,
        help_text="For giving or ending a role",
    )
    day = DateField(
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
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@example.com"},
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        kind = answers.get("kind")
        if kind in ("give_role", "end_role") and not answers.get("role"):
            self.add_error("role", "Select the role")
        if kind == "change_email" and not answers.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the new e-mail address")
        return answers


class PersonField(Dropdown):
    """One of some people, given as a list or as a function of the form. Cleans to the User, or None."""

    people: dict[str, User]

    def __init__(self, label: str, people: Any = (), **more: Any) -> None:
        super().__init__(label, people, **{"what": "who", "empty": "Choose a person"} | more)

    def offer(self, people: Any) -> None:
        if not callable(people):
            self.people = {str(one.public_id): one for one in people}
            people = [Choice(key, one.full_name) for key, one in self.people.items()]
        super().offer(people)

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class StandingForm(forms.Form):
    """Who stands in at any time for what stays unread."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, prefix="standing")
        rows = roles.holders_of_any(READERS).exclude(pk=user.pk)
        self.fields["deputy"] = PersonField("Who is your standing deputy?", list(rows), what="your standing deputy")


class AwayForm(forms.Form):
    """Who stands in, and from which day to which."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        rows = roles.holders_of_any(READERS).exclude(pk=user.pk)
        self.fields["deputy"] = PersonField("Who stands in for you?", list(rows), what="who stands in for you")
        self.fields["first"] = DateField(what="the first day", label="First day away")
        self.fields["last"] = DateField(what="the last day", label="Last day away")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and first < clock.today():
            self.add_error("first", "The first day must be today or later")
        if first and last and last < first:
            self.add_error("last", "The last day must be the first day or later")
        return said
