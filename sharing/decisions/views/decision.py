"""A recorded decision: its page, its confirmation, and questions about it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.notices import notify
from accounts.requests import Request
from core import references, refusals
from core.pages import form_page
from records import banner
from records.models import LATER
from records.need_to_know import visibility
from records.vault.vault import Opened, Part, Reader
from sharing.decisions import audience, corrections, documents, facts, follow_up, harm, naming, questions, sent
from sharing.decisions.audience import PREFIX
from sharing.decisions.forms.questions import AnswerForm, QuestionForm
from sharing.decisions.models import Advice, DecisionRecipient, Draft, Origin, Question, ShareDecision
from sharing.decisions.views.common import of_decision, open_decision, refuse
from sharing.disclosures.channels import ENCRYPTED, SPOKEN
from sharing.disclosures.models import Channel, Disclosure


@dataclass(frozen=True)
class Later:
    """A later entry of a decision: a correction, a question, an answer, what happened since."""

    what: str
    rows: list[list[str]]
    by: str
    at: datetime
    to_answer: Question | None = None


def _later(opened: Opened, decision: ShareDecision, reader: Reader) -> list[Later]:
    """The later entries, oldest first, each with who and when; an open question to the person who has to answer it."""
    mine = decision.decided_by_id == reader.user.pk
    waiting = Question.objects.filter(decision=decision, answer=None) if mine else Question.objects.none()
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
        (key, value, corrections.place_of(part, number) in corrected) for number, (key, value) in enumerate(part.rows)
    ]
    return Card(part.heading, rows)


@require_GET
def decision(request: Request, slug: str) -> HttpResponse:
    """The record of a decision, with what was added since; or what else its reference leads to."""
    reader = Reader.fresh_of(request)
    elsewhere = _elsewhere(request, reader, slug)
    if elsewhere is not None:
        return elsewhere
    decision, opened, reader = open_decision(request, slug)
    recipients = list(decision.recipients.select_related("contact__agency", "adult", "user", "agency"))
    corrected = {part.facts.get("place", "") for part in opened.parts if part.section.name == "correction"}
    own = decision.decided_by_id == reader.user.pk
    sealed = facts.of(opened)
    notice = notify.newest(reader.user, decision.reference)
    values = {
        "decision": decision,
        "opened": opened,
        "cards": [_card(part, corrected) for part in facts.cards_in(opened, later=False)],
        "sentence": documents.outcome_in_words(decision, documents.names_of(sealed, recipients)),
        "reasons": sealed.headline,
        "later": _later(opened, decision, reader),
        "may_ask": questions.may_ask(decision, reader.user),
        "banner": banner.of(opened, reader),
        "notice": notice,
        "next": _next(reader, decision) if notice and hasattr(notice, "seen") else None,
        "slug": slug,
        "sent": Disclosure.objects.filter(decision=decision).select_related("recipient").order_by("pk"),
        "may_look": decision.disclosures.exists() and sent.may_look(decision, opened, reader),
        "own": own,
        "tasks": follow_up.tasks(decision, reader.user),
        "stands_in": follow_up.stands_in(decision, reader.user),
        "names": decision.unnamed and naming.waiting(reader.user).filter(pk=decision.pk).exists(),
        "reviews": follow_up.reviews(decision, reader.user),
        "before": _known(decision.follows, reader) if decision.follows else None,
        "after": [later for later in decision.followed_by.all() if _known(later, reader)],
        "tags": follow_up.tags(decision, reader.user),
        "may_reopen": follow_up.may_decide_anew(decision, reader.user),
        "handing": decision.shares and decision.channel and own,
    }
    return render(request, "sharing/decisions/decision.html", values)


def _next(reader: Reader, decision: ShareDecision) -> str | None:
    """The reference of the next decision that waits for this person's look."""
    waiting = [notice for notice in notify.waiting(reader.user) if notify.is_about(notice, PREFIX)]
    return next((notice.reference for notice in waiting if notice.reference != decision.reference), None)


def _known(decision: ShareDecision, reader: Reader) -> ShareDecision | None:
    """A linked decision, if the reader may know of it."""
    return decision if visibility.access_to(reader.user, decision.record, reader.at) else None


