"""What a source of need to know gives: evidence that a reader sees a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from records.models import (
    Extent,
    RecordSubject,
    Section,
)


@dataclass(frozen=True)
class Row:
    """One source's answer."""

    record: int
    reader: int
    extent: int
    subject: int | None
    because: str
    need: str
    until: datetime


@dataclass(frozen=True)
class Access:
    """Evidence that one may see a record: how much, why, until when. Never a bare yes (R: G10)."""

    rows: tuple[Row, ...]

    @property
    def best(self) -> Row:
        """The row that gives most, and of those the one that lasts longest."""
        return max(self.rows, key=lambda row: (row.extent, row.subject is None, row.until))

    @property
    def extent(self) -> int:
        return self.best.extent

    @property
    def until(self) -> datetime:
        """Until when the whole of what is seen now stays so."""
        most = [row for row in self.rows if row.extent == self.extent]
        return max(row.until for row in most)

    def names(self, person: int) -> bool:
        """Whether something is seen of the person with this id, where the record is about several."""
        return any(row.subject in (None, person) for row in self.rows)

    def shows(self, section: Section, subjects: Sequence[RecordSubject]) -> bool:
        """Whether a section is among what may be seen. `subjects`: whom the record is about."""
        whom = about(section, subjects)
        return any(
            section.needs <= row.extent
            and (row.subject is None or whom == row.subject or (whom is None and len(subjects) == 1))
            for row in self.rows
        )


def about(section: Section, subjects: Sequence[RecordSubject]) -> int | None:
    """The id of the person whom a section is about, also where its record was moved since it was written."""
    moved = {row.move.was_id: row.person_id for row in subjects if row.move is not None}
    return moved.get(section.subject_id, section.subject_id)  # type: ignore[arg-type]


def best_extent(access: Access) -> str:
    """ "all" or "part", as the pages say it."""
    return "all" if access.extent == Extent.ALL and access.best.subject is None else "part"
