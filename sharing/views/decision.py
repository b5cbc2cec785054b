"""A recorded decision: its page, its confirmation, asking back, its papers and what goes out."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from audit import entries
from notices import telling
from records import banner, need_to_know, vault
from records.models import LATER
from records.vault import Opened, Part, Reader
from school import references
from school.ids import NOWHERE
from school.prepared import Prepared
from school.refusals import Refused
from school.text import TextField
from sharing import asking, decisions, facts, following, harm, hearers, papers
from sharing.channels import ENCRYPTED, SPOKEN
from sharing.hearers import PREFIX
from sharing.models import (
    Advice,
    Channel,
    DecisionRecipient,
    Disclosure,
    Origin,
    Question,
    ShareDecision,
)

_DECISION = Prepared(
    lambda word, **_: ShareDecision.objects.filter(reference=word).select_related("record", "decided_by")
)


def open_decision(request: Request, slug: str) -> tuple[ShareDecision, Opened, Reader]:
    """The decision behind an address, through the vault. Not there and not yours look the same."""
    reader = Reader.fresh_of(request)
    reference = references.read(slug)
    decision = _DECISION.first(word=reference or "")
    # An id that nothing has: the vault then does the same work, and refuses in the same way.
    opened = vault.open_record(reader, decision.record.public_id if decision else NOWHERE)
    if decision is None:
        raise Http404
    return decision, opened, reader


@dataclass(frozen=True)
class Later:
    """A later entry of a decision: a correction, a question, an answer, what happened since."""

    what: str
    rows: list[list[str]]
    by: str
    at: datetime
    to_answer: Question | None = None


def _later(opened: Opened, found: ShareDecision, reader: Reader) -> list[Later]:
    """The later entries, oldest first, each with who and when; an open question to whoever has to answer it."""
    mine = found.decided_by_id == reader.user.pk
    waiting = Question.objects.filter(decision=found, answer=None) if mine else Question.objects.none()
    open_ones = {question.section_id: question for question in waiting}
    return [
        Later(
            part.heading,
            part.rows,
            part.content["by"],
            datetime.fromisoformat(part.content["at"]),
            open_ones.get(part.section.pk),
        )
        for part in opened.parts
        if part.section.name in LATER
    ]


@dataclass(frozen=True)
class Card:
    """A card as it was recorded; each row with whether it has been corrected."""

    heading: str
    rows: list[tuple[str, str, bool]]


def _card(part: Part, corrected: Container[str]) -> Card:
    rows = [
        (key, value, decisions.place_of(part, number) in corrected) for number, (key, value) in enumerate(part.rows)
    ]
    return Card(part.heading, rows)


@require_GET
def decision(request: Request, slug: str) -> HttpResponse:
    """The record of a decision, as it stands, with what was added since; what else a reference leads to."""
    reader = Reader.fresh_of(request)
    elsewhere = _elsewhere(request, reader, slug)
    if elsewhere is not None:
        return elsewhere
    found, opened, reader = open_decision(request, slug)
    recipients = list(found.recipients.select_related("contact__agency", "adult", "user", "agency"))
    corrected = {part.facts.get("place", "") for part in opened.parts if part.section.name == "correction"}
    own = found.decided_by_id == reader.user.pk
    sealed = facts.of(opened)
    notice = telling.newest(reader.user, found.reference)
    values = {
        "decision": found,
        "opened": opened,
        "cards": [_card(part, corrected) for part in facts.cards_in(opened, later=False)],
        "sentence": papers.outcome_in_words(found, papers.names_of(sealed, recipients)),
        "reasons": sealed.headline,
        "later": _later(opened, found, reader),
        "may_ask": asking.may_ask(found, reader.user),
        "banner": banner.of(opened, reader),
        "notice": notice,
        "next": _next(reader, found) if notice and hasattr(notice, "seen") else None,
        "slug": slug,
        "sent": Disclosure.objects.filter(decision=found).select_related("recipient").order_by("pk"),
        "own": own,
        "tasks": following.tasks(found, reader.user),
        "stands_in": following.stands_in(found, reader.user),
        "reviews": following.reviews(found, reader.user),
        "before": _known(found.follows, reader) if found.follows else None,
        "after": [one for one in (_known(one, reader) for one in found.followed_by.all()) if one],
        "tags": following.tags(found, reader.user),
        "may_reopen": following.may_decide_anew(found, reader.user),
        "handing": found.shares and found.channel and own,
    }
    return render(request, "sharing/decision.html", values)


def _next(reader: Reader, found: ShareDecision) -> str | None:
    """The reference of the next decision that waits for this person's look."""
    waiting = [notice for notice in telling.waiting(reader.user) if telling.is_about(notice, PREFIX)]
    return next((one.reference for one in waiting if one.reference != found.reference), None)


