"""How allauth behaves here: no sign-up, secrets encrypted, no factor removed by its owner alone."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts import invitations
from core import keyring


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Check your email address and password, then try again",
        "too_many_login_attempts": "Too many attempts. Wait 5 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        return False

    def get_login_stages(self) -> list[str]:
        """allauth's stages; its second one knows that the school's provider may have asked already."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.provider.SecondFactorStage"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """FitToWorkMiddleware asks for the second factor on these pages; a password would not do."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link that is mailed: at the configured address, whatever host the request named (R: G2)."""
        return invitations.password_address(*key.split("-", 1))

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No "signed in as …" on a screen that others see."""


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return base64.b64encode(keyring.encrypt(text.encode(), "accounts.second_factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.decrypt(base64.b64decode(encrypted_text), "accounts.second_factor").decode()

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code and enter a new one. Each code works once",
    }

    def generate_authenticator_name(self, user: object, type: object) -> str:
        """A passkey's first name: allauth's own ("Master key") says nothing."""
        return "My passkey"

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """A reader's second factor changes only with a second person's word (R: T4)."""
        return False

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """`accounts.notices` tells people; its mails hold no personal data."""
