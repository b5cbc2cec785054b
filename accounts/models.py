"""Users, dated roles, undertakings, deputies, and changes that wait for a second person."""

import uuid
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core import clock, keyring, words
from core.models import Span

KIND_LENGTH = 20
"""The longest name of a kind of change that takes two people, in characters."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password nobody can sign in until one is set by a link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail address. Visibility depends only on roles and need to know:
    `is_superuser` opens nothing (R: T4)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    title = models.CharField(max_length=12, blank=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    left_at = models.DateTimeField("when the account was closed", null=True)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return self.full_name

    def open_at(self, at: datetime) -> bool:
        """Whether the account is, or was, open at `at`."""
        return self.is_active or (self.left_at is not None and at < self.left_at)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What the backends say: `is_superuser` is no answer (R: T4)."""
        return (
            self.is_active
            and obj is not None
            and any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))
        )

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @property
    def full_name(self) -> str:
        """Mrs Ruth Okafor"""
        return words.full_name(self.title, self.first_name, self.last_name)

    @property
    def short_name(self) -> str:
        """Mrs Okafor"""
        return words.full_name(self.title or self.first_name, self.last_name)


class RoleMembership(Span):
    """That a person holds a role, from when to when (R: T3). Given and ended through accounts/roles.py."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["user", "until", "start", "group"], name="roles_of_user"),
            models.Index(fields=["group", "until", "start", "user"], name="users_of_role"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("start")), name="role_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(until=clock.FAR), name="one_open_role_a_user"
            ),
        ]


class Deputising(Span):
    """A deputy of a person. `away`: only during an absence; otherwise whenever a notice stays unread."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputises_for")
    away = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(person=F("deputy")), name="nobody_deputises_for_themselves")]


class Undertaking(models.Model):
    """A version of the confidentiality undertaking (R: G6). The newest is the one in force."""

    version = models.PositiveIntegerField(primary_key=True)
    text = models.TextField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-version"]


class Acceptance(models.Model):
    """That a person accepted a version of the undertaking, and when. Good for a year."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="acceptances")
    undertaking = models.ForeignKey(Undertaking, models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class PendingChange(models.Model):
    """A change of what people may do or of how they are reached, as it was asked for (R: T4)."""

    class Kind(models.TextChoices):
        """Changes to an account (accounts/account_changes.py). Apps register others (accounts/approvals.py)."""

        GIVE_ROLE = "give_role", "Give a role"
        CHANGE_EMAIL = "change_email", "Change the e-mail address"
        RESET_FACTOR = "reset_factor", "Reset the second factor"
        END_ROLE = "end_role", "End a role"
        LEAVE = "leave", "Close the account"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=KIND_LENGTH)
    person = models.ForeignKey(User, models.PROTECT, related_name="changes")
    group = models.ForeignKey(Group, models.PROTECT, null=True)
    email = models.EmailField(blank=True)
    start = models.DateTimeField("from when", null=True)
    detail = models.JSONField("ids and codes of what it is about", default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["asked_at"]


class ChangeAnswer(models.Model):
    """The second person's word: yes or no, once. Of a change that needs none: of the person who made it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    change = models.OneToOneField(PendingChange, models.PROTECT, related_name="answer")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    agreed = models.BooleanField()


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def in_use(self) -> "IdentityProviderQuerySet":
        """The one that two people have agreed to, and nobody has turned off."""
        return self.filter(agreed_at__isnull=False, ended_at=None)


class IdentityProvider(models.Model):
    """A service by which people of this school may sign in (accounts/provider.py). Its secret is sealed. Each change of
    it is a new row, so that what people connected at an old one counts no more."""

    class Kind(models.TextChoices):
        MICROSOFT = "microsoft", "Microsoft"
        GOOGLE = "google", "Google"
        OTHER = "other", "another service"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    issuer = models.CharField(max_length=200)
    tenant = models.CharField("tenant id, or domain", max_length=120, blank=True)
    client_id = models.CharField(max_length=200)
    secret = models.BinaryField("sealed")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(agreed_at__isnull=False, ended_at__isnull=True),
                name="one_identity_provider",
            )
        ]

    def seal_secret(self, secret: str) -> None:
        self.secret = keyring.encrypt(secret.encode(), f"accounts.provider|{self.public_id}")

    def open_secret(self) -> str:
        """The client's secret. Raises KeyUnavailable."""
        return keyring.decrypt(bytes(self.secret), f"accounts.provider|{self.public_id}").decode()


class Session(AbstractBaseSession):
    """A browser that is signed in, or was until a day ago. Kept under a digest of its key (accounts/sessions.py)."""

    class Why(models.TextChoices):
        OUT = "out", "You signed out."
        IDLE = "idle", "You were signed out because you did nothing for a while."
        ELSEWHERE = "elsewhere", "This session was ended from another browser."
        ACCOUNT = "account", "Your account was changed, so every session of it has ended."

    session_key = models.CharField("digest of the key", max_length=64, primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="sessions")
    began = models.DateTimeField(default=clock.now)
    used = models.DateTimeField(default=clock.now)
    browser = models.CharField("browser and system, as a code", max_length=24, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore


class KeptText(models.Model):
    """What a person had typed when their session ended: sealed, for them alone, for a day (R: G2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="kept_texts")
    path = models.CharField("address of the form", max_length=200)
    body = models.BinaryField("sealed")
    at = models.DateTimeField(default=clock.now)
