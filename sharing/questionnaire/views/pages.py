"""The pages on which a share decision is written. One view serves every page of a draft, and saves it every time."""

import hashlib
import html
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.notices.notify import see_all
from accounts.requests import Request
from core import references, words
from core.audit import entries
from core.audit.models import Entry
from records.need_to_know import shipped
from records.need_to_know.grants import GrantRefused
from records.pupils.models import Person
from records.vault.vault import NotThere, Reader, SecondFactorNeeded
from sharing.decisions import drafts, harm, harm_notices, recording
from sharing.decisions.audience import NobodyHears
from sharing.decisions.facts import AccessEnded, NotComplete
from sharing.decisions.models import Draft, ShareDecision
from sharing.decisions.notice_kinds import Kind
from sharing.decisions.outgoing import ShownSection
from sharing.decisions.standing import RecipientRefused
from sharing.questionnaire import dependencies, due_days, facts, route, summary
from sharing.questionnaire.answers import Page, as_json
from sharing.questionnaire.context import Context
from sharing.questionnaire.pages import STEPS, Others, Step
from sharing.questionnaire.pages.decision import ADVICE
from sharing.questionnaire.pages.reasons import ASK_THE_DPO

CHECK = "check"
ANOTHER_WINDOW = (
    "This was changed in another window after this page was shown. Nothing has been recorded. Check it again"
)
NOT_KEPT = {
    "csrfmiddlewaretoken",
    "version",
    "leave",
    "keep-from",
    "auto",
    "advice",
    "basis-page",
    "remove",
    "add",
}
ELSEWHERE = {"keep-from": "keep-from", "basis-page": "basis"}
"""Buttons that save the page and lead to another page of the flow."""


def _to(draft_id: UUID, name: str) -> HttpResponse:
    if name == CHECK:
        return redirect("questionnaire:check_answers", draft_id=draft_id)
    return redirect("questionnaire:step", draft_id=draft_id, name=name)


def _typed(post: QueryDict) -> dict[str, list[str]]:
    """What was typed, without the characters that no database keeps."""
    return {
        name: [value.replace("\0", "").encode("utf-8", "replace").decode() for value in values]
        for name, values in post.lists()
        if name not in NOT_KEPT
    }


@require_http_methods(["GET", "POST"])
def step(request: Request, draft_id: UUID, name: str) -> HttpResponse:
    """One page of the flow."""
    if name not in STEPS:
        raise Http404
    reader = Reader.of(request)
    if request.method == "POST" and not reader.fresh:
        # Keep what was typed, without reading anything, then ask for the second factor.
        own = drafts.own(reader.user, draft_id)
        if own:
            drafts.hold(own, name, _typed(request.POST))
            _typed_harm(request, own, name)
        raise SecondFactorNeeded(kept=own is not None)
    try:
        loaded = drafts.load(reader, draft_id)
    except NotThere:
        recorded = _recorded(reader, draft_id)
        if recorded:
            return redirect("decisions:decision", slug=_slug(recorded))
        raise
    context = Context(loaded, reader, keeps=request.method == "POST")
    if request.method == "POST":
        return _save(request, context, name)
    steps = route.path(context)
    if name not in (*steps, *route.OPEN_ANYTIME):
        return _to(draft_id, route.after(context, steps[0]))
    held = loaded.held.get(name)
    if held is not None:
        data = QueryDict(mutable=True)
        for key, values in held.items():
            data.setlist(key, values)
        form = STEPS[name](context, data)
    else:
        form = route.unbound(context, name, kind=request.GET.get("kind", ""))
    form.quiet = True
    return _page(request, context, form)


