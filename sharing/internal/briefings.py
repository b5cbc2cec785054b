"""Briefings: the part of a matter that a class teacher or assistant needs, written for them (R: G6h).

A briefing is a record of its own: the one behind it stays closed. Until its readers have accepted the undertaking
they see that it is there, but not what it says.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.notices import notify
from core import clock, references, terms
from core.refusals import Refused
from records import namecheck
from records.models import Extent, Record, UserGrant
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.internal.models import Briefing
from sharing.internal.notice_kinds import Kind

UNDERTAKING = (
    "I will use this only to teach and support this child. I will not pass it on, print it or speak of it where others "
    "can hear. I know that what I open is recorded, and that it ends."
)


def others_named(child: Person, text: str) -> list[namecheck.Hit]:
    """Who else could be known from a briefing about this child."""
    known = namecheck.of_school([child])
    return namecheck.Checker(known).check_together([text], own_names(child))[0]


def own_names(child: Person) -> namecheck.Own:
    """Whom a briefing about this child may name."""
    return namecheck.Own(frozenset({str(child.public_id)}), frozenset({str(child.public_id)}))


def brief(
    child: Person,
    text: str,
    to: Iterable[User],
    *,
    by: User,
    until: datetime,
    behind: Record | None = None,
    why_named: str = "",
) -> Briefing:
    """Write a briefing about `child` for these people, until then. `why_named`: why it names other people. Raises
    Refused, GrantRefused, KeyUnavailable."""
    if not why_named and others_named(child, text):
        raise Refused(f"{namecheck.MESSAGE}. Take the names out, or say why they stay in", "text")
    return _brief(child, text, to, by=by, until=until, behind=behind, why_named=why_named)


@transaction.atomic
def _brief(
    child: Person,
    text: str,
    to: Iterable[User],
    *,
    by: User,
    until: datetime,
    behind: Record | None,
    why_named: str,
) -> Briefing:
    people = list(dict.fromkeys(to))
    if not people:
        raise Refused("Select who needs it", "readers")
    part = Words("whole", {"heading": "What you need to know", "text": text}, about=child)
    named = [Words("names", {"heading": "Why others are named", "text": why_named}, about=child)] if why_named else []
    record = file_record("briefing", [child], [part, *named], author=by, owner=by)
    made = Briefing.objects.create(reference=references.new("B"), record=record, behind=behind, by=by)
    for reader in people:
        give(made, reader, by=by, until=until)
    return made


@transaction.atomic
def give(briefing: Briefing, to: User, *, by: User, until: datetime) -> UserGrant:
    """Give a briefing to one more person: they accept the undertaking first. Raises Refused, GrantRefused."""
    if to.pk in visibility.kept_out_of(briefing.record):
        raise Refused(f"This cannot be opened to {to.full_name}. Ask the DSL")
    grant = grants.grant(briefing.record, to, by=by, extent=Extent.REFERENCE, until=until, source=Source.BRIEFING)
    notify.notify(to, Kind.BRIEFING, briefing.reference)
    return grant


def to_accept(user: User) -> list[UserGrant]:
    """The briefings of which this person has not accepted the undertaking yet."""
    rows = UserGrant.objects.live().filter(user=user, source=Source.BRIEFING, extent=Extent.REFERENCE)
    visible = set(visibility.visible_to(user).filter(briefing__isnull=False).values_list("pk", flat=True))
    unaccepted = rows.select_related("content_object__briefing", "granter").order_by("pk")
    return [grant for grant in unaccepted if grant.content_object_id in visible]


@transaction.atomic
def accept(grant: UserGrant) -> UserGrant:
    """The reader accepts the undertaking: from now they see the briefing, until the end that was set."""
    now = clock.now()
    until = terms.within_access(grant.until)
    grant.end(now)
    record: Record = grant.content_object
    opened = grants.grant(record, grant.user, by=grant.granter, until=until, start=now, source=Source.BRIEFING)
    notify.see_all(record.briefing.reference, Kind.BRIEFING, by=grant.user)
    return opened
