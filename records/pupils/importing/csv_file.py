"""CSV from any management information system: a header row, columns that the importer matches by eye."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from records.pupils import codes, numbers
from records.pupils.importing import checks, reading
from records.pupils.importing.lines import LABELS, Address, Adult, FileRefused, Line, Read
from records.pupils.names import plain

MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 200, 25_000, 2_000
LONGEST_LINE = MOST_COLUMNS * LONGEST_CELL
CONTACTS = 2
ADULT = {
    "title": "title",
    "given_name": "first name",
    "family_name": "family name",
    "relationship": "relationship",
    "responsibility": "parental responsibility",
    "telephone": "telephone",
    "email": "e-mail",
}
FIELDS: dict[str, str] = {
    **{name: LABELS[name] for name in LABELS if name not in ("former_upns", "address", "contacts", "in_care")},
    "former_upn": "Former UPN",
    "address": "Address",
    "postcode": "Postcode",
    **{f"contact{n}_{name}": f"Contact {n}: {label}" for n in range(1, CONTACTS + 1) for name, label in ADULT.items()},
}
"""What a column can be, and what people call it."""

USUAL = {
    "upn": ("upn", "unique pupil number"),
    "given_name": ("forename", "legal forename", "first name", "given name"),
    "family_name": ("surname", "legal surname", "last name", "family name"),
    "preferred_name": ("preferred forename", "known as", "preferred first name", "chosen name"),
    "preferred_family_name": ("preferred surname", "preferred last name", "preferred family name"),
    "middle_names": ("middle names", "middle name", "middle names s"),
    "birth_date": ("dob", "date of birth", "birth date"),
    "sex": ("sex", "gender", "legal sex"),
    "year": ("year", "year group", "nc year", "nc year actual"),
    "class_name": ("class", "reg group", "registration group", "reg", "form", "tutor group"),
    "religion": ("religion",),
    "ethnicity": ("ethnicity", "ethnicity code"),
    "first_language": ("language", "first language"),
    "sen": ("sen", "sen status", "sen provision", "sen code"),
    "free_meals": ("fsm", "free school meals", "fsm eligible"),
    "uln": ("uln", "unique learner number"),
    "former_upn": ("former upn",),
    "left_on": ("leaving date", "date of leaving", "left on", "dol"),
    "address": ("address", "home address", "full address"),
    "postcode": ("postcode", "post code"),
}


def _lines(text: str) -> Iterator[str]:
    """The lines of a text. Raises FileRefused for one that no row can be, before it is taken apart."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise FileRefused(f"This file has a line that is too long near row {number}. Put it right and try again")
        yield line


def rows_of(content: bytes, whom: str = "pupils") -> list[list[str]]:
    """The cells of a CSV about `whom`, its header first. Raises FileRefused."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("This file is in UTF-16. Save it as “CSV UTF-8” and try again")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"This file is not in UTF-8 (byte {error.start + 1:,}). Save it as “CSV UTF-8” and try again"
        ) from None
    if "\0" in text:
        raise FileRefused("This file holds bytes that no text has. It may be damaged: export it again")
    if text.lstrip()[:1] == "<":
        raise FileRefused("This is not a CSV: it looks like a web page or another kind of file")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise FileRefused(f"This file has more than {MOST_COLUMNS} columns. Keep those you need")
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                raise FileRefused(f"This file has more than {MOST_ROWS:,} rows. Split it")
    except csv.Error as error:
        what = "a cell that is too long" if "field larger" in str(error) else "quotation marks that do not match"
        raise FileRefused(f"This file has {what} near row {reader.line_num}. Put it right and try again") from None
    if len(rows) < 2:
        each = "child" if whom == "pupils" else "person"
        raise FileRefused(f"There are no {whom} in this file: it needs a row of headings and a row for each {each}")
    return rows


def heading_key(header: Sequence[str]) -> str:
    """Under which the matching of these headings is remembered."""
    return hashlib.sha256(json.dumps([plain(cell) for cell in header]).encode()).hexdigest()


def guess(header: Sequence[str]) -> dict[str, int]:
    """Which column is probably which, by its heading: each field to a column's place."""
    return columns_of(header, {name: (*USUAL.get(name, ()), label) for name, label in FIELDS.items()})


