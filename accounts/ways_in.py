"""Every way into an account, and the one place that takes them all away (R: T4, G2).

Every new way to sign in belongs in OPENS; a test compares.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction

from accounts import events, invitations, sessions
from accounts.events import Event
from accounts.models import Session, User

OPENS: tuple[type[models.Model], ...] = (Authenticator, SocialAccount, EmailAddress, Session)
"""Rows that let their `user` in: second factors and recovery codes, connections to the school's provider, the proof
that an address is theirs, sessions. Beside them there is the password."""


@transaction.atomic
def take_away(user: User) -> None:
    """Nobody comes in any more, at once: neither by what is there nor by a link that was mailed before."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    connections = SocialAccount.objects.filter(user=user).count()
    sessions.end_of(user, why=Session.Why.ACCOUNT)
    for model in OPENS:
        if model is not Session:  # ended, it stays for a day and opens nothing
            model._default_manager.filter(user=user).delete()
    for _ in range(connections):
        events.record(Event.PROVIDER_DISCONNECTED, user)


@transaction.atomic
def begin_again(user: User) -> None:
    """The account belongs to the owner of its address: all other ways in are removed, and a link is mailed there."""
    take_away(user)
    invitations.invite(user)
