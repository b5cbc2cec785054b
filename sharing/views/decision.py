"""A recorded decision: its page, its confirmation, its correction, its papers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import entries
from notices import telling
from records import banner, vault
from records.models import LATER
from records.vault import Opened, Reader, SecondFactorNeeded
from school import references
from school.text import TextField
from sharing import asking, decisions, papers
from sharing.flow.context import NOBODY
from sharing.models import HarmTold, Question, ShareDecision
from sharing.release import ByDecision, InternalPrint, NoAuthority, release


def _open(request: HttpRequest, slug: str) -> tuple[ShareDecision, Opened, Reader]:
    """The decision behind an address, through the vault. Not there and not yours look the same."""
    reader = Reader.of(request)
    if not reader.fresh:
        raise SecondFactorNeeded
    reference = references.read(slug)
    decision = ShareDecision.objects.filter(reference=reference or "").select_related("record", "decided_by").first()
    # An id that nothing has: the vault then does the same work, and refuses in the same way.
    opened = vault.open_record(reader, decision.record.public_id if decision else NOBODY)
    if decision is None:
        raise Http404
    return decision, opened, reader


@dataclass(frozen=True)
class Later:
    """A later entry of a decision: a correction, a question, an answer."""

    what: str
    rows: list[list[str]]
    by: str
    at: datetime
    to_answer: Question | None = None


SAID = {"correction": "Corrected", "question": "Asked", "answer": "Answered"}


def _later(opened: Opened, found: ShareDecision, reader: Reader) -> list[Later]:
    """The later entries, oldest first, each with who and when; an open question to whoever has to answer it."""
    mine = found.decided_by_id == reader.user.pk
    waiting = Question.objects.filter(decision=found, answer=None) if mine else Question.objects.none()
    open_ones = {question.section_id: question for question in waiting}
    return [
        Later(
            SAID[part.section.name], part.rows, part.content["by"], datetime.fromisoformat(part.content["at"]),
            open_ones.get(part.section.pk),
        )
        for part in opened.parts
        if part.section.name in LATER
    ]  # fmt: skip


@require_GET
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """The record of a decision, as it stands, with what was added since."""
    reader = Reader.of(request)
    harm = _waiting_harm(reader, slug)
    if harm is not None:
        return render(request, "sharing/harm.html", {"draft": harm})
    found, opened, reader = _open(request, slug)
    cards = [part for part in opened.parts if part.section.name not in LATER]
    values = {
        "decision": found,
        "opened": opened,
        "cards": cards,
        "later": _later(opened, found, reader),
        "may_ask": asking.may_ask(found, reader.user),
        "banner": banner.of(opened, reader),
        "notice": telling.newest(reader.user, found.reference),
        "slug": slug,
        "sent": found.disclosures.count(),
        "own": found.decided_by_id == reader.user.pk,
    }
    return render(request, "sharing/decision.html", values)


def _waiting_harm(reader: Reader, slug: str) -> object | None:
    """The draft of which this person was told because of harm, while it is not recorded yet."""
    if not reader.fresh:
        raise SecondFactorNeeded
    told = (
        HarmTold.objects.filter(person=reader.user, draft__reference=references.read(slug) or "", draft__decision=None)
        .select_related("draft__author")
        .first()
    )
    return told.draft if told else None


@require_GET
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Decision recorded: the reference, and what happens next."""
    found, opened, reader = _open(request, slug)
    if found.decided_by_id != reader.user.pk:
        return redirect("decision", slug=slug)
    told = opened.part("hearers")
    values = {
        "decision": found,
        "opened": opened,
        "slug": slug,
        "told": [row[0] for row in told.rows if row[0] != "Must not see this"] if told else [],
        "recipients": found.recipients.select_related("contact__agency"),
    }
    return render(request, "sharing/done.html", values)


class CorrectionForm(forms.Form):
    which = TextField(what="which answer is wrong", max_length=200, label="Which answer?")
    right = TextField(what="what is right", label="What is right?")
    why = TextField(what="why", reasons=True, label="Why?")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a correction. What was recorded stays as it was."""
    found, opened, reader = _open(request, slug)
    if found.decided_by_id != reader.user.pk:
        entries.refused(ShareDecision, str(found.public_id), because="not_author")
        raise Http404
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decisions.correct(opened, reader, **form.cleaned_data)
        return redirect("decision", slug=slug)
    values = {"form": form, "decision": found, "slug": slug}
    return render(request, "sharing/correct.html", values, status=400 if form.errors else 200)


class TextForm(forms.Form):
    """A question, or its answer."""

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"] = TextField(what=f"your {label}", reasons=True, label=f"Your {label}")


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whoever decided."""
    found, opened, reader = _open(request, slug)
    if not asking.may_ask(found, reader.user):
        entries.refused(ShareDecision, str(found.public_id), because="not_told")
        raise Http404
    form = TextForm("question", request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(found, opened, reader, form.cleaned_data["text"])
            return redirect("decision", slug=slug)
        except asking.CannotAsk as reason:
            form.add_error("text", str(reason))
    heading = f"Ask {found.decided_by.short_name}"
    values = {"form": form, "decision": found, "slug": slug, "heading": heading}
    return render(request, "sharing/ask.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Answer a question about one's own decision."""
    found, opened, reader = _open(request, slug)
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


@require_POST
def print_record(request: HttpRequest, slug: str) -> HttpResponse:
    """The decision on paper, for a colleague who may see it."""
    found, opened, reader = _open(request, slug)
    content = papers.printed_record(found, opened, reader)
    return release(
        InternalPrint(found.record),
        content=content,
        file_name=f"{slug}-record.pdf",
        media_type="application/pdf",
        reader=reader,
    )


@require_POST
def get_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The file to send: what was decided to be shared, for the recipient named."""
    found, _, reader = _open(request, slug)
    recipient = found.recipients.select_related("contact__agency").first()
    if found.decided_by_id != reader.user.pk or recipient is None or not found.shares:
        entries.refused(ShareDecision, str(found.public_id), because="no_authority")
        raise Http404
    content = papers.to_send(found, recipient.contact, reader)
    try:
        return release(
            ByDecision(found, recipient.contact),
            content=content,
            file_name=f"{slug}-to-send.pdf",
            media_type="application/pdf",
            reader=reader,
        )
    except NoAuthority:
        raise Http404 from None
