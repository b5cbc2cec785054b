"""A dozen typical matters of an invented school, each with the paper that it gives: for the whole texts in
tests/golden/."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core import clock
from records.need_to_know import grants
from records.pupils import roll
from records.pupils.models import Person, Pupil
from records.vault.vault import open_record
from sharing.decisions import corrections, documents
from sharing.decisions.models import ShareDecision
from sharing.directory.models import Agency, AgencyContact
from sharing.governors import minutes, returns
from sharing.questionnaire.danger import Danger, record_danger
from tests.factories import World, child, record
from tests.sharing.governors.meeting import Board
from tests.sharing.unshared import not_shared

SAID = "She read the whole page aloud and asked for more."


def known(world: World, category: str, text: str, *about: Person) -> str:
    """A record of 12 March 2031 that the teacher sees whole; its id."""
    as_at = clock.local(clock.now()).date().replace(month=3, day=12)
    filed = record(category, *(about or (world.child,)), author=world.teacher, text=text, as_at=as_at)
    grants.grant(filed, world.teacher, by=world.dsl)
    return str(filed.public_id)


def whole(*keys: str, **more: Any) -> dict[str, Any]:
    """All of these records go."""
    rest = {"unwritten": "", "unwritten_kind": "", "everything": "", "left_out": ""}
    return {"records": list(keys), "how": dict.fromkeys(keys, "whole"), **rest, **more}


def part(key: str) -> dict[str, Any]:
    """Only the part marked for sharing goes."""
    return {**whole(key), "how": {key: "part"}}


def to(choice: str, **more: Any) -> dict[str, Any]:
    return {"to": choice, "directory": None, "school": None, "staff": None, "more": [], **more}


def to_mother(world: World) -> dict[str, Any]:
    """The answers by which it goes to the child's mother, who was identified."""
    adults = {"adults": [str(world.mother.public_id)], "identity": "sight"}
    send = {**world.answers()["send"], "channel": "in_person", "confirmed": ["people", "parts"]}
    family = {"said": {str(world.child.public_id): "agreed"}}
    telling = {**world.answers()["telling"], "people": [str(world.child.public_id)]}
    return {"who": to("parent"), "parent": adults, "send": send, "family": family, "telling": telling}


def file_for(world: World, decision: ShareDecision) -> bytes:
    reader = world.reader(decision.decided_by)
    opened = open_record(reader, decision.record.public_id)
    return documents.to_send(decision, decision.recipients.get(), opened, reader)


def print_of(world: World, decision: ShareDecision) -> bytes:
    reader = world.reader(decision.decided_by)
    opened = open_record(reader, decision.record.public_id)
    return documents.printed_record(decision, opened, reader, for_whom=world.dsl)


def reply_to(world: World, decision: ShareDecision) -> bytes:
    return documents.reply(decision, open_record(world.reader(decision.decided_by), decision.record.public_id))


def all_to_an_agency(world: World) -> bytes:
    return file_for(world, world.decide(what=whole(known(world, "speech", SAID))))


def names_taken_out_for_a_parent(world: World) -> bytes:
    other = child("Kofi", "Mensa")
    key = known(world, "behaviour", "Amina shared her lunch with Kofi Mensa. Kofi’s mother, Mrs Mensa, thanked her.")
    roll.add_contact(other, "mother", title="Mrs", given_name="Efua", family_name="Mensa")
    answers = {"what": whole(key), **to_mother(world)}
    named = world.context(world.draft(**answers)).third_parties.found
    said = {person.key: {"do": "remove", "why": ""} for person in named}
    return file_for(world, world.decide(others={"said": said, "read": True}, **answers))


def refused(world: World, answer: str, **asked: Any) -> bytes:
    answers = not_shared(why=["too_much"], reasons="The family is private.", category="", answer=answer)
    what = whole(known(world, "speech", SAID), everything="yes")
    said = world.asked(**{"on": (clock.today() - timedelta(days=3)).isoformat(), **asked})
    return reply_to(world, world.decide(origin="asked", asked=said, who=to("asker"), what=what, **answers))


def refused_with_reasons_to_a_parent(world: World) -> bytes:
    return refused(world, "reasons", who="Mrs Hodan Yusuf", role="mother", identity="known")


