"""Advice when in doubt (R: C4): asked of a colleague, or taken outside and written down."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts.models import User
from accounts.notices import notify
from core.compiled_queries import Prepared
from core.refusals import Refused
from records import namecheck
from records.models.grants import Source
from records.need_to_know import grants
from records.pupils import codes, roll
from records.pupils.models import Person
from records.vault import vault
from records.vault.filing import Words, file_record
from records.vault.vault import Opened, Reader
from sharing.decisions import drafts, later_entries
from sharing.decisions.models import Advice, AdviceAnswer, Draft, Event, ShareDecision
from sharing.decisions.notice_kinds import Kind
from sharing.questionnaire.answers import AdviceAnswer as Answered
from sharing.questionnaire.answers import AdviceHad, AdviceHadAnswers, AdviceRead, AdviceWords, Answers, as_json

HAD = "advice-had"
WORDS = "advice-words"
_ADVICE = Prepared(
    lambda word, **_: Advice.objects.filter(draft__reference=word).select_related("asked", "record").order_by("pk")
)


def of(draft: Draft) -> list[Advice]:
    """The questions put while a draft was written, with their answers."""
    rows = _ADVICE.objects(word=draft.reference)
    prefetch_related_objects(rows, "answers")
    return rows


def near(people: Iterable[Person]) -> list[Person]:
    """Who is likely to be named in a question about these people: they themselves, and their families."""
    people = list(people)
    children = [person for person in people if hasattr(person, "pupil")]
    return [*people, *(contact.adult for child in children for contact in roll.contacts_of(child))]


def ask(
    draft: Draft,
    by: User,
    whom: User,
    question: str,
    *,
    people: Sequence[Person],
    shows: str,
    names: bool,
    urgent: bool,
    instead: bool,
) -> Advice:
    """Put a question to `whom`; they are told at once. Raises KeyUnavailable.

    `people`: whom it is about; `shows`: the question alone, or the draft as well; `names`:
    whether it says whom it is about; `instead`: asked instead of deciding, which is the outcome for now. Raises Refused
    where it is not to say whom it is about, and the question could identify someone (R: G10.3).
    """
    if not names and namecheck.check(question, namecheck.of_school(near(people))):
        raise Refused(f"{namecheck.MESSAGE}. Take the names out, or show who it is about", "question")
    return _ask(draft, by, whom, question, people=people, shows=shows, names=names, urgent=urgent, instead=instead)


@transaction.atomic
def _ask(
    draft: Draft,
    by: User,
    whom: User,
    question: str,
    *,
    people: Sequence[Person],
    shows: str,
    names: bool,
    urgent: bool,
    instead: bool,
) -> Advice:
    rows = [["About", in_words(people, names=names)], ["Question", question]]
    words = {"heading": "The question", "rows": rows, "facts": {"question": question}}
    record = file_record("advice", [], [Words("asked", words)], author=by, owner=whom)
    advice = Advice.objects.create(
        record=record,
        draft=draft,
        asked=whom,
        by=by,
        shows=shows,
        names=names,
        urgent=urgent,
        instead_of_deciding=instead,
    )
    grants.grant(record, whom, by=by, source=Source.ADVICE)
    if shows == Advice.Shows.DRAFT:
        grants.grant(draft.record, whom, by=by, source=Source.ADVICE)
    notify.notify(whom, Kind.ADVICE_URGENT if urgent else Kind.ADVICE, draft.reference)
    return advice


def in_words(people: Iterable[Person], *, names: bool) -> str:
    """Whom it is about; without names "Pupil A, Year 4"."""
    labels = []
    for letter, person in zip("ABCDEFGHIJ", people, strict=False):
        pupil = getattr(person, "pupil", None)
        year = codes.year_words(pupil.year) if pupil else ""
        kind = "Pupil" if pupil else "Adult"
        labels.append(", ".join(filter(None, (person.full_name if names else f"{kind} {letter}", year))))
    return "; ".join(labels) or "Not said"


@transaction.atomic
def answer(advice: Advice, opened: Opened, reader: Reader, text: str) -> AdviceAnswer:
    """Answer, as the person asked. A decision recorded already stays as it is: the answer is added as a later entry."""
    facts = {"answer": text}
    section = later_entries.add(opened.record, reader.user, "answer", [["Answer", text]], facts=facts)
    given = AdviceAnswer.objects.create(advice=advice, section=section, by=reader.user)
    notify.see_all(advice.draft.reference, Kind.ADVICE, Kind.ADVICE_URGENT, by=reader.user)
    decision = ShareDecision.objects.filter(draft=advice.draft).select_related("record__key").first()
    if decision:
        rows = [["Advice of", reader.user.full_name], ["Answer", text]]
        later_entries.event(decision, Event.What.ADVICE, reader.user, rows)
    notify.notify(advice.by, Kind.ADVICE_ANSWERED, advice.draft.reference)
    return given


def words(
    asked: Sequence[Advice], answers: Answers, draft: Draft, reader: Reader, *, opens: bool, keeps: bool
) -> dict[str, AdviceWords]:
    """Question and answers of each question put, by its id; opened through the vault when there is something new."""
    kept = dict(answers.advice_words.said)
    fresh = False
    for advice in asked:
        key, count = str(advice.public_id), len(advice.answers.all())
        if (kept.get(key, AdviceWords()).count == count and key in kept) or not opens:
            kept.setdefault(key, AdviceWords())
            continue
        kept[key] = _read(vault.open_record(reader, advice.public_id), count)
        fresh = True
    if fresh:
        content = as_json(AdviceRead(kept))
        answers.put(WORDS, content)
        if keeps:
            drafts.save(draft, WORDS, content)
    return kept


def _read(opened: Opened, count: int) -> AdviceWords:
    question = opened.part("asked")
    answers = [part for part in opened.parts if part.section.name == "answer"]
    return AdviceWords(
        count,
        question.facts["question"] if question else "",
        tuple(Answered(part.content["by"], part.facts["answer"]) for part in answers),
    )


def had(draft: Draft, entries: Sequence[AdviceHad]) -> None:
    """Keep the advice that was taken outside the product."""
    drafts.save(draft, HAD, as_json(AdviceHadAnswers(tuple(entries))))