def _elsewhere(request: Request, reader: Reader, slug: str) -> HttpResponse | None:
    """What a reference leads to before there is a decision, or for a reader who sees only what was opened to them."""
    reference = references.read(slug) or ""
    told = harm.open_to(reader.user).filter(draft__reference=reference)
    risk = told.select_related("draft__author", "draft__record").first()
    asked = Advice.objects.filter(draft__reference=reference).select_related("record")
    if risk:
        if unanswered := asked.filter(asked=reader.user, answers=None).first():
            return redirect("questionnaire:give_advice", public_id=unanswered.public_id)
        values = {
            "draft": risk.draft,
            "notice": notify.newest(reader.user, reference),
            "advice": asked.filter(asked=reader.user),
        }
        return render(request, "sharing/decisions/harm.html", values)
    seen = visibility.visible_to(reader.user).filter(decision__reference=reference)
    mine = asked.filter(asked=reader.user).last() or asked.filter(by=reader.user, draft__decision=None).last()
    opened = DecisionRecipient.objects.filter(
        decision__reference=reference, user=reader.user, decision__items__isnull=False
    )
    own = Draft.objects.filter(reference=reference, author=reader.user, decision=None, closure=None)
    if not mine and (draft := own.select_related("record").first()):
        return redirect("questionnaire:step", draft_id=draft.public_id, name="safe")
    if not (mine or opened.exists()) or seen.exists():
        return None
    if mine:
        return redirect("questionnaire:give_advice", public_id=mine.public_id)
    decision = opened.select_related("decision__decided_by").first().decision  # type: ignore[union-attr]
    notice = notify.newest(reader.user, reference)
    items = decision.items.select_related("record__category")
    extracts = opened.filter(decision=decision, extract__isnull=False).select_related("extract__category")
    given = [item.record for item in items] + [row.extract for row in extracts]
    shown = [record for record in given if visibility.access_to(reader.user, record, reader.at)]
    return render(request, "sharing/decisions/opened.html", {"decision": decision, "records": shown, "notice": notice})


@require_GET
def done(request: Request, slug: str) -> HttpResponse:
    """Decision recorded: the reference, and what happens next."""
    decision, opened, reader = open_decision(request, slug)
    if decision.decided_by_id != reader.user.pk:
        return redirect("decisions:decision", slug=slug)
    recipients = list(decision.recipients.select_related("contact__agency", "adult", "user", "agency"))
    sealed = facts.of(opened)
    values = {
        "decision": decision,
        "opened": opened,
        "slug": slug,
        "told": sealed.told,
        "despite": sealed.despite,
        "recipients": []
        if decision.happened_at or not decision.channel
        else _to_hand_over(decision, sealed, recipients),
        "tasks": follow_up.tasks(decision, reader.user),
        "danger": decision.origin == Origin.DANGER,
        "dsl": audience.dsl_for(reader.user),
        "nobody": "nobody" in sealed.told_first,
        "reply": sealed.replies,
    }
    return render(request, "sharing/decisions/done.html", values)


@dataclass(frozen=True)
class Handing:
    """One recipient of a decision, and how what was decided reaches them."""

    recipient: DecisionRecipient
    name: str
    address: str
    spoken: bool
    encrypted: bool


def _to_hand_over(
    decision: ShareDecision, sealed: facts.SealedFacts, recipients: list[DecisionRecipient]
) -> list[Handing]:
    channel = Channel(decision.channel)
    return [
        Handing(
            recipient,
            name,
            recipient.contact.address if recipient.contact else sealed.address,
            channel in SPOKEN,
            channel in ENCRYPTED,
        )
        for recipient, name in zip(recipients, documents.names_of(sealed, recipients), strict=True)
    ]


@require_http_methods(["GET", "POST"])
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask the person who decided."""
    decision, opened, reader = open_decision(request, slug)
    if not questions.may_ask(decision, reader.user):
        raise refuse(decision, "not_told")
    heading = f"Ask {decision.decided_by.short_name}"
    return form_page(
        request,
        heading,
        QuestionForm,
        partial(_ask, decision, opened, reader),
        intro=["Asking says that you have seen it. Question and answer are kept with the decision."],
        **of_decision(decision),
    )


def _ask(decision: ShareDecision, opened: Opened, reader: Reader, form: QuestionForm) -> HttpResponse:
    with refusals.shown_at("text"):
        questions.ask(decision, opened, reader, form.cleaned_data["text"])
    return redirect("decisions:decision", slug=references.slug(decision.reference))


@require_http_methods(["GET", "POST"])
def answer(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """Answer a question about a decision, as its author."""
    decision, opened, reader = open_decision(request, slug)
    question = (
        Question.objects.filter(public_id=public_id, decision=decision).select_related("asked_by", "decision").first()
    )
    part = next((part for part in opened.parts if question and part.section.pk == question.section_id), None)
    if question is None or part is None or decision.decided_by_id != reader.user.pk:
        raise refuse(decision, "not_author")
    return form_page(
        request,
        f"Answer {question.asked_by.short_name}",
        AnswerForm,
        partial(_answer, question, opened, reader),
        question=part.facts["question"],
        **of_decision(decision) | {"template": "sharing/decisions/answer.html"},
    )


def _answer(question: Question, opened: Opened, reader: Reader, form: AnswerForm) -> HttpResponse:
    questions.answer(question, opened, reader, form.cleaned_data["text"])
    return redirect("decisions:decision", slug=references.slug(question.decision.reference))
