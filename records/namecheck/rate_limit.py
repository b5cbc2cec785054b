"""How much a person may find by checking texts: a check must not become a way of asking who is here."""

import hashlib
from collections.abc import Collection

from django.core.cache import cache

from accounts.models import User
from core import clock
from core.audit import entries
from core.audit.models import Entry
from core.refusals import Refused

MOST, SECONDS = 40, 3600
"""How many different people an hour: enough for minutes and reports, too few to find out from the roll who is here."""
MOST_IN_ONE = 20
"""How many different people one text may name: more than are written of by hand."""


class TooManyTries(Refused):
    """Too many people named in one text, or in an hour; the message says what to do."""


def counted(user: User, whose: Collection[str], *, refuses: bool = True) -> None:
    """Count what a check of `user` found, and write it down. `whose`: what tells the people apart who could be meant;
    the same person counts once an hour, in however many texts.

    Raises TooManyTries before anything is shown. `refuses`: not where waiting could leave a child at risk.
    """
    marks = {hashlib.sha256(one.encode()).hexdigest()[:16] for one in whose}
    if not marks:
        return
    if len(marks) > MOST_IN_ONE and refuses:
        _refused(user, "This text may identify many people at once. Write it without a list of names")
    key = f"namecheck:{user.pk}:{int(clock.now().timestamp()) // SECONDS}"
    found = set(cache.get(key) or [])
    if len(found | marks) > MOST and not marks <= found and refuses:
        _refused(user, "You have checked many texts with names in them. Wait an hour, and try again")
    cache.set(key, sorted(found | marks), SECONDS)
    entries.write(user, Entry.Action.ACCESS, because="namecheck", found=len(marks))


def _refused(user: User, why: str) -> None:
    entries.refused(User, str(user.public_id), because="namecheck")
    raise TooManyTries(why)
