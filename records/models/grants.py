"""Grants: need rows to a person or to a role, for one record, or for all of a category about one person
(guardian's direct-foreign-key models, dated).

guardian's own Meta would refuse a second row for the same three columns, and its keys would cascade: both are
replaced. None of guardian's functions is used: they know no dates (records/need_to_know/visibility.py answers).
"""

import uuid
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from core import clock
from core.models import Span, SpanQuerySet
from records.models.records import Category, Extent, Record
from records.models.sealed import SealedField, SealedModel
from records.pupils.models import Person


class Source(StrEnum):
    """Where a grant comes from; a new subject may bring its own, with its words (records/need_to_know/explain.py). One
    row without an end for each grantee, object and source; those with ends may overlap."""

    GRANT = "grant"
    STAND_IN = "stand_in"
    PASSED = "passed"
    HARM = "harm"
    INSIDE = "inside"
    ADVICE = "advice"
    REOPENED = "reopened"
    ASKED = "asked"
    EMERGENCY = "emergency"
    CIRCULATION = "circulation"
    BRIEFING = "briefing"
    MEETING = "meeting"
    NAMED = "named"
    EXTRACT = "extract"


class Grant(SealedModel, Span):
    """What grants to people and to roles have in common."""

    permission = models.ForeignKey(Permission, models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, default=Source.GRANT.value)
    extent = models.PositiveSmallIntegerField(choices=Extent.choices)
    granter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedField(null=True)

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True


def _rules(grantee: str, what: str = "") -> type:
    """Meta of a grant table: indexes in list order, and the one open row."""

    class Meta:
        indexes = [
            models.Index(fields=[grantee, "content_object", "until", "start"], name=f"{grantee}{what}_grants"),
            models.Index(
                fields=["content_object", "until", "start", grantee, "extent"], name=f"{grantee}{what}_granted"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("start")), name=f"{grantee}{what}_grant_ends_after_start"),
            models.UniqueConstraint(
                fields=[grantee, "content_object", "source"],
                condition=Q(until=clock.FAR),
                name=f"one_open_{grantee}{what}_grant",
            ),
        ]

    return Meta


class Folder(models.Model):
    """All records of a category about one person: what a grant that is not about one record is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="folders")
    category = models.ForeignKey(Category, models.PROTECT, related_name="folders")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "category"], name="one_folder_a_category")]


class UserGrant(Grant, UserObjectPermissionBase):
    """A grant of one record to one person."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="usergrants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("user")  # type: ignore[assignment]


class RoleGrant(Grant, GroupObjectPermissionBase):
    """A grant of one record to the holders of a role."""

    content_object = models.ForeignKey(Record, models.PROTECT, related_name="rolegrants")
    group = models.ForeignKey(Group, models.PROTECT, related_name="grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("group")  # type: ignore[assignment]


class UserFolderGrant(Grant, UserObjectPermissionBase):
    """A grant of a category about one person to one person."""

    content_object = models.ForeignKey(Folder, models.PROTECT, related_name="usergrants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="folder_grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("user", "_folder")  # type: ignore[assignment]


class RoleFolderGrant(Grant, GroupObjectPermissionBase):
    """A grant of a category about one person to the holders of a role."""

    content_object = models.ForeignKey(Folder, models.PROTECT, related_name="rolegrants")
    group = models.ForeignKey(Group, models.PROTECT, related_name="folder_grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("group", "_folder")  # type: ignore[assignment]
