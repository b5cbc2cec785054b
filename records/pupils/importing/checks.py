"""What is wrong with a line, said so that the office can put it right."""

from collections import defaultdict
from datetime import date

from core import clock, words
from records.pupils import numbers
from records.pupils.importing.lines import OF_PERSON, Line
from records.pupils.names import plain

LONGEST = {"class_name": 20, "ethnicity": 40, "religion": 40, "first_language": 40}
NAME = 80
OLDEST, YOUNGEST = 20, 1  # years


def check_line(line: Line) -> None:
    """Note what is wrong with one line by itself."""
    for number in filter(None, (line.upn, *line.former_upns)):
        if problem := numbers.upn_problem(number):
            line.problems.append(problem)
    if line.upn and not numbers.upn_problem(line.upn) and numbers.is_temporary(line.upn):
        line.notes.append("This UPN is a temporary one")
    if line.uln and not numbers.uln_is_right(line.uln):
        line.notes.append("The ULN is not a right one and is left out")
        line.uln = None
    if not line.upn and not (line.given_name and line.family_name):
        line.problems.append("Give a UPN, or a first name and a family name")
    for name in OF_PERSON:
        if len(getattr(line, name) or "") > NAME:
            line.problems.append(f"A name must be {NAME} characters or less")
    for name, most in LONGEST.items():
        if len(getattr(line, name) or "") > most:
            line.problems.append(f"{name.replace('_', ' ').capitalize()} must be {most} characters or less")
    if line.birth_date:
        age = (clock.today() - line.birth_date).days / 365.25
        if age < 0:
            line.problems.append("The date of birth must be in the past")
        elif not YOUNGEST <= age <= OLDEST:
            line.problems.append(
                f"The date of birth, {words.day(line.birth_date)}, does not fit a pupil. Check the year"
            )
        if line.left_on and line.left_on < line.birth_date:
            line.problems.append("The leaving date must be after the date of birth")
    line.problems[:] = dict.fromkeys(line.problems)


def check_together(lines: list[Line]) -> None:
    """Note where two lines of one file are about the same child."""
    by_upn: dict[str, list[Line]] = defaultdict(list)
    by_name: dict[tuple[str, str, date], list[Line]] = defaultdict(list)
    for line in lines:
        if line.upn:
            by_upn[line.upn].append(line)
        elif line.birth_date and line.given_name and line.family_name:
            by_name[plain(line.given_name), plain(line.family_name), line.birth_date].append(line)
    for same, what in ((by_upn, "The same UPN"), (by_name, "The same child, without a UPN,")):
        for twice in same.values():
            for line in twice if len(twice) > 1 else ():
                others = ", ".join(str(other.number) for other in twice if other is not line)
                line.problems.append(f"{what} stands on line {others} as well. Keep the right one in the file")
