"""Governors’ meetings: items, papers sealed page by page, readers, copies, destruction, minutes (R: P1 to P4)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock, references
from core.models import Span
from records.models.sealed import SealedField, SealedModel
from sharing.disclosures.models import Disclosure

USER = settings.AUTH_USER_MODEL


class Event(models.Model):
    """Something that a person did, and when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class GovernorsMeeting(Span):
    """A meeting of governors. `until`: when its papers close by themselves; it can only be brought forward."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    committee = models.CharField(max_length=80)
    meets_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-meets_at", "-pk"]

    @property
    def slug(self) -> str:
        return references.slug(self.reference)


class Issued(Event):
    """From here on the named governors can read the papers."""

    meeting = models.OneToOneField(GovernorsMeeting, models.PROTECT, related_name="issued")


class NamedGovernor(Span):
    """A person who reads the papers of a meeting."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(GovernorsMeeting, models.PROTECT, related_name="named")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], condition=Q(until=clock.FAR), name="named_once")
        ]


PREFIX = "M"
"""The prefix of the references of meetings."""


class Item(SealedModel, Event):
    """An item of the agenda. Restricted ones (part two) say for which reason; `complete`: the board put the whole
    matter under complete confidentiality."""

    class Reason(models.TextChoices):
        STAFF = "staff", "A named person who works, or may work, at the school"
        PUPIL = "pupil", "A named pupil, or a candidate for admission"
        OTHER = "other", "Another matter that the board decided should stay confidential"

    meeting = models.ForeignKey(GovernorsMeeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    restricted = models.CharField("why it is in part two", max_length=6, choices=Reason.choices, blank=True)
    complete = models.BooleanField("under complete confidentiality", default=False)
    title = SealedField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once"),
            models.CheckConstraint(condition=Q(complete=False) | ~Q(restricted=""), name="complete_is_restricted"),
        ]


class KeptFrom(SealedModel, Span):
    """A person who does not take part in an item, and why."""

    class How(models.TextChoices):
        DECLARED = "declared", "They declared an interest"
        WITHDRAWN = "withdrawn", "They withdrew"
        EXCLUDED = "excluded", "The board excluded them"

    item = models.ForeignKey(Item, models.PROTECT, related_name="kept_from")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    how = models.CharField(max_length=9, choices=How.choices)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], condition=Q(until=clock.FAR), name="kept_from_item_once")
        ]


class Paper(SealedModel, Event):
    """A paper of an item: what its readers get. Its key opens the title and the pages, and is destroyed with them."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="papers")
    pages_in_all = models.PositiveSmallIntegerField()
    download = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    title = SealedField()

    class Meta:
        ordering = ["pk"]


class PaperPage(SealedModel):
    """One page, sealed separately: its picture and its text."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    image = SealedField()
    text = SealedField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="page_once")]


class Ready(models.Model):
    """All pages of a paper are there. Without this row nobody reads it."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="ready")
    at = models.DateTimeField(default=clock.now)


class Master(SealedModel):
    """The clerk's copy of a paper, under a key of its own: kept when the readers' is destroyed."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="master")
    sha256 = models.CharField(max_length=64)
    title = SealedField()
    content = SealedField()

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(1, self.paper.pages_in_all + 1)


class MeetingUndertaking(models.Model):
    """A version of what is undertaken before a meeting's papers are read. The newest is in force."""

    version = models.PositiveIntegerField(primary_key=True)
    text = models.TextField()
    since = models.DateTimeField(default=clock.now)


class Accepted(models.Model):
    """That a person accepted an undertaking for a meeting."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(GovernorsMeeting, models.PROTECT, related_name="accepted")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    undertaking = models.ForeignKey(MeetingUndertaking, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user", "undertaking"], name="accepted_once")]


class Note(SealedModel):
    """A governor's private note on a paper, under a key of its own. Theirs alone; destroyed with the paper."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="notes")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    text = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "user"], name="one_note_a_reader")]


class Copy(Event):
    """A numbered paper copy, or a marked file where the clerk allowed one; what it held is kept sealed until the
    destruction. `number` is none for a file."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField(null=True)
    holder = models.ForeignKey(USER, models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="copy_number_once")]


class CopyBack(Event):
    """A paper copy came back."""

    copy = models.OneToOneField(Copy, models.PROTECT, related_name="back")


class Destruction(Event):
    """The first person's confirmation that what readers had of a meeting is to be destroyed."""

    meeting = models.OneToOneField(GovernorsMeeting, models.PROTECT, related_name="destruction")


class Destroyed(Event):
    """The second person's confirmation: the keys are gone from this moment."""

    destruction = models.OneToOneField(Destruction, models.PROTECT, related_name="done")


class MinutesPart(SealedModel, Event):
    """What the minutes say of an item: its open and its confidential part are two rows under two keys, so that an
    open page never handles the other. A later version replaces the earlier."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    is_open = models.BooleanField()
    content = SealedField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["item", "version", "is_open"], name="minutes_part_once")]


class SentToChair(Event):
    """The clerk sends a version to the chair, and confirms that no child could be recognised by description."""

    meeting = models.ForeignKey(GovernorsMeeting, models.PROTECT, related_name="sent")
    version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="version_sent_once")]


class Published(Event):
    """The open minutes as they were published, and the checkpoint of the log that they witness."""

    meeting = models.OneToOneField(GovernorsMeeting, models.PROTECT, related_name="published")
    content = models.JSONField()
    checkpoint = models.TextField(blank=True)
    pdf = models.BinaryField()


class MasterAsk(SealedModel, Event):
    """Clerk or chair asks to open the masters and the confidential minutes of a meeting."""

    meeting = models.ForeignKey(GovernorsMeeting, models.PROTECT, related_name="asks")
    reason = SealedField()


class MasterAgreed(Event):
    """The other of the two agrees: both can read for an hour."""

    ask = models.OneToOneField(MasterAsk, models.PROTECT, related_name="agreed")
