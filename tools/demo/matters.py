"""Matters that stand open in the demo school, so that each home page has something to show."""

from uuid import UUID

from accounts.models import User
from core import clock
from core.audit import entries
from records.pupils.models import Person
from records.vault.vault import Reader
from sharing.decisions import drafts, recording
from sharing.decisions.models import Advice, Origin
from sharing.directory.models import AgencyContact
from sharing.questionnaire import advice, dependencies
from sharing.questionnaire.danger import Danger, record_danger
from sharing.questionnaire.facts import facts_of
from tools.demo.year import said, told_at_once

NOT_SHARED = {
    "why": ["no_basis"],
    "reasons": "She has no responsibility for the child; the parents can tell her themselves.",
    "review": "no",
    "review_on": None,
    "change": ["concern"],
    "category": None,
    "reply_by": None,
}


def _unwritten(text: str, kind: str) -> dict[str, object]:
    return {
        "records": [],
        "how": {},
        "unwritten": text,
        "unwritten_kind": kind,
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
        "everything": "yes",
        "left_out": "",
    }


def _to(where: str) -> dict[str, object]:
    return {"to": where, "directory": None, "school": None, "staff": None, "more": []}


def _decide(by: User, origin: str, answers: dict[str, dict[str, object]]) -> None:
    entries.acting_as(by.pk)
    reader = Reader(by, fresh=True)
    draft = drafts.start(by, origin=origin)
    for step, kept in dependencies.stamp_all(answers).items():
        drafts.save(draft, step, kept)
    recording.record(facts_of(drafts.load(reader, draft.public_id), reader))
    entries.acting_as(None)


def a_question_refused(child: Person, by: User) -> None:
    """A grandmother asks at the gate, and is told no with the reasons."""
    asked = {
        "who": "Mrs Rowan Heath",
        "unnamed": False,
        "body": "",
        "role": "grandmother",
        "how": "person",
        "on": clock.today().isoformat(),
        "what": "How she is doing at school",
        "deadline": "no",
        "deadline_on": None,
        "law": "no",
        "order": None,
        "identity": "known",
    }
    _decide(
        by,
        Origin.ASKED,
        {
            "asked": asked,
            "about": {"people": [str(child.public_id)]},
            "safe": {"harm": "no"},
            "who": _to("asker"),
            "what": _unwritten("How she is doing in class", "behaviour"),
            "family": said(child, "not_told", "not_told"),
            "not-told": {
                "why": ["nothing"],
                "facts": "Nothing is shared with her.",
                "again": "never",
                "tell_by": None,
            },
            "decide": {"outcome": "no_share"},
            "why-not": {**NOT_SHARED, "answer": "reasons"},
        },
    )


def not_shared_although_at_risk(child: Person, by: User) -> None:
    """It waits for a second person on the DSL's page."""
    desk = AgencyContact.objects.get(name="MASH duty desk")
    _decide(
        by,
        Origin.OWN,
        {
            "about": {"people": [str(child.public_id)]},
            "safe": {"harm": "unsure"},
            "adult": {"adult": "no", "who": None},
            "who": _to(str(desk.public_id)),
            "what": {**_unwritten("That he came without lunch twice", "family"), "everything": ""},
            "family": said(child, "told", "told"),
            "telling": told_at_once(child),
            "decide": {"outcome": "no_share"},
            "why-not": {**NOT_SHARED, "why": ["not_needed"], "reasons": "The family hub is with them this week."},
        },
    )


def a_danger_entry(child: Person, by: User) -> None:
    """Recorded in a minute, and to be completed."""
    entries.acting_as(by.pk)
    said_then = Danger(
        child=child,
        typed="",
        told=["social_care"],
        other="",
        account="He said that he is afraid to go home. I have rung the duty desk, who call back at 3pm.",
        at=clock.now(),
    )
    record_danger(by, said_then, UUID(int=11))
    entries.acting_as(None)


def a_question_for_advice(child: Person, by: User, whom: User) -> None:
    """Somebody asks, without the name, and the draft waits."""
    entries.acting_as(by.pk)
    draft = drafts.start(by, child)
    advice.ask(
        draft,
        by,
        whom,
        "A neighbour rang to say the child is often alone. Do I pass this on, and to whom?",
        people=[child],
        shows=Advice.Shows.QUESTION,
        names=False,
        urgent=False,
        instead=False,
    )
    entries.acting_as(None)


def leave_open(children: dict[str, Person], teacher: User, dsl: User) -> None:
    """All of them, as of today."""
    a_question_refused(children["Amina"], teacher)
    not_shared_although_at_risk(children["Kofi"], teacher)
    a_danger_entry(children["Kofi"], teacher)
    a_question_for_advice(children["Rose"], teacher, dsl)
