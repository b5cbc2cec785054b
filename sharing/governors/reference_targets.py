"""Answers questions of `accounts.notices` about governors' meetings; tells people that copies are missing."""

from collections.abc import Iterable

from django.urls import reverse

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.roles import Role
from core import references
from sharing.governors import reading_rules, returns
from sharing.governors.models import GovernorsMeeting
from sharing.governors.notice_kinds import Kind


class Meetings(notify.ReferenceTarget):
    """Governors' meetings, by their references."""

    def address(self, reference: str) -> str:
        return reverse("governors:papers_of_meeting", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        named = set(about)
        known = set(reading_rules.meetings(user).filter(reference__in=named).values_list("reference", flat=True))
        known |= set(reading_rules.kept_by(user).filter(reference__in=named).values_list("reference", flat=True))
        if Role.HEADTEACHER in roles.held_by(user):
            lost = returns.missing(user).filter(paper__item__meeting__reference__in=named)
            known |= set(lost.values_list("paper__item__meeting__reference", flat=True))
        return known


def tell_of_missing() -> int:
    """Tell the Headteacher, once a meeting, of paper copies that are not back after a week. Returns how many."""
    told = 0
    for head in roles.holders(Role.HEADTEACHER):
        late = returns.missing(head).values("paper__item__meeting")
        for meeting in GovernorsMeeting.objects.filter(pk__in=late):
            if not notify.told_times(head, Kind.COPIES_MISSING, meeting.reference):
                notify.notify(head, Kind.COPIES_MISSING, meeting.reference)
                told += 1
    return told
