"""The purposes of sharing (R: C6, C13)."""

import uuid

from django.conf import settings
from django.db import models

from sharing.directory.models.legal_reasons import Basis, Condition


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
