"""Links by mail with which people set the password of a new account."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core.models import School


def invite(user: User) -> None:
    """Mail a person the link with which they set their password."""
    text = render_to_string("accounts/email/invitation.txt", {"link": password_link(user), "school": School.here()})
    send_mail("Set your password", text, None, [user.email])


def password_link(user: User) -> str:
    """The address at which `user` sets a password: works once, for three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return password_address(*key.split("-", 1))


def password_address(uid: str, token: str) -> str:
    """The address of a link to set a password, never made from a request's own host (R: G2)."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.PUBLIC_ADDRESS}{path}"


@transaction.atomic
def address_proven(user: User) -> None:
    """`user` has followed a link that was sent to the account's address, so it is theirs: a factor can be set up.

    Addresses that the account had before reach it no longer.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
