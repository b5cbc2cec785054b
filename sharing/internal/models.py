"""Access between colleagues: requests, emergencies, circulations, briefings, cover, exclusions, meetings, reviews.

Only a grant opens anything; these tables say how it came about.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.models import Span
from core.references import slug
from records.models import Folder, Record, SealedField, SealedModel, UserGrant
from records.pupils.models import Person

USER = settings.AUTH_USER_MODEL


class Referenced(models.Model):
    """Something with a reference by which people are told of it."""

    reference = models.CharField(max_length=12, unique=True)

    class Meta:
        abstract = True

    @property
    def slug(self) -> str:
        """The reference as it is written in a URL."""
        return slug(self.reference)


class AccessRequest(Referenced, SealedModel):
    """A request to see information about a child: of which kinds, until when."""

    by = models.ForeignKey(USER, models.PROTECT, related_name="access_requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_requests")
    categories = models.JSONField("codes")
    until = models.DateTimeField()
    reason = SealedField()
    at = models.DateTimeField(default=clock.now)


class RequestAnswer(SealedModel):
    """What the holder of one owning place answered for its kinds: once. `shown`: the asker may read the reason."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="answers")
    place = models.CharField("owning role", max_length=20)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    granted = models.BooleanField()
    until = models.DateTimeField(null=True)
    shown = models.BooleanField(default=False)
    reason = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "place"], name="one_answer_a_place")]


class EmergencyAccess(Referenced, SealedModel):
    """Kinds of information about a child that were opened in an emergency. The access itself is in the grants."""

    by = models.ForeignKey(USER, models.PROTECT, related_name="emergencies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="emergencies")
    categories = models.JSONField("codes")
    reason = SealedField()
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()


class EmergencyAccount(SealedModel):
    """What it was used for, in the opener's words: once."""

    emergency = models.OneToOneField(EmergencyAccess, models.PROTECT, related_name="account")
    reason = SealedField()
    at = models.DateTimeField(default=clock.now)


class EmergencyReview(SealedModel):
    """Another person's review of it: once."""

    emergency = models.OneToOneField(EmergencyAccess, models.PROTECT, related_name="review")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    justified = models.BooleanField()
    reason = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)


class Circulation(Referenced):
    """That a record was circulated to named readers, until when. A reader's grant is their access."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="circulations")
    by = models.ForeignKey(USER, models.PROTECT, related_name="circulations")
    due = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)


class CirculationReader(models.Model):
    """One reader of a circulation."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="readers")
    grant = models.OneToOneField(UserGrant, models.PROTECT, related_name="circulation_reader")


class ReadMark(models.Model):
    """That a reader has read it: once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reader = models.OneToOneField(CirculationReader, models.PROTECT, related_name="mark")
    at = models.DateTimeField(default=clock.now)


class Briefing(Referenced):
    """What a class teacher or assistant needs of a record, written for them: a record of its own."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="briefing")
    behind = models.ForeignKey(Record, models.PROTECT, null=True, related_name="briefings")
    by = models.ForeignKey(USER, models.PROTECT, related_name="briefings")

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id


class Meeting(Referenced):
    """A staff meeting: its general notes, which name no child, and its restricted items."""

    notes = models.OneToOneField(Record, models.PROTECT, related_name="meeting")
    on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="meetings")

    @property
    def public_id(self) -> uuid.UUID:
        return self.notes.public_id


class MeetingItem(models.Model):
    """An item about one person, open to those with a professional connection."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    record = models.OneToOneField(Record, models.PROTECT, related_name="meeting_item")


class Declaration(Referenced):
    """A person's relationships to children and staff, for a year; declaring `nothing` counts as well."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="declaration")
    by = models.ForeignKey(USER, models.PROTECT, related_name="declarations")
    nothing = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id


class Settled(models.Model):
    """That the recipient of a declaration has acted on it, once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="settled")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)


class ExclusionSet(Referenced):
    """That an exclusion was set by hand, for the DPO to be told by reference."""

    exclusion = models.OneToOneField("records.Exclusion", models.PROTECT, related_name="set_as")

    @property
    def public_id(self) -> uuid.UUID:
        return self.exclusion.public_id


class AccessReview(SealedModel):
    """A review of a grant in force: kept, shortened, passed on or ended, and why."""

    class What(models.TextChoices):
        KEEP = "keep", "Keep it"
        SHORTEN = "shorten", "Shorten it"
        PASS_ON = "pass_on", "Pass it on to the new class’s staff"
        END = "end", "End it now"

    grant = models.UUIDField("public id of the grant", db_index=True)
    what = models.CharField(max_length=8, choices=What.choices)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)


class AccessGiven(Referenced):
    """That a person gave others access to a record, or to all of its kind about a person: for those who hear of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, models.PROTECT, null=True, related_name="+")
    extent = models.PositiveSmallIntegerField()
    start = models.DateTimeField()
    until = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(role=""), name="access_given_to_a_person_or_a_role")
        ]


class Enquiry(Referenced, SealedModel, Span):
    """That the DPO asks who could see what, with a reason and an end (R: T3)."""

    by = models.ForeignKey(USER, models.PROTECT, related_name="enquiries")
    reason = SealedField()


ONCE = (
    AccessRequest,
    RequestAnswer,
    EmergencyAccess,
    EmergencyAccount,
    EmergencyReview,
    Circulation,
    CirculationReader,
    ReadMark,
    Briefing,
    Meeting,
    MeetingItem,
    Declaration,
    Settled,
    ExclusionSet,
    AccessReview,
    AccessGiven,
)
"""The tables about requests and access: a row is written once, and never changed."""
