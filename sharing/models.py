"""Agencies, drafts, share decisions and disclosures. Codes and ids only: every word is sealed in the record."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models import Record, SealedField, SealedModel, Section
from school import clock, words


class Channel(models.TextChoices):
    """How something is sent. Which are safe for what is in sharing/channels.py."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    PORTAL = "portal", "The agency’s portal"
    IN_PERSON = "in_person", "In person, to the named person"
    CALLED_BACK = "called_back", "Telephone, after calling back a number we hold"
    TRACKED = "tracked", "Tracked delivery, signed for by the named person"
    POST = "post", "Ordinary post"
    EMAIL = "email", "Ordinary e-mail"
    MESSAGE = "message", "A messaging app"
    CARRIED = "carried", "Carried by a parent or child"
    RANG = "rang", "Telephone, without calling back"


class Basis(models.TextChoices):
    """Legal reasons: UK GDPR, article 6."""

    PUBLIC_TASK = "public_task", "It is part of our job as a school"
    LEGAL_OBLIGATION = "legal_obligation", "A law or court says we must"
    VITAL_INTERESTS = "vital_interests", "Someone’s life is at risk"
    RECOGNISED = "recognised", "Recognised legitimate interest"
    CONTRACT = "contract", "A contract with this person"
    AGREEMENT = "agreement", "They freely agreed and can stop it"
    LEGITIMATE = "legitimate", "Legitimate interests"


class Condition(models.TextChoices):
    """Conditions for special category data: UK GDPR, article 9; Data Protection Act 2018, schedule 1."""

    SAFEGUARDING = "safeguarding", "Safeguarding of children and of individuals at risk (schedule 1, paragraph 18)"
    HEALTH = "health", "Health or social care (article 9(2)(h))"
    PUBLIC_INTEREST = "public_interest", "Substantial public interest: a statutory purpose (schedule 1, paragraph 6)"
    CRIME = "crime", "Preventing or detecting unlawful acts (schedule 1, paragraph 10)"
    LEGAL_CLAIMS = "legal_claims", "Legal claims (article 9(2)(f))"
    EMPLOYMENT = "employment", "Employment (schedule 1, paragraph 1)"
    ASK = "ask", "The DPO decides"


