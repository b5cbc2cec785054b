"""Questions: a person who was told of a decision asks the decider; question and answer are later entries (R: C7).

Asking counts as having seen it: it is not passed on. Nothing that was recorded changes.
"""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.notices import notify
from accounts.notices.models import Notice
from core.refusals import Refused
from records.need_to_know import visibility
from records.vault.vault import Opened, Reader
from sharing.decisions import later_entries
from sharing.decisions.models import Answer, Question, ShareDecision
from sharing.decisions.notice_kinds import Kind


def may_ask(decision: ShareDecision, user: User) -> bool:
    """Whether `user` was told of another person's decision."""
    told = Notice.objects.filter(person=user, reference=decision.reference)
    return decision.decided_by_id != user.pk and told.exists()


@transaction.atomic
def ask(decision: ShareDecision, opened: Opened, reader: Reader, text: str) -> Question:
    """Put a question to the decider. Raises Refused where they have left."""
    if not decision.decided_by.is_active:
        raise Refused(f"{decision.decided_by.short_name} has left. Ask the DSL")
    section = later_entries.add(
        opened.record, reader.user, "question", [["Question", text]], "Asked", {"question": text}
    )
    question = Question.objects.create(decision=decision, section=section, asked_by=reader.user)
    notify.see_all(decision.reference, by=reader.user)
    notify.notify(decision.decided_by, Kind.QUESTION, decision.reference)
    return question


@transaction.atomic
def answer(question: Question, opened: Opened, reader: Reader, text: str) -> Answer:
    """Answer a question, once; a second call returns the first answer."""
    given = Answer.objects.filter(question=question).first()
    if given:
        return given
    section = later_entries.add(opened.record, reader.user, "answer", [["Answer", text]], heading="Answered")
    given = Answer.objects.create(question=question, section=section, by=reader.user)
    notify.see_all(question.decision.reference, Kind.QUESTION, by=reader.user)
    notify.notify(question.asked_by, Kind.ANSWERED, question.decision.reference)
    return given


def unanswered(user: User) -> QuerySet[Question]:
    """The user's questions that nobody has answered, oldest first, about decisions that the user may see."""
    seen = ShareDecision.objects.filter(record__in=visibility.visible_to(user).values("pk"))
    rows = Question.objects.filter(asked_by=user, answer=None, decision__in=seen)
    return rows.select_related("decision__decided_by").order_by("pk")
