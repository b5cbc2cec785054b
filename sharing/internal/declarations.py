"""The yearly declaration of relationships to people at the school, or of none (R: exclusions)."""

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
    chair, what others declare to the Headteacher. Raises KeyUnavailable."""
    content = {"heading": "Relationships", "text": text or "Nothing to declare"}
    filed = file_record("declaration", [], [Words("whole", content)], author=by)
    made = Declaration.objects.create(reference=references.new("DR"), record=filed, by=by, nothing=not text)
    if text:
        for reader in to_whom(by):
            if reader.pk not in visibility.sight_of(filed):
                grants.grant(filed, reader, by=by, source=Source.STAND_IN)
            notify.notify(reader, Kind.DECLARED, made.reference)
    return made


def to_whom(by: User) -> list[User]:
    """Who looks at what this person declares: the Headteacher, or the chair for the Headteacher's own."""
    heads = [head for head in roles.holders(Role.HEADTEACHER) if head != by]
    return heads or [chair for chair in roles.holders(Role.CHAIR) if chair != by]


def waiting(user: User) -> list[Declaration]:
    """The declarations that this person has to look at."""
    visible = visibility.visible_to(user).filter(declaration__isnull=False)
    rows = Declaration.objects.filter(record__in=visible, nothing=False, settled=None).exclude(by=user)
    return list(rows.select_related("by").order_by("pk"))


@transaction.atomic
def settle(declaration: Declaration, *, by: User) -> None:
    """Mark a declaration as dealt with."""
    Settled.objects.get_or_create(declaration=declaration, defaults={"by": by})
    notify.see_all(declaration.reference, Kind.DECLARED)
