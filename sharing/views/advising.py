"""Advice: asking for it, writing down what was taken outside, answering (R: C4)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request
from audit import entries
from records import need_to_know, vault
from records.vault import NotThere, Reader
from school import clock
from school.choices import Radios
from school.dates import DateField
from school.revealing import RevealingForm
from school.text import TextField
from sharing import drafts
from sharing.answers import AdviceHad
from sharing.flow import advising
from sharing.flow.context import Context
from sharing.flow.so_far import so_far
from sharing.flow.steps import STEPS
from sharing.models import Advice, ShareDecision

OUTSIDE = {
    "dsl": "The DSL",
    "head": "The Headteacher",
    "dpo": "The DPO",
    "social_care": "Children’s social care or MASH",
    "lado": "The LADO",
    "legal": "A legal adviser",
    "police": "The police",
    "health": "Health",
    "other": "Someone else",
}


class AskForm(forms.Form):
    def __init__(self, context: Context, data: Any = None) -> None:
        super().__init__(data)
        staff = context.staff
        self.people = {
            str(person.public_id): person
            for person in (staff.dsl, staff.deputy_dsl, staff.headteacher, staff.dpo)
            if person
            and person not in context.safety.withheld
            and person != context.user
            and person.pk not in need_to_know.excluded_from(context.subjects.people)
        }
        names = {staff.dsl: "DSL", staff.deputy_dsl: "deputy DSL", staff.headteacher: "Headteacher"}
        choices = [(key, f"{one.full_name}, {names.get(one, 'DPO')}") for key, one in self.people.items()]
        self.fields["whom"] = Radios("Who?", choices, what="whom you ask")
        self.fields["question"] = TextField(what="your question", reasons=True, label="Your question")
        self.fields["shows"] = Radios("What may they see?", list(Advice.Shows.choices), what="what they may see")
        self.fields["unnamed"] = forms.BooleanField(label="Do not show who it is about", required=False)
        self.fields["urgent"] = Radios(
            "Is it urgent?", [("no", "No"), ("yes", "Yes, today")], what="whether it is urgent"
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("unnamed") and said.get("shows") == Advice.Shows.DRAFT:
            self.add_error("unnamed", "The draft says who it is about: show only your question, or show the name")
        return said


class HadForm(RevealingForm):
    def build(self) -> None:
        self.fields["whom"] = Radios("From whom?", list(OUTSIDE.items()), what="who gave the advice")
        self.fields["name"] = TextField(what="their name", max_length=120, label="Name")
        self.fields["on"] = DateField(what="the date", past=True, label="When?")
        self.initial.setdefault("on", clock.today())
        self.fields["asked"] = TextField(what="what you asked", reasons=True, label="What did you ask?")
        self.fields["said"] = TextField(what="what they said", reasons=True, label="What did they say?")
        self.fields["followed"] = Radios(
            "Did you follow it?", [("yes", "Yes"), ("no", "Partly or no")], what="whether you followed it"
        )
        self.fields["why"] = TextField(what="why not", max_length=500, label="Why not?")
        self.reveals["followed", "no"] = "why"
        self.required_when["why"] = "Enter why you did not follow it"


def _context(request: Request, draft_id: UUID) -> Context:
    reader = Reader.fresh_of(request)
    return Context(drafts.load(reader, draft_id), reader)


@require_http_methods(["GET", "POST"])
def ask(request: Request, draft_id: UUID, name: str) -> HttpResponse:
    """Ask for advice from any page of the flow, and come back to it. From `decide` it is the outcome for now."""
    if name not in (*STEPS, "check"):
        raise Http404
    context = _context(request, draft_id)
    form = AskForm(context, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        waiting = [one for one in context.advice_open if one.asked == form.people[said["whom"]]]
        words = context.advice_words if waiting else {}
        if not any(words[str(one.public_id)].question == said["question"] for one in waiting):
            advising.ask(
                context.loaded.draft,
                context.user,
                form.people[said["whom"]],
                said["question"],
                people=context.subjects.people,
                shows=said["shows"],
                names=not said["unnamed"],
                urgent=said["urgent"] == "yes",
                instead=name == "decide",
            )
        return _back(draft_id, name)
    values = {"form": form, "draft": context.loaded.draft, "name": name, "flow": context}
    return render(request, "sharing/advice_ask.html", values, status=400 if form.errors else 200)


def _back(draft_id: UUID, name: str) -> HttpResponse:
    return redirect("check", draft_id=draft_id) if name == "check" else redirect("step", draft_id=draft_id, name=name)


@require_http_methods(["GET", "POST"])
def had(request: Request, draft_id: UUID, name: str) -> HttpResponse:
    """Write down advice that was taken outside the product."""
    if name not in (*STEPS, "check"):
        raise Http404
    context = _context(request, draft_id)
    form = HadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        entry = AdviceHad(
            whom=f"{said['name']} ({OUTSIDE[said['whom']]})",
            on=said["on"],
            asked=said["asked"],
            said=said["said"],
            followed=said["followed"],
            why=said["why"] or "",
        )
        before = context.answers.advice_had.entries
        if entry not in before:
            advising.had(context.loaded.draft, [*before, entry])
        return _back(draft_id, name)
    values = {"form": form, "draft": context.loaded.draft, "name": name, "flow": context}
    return render(request, "sharing/advice_had.html", values, status=400 if form.errors else 200)


class AnswerForm(forms.Form):
    answer = TextField(what="your answer", reasons=True, label="Your answer")


@require_http_methods(["GET", "POST"])
def answer(request: Request, public_id: UUID) -> HttpResponse:
    """The question, as far as it was shown, and the answer. The one who asked reads it here too."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id)
    advice = Advice.objects.filter(record=opened.record).select_related("draft__record__key", "by", "asked").first()
    if advice is None:
        entries.refused(Advice, str(public_id))
        raise Http404
    may_answer = advice.asked_id == reader.user.pk
    form = AnswerForm(request.POST if request.method == "POST" and may_answer else None)
    if request.method == "POST" and may_answer and form.is_valid():
        advising.answer(advice, opened, reader, form.cleaned_data["answer"])
        return redirect("advice_answer", public_id=public_id)
    values = {
        "form": form,
        "advice": advice,
        "opened": opened,
        "may_answer": may_answer,
        "draft": _draft_shown(advice, reader) if may_answer else [],
    }
    return render(request, "sharing/advice_answer.html", values, status=400 if form.errors else 200)


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
