"""Telling people of harm: in the request that answers the question, and the next in line where nobody who was told
may know of it any longer (R: C2)."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts import deputies, roles, succession
from accounts.models import User
from accounts.notices.models import Notice
from accounts.notices.notify import nobody_looks, notify
from accounts.roles import Role
from core.ids import as_uuid
from records.models import Exclusion
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from sharing.decisions.harm import told
from sharing.decisions.models import Draft, HarmAbout, HarmTold
from sharing.decisions.notice_kinds import Kind


def stand_in(draft: Draft, person: User) -> User | None:
    """The person to tell next, where `person` has not looked, or may no longer know of it: the first in line who was
    not told yet, is not the author, and is not kept out."""
    about = [row.person for row in draft.harm_about.select_related("person")]
    before = draft.harm_told.values_list("person", flat=True)
    kept_out = visibility.kept_out_of(draft.record) | visibility.excluded_from(about)
    passed_over = {draft.author_id, person.pk, *before} | kept_out
    deputy = deputies.deputy_of(person)
    successor = deputy if deputy and deputy.pk not in passed_over else _next(draft, passed_over)
    if successor:
        HarmTold.objects.create(draft=draft, person=successor)
    return successor


@transaction.atomic
def hand_over() -> None:
    """Tell the next in line where nobody who was told of harm in an open draft may know of it any longer: they have
    left, no longer hold the position, or have been excluded since. The worker does it, every minute."""
    open_ = Draft.objects.filter(harm_told__isnull=False, decision=None, closure=None).distinct()
    for draft in open_.select_related("record"):
        before = draft.harm_told.select_related("person").latest("pk")
        if not told(draft) and (following := stand_in(draft, before.person)):
            notify(following, Kind.HARM, draft.reference)


@transaction.atomic
def tell(draft: Draft, people: Iterable[Person], must_not: Sequence[User]) -> None:
    """Where a child may be at risk: exclude those who must not see the draft, and tell, once, the DSL, else a deputy,
    else the Headteacher; the chair of governors where it concerns the Headteacher (R: C7a); the DPO where there is
    nobody else. A person who is away is told with their deputy. Where nobody can be told, the chair is told that.

    Raises KeyUnavailable.
    """
    about = list(people)
    _keep_out(draft, must_not)
    for subject in about:
        HarmAbout.objects.get_or_create(draft=draft, person=subject)
    kept_out = {person.pk for person in must_not} | visibility.excluded_from(about)
    if any(person.pk not in kept_out for person in told(draft)) or _heard_when_recorded(draft, kept_out):
        return
    passed_over = kept_out | {draft.author_id}
    here = _next(draft, passed_over)
    if here is None:
        nobody_looks(draft.reference)
    for person in (here, deputies.away(here) if here else None):
        if person is not None and person.pk not in passed_over:
            HarmTold.objects.get_or_create(draft=draft, person=person)
            notify(person, Kind.HARM, draft.reference)


NAMED = {"head": Role.HEADTEACHER, "dsl": Role.DSL}
"""The adults whom a concern can be about, by the answer that names them."""


@transaction.atomic
def typed(draft: Draft, people: Iterable[Person], adult: str, who: str) -> None:
    """It was typed that a child may be at risk, but not answered: the page was left, or an answer beside it is missing.
    The author is told so at home. If they have not answered within the urgent hours, those are told who hear of harm
    (R: C2). `adult`, `who`: whom the concern is about, as typed: they are not told."""
    unanswered = Notice.objects.filter(reference=draft.reference, kind=Kind.HARM_TYPED, seen=None)
    if told(draft) or hasattr(draft, "decision"):
        return
    for subject in people:
        HarmAbout.objects.get_or_create(draft=draft, person=subject)
    must_not = roles.holders(NAMED[adult]) if adult in NAMED else User.objects.filter(public_id=as_uuid(who))
    _keep_out(draft, [person for person in must_not if person != draft.author])
    if not unanswered.exists():
        notify(draft.author, Kind.HARM_TYPED, draft.reference, mailed=False)


def _next(draft: Draft, passed_over: set[int]) -> User | None:
    """The next person to tell who is not among `passed_over`."""
    kept_out = Exclusion.objects.live().filter(record=draft.record).values("user")
    about_head = roles.holders_of_any([Role.HEADTEACHER]).filter(pk__in=kept_out).exists()
    line = (*succession.SCHOOL, *(succession.OVERSIGHT if about_head else (Role.DPO,)))
    return succession.first(line, passed_over)


def _heard_when_recorded(draft: Draft, kept_out: set[int]) -> bool:
    """Whether the draft completes a recorded danger entry, of which people were told who may still know of it."""
    heard = Notice.objects.filter(reference=draft.reference, person__is_active=True).exclude(person=draft.author)
    return hasattr(draft, "decision") and heard.exclude(person__in=kept_out).exists()


def _keep_out(draft: Draft, must_not: Sequence[User]) -> None:
    """Exclude these people from the draft, and end the author's exclusions of any others."""
    why = "Must not see this, by the author’s word."
    standing = {row.user_id: row for row in Exclusion.objects.live().filter(record=draft.record, set_by=draft.author)}
    for person in must_not:
        if person.pk not in standing:
            grants.exclude(person, by=draft.author, record=draft.record, reason=why)
    for row in standing.values():
        if row.user_id not in {person.pk for person in must_not}:
            row.end()
