"""Who teaches, supports and looks after whom, from when to when; put there by two people's word (R: T4)."""

from typing import Any

from accounts import approvals, power
from accounts.models import PendingChange, User
from accounts.power import Effect
from core import clock
from core.refusals import Refused
from records.pupils.models import ClassStaff, KeyWorker, SchoolClass


def leave(user: User) -> None:
    """A member of staff leaves: their classes and their children as key worker end."""
    for model in (ClassStaff, KeyWorker):
        for span in model.objects.filter(user=user, until__gt=clock.now()):
            span.end()


class PutInClass(approvals.ChangeHandler):
    """Putting a person with a class: they see what its teachers and supporters need, so two people agree."""

    kind = "put_in_class"
    label = "Put with a class"
    about_nobody = False

    def carry_out(self, change: PendingChange) -> None:
        school_class = SchoolClass.objects.filter(public_id=change.detail["class"]).first()
        if school_class is None or not change.person.is_active:
            raise Refused("The class or the account is not there any more")
        if not ClassStaff.objects.filter(user=change.person, school_class=school_class, until=clock.FAR).exists():
            start = max(change.start, clock.now()) if change.start else clock.now()
            ClassStaff.objects.create(user=change.person, school_class=school_class, start=start)

    def state(self, change: PendingChange) -> Any:
        room = SchoolClass.objects.filter(public_id=change.detail["class"]).first()
        return [change.person.email, change.person.full_name, room and room.name]

    def words_after(self, change: PendingChange) -> str:
        return self.words(change)

    def words(self, change: PendingChange) -> str:
        school_class = SchoolClass.objects.filter(public_id=change.detail["class"]).first()
        return school_class.name if school_class else "a class that is not there any more"


class EndWithClass(approvals.ChangeHandler):
    """The end of a person's time with a class, at once: they see less, and hear of it."""

    kind = "end_with_class"
    label = "End the time with a class"
    about_nobody = False
    effect = Effect.NARROWS

    def touches(self, change: PendingChange) -> frozenset[str]:
        return power.NOBODY

    def carry_out(self, change: PendingChange) -> None:
        for row in ClassStaff.objects.filter(public_id=change.detail["row"]):
            row.end()

    def words_after(self, change: PendingChange) -> str:
        return ClassStaff.objects.get(public_id=change.detail["row"]).school_class.name

    def words(self, change: PendingChange) -> str:
        return self.words_after(change)


def end_with_class(row: ClassStaff, *, by: User) -> None:
    """End a person's time with a class. Raises Refused."""
    approvals.ask(EndWithClass.kind, row.user, by=by, detail={"row": str(row.public_id)})
