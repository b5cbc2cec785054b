"""Who owns a record now, and who decides who else sees it."""

from accounts import roles
from accounts.models import User
from accounts.roles import LEAD, SAFEGUARDS
from records.models import Record
from records.need_to_know import evidence, shipped
from records.need_to_know.evidence import Access


def owner_of(record: Record) -> User:
    """Who is responsible for a record now: its owner, or the holder of the owning position after the owner has left."""
    if record.owner.is_active:
        return record.owner
    place = record.category.owner_role or roles.Role.HEADTEACHER
    return roles.holder(place) or roles.holder(roles.Role.HEADTEACHER) or record.owner


def answers_for(record: Record, access: Access, user: User, held: frozenset[str]) -> bool:
    """Who decides who else sees a record: its owner, the Headteacher, the DSL and deputies, if they see all of it.
    What is not a shareable record of a child (a draft, a briefing, personal notes) cannot be opened to others this
    way."""
    if record.category.code not in shipped.records() or evidence.best_extent(access) != "all":
        return False
    return bool(held & SAFEGUARDS) or owner_of(record) == user


def may_correct(record: Record, access: Access, user: User, held: frozenset[str]) -> bool:
    """Whether the user may correct a record of a child by a further entry: who sees all of it, and wrote it or decides
    who else sees it."""
    if record.category.code not in shipped.records() or evidence.best_extent(access) != "all":
        return False
    return record.author_id == user.pk or answers_for(record, access, user, held)


def may_move(record: Record, access: Access, user: User, held: frozenset[str]) -> bool:
    """Whether the user moves a record to another child: who sees all of it, and owns it or leads safeguarding."""
    return evidence.best_extent(access) == "all" and (bool(held & LEAD) or owner_of(record) == user)