def columns_of(header: Sequence[str], usual: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The place of each field's column: the first of its usual headings that is there and no other field's."""
    headings = [plain(cell) for cell in header]
    columns: dict[str, int] = {}
    for name, words in usual.items():
        wanted = [plain(word) for word in words]
        place = next((headings.index(word) for word in wanted if word in headings), None)
        if place is not None and place not in columns.values():
            columns[name] = place
    return columns


def read(content: bytes, columns: dict[str, int]) -> Read:
    """The pupils of a CSV whose columns were matched so. Raises FileRefused."""
    header, *rows = rows_of(content)
    if not ({"upn"} & set(columns) or {"given_name", "family_name"} <= set(columns)):
        raise FileRefused("Match at least the UPN, or the first name and the family name")
    if any(not 0 <= place < len(header) for place in columns.values()):
        raise FileRefused("The columns of this file are not those that were matched. Match them again")
    file_read = Read([_line(number, row, columns) for number, row in enumerate(rows, start=2)])
    return file_read


def _line(number: int, row: list[str], columns: dict[str, int]) -> Line:
    line = Line(number)

    def cell(name: str) -> str | None:
        place = columns.get(name)
        if place is None or place >= len(row):
            return None
        try:
            return reading.text_of(row[place])
        except ValueError:
            line.problems.append(f"{FIELDS[name]} has characters we cannot keep")
            return None

    if len(row) > max(columns.values()) + 1 and any(len(row) <= place for place in columns.values()):
        line.problems.append("This row has too few cells")
    line.upn = numbers.tidy(cell("upn") or "") or None
    former = numbers.tidy(cell("former_upn") or "")
    line.former_upns = (former,) if former and former != line.upn else ()
    line.uln = numbers.tidy(cell("uln") or "") or None
    for name in (
        "given_name",
        "middle_names",
        "family_name",
        "preferred_name",
        "preferred_family_name",
        "class_name",
        "ethnicity",
        "religion",
        "first_language",
    ):
        setattr(line, name, cell(name))
    if raw := cell("birth_date"):
        line.birth_date = reading.read_date(raw, line, "The date of birth")
    if raw := cell("left_on"):
        line.left_on = reading.read_date(raw, line, "The leaving date")
    if raw := cell("sex"):
        line.sex = reading.read_sex(raw, line)
    if raw := cell("year"):
        line.year = reading.read_year(raw, line)
    if raw := cell("sen"):
        line.sen = reading.read_sen(raw, line)
    if raw := cell("free_meals"):
        line.free_meals = reading.read_truth(raw, line, "Free school meals")
    if raw := cell("address"):
        line.address = Address((raw,), (cell("postcode") or "").upper())
    adults = tuple(filter(None, (_adult(n, cell, line) for n in range(1, CONTACTS + 1))))
    line.contacts = adults or None
    return line


def _adult(n: int, cell, line: Line) -> Adult | None:  # type: ignore[no-untyped-def]
    values = {name: cell(f"contact{n}_{name}") or "" for name in ADULT}
    if not values["family_name"]:
        if any(values.values()):
            line.notes.append("A contact without a family name is left out")
        return None
    raw = values.pop("responsibility")
    says = reading.read_truth(raw, line, "Parental responsibility") if raw else None
    responsibility = {True: codes.Responsibility.YES, False: codes.Responsibility.NO, None: None}[says]
    longest = {"title": 12, "relationship": 40, "telephone": 40, "email": 254}
    if not values["relationship"]:
        del values["relationship"]
    kept: dict[str, Any] = {name: value[: longest.get(name, checks.NAME)] for name, value in values.items()}
    return Adult(**kept, responsibility=responsibility, priority=n)
