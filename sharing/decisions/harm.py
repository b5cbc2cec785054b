"""Harm: the answers that mean it, and who was told of it and therefore has to agree to close it (R: C2)."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Deputising, RoleMembership, User
from records.models import Exclusion
from sharing.decisions.models import Draft, HarmAbout, HarmTold
from sharing.decisions.notice_kinds import HARM_LINE

AT_RISK = frozenset({"yes", "unsure"})
"""The answers by which a child may be at risk: unsure counts as yes (R: C2)."""
PAGES = ("safe", "adult", "keep-from")
"""The pages whose answers say whether a child may be at risk, and who must not hear of it."""


def _open() -> QuerySet[HarmTold]:
    """What was told of harm that is not recorded or closed yet, to people who may still know of it and still
    hold a position that is told of harm."""
    live = Exclusion.objects.live().filter(user=OuterRef("person"))
    about = HarmAbout.objects.filter(draft=OuterRef(OuterRef("draft")))
    of_draft, of_child = live.filter(record=OuterRef("draft__record")), live.filter(person__in=about.values("person"))
    places = RoleMembership.objects.live().filter(user=OuterRef("person"), group__name__in=HARM_LINE)
    stands_in = Deputising.objects.live().filter(deputy=OuterRef("person"))
    return HarmTold.objects.filter(
        ~Exists(of_draft),
        ~Exists(of_child),
        Exists(places) | Exists(stands_in),
        draft__decision=None,
        draft__closure=None,
        person__is_active=True,
    )


def open_to(user: User) -> QuerySet[HarmTold]:
    """What `user` was told of harm that is still open to them."""
    return _open().filter(person=user)


def told(draft: Draft) -> list[User]:
    """Who was told that harm is being recorded in this draft, and may still know of it."""
    return [row.person for row in _open().filter(draft=draft).select_related("person").order_by("pk")]
