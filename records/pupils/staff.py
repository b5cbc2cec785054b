"""Who teaches, supports and looks after whom, from when to when; put there by two people's word (R: T4)."""

from accounts import approvals
from accounts.models import PendingChange, User
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

    def words(self, change: PendingChange) -> str:
        school_class = SchoolClass.objects.filter(public_id=change.detail["class"]).first()
        return school_class.name if school_class else "a class that is not there any more"
