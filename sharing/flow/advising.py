"""Advice when in doubt (R: C4): put to somebody inside, or taken outside and written down."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.models import User
from notices import telling
from pupils import codes
from records import granting, vault
from records.filing import Words, add_section, file_record
from records.models.grants import Source
from records.vault import Opened, Reader
from sharing import drafts, later
from sharing.models import Advice, AdviceAnswer, Draft, Event, ShareDecision
from sharing.notice_kinds import Kind

if TYPE_CHECKING:
    from sharing.flow.context import Context

HAD = "advice-had"
WORDS = "advice-words"


@transaction.atomic
def ask(
    context: "Context", whom: User, question: str, *, shows: str, names: bool, urgent: bool, instead: bool
) -> Advice:
    """Put a question to `whom`; they are told at once. Raises KeyUnavailable.

    `shows`: the question alone, or the draft as well; `names`: whether it says whom it is about; `instead`: asked
    instead of deciding, which is the outcome for now.
    """
    draft = context.loaded.draft
    rows = [["About", about(context, names=names)], ["Question", question]]
    words = {"heading": "The question", "rows": rows, "facts": {"question": question}}
    record = file_record("advice", [], [Words("asked", words)], author=context.user, owner=whom)
    advice = Advice.objects.create(
        record=record,
        draft=draft,
        asked=whom,
        by=context.user,
        shows=shows,
        names=names,
        urgent=urgent,
        instead_of_deciding=instead,
    )
    granting.grant(record, whom, by=context.user, source=Source.ADVICE)
    if shows == Advice.Shows.DRAFT:
        granting.grant(draft.record, whom, by=context.user, source=Source.ADVICE)
    telling.notify(whom, Kind.ADVICE_URGENT if urgent else Kind.ADVICE, draft.reference)
    return advice


def about(context: "Context", *, names: bool) -> str:
    """Whom it is about; without names "Pupil A, Year 4"."""
    said = []
    for letter, person in zip("ABCDEFGHIJ", context.people, strict=False):
        pupil = getattr(person, "pupil", None)
        year = codes.year_words(pupil.year) if pupil else ""
        kind = "Pupil" if pupil else "Adult"
        said.append(", ".join(filter(None, (person.full_name if names else f"{kind} {letter}", year))))
    return "; ".join(said) or "Not said"


@transaction.atomic
def answer(advice: Advice, opened: Opened, reader: Reader, text: str) -> AdviceAnswer:
    """Answer, as the one who was asked. What was recorded already stays: the answer is then a later entry of it."""
    section = later.add(opened.record, reader.user, "answer", [["Answer", text]])
    given = AdviceAnswer.objects.create(advice=advice, section=section, by=reader.user)
    telling.see_all(advice.draft.reference, Kind.ADVICE, Kind.ADVICE_URGENT, by=reader.user)
    decision = ShareDecision.objects.filter(draft=advice.draft).select_related("record__key").first()
    if decision:
        rows = [["Advice of", reader.user.full_name], ["Answer", text]]
        later.event(decision, Event.What.ADVICE, reader.user, rows)
    telling.notify(advice.by, Kind.ADVICE_ANSWERED, advice.draft.reference)
    return given


def words(context: "Context") -> dict[str, dict[str, Any]]:
    """Question and answers of each question put, by its id; opened through the vault when there is something new."""
    kept: dict[str, dict[str, Any]] = dict(context.answers.get(WORDS, {}))
    fresh = False
    for advice in context.advice:
        key, count = str(advice.public_id), len(advice.answers.all())
        if kept.get(key, {}).get("count") == count or not context.opens:
            kept.setdefault(key, {"count": 0, "question": "", "answers": []})
            continue
        opened = vault.open_record(context.reader, advice.public_id)
        question = opened.part("asked")
        kept[key] = {
            "count": count,
            "question": question.facts["question"] if question else "",
            "answers": [
                [part.content["by"], part.rows[0][1]] for part in opened.parts if part.section.name == "answer"
            ],
        }
        fresh = True
    if fresh:
        context.answers[WORDS] = kept
        if context.keeps:
            drafts.save(context.loaded.draft, WORDS, kept)
    return kept


def had(draft: Draft, entries: list[dict[str, Any]]) -> None:
    """Keep the advice that was taken outside the product."""
    add_section(draft.record, Words(HAD, {"entries": entries}), order=1, by=draft.author)
