"""Whose contacts a reader may see (R: Three tiers)."""

from datetime import datetime

from accounts.models import User
from records.need_to_know import visibility
from records.pupils.models import Contact, Person


def may_see_contacts(user: User, child: Person, at: datetime | None = None) -> bool:
    """Whether `user` may see the contacts of a child of whom they may know."""
    return "contacts" in visibility.personal_parts(user, child, at)


def knows_adult(user: User, adult: Person, at: datetime | None = None) -> bool:
    """Whether `user` may see the contacts of a child of whom `adult` is one."""
    for row in Contact.objects.live(at).filter(adult=adult).select_related("child"):
        child = visibility.person_known_to(user, row.child.public_id, at)
        if child and may_see_contacts(user, child, at):
            return True
    return False
