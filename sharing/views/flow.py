"""The pages on which a share decision is written. One view a page, one draft, saved every time."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audit import entries
from pupils.models import Person
from records import need_to_know
from records.vault import NotThere, Reader, SecondFactorNeeded
from school import references, words
from sharing import decisions, drafts
from sharing.flow import cards, path
from sharing.flow.context import Context
from sharing.flow.steps import STEPS, Step
from sharing.models import ShareDecision

CHECK = "check"
NOT_KEPT = {"csrfmiddlewaretoken", "version", "leave", "keep-from", "auto"}


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A new draft: empty, or about the child from whose page one comes."""
    reader = Reader.of(request)
    if not reader.fresh:
        raise SecondFactorNeeded
    child, wanted = None, request.POST.get("child")
    if wanted:
        try:
            child = need_to_know.person_known_to(reader.user, UUID(wanted))
        except ValueError:
            child = None
        if child is None:
            entries.refused(Person, "unknown")
            raise Http404
    draft = drafts.start(reader.user, child)
    return _to(draft.public_id, "safe" if child else "about")


def _to(draft_id: UUID, name: str) -> HttpResponse:
    if name == CHECK:
        return redirect("check", draft_id=draft_id)
    return redirect("step", draft_id=draft_id, name=name)


def _typed(post: QueryDict) -> dict[str, list[str]]:
    """What was typed, as it can be kept: without what no database keeps."""
    return {
        name: [value.replace("\0", "").encode("utf-8", "replace").decode() for value in values]
        for name, values in post.lists()
        if name not in NOT_KEPT
    }


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: UUID, name: str) -> HttpResponse:
    """One page of the flow."""
    if name not in STEPS:
        raise Http404
    reader = Reader.of(request)
    if request.method == "POST" and not reader.fresh:
        # Keep what was typed, without reading anything, then ask for the second factor.
        own = drafts.own(reader.user, draft_id)
        if own:
            drafts.hold(own, name, _typed(request.POST))
        raise SecondFactorNeeded
    try:
        loaded = drafts.load(reader, draft_id)
    except NotThere:
        recorded = _recorded(reader, draft_id)
        if recorded:
            return redirect("decision", slug=_slug(recorded))
        raise
    context = Context(loaded, reader)
    if request.method == "POST":
        return _save(request, context, name)
    steps = path.path(context)
    if name not in (*steps, "keep-from"):
        return _to(draft_id, path.after(context, steps[0]))
    held = loaded.held.get(name)
    if held is not None:
        data = QueryDict(mutable=True)
        for key, values in held.items():
            data.setlist(key, values)
        form = STEPS[name](context, data)
        form.quiet = True
    else:
        empty = STEPS[name](context)
        form = STEPS[name](context, initial=STEPS[name].initial_from(loaded.answers.get(name, {}), empty.fields))
        form.quiet = True
    return _page(request, context, form)


def _save(request: HttpRequest, context: Context, name: str) -> HttpResponse:
    loaded, draft = context.loaded, context.loaded.draft
    form = STEPS[name](context, request.POST)
    if "auto" in request.POST or "leave" in request.POST:
        section = drafts.hold(draft, name, _typed(request.POST))
        if "auto" in request.POST:
            return JsonResponse({"version": str(section.public_id), "saved": words.time(section.written_at)})
        return redirect("home")
    if not form.is_valid():
        return _page(request, context, form, status=400)
    answers = form.answers()
    if answers == loaded.answers.get(name) and name not in loaded.held:
        pass  # pressed twice, or nothing changed
    elif request.POST.get("version", "") != loaded.version(name):
        return _page(request, context, form, status=409, conflict=True)
    else:
        section = drafts.save(draft, name, answers)
        loaded.answers[name], loaded.saved[name] = answers, section
        loaded.held.pop(name, None)
        context = Context(loaded, context.reader)
    steps = path.path(context)
    if name == ("keep-from" if "keep-from" in steps else "adult"):
        decisions.tell_of_harm(context)
    if "keep-from" in request.POST and name != "keep-from":
        return _to(draft.public_id, "keep-from")
    if name == "about" and context.child is None:
        return _to(draft.public_id, "about")
    return _to(draft.public_id, path.after(context, name))


def _page(
    request: HttpRequest, context: Context, form: Step, *, status: int = 200, conflict: bool = False
) -> HttpResponse:
    name, loaded = form.name, context.loaded
    changed = loaded.saved_at(name) if conflict else None
    before = path.before(context, name)
    values: dict[str, Any] = {
        "form": form,
        "flow": context,
        "draft": loaded.draft,
        "version": loaded.version(name),
        "changed_at": changed,
        "before": before,
        "later": name not in ("about", "safe"),
    }
    return render(request, "sharing/step.html", values, status=status)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Check your answers, and record. A second press shows the same decision, never a second one."""
    reader = Reader.of(request)
    if not reader.fresh:
        raise SecondFactorNeeded
    try:
        loaded = drafts.load(reader, draft_id)
    except NotThere:
        recorded = _recorded(reader, draft_id)
        if recorded:
            return redirect("done", slug=_slug(recorded))
        raise
    context = Context(loaded, reader)
    problems: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            return redirect("done", slug=_slug(decisions.record(context)))
        except decisions.NotComplete as error:
            problems = [(STEPS[name](context).heading, name) for name in error.steps]
            status = 400
        except decisions.AccessEnded:
            _take_out(context)
            words = "You can no longer see one of the records you chose. It has been taken out of this draft"
            problems, status = [(words, "what")], 409
            context = Context(drafts.load(reader, draft_id), reader)
    missing = path.unanswered(context)
    if missing and not problems:
        return _to(draft_id, missing[0])
    values = {
        "flow": context,
        "draft": loaded.draft,
        "cards": [] if missing else cards.cards(context),
        "problems": problems,
        "before": path.before(context, CHECK),
        "later": True,
    }
    return render(request, "sharing/check.html", values, status=status)


def _take_out(context: Context) -> None:
    """Take out of the draft what its author may not see any more."""
    visible = {item.id for item in context.choosable}
    answers = dict(context.answers.get("what", {}))
    answers["records"] = [key for key in answers.get("records", []) if key in visible]
    answers["how"] = {key: how for key, how in answers.get("how", {}).items() if key in visible}
    drafts.save(context.loaded.draft, "what", answers)


def _recorded(reader: Reader, draft_id: UUID) -> ShareDecision | None:
    """What the reader's own draft of that id has become, once it is recorded."""
    return ShareDecision.objects.filter(draft__record__public_id=draft_id, decided_by=reader.user).first()


def _slug(decision: ShareDecision) -> str:
    return references.slug(decision.reference)
