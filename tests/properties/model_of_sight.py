"""Need to know, written a second time: small, slow, in plain Python, from the requirements. Shares no code with the
product; names and numbers are its own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FAR = datetime.max
STAFF = {"headteacher", "dsl", "deputy_dsl", "senco", "teacher", "support", "office", "medical", "first_aider", "dpo"}
REFERENCE, SUMMARY, FOR_STAFF, FOR_TEACHERS, ALL = 1, 2, 3, 4, 5
# The shipped rules as sentences of the table: category, role, relation, extent.
SHIPPED = [
    ("safeguarding", "dsl", "any", ALL),
    ("safeguarding", "deputy_dsl", "any", ALL),
    ("safeguarding", "headteacher", "any", ALL),
    ("medical", "headteacher", "any", ALL),
    ("behaviour", "headteacher", "any", ALL),
    ("sen", "headteacher", "any", ALL),
    ("sen", "senco", "any", ALL),
    ("medical", "medical", "any", ALL),
    ("medical", "first_aider", "any", SUMMARY),
    ("medical", "teacher", "own_class", FOR_TEACHERS),
    ("sen", "teacher", "own_class", FOR_TEACHERS),
    ("behaviour", "teacher", "own_class", ALL),
    ("medical", "support", "own_class", FOR_STAFF),
    ("briefing", "dsl", "any", ALL),
    ("briefing", "deputy_dsl", "any", ALL),
    ("briefing", "headteacher", "any", ALL),
    ("medical", None, "author", ALL),
    ("behaviour", None, "author", ALL),
    ("sen", None, "author", ALL),
    ("safeguarding", None, "author", REFERENCE),
    ("professional_notes", None, "author", ALL),
    ("briefing", None, "author", ALL),
]
NOT_FOR_STAFF_ONLY = {"professional_notes"}


@dataclass
class Span:
    """A fact with what it says, from when to when."""

    says: tuple[Any, ...]
    start: datetime
    until: datetime = FAR

    def at(self, moment: datetime) -> bool:
        return self.start <= moment < self.until


@dataclass
class Model:
    """All facts, each a list of spans."""

    roles: list[Span] = field(default_factory=list)  # who, role
    pupils: list[Span] = field(default_factory=list)  # child, class
    staff: list[Span] = field(default_factory=list)  # who, class
    workers: list[Span] = field(default_factory=list)  # who, child
    rules: list[Span] = field(default_factory=list)  # category, role, relation, extent
    subjects: list[Span] = field(default_factory=list)  # record, child
    grants: list[Span] = field(default_factory=list)  # ("user"|"role", whom), ("record", r)|("all", child, cat), extent
    kept_out: list[Span] = field(default_factory=list)  # who, ("person"|"record", id)
    records: dict[int, tuple[str, int, datetime]] = field(default_factory=dict)  # category, author, when
    left: dict[int, datetime] = field(default_factory=dict)

    def holds(self, who: int, moment: datetime) -> set[str]:
        return {span.says[1] for span in self.roles if span.says[0] == who and span.at(moment)}

    def about(self, record: int, moment: datetime) -> set[int]:
        return {span.says[1] for span in self.subjects if span.says[0] == record and span.at(moment)}

    def in_class(self, who: int, child: int, moment: datetime) -> bool:
        theirs = {span.says[1] for span in self.staff if span.says[0] == who and span.at(moment)}
        return any(s.says[0] == child and s.says[1] in theirs and s.at(moment) for s in self.pupils)

    def is_worker(self, who: int, child: int, moment: datetime) -> bool:
        return any(s.says == (who, child) and s.at(moment) for s in self.workers)

    def sees(self, who: int, record: int, moment: datetime) -> set[tuple[int, int | None]]:
        """What `who` may see of the record then: each extent, of one child where it is about several."""
        category, author, written = self.records[record]
        held, about = self.holds(who, moment), self.about(record, moment)
        if who in self.left and self.left[who] <= moment:
            return set()
        for span in self.kept_out:
            kind, what = span.says[1]
            if span.says[0] == who and span.at(moment) and (what == record if kind == "record" else what in about):
                return set()
        found: set[tuple[int, int | None]] = set()

        def of(child: int) -> int | None:
            return child if len(about) > 1 else None

        if category in NOT_FOR_STAFF_ONLY or held & STAFF:
            for span in self.grants:
                (kind, whom), what, extent = span.says
                if not span.at(moment) or (whom != who if kind == "user" else whom not in held):
                    continue
                if what == ("record", record):
                    found.add((extent, None))
                elif what[0] == "all" and what[2] == category and what[1] in about and written <= moment:
                    found.add((extent, of(what[1])))
            for span in self.rules:
                kind, role, relation, extent = span.says
                if kind != category or not span.at(moment) or role not in held or written > moment:
                    continue
                if relation == "any":
                    found.add((extent, None))
                for child in about:
                    if relation == "own_class" and self.in_class(who, child, moment):
                        found.add((extent, of(child)))
                    if relation == "key_worker" and self.is_worker(who, child, moment):
                        found.add((extent, of(child)))
        for span in self.rules:
            kind, _, relation, extent = span.says
            if relation == "author" and kind == category and span.at(moment) and author == who and held:
                found.add((extent, None))
        return found if written <= moment else set()
