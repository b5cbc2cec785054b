"""The yearly declaration of relationships: whom one is related to at the school, or nobody (R: exclusions)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.roles import READERS, Role
from core import clock, references
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.vault.filing import Words, file_record
from sharing.internal.models import Declaration, Settled
from sharing.internal.notice_kinds import Kind

DECLARE = READERS | {Role.GOVERNOR, Role.CHAIR, Role.CLERK}
GOOD_FOR = timedelta(days=365)


def due(user: User) -> bool:
    """Whether this person has to declare: never done, or more than a year ago."""
    if not roles.held_by(user) & DECLARE:
        return False
    return not Declaration.objects.filter(by=user, at__gt=clock.now() - GOOD_FOR).exists()


def missing() -> list[User]:
    """Who has to declare and has not, by name."""
    done = Declaration.objects.filter(by=OuterRef("pk"), at__gt=clock.now() - GOOD_FOR)
    return list(roles.holders_of_any(DECLARE).filter(~Exists(done)))


@transaction.atomic
def declare(by: User, text: str) -> Declaration:
    """Declare relationships, or with an empty text that there are none. What the Headteacher declares goes to the
    chair, all others' to the Headteacher. Raises KeyUnavailable."""
    said = {"heading": "Relationships", "text": text or "Nothing to declare"}
    filed = file_record("declaration", [], [Words("whole", said)], author=by)
    made = Declaration.objects.create(reference=references.new("DR"), record=filed, by=by, nothing=not text)
    if text:
        for one in to_whom(by):
            if one.pk not in visibility.sight_of(filed):
                grants.grant(filed, one, by=by, source=Source.STAND_IN)
            notify.notify(one, Kind.DECLARED, made.reference)
    return made


def to_whom(by: User) -> list[User]:
    """Who looks at what this person declares: the Headteacher, or the chair where it is the Headteacher's."""
    heads = [one for one in roles.holders(Role.HEADTEACHER) if one != by]
    return heads or [one for one in roles.holders(Role.CHAIR) if one != by]


def waiting(user: User) -> list[Declaration]:
    """What was declared and this person has to look at."""
    visible = visibility.visible_to(user).filter(declaration__isnull=False)
    rows = Declaration.objects.filter(record__in=visible, nothing=False, settled=None).exclude(by=user)
    return list(rows.select_related("by").order_by("pk"))


@transaction.atomic
def settle(declaration: Declaration, *, by: User) -> None:
    """Everything that it takes has been done."""
    Settled.objects.get_or_create(declaration=declaration, defaults={"by": by})
    notify.see_all(declaration.reference, Kind.DECLARED)