class Agency(models.Model):
    """An outside body of the directory (R: C13). `channels`: the ways agreed with it; none named: every safe way."""

    class Kind(models.TextChoices):
        SOCIAL_CARE = "social_care", "Children’s social care"
        HEALTH = "health", "Health service"
        LA_SEN = "la_sen", "Local authority SEN team"
        POLICE = "police", "Police"
        LADO = "lado", "Local authority designated officer"
        SCHOOL = "school", "Another school"
        OTHER = "other", "Another body"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    agreement = models.CharField("sharing agreement", max_length=120, blank=True)
    agreement_review = models.DateField("review of the agreement", null=True, blank=True)
    channels = models.JSONField("approved channels", default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def agreed(self) -> str:
        """The agreement in words, with its review."""
        if not self.agreement:
            return "No sharing agreement on file"
        return self.agreement + (
            f", to be reviewed by {words.day(self.agreement_review)}" if self.agreement_review else ""
        )


class AgencyContact(models.Model):
    """A named person or duty desk of an agency, and where they are reached."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    address = models.CharField("e-mail address or telephone number", max_length=254)
    channel = models.CharField(max_length=16, choices=Channel.choices, default=Channel.SECURE_EMAIL)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    usual = models.BooleanField("offered first to everybody", default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}, {self.agency.name}"


class Purpose(models.Model):
    """What sharing can be for, and its usual legal reason: reference data that the DPO keeps (R: C6)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=20, unique=True)
    label = models.CharField(max_length=80)
    basis = models.CharField("usual legal reason", max_length=24, choices=Basis.choices)
    condition = models.CharField(
        "condition for special category data", max_length=24, choices=Condition.choices, blank=True
    )
    agreement = models.BooleanField("agreement can be the legal reason", default=False)
    first_for = models.JSONField("shown first for these kinds of agency", default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=99)
    active = models.BooleanField(default=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Origin(models.TextChoices):
    """How a share decision begins (R: C11)."""

    OWN = "share", "I want to share something, or I am wondering whether to"
    ASKED = "asked", "Someone has asked us for information"
    DONE = "done", "I have already shared something"
    DANGER = "danger", "A child is in danger now"


class Draft(models.Model):
    """A share decision that is being written: private to its author (R: C10). Its answers are sealed sections.

    The reference is given at the start, so that people can be told of harm before there is a decision. `follows`: the
    earlier decision that new facts have reopened (R: C6).
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="draft")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.OWN)
    follows = models.ForeignKey("sharing.ShareDecision", models.PROTECT, null=True, related_name="reopened_as")
    started_at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        """A draft is known by its record's id."""
        return self.record.public_id


class HarmTold(models.Model):
    """That somebody was told of a concern about harm while the draft was being written. Once a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="harm_told")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="told_of_harm_once")]


class HarmAbout(models.Model):
    """That a draft in which a child may be at risk is about this person: whoever is kept out of all about them hears
    nothing more of it."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="harm_about")
    person = models.ForeignKey("pupils.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="harm_about_once")]


class Closure(models.Model):
    """That a draft was closed without a decision; why is a section of its record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="closure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)


class Outcome(models.TextChoices):
    SHARE_ALL = "share_all", "Shared in full"
    SHARE_PART = "share_part", "Shared in part"
    NO_SHARE = "no_share", "Not shared"


class ShareDecision(models.Model):
    """A recorded share decision. Never edited or deleted (R: C6): what comes later is a further section of its record
    and an Event.

    `happened_at`: when it was shared, where that was before it was recorded. `complete_by`: a danger entry, whose
    other points are due then. `tell_by`: when telling somebody who was not told is looked at again. `by_exception`:
    not told for one of the policy's four reasons. `refused`: somebody did not agree, whatever was decided.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="decision")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="decision")
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.OWN)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    harm = models.CharField(max_length=6, choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")])
    purpose = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    against_wishes = models.BooleanField()
    refused = models.BooleanField(default=False)
    family_not_told = models.BooleanField()
    by_exception = models.BooleanField(default=False)
    unsafe = models.BooleanField("had gone by a way that is not safe", default=False)
    regretted = models.BooleanField("should not have been shared", default=False)
    happened_at = models.DateTimeField(null=True)
    tell_by = models.DateField(null=True)
    review_on = models.DateField(null=True)
    receipt_due = models.DateField(null=True)
    answer_due = models.DateField(null=True)
    complete_by = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    recorded_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def public_id(self) -> uuid.UUID:
        """A decision is known by its record's id."""
        return self.record.public_id

    @property
    def shares(self) -> bool:
        return self.outcome != Outcome.NO_SHARE


class DecisionItem(models.Model):
    """A record that was chosen to be shared: all of it, or only the parts marked for sharing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="items")
    record = models.ForeignKey(Record, models.PROTECT, related_name="shared_in")
    whole = models.BooleanField()


class DecisionRecipient(models.Model):
    """Whom it goes to. The name of somebody who is in no directory is sealed with the decision, under `number`."""

    class Kind(models.TextChoices):
        CONTACT = "contact", "Of an agency"
        OUTSIDE = "outside", "Somebody else outside"
        PARENT = "parent", "A parent or carer"
        STAFF = "staff", "Somebody in this school"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="recipients")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONTACT)
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    adult = models.ForeignKey("pupils.Person", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    extract = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number", "pk"]


class Disclosure(SealedModel):
    """What went out, to the byte, and by which authority: exactly one (R: C8).

    What was told rather than sent is kept as the words that whoever told it wrote down, with `happened_at`.
    """

    decision = models.ForeignKey(ShareDecision, models.PROTECT, null=True, related_name="disclosures")
    internal_print = models.CharField(max_length=24, blank=True)
    """What stays inside the school without a decision: a kind that its subject registered with the way out."""
    of_record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="disclosures")
    recipient = models.ForeignKey(DecisionRecipient, models.PROTECT, null=True, related_name="disclosures")
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    happened_at = models.DateTimeField("when it was told", null=True)
    passphrase = SealedField(null=True)
    media_type = models.CharField(max_length=60)
    file_name = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = SealedField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(internal_print=""), name="disclosure_has_one_authority"
            )
        ]


class Question(models.Model):
    """That somebody who was told of a decision asked about it. Its words are a section of the decision's record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="questions")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(default=clock.now)


class Answer(models.Model):
    """That whoever decided answered it, once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.OneToOneField(Question, models.PROTECT, related_name="answer")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)


class Event(models.Model):
    """What happened to a decision after it was recorded. Its words are a section of the decision's record; that
    something came which reopens it has none, because not everybody who knows the decision may know what came.

    `due`: the next day on which somebody asks again. `about`: the correction of which a recipient was told.
    """

    class What(models.TextChoices):
        CORRECTION = "correction", "Corrected"
        COMPLETION = "completion", "Completed"
        ARRIVED = "arrived", "Arrival confirmed"
        NOT_ARRIVED = "not_arrived", "Not arrived yet"
        ANSWERED = "reply", "They answered"
        NO_ANSWER = "no_reply", "No answer yet"
        TOLD = "told", "Told afterwards"
        PUT_OFF = "put_off", "Telling put off again"
        LOOKED_AGAIN = "looked_again", "Looked at again"
        WITHDRAWN = "withdrawn", "Agreement withdrawn"
        AGREED = "agreed", "Second person agrees"
        OVERRULED = "overruled", "Second person overrules"
        KEPT = "kept", "Kept from the Headteacher"
        HEAD_TOLD = "head_told", "The Headteacher was told"
        REOPENED = "reopened", "Reopened"
        TO_TELL = "to_tell", "A recipient has to be told of a correction"
        RECIPIENT_TOLD = "recipient_told", "Recipient told of a correction"
        ADVICE = "advice", "Advice given later"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    section = models.OneToOneField(Section, models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey(DecisionRecipient, models.PROTECT, null=True, related_name="events")
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="told")
    due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["decision", "what"], name="events_of_decision")]


class Completion(models.Model):
    """What a danger entry was lacking (R: C2), as codes: the same as a decision has from the start."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(ShareDecision, models.PROTECT, related_name="completion")
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    against_wishes = models.BooleanField()
    family_not_told = models.BooleanField()
    by_exception = models.BooleanField()
    tell_by = models.DateField(null=True)
    receipt_due = models.DateField(null=True)


class TripWire(models.Model):
    """What would change a decision not to share (R: C6). When it comes, the decision stands reopened."""

    class Kind(models.TextChoices):
        CONCERN = "concern", "Another concern"
        CATEGORY = "category", "A new record of a kind"
        NO_REPLY = "no_reply", "No reply by a date"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="trip_wires")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    category = models.ForeignKey("records.Category", models.PROTECT, null=True, related_name="+")
    on = models.DateField(null=True)


class Advice(models.Model):
    """A question put to somebody while deciding (R: C4). Question and answers are sections of its own record, which
    the one who asks and the one who is asked may see, and nobody else."""

    class Shows(models.TextChoices):
        QUESTION = "question", "Only my question"
        DRAFT = "draft", "My question and this draft"

    record = models.OneToOneField(Record, models.PROTECT, related_name="advice")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="advice")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="advice_asked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    shows = models.CharField(max_length=8, choices=Shows.choices)
    names = models.BooleanField("says whom it is about")
    urgent = models.BooleanField(default=False)
    instead_of_deciding = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    @property
    def public_id(self) -> uuid.UUID:
        """A question is known by its record's id."""
        return self.record.public_id


class AdviceAnswer(models.Model):
    """That it was answered. A second answer stands beside the first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="answers")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
