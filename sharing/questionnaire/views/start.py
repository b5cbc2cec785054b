"""How a share decision begins: what needs to be recorded; a child in danger now; closing a draft."""

from functools import partial
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import READERS
from core import references, refusals
from core.audit import entries
from core.ids import NOWHERE, as_uuid
from core.pages import form_page, page
from core.typed_json import DoesNotFit
from records.need_to_know import visibility
from records.pupils.models import Person
from records.vault.vault import NotThere, Reader
from sharing.decisions import audience, drafts, harm, harm_notices
from sharing.decisions.models import Draft, Origin, ShareDecision
from sharing.questionnaire import route
from sharing.questionnaire.answers import Answers
from sharing.questionnaire.context import Context
from sharing.questionnaire.danger import record_danger
from sharing.questionnaire.forms.danger import DangerForm
from sharing.questionnaire.forms.start import CloseForm, StartForm

CLOSE = "Close this draft"


def _decides(request: Request) -> None:
    """Share decisions are for school staff, except the Administrator. The page is known to be there."""
    words = "Share decisions are recorded by school staff."
    only_for(request, READERS, words, page=(Draft, "start"))


def _reader(request: Request) -> Reader:
    _decides(request)
    return Reader.fresh_of(request)


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """What do you need to record? From a child's page the answer is known."""
    wanted = request.POST.get("child")
    if wanted:
        reader = Reader.fresh_of(request)
        child = visibility.person_known_to(reader.user, as_uuid(wanted))
        if child is None:
            entries.refused(Person, "unknown")
            raise Http404
        draft = drafts.start(reader.user, child)
        return redirect("questionnaire:step", draft_id=draft.public_id, name="safe")
    reader = _reader(request)
    return form_page(
        request,
        "What do you need to record?",
        StartForm,
        partial(_start, reader),
        template="sharing/questionnaire/start.html",
    )


def _start(reader: Reader, form: StartForm) -> HttpResponse:
    origin = form.cleaned_data["origin"]
    if origin == Origin.DANGER:
        return redirect("questionnaire:danger")
    draft = drafts.start(reader.user, origin=origin)
    return redirect("questionnaire:step", draft_id=draft.public_id, name=route.FIRST.get(origin, "about"))


@require_http_methods(["GET", "POST"])
def danger(request: Request, draft_id: UUID | None = None) -> HttpResponse:
    """A child is in danger now: one page, recorded at once. `draft_id`: begun from a draft, whose child it takes."""
    # Never a code before this: what is typed in a hurry is recorded with a stale second factor too. Nothing is read.
    reader = Reader.of(request)
    if draft_id is None or request.method == "POST":
        _decides(request)
    elif not reader.fresh:
        return redirect("questionnaire:danger")  # without the draft's child, which would have to be read
    initial = _child_of(reader, draft_id) if draft_id is not None and request.method == "GET" else {}
    # The page carries the id that its entry gets: sent twice, it is one entry.
    once = as_uuid(request.POST.get("once", ""))
    once = uuid4() if once == NOWHERE else once
    return form_page(
        request,
        "A child is in danger now",
        partial(DangerForm, reader, initial=initial),
        partial(_danger, reader, once),
        template="sharing/questionnaire/danger.html",
        once=once,
    )


def _child_of(reader: Reader, draft_id: UUID) -> dict[str, str]:
    """What the page about danger begins with: the name of the child that a draft is about. Nothing where the draft
    cannot be read: the page has to open."""
    try:
        people = Answers(drafts.load(reader, draft_id).answers).about.people
    except NotThere:
        raise Http404 from None
    except (drafts.OldDraft, DoesNotFit):
        return {}
    if not people:
        return {}
    child = visibility.person_known_to(reader.user, people[0])
    return {"query": child.full_name if child else ""}


def _danger(reader: Reader, once: UUID, form: DangerForm) -> HttpResponse:
    with refusals.shown_at("keep"):
        decision = record_danger(reader.user, form.danger, once)
    return redirect("decisions:recorded", slug=references.slug(decision.reference))


def _read(reader: Reader, draft: Draft) -> Context | None:
    """What a draft says; None where this version of the product cannot read it."""
    try:
        return Context(drafts.load(reader, draft.public_id), reader, opens=False)
    except drafts.OldDraft:
        return None


@require_http_methods(["GET", "POST"])
def close(request: Request, draft_id: UUID) -> HttpResponse:
    """Close one of the reader's drafts, with a reason. Where a child may be at risk, only those told can (R: C2)."""
    reader = Reader.fresh_of(request)
    draft = drafts.own(reader.user, draft_id)
    if draft is None or ShareDecision.objects.filter(draft=draft).exists():
        entries.refused(Draft, str(draft_id))
        raise Http404
    context = _read(reader, draft)
    if context is not None and context.loaded.held.get("safe", {}).get("harm", [""])[0] in harm.AT_RISK:
        words = "You chose that a child may be at risk, and did not continue. Answer that question first."
        address = reverse("questionnaire:step", args=[draft.public_id, "safe"])
        return page(request, CLOSE, intro=[words], caption=f"Draft {draft.reference}", back=address)
    if draft.harm_told.exists() or (context is not None and context.safety.at_risk):
        return _cannot_close(request, reader.user, draft, context)
    return form_page(
        request,
        CLOSE,
        CloseForm,
        partial(_close, reader, draft),
        intro=["Nothing is decided. What you wrote stays, sealed, and so does your reason."],
        caption=f"Draft {draft.reference}",
    )


def _cannot_close(request: Request, user: User, draft: Draft, context: Context | None) -> HttpResponse:
    """A child may be at risk: only the people who were told can close it, so they are told now at the latest."""
    people, withheld = (context.subjects.people, context.safety.withheld) if context else ([], [])
    form = CloseForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and context is not None and context.safety.at_risk:
        harm_notices.tell(draft, people, withheld)
    if told := ", ".join(person.short_name for person in harm.told(draft)):
        words = f"You answered that a child may be at risk, and {told} was told. Only they can close it: speak to them."
    else:
        alone = audience.nobody_hears(user, people, withheld)
        words = f"You answered that a child may be at risk. You cannot close this draft alone. {alone}"
    wrong = form if form and form.errors else None
    return page(request, CLOSE, wrong, intro=[words], caption=f"Draft {draft.reference}")


def _close(reader: Reader, draft: Draft, form: CloseForm) -> HttpResponse:
    drafts.close(draft, reader.user, form.cleaned_data["reason"])
    return redirect("home:home")


@require_http_methods(["GET", "POST"])
def close_harm(request: Request, draft_id: UUID) -> HttpResponse:
    """A person who was told of harm agrees that nothing is to be decided: the draft is closed with their reason."""
    reader = Reader.fresh_of(request)
    told = (
        harm.open_to(reader.user)
        .filter(draft__record__public_id=draft_id)
        .select_related("draft__record__key", "draft__author")
        .first()
    )
    if told is None:
        entries.refused(Draft, str(draft_id))
        raise Http404
    draft = told.draft
    began = f"{draft.author.full_name} began to record a concern about harm."
    return form_page(
        request,
        CLOSE,
        CloseForm,
        partial(_close, reader, draft),
        heading="Agree to close this draft",
        intro=[f"{began} Close it only after you have spoken to them."],
        caption=f"Draft {draft.reference}",
    )
