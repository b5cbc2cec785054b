"""Putting right whom a record is about: one filed under the wrong child, or one child entered twice.

Nothing is lost and nothing is rewritten: what ends keeps its past (so yesterday can be asked), the move has its
author and reason, and it can be undone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import Refused
from records import data_keys, sealing
from records.models import Move, Record, RecordSubject
from records.pupils import roll
from records.pupils.importing.plan import by_name
from records.pupils.models import ClassMembership, Contact, Enrolment, FormerUpn, KeyWorker, Person, Pupil

ROLL = (Enrolment, ClassMembership, KeyWorker)


def _open(was: Person, now: Person, by: User, reason: str, record: Record | None) -> Move:
    if was == now:
        raise Refused("Select another child")
    move = Move(record=record, was=was, now=now, by=by)
    sealing.seal(move, "reason", reason, data_keys.new_key())
    move.save()
    return move


def _move_subjects(rows: Iterable[RecordSubject], move: Move) -> None:
    for row in rows:
        row.end(move.start)
        if not row.record.subjects.live().filter(person=move.now).exists():
            RecordSubject.objects.create(record=row.record, person=move.now, move=move, start=move.start)


@transaction.atomic
def move_record(record: Record, was: Person, now: Person, *, by: User, reason: str) -> Move:
    """From now `record` is about `now` instead of `was`. Whether `by` may do it is the caller's question.

    Raises Refused where the record is not about `was`, or about `now` already.
    """
    rows = list(RecordSubject.objects.live().filter(record=record, person=was))
    if not rows:
        raise Refused("This record is not about that child")
    if RecordSubject.objects.live().filter(record=record, person=now).exists():
        raise Refused("This record is about both children already")
    move = _open(was, now, by, reason, record)
    _move_subjects(rows, move)
    return move


@transaction.atomic
def merge(gone: Person, into: Person, *, by: User, reason: str) -> Move:
    """`gone` and `into` are one child, entered twice: `gone` leaves the roll, its number becomes a former one of
    `into`, contacts that `into` lacks are added, and every record about `gone` is about `into` from now.

    Raises Refused.
    """
    move = _open(gone, into, by, reason, None)
    roll.take_off(gone, move.start)
    pupil = Pupil.objects.get(person=gone)
    if pupil.upn:
        upn, pupil.upn = pupil.upn, ""
        pupil.save(update_fields=["upn"])
        # The trace by which an undoing gives it back: a number held for no time.
        FormerUpn.objects.create(person=gone, upn=upn, start=move.start, until=move.start)
        target = Pupil.objects.get(person=into)
        if target.upn:
            FormerUpn.objects.create(person=into, upn=upn, start=move.start)
        else:
            target.upn = upn
            target.save(update_fields=["upn"])
    have = by_name((contact.adult, contact) for contact in roll.contacts_of(into))
    for name, contact in by_name((contact.adult, contact) for contact in roll.contacts_of(gone)).items():
        contact.end(move.start)
        if name not in have:
            roll.add_contact(
                into,
                contact.relationship,
                adult=contact.adult,
                responsibility=contact.responsibility,
                evidence=contact.evidence,
                start=move.start,
            )
    _move_subjects(RecordSubject.objects.live().filter(person=gone).select_related("record"), move)
    return move


@transaction.atomic
def undo(move: Move) -> None:
    """Take a move back: what it brought ends, what it ended begins again. Raises Refused for one undone before."""
    if move.until <= clock.now():
        raise Refused("This was undone already")
    move.end()
    at = move.until
    for subject in RecordSubject.objects.live().filter(move=move).select_related("record"):
        subject.end(at)
        RecordSubject.objects.create(record=subject.record, person=move.was, start=at)
    if move.record is not None:
        return
    for model in (*ROLL, Contact):
        whose = {"child": move.was} if model is Contact else {"person": move.was}
        for row in model.objects.filter(until=move.start, **whose):
            row.again(at).save()
    brought = Contact.objects.live().filter(child=move.now, start=move.start)
    for contact in brought:
        contact.end(at)
    _give_number_back(move, at)


def _give_number_back(move: Move, at: datetime) -> None:
    trace = FormerUpn.objects.filter(person=move.was, start=move.start, until=move.start).first()
    if trace is None:
        return
    for former in FormerUpn.objects.live().filter(person=move.now, upn=trace.upn):
        former.end(at)
    for person, number in ((move.now, ""), (move.was, trace.upn)):
        pupil = Pupil.objects.get(person=person)
        if person == move.was or pupil.upn == trace.upn:
            pupil.upn = number
            pupil.save(update_fields=["upn"])
