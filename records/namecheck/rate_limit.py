"""How often a person may check a text that has hits: a check must not become a way of asking who is here."""

from django.core.cache import cache

from accounts.models import User
from core.audit import entries
from core.audit.models import Entry
from core.refusals import Refused

MOST, SECONDS = 30, 3600
"""Enough checks to write minutes, too few to find out from the roll who is here."""


class TooManyTries(Refused):
    """Too many texts with hits in an hour; the message says what to do."""


def counted(user: User, hits: int, *, refuses: bool = True) -> None:
    """Count a check of `user` that found something, and write it down. Raises TooManyTries, before anything is shown,
    from the thirty-first within an hour. `refuses`: not where waiting could leave a child at risk."""
    if not hits:
        return
    key = f"namecheck:{user.pk}"
    cache.add(key, 0, SECONDS)
    if cache.incr(key) > MOST and refuses:
        entries.refused(User, str(user.public_id), because="namecheck")
        raise TooManyTries("You have checked many texts with names in them. Wait an hour, and try again")
    entries.write(user, Entry.Action.ACCESS, because="namecheck", found=hits)
