"""The user's own recorded decisions, and the questions that they have asked: lists by reference, without names."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import READERS
from core import references
from core.pages import page
from sharing.decisions import follow_up, questions
from sharing.decisions.models import ShareDecision

A_PAGE = 50


@require_GET
def mine(request: Request) -> HttpResponse:
    """What this person has decided, newest first, with what is still to do."""
    user = only_for(request, READERS, "This page is for staff who decide.", page=(ShareDecision, "mine"))
    shown = Paginator(ShareDecision.objects.filter(decided_by=user).order_by("-pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    waiting: dict[int, list[str]] = {}
    for name, decisions in follow_up.waiting_of(user):
        for decision in decisions:
            waiting.setdefault(decision.pk, []).append(follow_up.MINE[name])
    rows = [
        (decision, references.slug(decision.reference), decision.recorded_at, "; ".join(waiting.get(decision.pk, ())))
        for decision in shown
    ]
    template, none = "sharing/decisions/mine.html", "You have recorded no decision yet."
    return page(request, "My decisions", template=template, rows=rows, shown=shown, none=none)


@require_GET
def my_questions(request: Request) -> HttpResponse:
    """The questions of this person about other people's decisions that nobody has answered, oldest first."""
    shown = Paginator(questions.unanswered(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            question.decision,
            references.slug(question.decision.reference),
            question.asked_at,
            f"Asked of {question.decision.decided_by.short_name}",
        )
        for question in shown
    ]
    template, none = "sharing/decisions/mine.html", "All your questions have been answered."
    return page(request, "Waiting for an answer", template=template, rows=rows, shown=shown, none=none)