def _known(decision: ShareDecision, reader: Reader) -> ShareDecision | None:
    """A linked decision, if the reader may know of it."""
    return decision if need_to_know.access_to(reader.user, decision.record, reader.at) else None


def _elsewhere(request: Request, reader: Reader, slug: str) -> HttpResponse | None:
    """What a reference leads to before there is a decision, or for somebody who sees only what was opened to them."""
    reference = references.read(slug) or ""
    told = harm.open_to(reader.user).filter(draft__reference=reference)
    risk = told.select_related("draft__author", "draft__record").first()
    if risk:
        notice = telling.newest(reader.user, reference)
        return render(request, "sharing/harm.html", {"draft": risk.draft, "notice": notice})
    seen = need_to_know.visible_to(reader.user).filter(decision__reference=reference)
    asked = Advice.objects.filter(draft__reference=reference).select_related("record")
    mine = asked.filter(asked=reader.user).last() or asked.filter(by=reader.user, draft__decision=None).last()
    opened = DecisionRecipient.objects.filter(
        decision__reference=reference, user=reader.user, decision__items__isnull=False
    )
    if not (mine or opened.exists()) or seen.exists():
        return None
    if mine:
        return redirect("advice_answer", public_id=mine.public_id)
    decision = opened.select_related("decision__decided_by").first().decision  # type: ignore[union-attr]
    notice = telling.newest(reader.user, reference)
    items = decision.items.select_related("record__category")
    extracts = opened.filter(decision=decision, extract__isnull=False).select_related("extract__category")
    given = [item.record for item in items] + [row.extract for row in extracts]
    shown = [record for record in given if need_to_know.access_to(reader.user, record, reader.at)]
    return render(request, "sharing/opened.html", {"decision": decision, "records": shown, "notice": notice})


@require_GET
def done(request: Request, slug: str) -> HttpResponse:
    """Decision recorded: the reference, and what happens next."""
    found, opened, reader = open_decision(request, slug)
    if found.decided_by_id != reader.user.pk:
        return redirect("decision", slug=slug)
    recipients = list(found.recipients.select_related("contact__agency", "adult", "user", "agency"))
    sealed = facts.of(opened)
    values = {
        "decision": found,
        "opened": opened,
        "slug": slug,
        "told": sealed.told,
        "despite": sealed.despite,
        "recipients": [] if found.happened_at or not found.channel else _to_hand_over(found, sealed, recipients),
        "tasks": following.tasks(found, reader.user),
        "danger": found.origin == Origin.DANGER,
        "dsl": hearers.dsl_for(reader.user),
        "nobody": "nobody" in sealed.told_first,
        "reply": sealed.replies,
    }
    return render(request, "sharing/done.html", values)


@dataclass(frozen=True)
class Handing:
    """One recipient of a decision, and how what was decided reaches them."""

    recipient: DecisionRecipient
    name: str
    address: str
    spoken: bool
    encrypted: bool


def _to_hand_over(
    found: ShareDecision, sealed: facts.SealedFacts, recipients: list[DecisionRecipient]
) -> list[Handing]:
    channel = Channel(found.channel)
    return [
        Handing(
            one, name, one.contact.address if one.contact else sealed.address, channel in SPOKEN, channel in ENCRYPTED
        )
        for one, name in zip(recipients, papers.names_of(sealed, recipients), strict=True)
    ]


class TextForm(forms.Form):
    """A question, or its answer."""

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"] = TextField(what=f"your {label}", reasons=True, label=f"Your {label}")


@require_http_methods(["GET", "POST"])
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask whoever decided."""
    found, opened, reader = open_decision(request, slug)
    if not asking.may_ask(found, reader.user):
        entries.refused(ShareDecision, str(found.public_id), because="not_told")
        raise Http404
    form = TextForm("question", request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(found, opened, reader, form.cleaned_data["text"])
            return redirect("decision", slug=slug)
        except Refused as reason:
            form.add_error("text", str(reason))
    heading = f"Ask {found.decided_by.short_name}"
    values = {"form": form, "decision": found, "slug": slug, "heading": heading}
    return render(request, "sharing/ask.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """Answer a question about one's own decision."""
    found, opened, reader = open_decision(request, slug)
    question = (
        Question.objects.filter(public_id=public_id, decision=found).select_related("asked_by", "decision").first()
    )
    part = next((one for one in opened.parts if question and one.section.pk == question.section_id), None)
    if question is None or part is None or found.decided_by_id != reader.user.pk:
        entries.refused(ShareDecision, str(found.public_id), because="not_author")
        raise Http404
    form = TextForm("answer", request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asking.answer(question, opened, reader, form.cleaned_data["text"])
        return redirect("decision", slug=slug)
    heading = f"Answer {question.asked_by.short_name}"
    values = {"form": form, "decision": found, "slug": slug, "heading": heading, "question": part.rows[0][1]}
    return render(request, "sharing/ask.html", values, status=400 if form.errors else 200)
