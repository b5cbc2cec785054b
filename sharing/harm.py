"""Harm: who is told in the request that answers the question, and who therefore has to agree to close it (R: C2)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts import deputies, roles
from accounts.models import User
from accounts.roles import Role
from notices.kinds import Kind
from notices.telling import notify
from records import granting, need_to_know
from records.models import Exclusion
from sharing.models import Draft, HarmTold

if TYPE_CHECKING:
    from sharing.flow.context import Context

PAGES = ("safe", "adult", "keep-from")
"""The pages whose answers say whether a child may be at risk, and who must not hear of it."""


def open_to(user: User) -> QuerySet[HarmTold]:
    """What `user` was told of harm that is not recorded or closed yet; without what was closed to them since."""
    kept_out = Exclusion.objects.live().filter(user=user, record=OuterRef("draft__record"))
    return HarmTold.objects.filter(~Exists(kept_out), person=user, draft__decision=None, draft__closure=None)


def told(draft: Draft) -> list[User]:
    """Who was told that harm is being recorded in this draft, and may still know of it."""
    kept_out = need_to_know.kept_out_of(draft.record)
    rows = draft.harm_told.select_related("person").order_by("pk")
    return [row.person for row in rows if row.person.is_active and row.person_id not in kept_out]


@transaction.atomic
def tell(context: "Context") -> None:
    """Where a child may be at risk: keep those out who must not see the draft, and tell the DSL, else a deputy, else
    the Headteacher; the chair of governors where no Headteacher may hear of it or it is theirs (R: C7a); the DPO where
    there is nobody else. Who is away is told with their deputy. Once.

    Nobody is told where all of them are missing or must not see it. Raises KeyUnavailable.
    """
    draft = context.loaded.draft
    if not context.at_risk:
        return
    must_not = context.withheld
    _keep_out(draft, must_not)
    kept_out = {person.pk for person in must_not} | need_to_know.excluded_from(context.people)
    if any(person.pk not in kept_out for person in told(draft)):
        return
    passed_over = kept_out | {draft.author_id}
    here = next((person for person in _in_line(passed_over) if person.pk not in passed_over), None)
    for person in (here, deputies.away(here) if here else None):
        if person is not None and person.pk not in passed_over:
            HarmTold.objects.get_or_create(draft=draft, person=person)
            notify(person, Kind.HARM, draft.reference)


def _in_line(passed_over: set[int]) -> Iterator[User]:
    for role in (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER):
        yield from roles.holders(role)
    if all(head.pk in passed_over for head in roles.holders(Role.HEADTEACHER)):
        yield from roles.holders(Role.CHAIR)
    yield from roles.holders(Role.DPO)


def _keep_out(draft: Draft, must_not: list[User]) -> None:
    """The draft is closed to these, and to nobody else by its author's word."""
    why = "Must not see this, by the author’s word."
    standing = {row.user_id: row for row in Exclusion.objects.live().filter(record=draft.record, set_by=draft.author)}
    for person in must_not:
        if person.pk not in standing:
            granting.exclude(person, by=draft.author, record=draft.record, reason=why)
    for row in standing.values():
        if row.user_id not in {person.pk for person in must_not}:
            row.end()