def refused_without_reasons(world: World) -> bytes:
    return refused(world, "no")


def recorded_afterwards(world: World) -> bytes:
    when = {"on": clock.today().isoformat(), "at": "09:10", "channel": "called_back", "late": ""}
    send = {"checked": "today", "arrived": "yes"}
    what = part(known(world, "speech", SAID))
    return print_of(world, world.decide(origin="done", when=when, send=send, what=what))


def danger(world: World) -> bytes:
    told, account = ["police", "dsl"], "She is afraid to go home."
    happening = Danger(world.child, "", told, "", account, clock.now())
    return print_of(world, record_danger(world.teacher, happening, uuid4()))


def to_another_school(world: World) -> bytes:
    school = Agency.objects.create(name="Ferrybridge High School", kind=Agency.Kind.SCHOOL, agreement="Moves")
    contact = AgencyContact.objects.create(
        agency=school,
        name="Mr Glen Alder",
        role="head of year",
        address="alder@ferrybridge.example",
        checked_on=clock.today(),
    )
    key = known(world, "sen", "A pencil grip helps.")
    why = {**world.answers()["why"], "purpose": "assessment"}
    who, moving = to("school", school=str(contact.public_id)), {"moving": "no", "besides": ""}
    return file_for(world, world.decide(what=whole(key), who=who, moving=moving, why=why))


def part_on_ones_own_initiative(world: World) -> bytes:
    return print_of(world, world.decide(what=part(known(world, "speech", SAID))))


def two_siblings(world: World) -> bytes:
    brother = child("Idris", "Yusuf", into="3A")
    roll.add_contact(brother, "mother", adult=world.mother)
    Pupil.objects.filter(person=brother).update(birth_date="2023-01-30")
    keys = [
        known(world, "speech", SAID),
        known(world, "speech", "He speaks in whole sentences.", brother),
    ]
    people = [str(world.child.public_id), str(brother.public_id)]
    said = {**world.answers()["family"]["said"], str(brother.public_id): "agreed"}
    decision = world.decide(about={"people": people}, what=whole(*keys), family={"said": said})
    return file_for(world, decision)


def corrected(world: World) -> bytes:
    decision = world.decide(what=part(known(world, "speech", SAID)))
    reader = world.reader(world.teacher)
    opened = open_record(reader, decision.record.public_id)
    corrections.correct(
        opened,
        decision,
        reader,
        which="Essential",
        right="The clinic and the school nurse cannot plan without it.",
        why="The nurse was left out.",
        sent_wrong=list(decision.recipients.all()),
    )
    return print_of(world, decision)


def printed_record(world: World) -> bytes:
    return print_of(world, world.decide(what=whole(known(world, "speech", SAID))))


def minutes_of_governors(world: World) -> bytes:
    board = Board()
    with clock.standing_at(board.meeting.meets_at + timedelta(hours=1)):
        minutes.draft(
            board.meeting, {board.first: ("The appeal was heard.\nIt was upheld.", "Who said what")}, by=board.clerk
        )
        minutes.send(board.meeting, world.reader(board.clerk), sure=True)
        return bytes(minutes.publish(board.meeting, world.reader(board.chair)).pdf)


def certificate_of_destruction(world: World) -> bytes:
    board = Board()
    board.paper()
    board.issue()
    with clock.standing_at(board.meeting.until + timedelta(hours=1)):
        return returns.certificate(returns.confirm(returns.begin(board.meeting, by=board.clerk), by=board.chair))


Matter = Callable[[World], bytes]
MATTERS: dict[Matter, tuple[str, ...]] = {
    all_to_an_agency: (),
    names_taken_out_for_a_parent: ("Kofi", "Mensa"),
    refused_with_reasons_to_a_parent: ("The family is private", SAID),
    refused_without_reasons: ("The family is private", SAID, "reveal more", "Amina", "Yusuf"),
    recorded_afterwards: ("soon after",),
    danger: (),
    to_another_school: (),
    part_on_ones_own_initiative: (),
    two_siblings: (),
    corrected: (),
    printed_record: (SAID,),
    certificate_of_destruction: ("zebra",),
    minutes_of_governors: ("zebra", "Who said what"),
}
"""Each matter, with what its paper must not say."""
