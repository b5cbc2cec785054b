"""Grants: need rows for one record, to a person or to a role (guardian's direct-foreign-key models, dated).

guardian's own Meta would refuse a second row for the same three columns, and its keys would cascade: both are
replaced. None of guardian's functions is used: they know no dates (records/need_to_know.py answers).
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from records.models.records import Extent, Record
from records.models.sealed import SealedField, SealedModel
from school import clock
from school.models import Span, SpanQuerySet


class Source(models.TextChoices):
    """Where a grant comes from. One open row a (grantee, record, source)."""

    GRANT = "grant", "given by a person"
    STAND_IN = "stand_in", "stands in for somebody who must not know or has not looked"
    HARM = "harm", "told of a concern about harm"
    INSIDE = "inside", "shared inside the school by a decision"
    ADVICE = "advice", "asked for advice"
    REOPENED = "reopened", "asked to look again"


class Grant(SealedModel, Span):
    """What grants to people and to roles have in common."""

    permission = models.ForeignKey(Permission, models.PROTECT, related_name="+")
    content_object = models.ForeignKey(Record, models.PROTECT, related_name="%(class)ss")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.GRANT)
    extent = models.PositiveSmallIntegerField(choices=Extent.choices)
    granter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedField(null=True)

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True


def _rules(grantee: str) -> type:
    """Meta of a grant table: indexes in list order, and the one open row."""

    class Meta:
        indexes = [
            models.Index(fields=[grantee, "content_object", "until", "start"], name=f"{grantee}_grants"),
            models.Index(fields=["content_object", "until", "start", grantee, "extent"], name=f"{grantee}_granted"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("start")), name=f"{grantee}_grant_ends_after_start"),
            models.UniqueConstraint(
                fields=[grantee, "content_object", "source"],
                condition=Q(until=clock.FAR),
                name=f"one_open_{grantee}_grant",
            ),
        ]

    return Meta


class UserGrant(Grant, UserObjectPermissionBase):
    """A grant to one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("user")  # type: ignore[assignment]


class RoleGrant(Grant, GroupObjectPermissionBase):
    """A grant to whoever holds a role."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="grants")
    objects = SpanQuerySet.as_manager()  # type: ignore[assignment, misc]

    Meta = _rules("group")  # type: ignore[assignment]