def _save(request: Request, context: Context, name: str) -> HttpResponse:
    loaded, draft = context.loaded, context.loaded.draft
    press = next((button for button in ("auto", "leave", "advice") if button in request.POST), "")
    if press and not _answers_harm(request, context, name, press):
        section = drafts.hold(draft, name, _typed(request.POST)) if request.POST.get("version") is not None else None
        _typed_harm(request, draft, name, context.subjects.people)
        if press == "auto" and section:
            return JsonResponse({"version": str(section.public_id), "saved": words.time(section.written_at)})
        if press == "advice":
            return redirect("questionnaire:ask_advice", draft_id=draft.public_id, name=name)
        return redirect("home:home")
    form = STEPS[name](context, request.POST)
    if "add" in request.POST and name == "who":
        form.quiet = True
        return _page(request, context, form)
    if not form.is_valid():
        _typed_harm(request, draft, name, context.subjects.people)
        if press:
            loaded.saved[name] = drafts.hold(draft, name, _typed(request.POST))
        return _page(request, context, form, status=400)
    typed: dict[str, Page] = {name: form.answers(), **form.answers_elsewhere()}
    given = {page: as_json(answers) for page, answers in typed.items()}
    given[name] = dependencies.stamped(name, given[name], loaded.answers)
    if name not in loaded.held and all(loaded.answers.get(page) == answers for page, answers in given.items()):
        pass  # pressed twice, or nothing changed
    elif request.POST.get("version", "") != loaded.version(name):
        return _page(request, context, form, status=409, conflict=True)
    else:
        context = _keep(context, given)
    if press == "advice":
        return redirect("questionnaire:ask_advice", draft_id=draft.public_id, name=name)
    if press:
        return redirect("home:home")
    if name == "about" and ("add" in request.POST or "remove" in request.POST or not context.subjects.all_known):
        return _to(draft.public_id, "about")
    for button, page in ELSEWHERE.items():
        if button in request.POST and name != page:
            return _to(draft.public_id, page)
    if name == "decide" and context.answers.decide.outcome == ADVICE:
        return redirect("questionnaire:ask_advice", draft_id=draft.public_id, name="decide")
    if name == "basis" and context.answers.basis.basis == ASK_THE_DPO:
        return redirect("questionnaire:ask_advice", draft_id=draft.public_id, name="basis")
    return _to(draft.public_id, route.after(context, name))


def _typed_harm(request: Request, draft: Draft, name: str, people: Sequence[Person] = ()) -> None:
    """What was typed and is no answer yet, but says that a child may be at risk, is not lost (R: C2)."""
    if name == "safe" and request.POST.get("harm") in harm.AT_RISK:
        harm_notices.typed(draft, people, request.POST.get("adult", ""), request.POST.get("who", ""))


def _answers_harm(request: Request, context: Context, name: str, press: str) -> bool:
    """Whether a press that leaves the page answers that a child may be at risk, or who must not know of it: then it
    counts as an answer, and those who have to be told are told (R: C2)."""
    if press == "auto" or name not in harm.PAGES:
        return False
    if name == "safe":
        return request.POST.get("harm") in harm.AT_RISK
    return context.safety.at_risk and STEPS[name](context, request.POST).is_valid()


@transaction.atomic
def _keep(context: Context, given: dict[str, dict[str, Any]]) -> Context:
    """Keep checked answers by their pages, and tell of harm in the same transaction; returns the new context."""
    loaded = context.loaded
    for name, answers in given.items():
        loaded.saved[name] = drafts.save(loaded.draft, name, answers)
        loaded.answers[name] = answers
        loaded.held.pop(name, None)
    if "safe" in given:
        see_all(loaded.draft.reference, Kind.HARM_TYPED)
    context = context.after(given)
    if "asked" in given:
        needed = due_days.needed_by(context)
        drafts.need_by(loaded.draft, needed, due_days.decide_by(needed) if needed else None)
    if set(given) & set(harm.PAGES) and context.safety.at_risk:
        harm_notices.tell(loaded.draft, context.perhaps_about, context.safety.withheld)
    return context


def _page(request: Request, context: Context, form: Step, *, status: int = 200, conflict: bool = False) -> HttpResponse:
    name, loaded = form.name, context.loaded
    changed = loaded.saved_at(name) if conflict else None
    before = route.before(context, name)
    values: dict[str, Any] = {
        "form": form,
        "flow": context,
        "draft": loaded.draft,
        "version": loaded.version(name),
        "changed_at": changed,
        "before": before,
        "later": name not in ("asked", "when", "about", "safe"),
        "again": route.asked_again(context, name),
        "asked_advice": context.advice,
    }
    return _logged(context, render(request, "sharing/questionnaire/step.html", values, status=status))


