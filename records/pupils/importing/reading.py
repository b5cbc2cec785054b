"""Values of a file, read in every way in which files and people write them. A problem is noted on the line."""

import re
from datetime import date

from core import dates
from core.forms import text
from records.pupils import codes
from records.pupils.importing.lines import Line

TIME = re.compile(r"T[0-9:.+Z-]*$")


def text_of(raw: str | None) -> str | None:
    """Text of a file, without what cannot be seen; None where there is nothing."""
    if raw is None:
        return None
    return " ".join(text.clean(raw).split()) or None


def read_date(raw: str, line: Line, what: str) -> date | None:
    """A date as files write it: 2018-03-02, or as people do: 02/03/2018, 2 March 2018. Notes a problem where it is
    none, or where the year has two figures."""
    value = raw.strip()
    day = dates.read(TIME.sub("", value)) if re.search("[0-9]{4}", value) else None
    if day is None:
        line.problems.append(f"{what} must be a real date, like 2018-03-02 or 02/03/2018")
    return day


def read_year(raw: str, line: Line) -> int | None:
    """The national curriculum year. X (not followed) says nothing."""
    value = raw.strip().upper().removeprefix("YEAR").removeprefix("Y").strip()
    value = {"RECEPTION": "R", "NURSERY": "N1", "0": "R"}.get(value, value).lstrip("0")
    if value == "X":
        return None
    if value not in codes.YEARS:
        line.problems.append("Year must be N1, N2, R or a number from 1 to 14")
        return None
    return codes.YEARS[value]


def read_sen(raw: str, line: Line) -> str | None:
    """SEN provision, the codes of before 2015 among them."""
    value = raw.strip().upper()
    value = codes.OLD_SEN.get(value, value)
    if value not in codes.Sen.values:
        line.problems.append("SEN must be N, K or E")
        return None
    return value


def read_sex(raw: str, line: Line) -> str | None:
    value = raw.strip().upper()[:1]
    if value not in codes.Sex.values:
        line.problems.append("Sex must be F or M")
        return None
    return value


def read_truth(raw: str, line: Line, what: str) -> bool | None:
    value = raw.strip().lower()
    if value in ("true", "1", "yes", "y", "t"):
        return True
    if value in ("false", "0", "no", "n", "f"):
        return False
    line.problems.append(f"{what} must be yes or no")
    return None
