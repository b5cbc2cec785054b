"""The forms for signing in: the library's, in plain words and without placeholders."""

from functools import cached_property
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.urls import reverse

from accounts import events, one_time
from accounts.events import Event
from core.forms.conditional import Laid, PageForm
from core.forms.layout import Include, LayoutObject, PageHelper, Question

REDIRECT = Include("account/redirect_field.html")
"""Where to go on to afterwards, as allauth's pages have it."""


class SignInForm(Laid, LoginForm):
    """An email address and a password."""

    button = "Sign in"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        self.fields["login"].error_messages["required"] = "Enter your email address"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].error_messages["required"] = "Enter your password"

    def layout(self) -> list[LayoutObject]:
        return [REDIRECT, *super().layout()]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), action=reverse("account_login"))


class ForgottenForm(Laid, ResetPasswordForm):
    """The address that a link to set a password goes to."""

    button = "Send the link"

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


class NewPasswordForm(Laid, ResetPasswordKeyForm):
    """The password that is set by the link in a mail."""

    button = "Set password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class ChangePassword(Laid, ChangePasswordForm):
    """A new password in the place of the old one."""

    button = "Change your password"

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


class _Code(Laid, BaseAuthenticateForm):
    """A security code, of an app or for recovery."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Security code"
        code.help_text = "The 6-digit code from your authenticator app, or a recovery code"
        code.widget.attrs = {"autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        code.error_messages["required"] = "Enter the security code"

    def clean_code(self) -> str:
        """A code of the app that was not accepted before, or an unused recovery code."""
        forget_attempts = check_rate_limit(self.user)
        code = self.cleaned_data["code"]
        mine = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        rows = sorted(mine, key=lambda row: row.type != Authenticator.Type.TOTP)
        for row in rows:
            app = row.type == Authenticator.Type.TOTP
            if one_time.use_up(row, code) if app else row.wrap().validate_code(code):
                self.authenticator = row
                forget_attempts()
                return code
        for row in rows[:1]:
            self._emit_authentication_failed(row)
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(_Code, AuthenticateForm):
    """The second step of signing in."""

    button = "Sign in"

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), action=reverse("mfa_authenticate"))


class CodeAgainForm(_Code, ReauthenticateForm):
    """The code asked for again."""

    def layout(self) -> list[LayoutObject]:
        return [REDIRECT, *super().layout()]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), action=reverse("mfa_reauthenticate"))


class AppForm(Laid, ActivateTOTPForm):
    """The first code of an authenticator app that is being set up."""

    button = "Set up the app"

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

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), action=reverse("mfa_activate_totp"))

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        forget_attempts = check_rate_limit(self.user, error_key="rate_limited")
        code = self.cleaned_data["code"]
        if one_time.step_of(self.secret, code) is None:
            raise get_adapter().validation_error("incorrect_code")
        forget_attempts()
        return code


class PasskeyForm(Laid, AddWebAuthnForm):
    """A new passkey: it must have asked for a fingerprint, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of this passkey"
        self.fields["name"].help_text = "So that you can tell your passkeys apart, for example: school laptop"
        self.fields["name"].widget.attrs = {"maxlength": "60", "autocomplete": "off"}
        self.fields["credential"].error_messages["required"] = (
            "No passkey was made. Try again, or use an app that shows codes"
        )

    def layout(self) -> list[LayoutObject]:
        return [Question("credential"), Question("name"), Include("mfa/webauthn/make_passkey.html")]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), action=reverse("mfa_add_webauthn"))

    def clean_name(self) -> str:
        return super().clean_name()[:60]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class CodesKeptForm(PageForm):
    """That the recovery codes have been kept."""

    kept = forms.BooleanField(
        label="I have kept these", error_messages={"required": "Tick to say that you have kept the codes"}
    )