@require_http_methods(["GET", "POST"])
def check(request: Request, draft_id: UUID) -> HttpResponse:
    """Check your answers, and record. A second press shows the same decision, never a second one."""
    reader = Reader.fresh_of(request)
    try:
        loaded = drafts.load(reader, draft_id)
    except NotThere:
        recorded = _recorded(reader, draft_id)
        if recorded:
            return redirect("decisions:recorded", slug=_slug(recorded))
        raise
    context = Context(loaded, reader)
    problems: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        if request.POST.get("version") != _state(loaded) and not route.unanswered(context):
            problems, status = [(ANOTHER_WINDOW, CHECK)], 409
        else:
            try:
                return redirect("decisions:recorded", slug=_slug(recording.record(facts.of_context(context))))
            except (NotComplete, AccessEnded, GrantRefused, NobodyHears, RecipientRefused) as error:
                problems, status = _problems(context, error)
                if isinstance(error, AccessEnded):
                    context = Context(drafts.load(reader, draft_id), reader)
    missing = route.unanswered(context)
    if missing and not problems:
        return _to(draft_id, missing[0])
    values = {
        "flow": context,
        "draft": loaded.draft,
        "version": _state(context.loaded),
        "problems": [{"message": words, "href": _where(draft_id, name)} for words, name in problems],
        "before": route.before(context, CHECK),
        "later": True,
        "odd": _is_odd(context),
        "completes": context.completes,
    }
    if not missing:
        people = context.subjects.people
        values |= {
            "cards": summary.cards(context),
            "goes": _goes(context),
            "alike": recording.looks_like(loaded.draft, reader.user, people, context.to),
        }
    return _logged(context, render(request, "sharing/questionnaire/check.html", values, status=status))


def _logged(context: Context, page: HttpResponse) -> HttpResponse:
    """A page of the flow; if it names contacts of a child, with the entry that says so (R: T1)."""
    for child in context.subjects.shown_in(html.unescape(page.content.decode())):
        entries.write(child, Entry.Action.ACCESS, because="flow", tiers=["contacts"])
    return page


def _problems(context: Context, error: Exception) -> tuple[list[tuple[str, str]], int]:
    """Why a draft was not recorded: each reason with the page where it is put right, and the status of the answer."""
    match error:
        case NotComplete():
            return [(STEPS[name](context).heading, name) for name in error.steps], 400
        case AccessEnded():
            _take_out(context)
            ended = "You can no longer see one of the records you chose. It has been taken out of this draft"
            return [(ended, "what")], 409
        case GrantRefused() | RecipientRefused():
            return [(str(error), "who")], 400
        case _:
            return [(str(error), "keep-from")], 400


def _where(draft_id: UUID, name: str) -> str:
    """The link from what is wrong to the page where it is changed."""
    return "#main" if name == CHECK else reverse("questionnaire:step", args=[draft_id, name])


def _is_odd(context: Context) -> bool:
    """Whether a safeguarding record was chosen and harm was answered no."""
    codes = {item.record.category.code for item, _ in context.contents.chosen}
    return context.safety.harm == "no" and bool(codes & set(shipped.safeguarding()))


def _goes(context: Context) -> list[ShownSection]:
    """The text as it will go, where other people are named in it."""
    form = route.form_of(context, Others.name) if context.asks_others else None
    return form.goes if isinstance(form, Others) and context.third_parties.found else []


def _state(loaded: drafts.Loaded) -> str:
    """Names the answers of all pages: another state means that another window has saved since."""
    return hashlib.sha256("".join(loaded.version(step) for step in STEPS).encode()).hexdigest()[:16]


def _take_out(context: Context) -> None:
    """Take out of the draft what its author may not see any more."""
    visible, what = {item.id for item in context.contents.choosable}, context.answers.what
    records = tuple(key for key in what.records if key in visible)
    how = {key: extent for key, extent in what.how.items() if key in visible}
    drafts.save(context.loaded.draft, "what", as_json(replace(what, records=records, how=how)))


def _recorded(reader: Reader, draft_id: UUID) -> ShareDecision | None:
    """What the reader's own draft of that id has become, once it is recorded."""
    return ShareDecision.objects.filter(draft__record__public_id=draft_id, decided_by=reader.user).first()


def _slug(decision: ShareDecision) -> str:
    return references.slug(decision.reference)
