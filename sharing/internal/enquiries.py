"""The DPO's enquiries: who could see what, asked with a reason and for a time (R: T3). They open no record."""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from core import clock, references
from records import sealing
from sharing.internal.models import Enquiry

LASTS = timedelta(days=14)


@transaction.atomic
def begin(by: User, reason: str) -> Enquiry:
    """Begin an enquiry: for 14 days its questions are answered. Raises KeyUnavailable."""
    made = Enquiry(reference=references.new("EQ"), by=by, until=clock.now() + LASTS)
    sealing.seal_words(made, reason)
    made.save()
    return made


def standing(user: User) -> Enquiry | None:
    """The enquiry that the user has open."""
    return Enquiry.objects.live().filter(by=user).order_by("-pk").first()
