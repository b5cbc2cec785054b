"""Cover: a person takes a class for a day, and sees what its teacher needs, until the bell."""

from datetime import date, datetime

from accounts.models import User
from core import clock, terms
from core.models import School
from core.refusals import Refused
from records.pupils.models import ClassStaff, SchoolClass


def until(day: date) -> datetime:
    """The bell of that day."""
    bell = School.here().bell
    return clock.london(day.year, day.month, day.day, bell.hour, bell.minute)


def cover(user: User, school_class: SchoolClass, day: date) -> ClassStaff:
    """`user` takes the class on that day; covering already, the same row. Raises Refused: the bell has gone, a day
    after access has to end, `user` has left."""
    end = until(day)
    terms.check_end(end)
    start = max(clock.london_day(day), clock.now())
    if end <= start:
        raise Refused("The school day has ended. Select another day", "day")
    if not user.is_active:
        raise Refused(f"{user.full_name} has left", "person")
    standing = ClassStaff.objects.filter(user=user, school_class=school_class, until__gte=end, start__lte=start).first()
    return standing or ClassStaff.objects.create(user=user, school_class=school_class, start=start, until=end)


def coming() -> list[ClassStaff]:
    """Who covers which class now or later."""
    rows = ClassStaff.objects.filter(until__gt=clock.now()).exclude(until=clock.FAR)
    return list(rows.select_related("user", "school_class").order_by("start", "pk"))
