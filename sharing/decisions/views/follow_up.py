"""What is added to a recorded decision: corrections, what became of it, a second person's review, a new decision."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from core.models import School
from core.pages import form_page
from records.vault.vault import Opened, Reader
from sharing.decisions import corrections, drafts, facts, follow_up, naming
from sharing.decisions.forms.corrections import CorrectionForm
from sharing.decisions.forms.later_entries import FORMS, AddForm
from sharing.decisions.forms.naming import NameChildForm
from sharing.decisions.forms.reviews import HeadteacherForm, ReviewForm
from sharing.decisions.models import Origin, ShareDecision
from sharing.decisions.views.common import of_decision, open_decision, refuse

# The steps copied from an old decision to one that follows it: facts. Judgements are made again (R: C6).
FACTS = ("about", "asked", "who", "outside", "what")


@require_http_methods(["GET", "POST"])
def correct(request: Request, slug: str) -> HttpResponse:
    """Add a correction. What was recorded stays as it was."""
    decision, opened, reader = open_decision(request, slug)
    if decision.decided_by_id != reader.user.pk:
        raise refuse(decision, "not_author")
    return form_page(
        request,
        "Add a correction",
        partial(CorrectionForm, opened, decision),
        partial(_correct, slug, decision, opened, reader),
        intro=["What was recorded stays as it was. Both are shown."],
        **of_decision(decision),
    )


def _correct(slug: str, decision: ShareDecision, opened: Opened, reader: Reader, form: CorrectionForm) -> HttpResponse:
    data = form.cleaned_data
    corrections.correct(
        opened,
        decision,
        reader,
        which=form.which_in_words,
        right=data["right"],
        why=data["why"],
        place=form.place,
        sent_wrong=data.get("sent", []),
    )
    return redirect("decisions:decision", slug=slug)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, what: str) -> HttpResponse:
    """Add what has happened since: each kind has its form. By the author of the decision; looking at it again also by
    the DSL who was asked to."""
    if what not in FORMS:
        raise Http404
    decision, opened, reader = open_decision(request, slug)
    asked = what == "review" and follow_up.stands_open(decision, reader.user)
    if decision.decided_by_id != reader.user.pk and not asked:
        raise refuse(decision, "not_author")
    kind = FORMS[what]
    return form_page(
        request,
        kind.heading,
        partial(kind, decision, opened),
        partial(_add, slug, reader),
        intro=[kind.guidance] if kind.guidance else [],
        **of_decision(decision),
    )


def _add(slug: str, reader: Reader, form: AddForm) -> HttpResponse:
    form.save(reader)
    return redirect("decisions:decision", slug=slug)


@require_http_methods(["GET", "POST"])
def review(request: Request, slug: str) -> HttpResponse:
    """The second person's review of a decision not to share although a child may be at risk."""
    decision, _, reader = open_decision(request, slug)
    if not follow_up.reviews(decision, reader.user):
        raise refuse(decision, "not_author")
    return form_page(
        request,
        "Review this decision",
        ReviewForm,
        partial(_review, slug, decision, reader),
        intro=["Nothing is shared although a child may be at risk. If you overrule it, record a new decision next."],
        **of_decision(decision),
    )


def _review(slug: str, decision: ShareDecision, reader: Reader, form: ReviewForm) -> HttpResponse:
    follow_up.review(decision, reader.user, agrees=form.says_yes, why=form.cleaned_data["why"])
    return redirect("decisions:decision", slug=slug)


@require_http_methods(["GET", "POST"])
def head(request: Request, slug: str) -> HttpResponse:
    """The person who was told in the Headteacher's place says whether it stays so."""
    decision, _, reader = open_decision(request, slug)
    if not follow_up.stands_in(decision, reader.user):
        raise refuse(decision, "not_author")
    return form_page(
        request,
        "The Headteacher was not told",
        HeadteacherForm,
        partial(_keep_or_tell, slug, decision, reader),
        intro=[
            "Keep it so where it concerns the Headteacher. If you tell them now, they can read it at once.",
            f"Local authority designated officer (LADO): {School.here().lado}.",
        ],
        **of_decision(decision),
    )


def _keep_or_tell(slug: str, decision: ShareDecision, reader: Reader, form: HeadteacherForm) -> HttpResponse:
    follow_up.keep_or_tell(decision, reader.user, keep=form.says_yes, why=form.cleaned_data["why"])
    return redirect("decisions:decision", slug=slug)


@require_http_methods(["GET", "POST"])
def name_child(request: Request, slug: str) -> HttpResponse:
    """Which child a decision is about whose author could only type a name."""
    decision, opened, reader = open_decision(request, slug)
    if not naming.waiting(reader.user).filter(pk=decision.pk).exists():
        raise refuse(decision, "not_asked")
    return form_page(
        request,
        "Which child is it about?",
        partial(NameChildForm, reader),
        partial(_name_child, slug, decision, reader),
        intro=[f"Typed: {facts.of(opened).about_typed}", "From now on it is in the child’s chronology."],
        **of_decision(decision),
    )


def _name_child(slug: str, decision: ShareDecision, reader: Reader, form: NameChildForm) -> HttpResponse:
    assert form.child is not None
    naming.name(decision, form.child, reader.user)
    return redirect("decisions:decision", slug=slug)


@require_POST
def again(request: Request, slug: str) -> HttpResponse:
    """New facts have come: a new decision from the facts of the old one, linked both ways; judgements are made again.

    For the author, for the person who has overruled it, and for anyone who was asked to look at it again."""
    decision, _, reader = open_decision(request, slug)
    if not follow_up.may_decide_anew(decision, reader.user):
        raise refuse(decision, "not_author")
    mine = decision.decided_by_id == reader.user.pk
    kept = drafts.facts(reader, decision.draft, FACTS) if mine else {}
    origin = decision.origin if decision.origin == Origin.ASKED else Origin.OWN
    draft = drafts.start(reader.user, origin=origin, follows=decision)
    people = [str(row.person.public_id) for row in decision.record.subjects.live().select_related("person")]
    about = {"about": {"people": people}} if people else {}
    for step, answers in (kept | about).items():
        drafts.save(draft, step, answers)
    return redirect("questionnaire:step", draft_id=draft.public_id, name="asked" if origin == Origin.ASKED else "safe")
