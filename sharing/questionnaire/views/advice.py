"""Advice: asking for it, writing down what was taken outside, answering (R: C4)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request
from core import words
from core.audit import entries
from core.pages import form_page, page
from records.vault import vault
from records.vault.vault import NotThere, Opened, Reader
from sharing.decisions import drafts
from sharing.decisions.models import Advice, ShareDecision
from sharing.questionnaire import advice as questionnaire_advice
from sharing.questionnaire.context import Context
from sharing.questionnaire.forms.advice import AnswerForm, AskForm
from sharing.questionnaire.forms.advice_had import HadForm
from sharing.questionnaire.pages import STEPS
from sharing.questionnaire.so_far import so_far


def _context(request: Request, draft_id: UUID) -> Context:
    reader = Reader.fresh_of(request)
    return Context(drafts.load(reader, draft_id), reader)


@require_http_methods(["GET", "POST"])
def ask(request: Request, draft_id: UUID, name: str) -> HttpResponse:
    """Ask for advice from any page of the flow, and come back to it. From `decide` it is the outcome for now."""
    if name not in (*STEPS, "check"):
        raise Http404
    context = _context(request, draft_id)
    return form_page(
        request,
        "Ask for advice",
        partial(AskForm, context),
        partial(_ask, context, draft_id, name),
        template="sharing/questionnaire/advice_ask.html",
        draft=context.loaded.draft,
        name=name,
        flow=context,
    )


def _ask(context: Context, draft_id: UUID, name: str, form: AskForm) -> HttpResponse:
    data, question = form.cleaned_data, form.cleaned_text
    waiting = [advice for advice in context.advice_open if advice.asked == data["whom"]]
    read = context.advice_words if waiting else {}
    if not any(read[str(advice.public_id)].question == question for advice in waiting):
        questionnaire_advice.ask(
            context.loaded.draft,
            context.user,
            data["whom"],
            question,
            people=context.subjects.people,
            shows=data["shows"],
            names=not data["unnamed"],
            urgent=form.is_urgent,
            instead=name == "decide",
        )
    return _back(draft_id, name)


def _back(draft_id: UUID, name: str) -> HttpResponse:
    if name == "check":
        return redirect("questionnaire:check_answers", draft_id=draft_id)
    return redirect("questionnaire:step", draft_id=draft_id, name=name)


@require_http_methods(["GET", "POST"])
def had(request: Request, draft_id: UUID, name: str) -> HttpResponse:
    """Write down advice that was taken outside the product."""
    if name not in (*STEPS, "check"):
        raise Http404
    context = _context(request, draft_id)
    return form_page(
        request,
        "Advice you have already had",
        HadForm,
        partial(_had, context, draft_id, name),
        template="sharing/questionnaire/advice_had.html",
        draft=context.loaded.draft,
        name=name,
        flow=context,
    )


def _had(context: Context, draft_id: UUID, name: str, form: HadForm) -> HttpResponse:
    before = context.answers.advice_had.entries
    if form.entry not in before:
        questionnaire_advice.had(context.loaded.draft, [*before, form.entry])
    return _back(draft_id, name)


@require_http_methods(["GET", "POST"])
def answer(request: Request, public_id: UUID) -> HttpResponse:
    """The question, as far as it was shown, and the answer. The person who asked reads it here too."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id)
    advice = Advice.objects.filter(record=opened.record).select_related("draft__record__key", "by", "asked").first()
    if advice is None:
        entries.refused(Advice, str(public_id))
        raise Http404
    title = "A question for advice"
    shown: dict[str, Any] = {
        "template": "sharing/questionnaire/advice_answer.html",
        "caption": advice.draft.reference + (" · urgent" if advice.urgent else ""),
        "intro": [f"Asked {words.moment(advice.at)}."],
        "advice": advice,
        "opened": opened,
    }
    if advice.asked_id != reader.user.pk:
        return page(request, title, heading=f"You asked {advice.asked.full_name}", **shown)
    return form_page(
        request,
        title,
        AnswerForm,
        partial(_answer, advice, opened, reader),
        heading=f"{advice.by.full_name} asks for your advice",
        draft=SimpleLazyObject(partial(_draft_shown, advice, reader)),
        **shown,
    )


def _answer(advice: Advice, opened: Opened, reader: Reader, form: AnswerForm) -> HttpResponse:
    questionnaire_advice.answer(advice, opened, reader, form.cleaned_data["answer"])
    return redirect("questionnaire:give_advice", public_id=advice.public_id)


def _draft_shown(advice: Advice, reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the draft says so far, where it is shown to the adviser; nothing once it is recorded or closed."""
    if advice.shows != Advice.Shows.DRAFT or ShareDecision.objects.filter(draft=advice.draft).exists():
        return []
    try:
        loaded = drafts.shown_to(reader, advice.draft)
    except NotThere:
        return []
    author: User = advice.by
    return so_far(Context(loaded, Reader(author, fresh=True, at=reader.at), opens=False))
