"""What would go: the records that could be chosen, what was chosen, how sensitive it is."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from core import words
from records.models import Category, Extent, Record, RecordSubject
from records.need_to_know import evidence, shipped, visibility
from records.need_to_know.evidence import Access
from records.pupils.models import Person
from records.vault.vault import Reader
from sharing.disclosures.channels import most_sensitive
from sharing.questionnaire.answers import Answers
from sharing.questionnaire.people import Subjects


@dataclass(frozen=True)
class Choosable:
    """A record that could be chosen to be shared, and how much of it this reader could share."""

    record: Record
    access: Access
    can_whole: bool
    has_part: bool
    of: Person

    @property
    def id(self) -> str:
        return str(self.record.public_id)

    @property
    def label(self) -> str:
        return f"{self.record.category.name}, {words.day(self.record.as_at)}"

    def extent(self, *, whole: bool) -> int:
        """How much of it a colleague would see: what the author sees, or what is marked for sharing."""
        marked = [section.needs for section in self.record.sections.all() if section.for_sharing]
        return self.access.extent if whole else min(max(marked, default=Extent.SUMMARY), self.access.extent)


class Contents:
    """What a draft would share about its subjects."""

    def __init__(self, answers: Answers, subjects: Subjects, reader: Reader) -> None:
        self.answers, self.subjects, self.reader = answers, subjects, reader

    @cached_property
    def choosable(self) -> list[Choosable]:
        """The records about these people that the author may see now, newest first, each under one of them."""
        rows: dict[int, Choosable] = {}
        for person in self.subjects.people:
            sight = visibility.access_about(self.reader.user, person, self.reader.at)
            subjects_now = RecordSubject.objects.live(self.reader.at).select_related("move")
            records = (
                Record.objects.filter(pk__in=set(sight) - set(rows))
                .filter(category__code__in=shipped.records())
                .select_related("category", "key")
                .prefetch_related("sections", Prefetch("subjects", subjects_now))
            )
            for record in records:
                access, subjects = sight[record.pk], list(record.subjects.all())
                shown = [section for section in record.sections.all() if access.shows(section, subjects)]
                if shown:
                    marked = any(section.for_sharing for section in shown)
                    whole = evidence.best_extent(access) == "all"
                    rows[record.pk] = Choosable(record, access, whole, marked, person)
        return list(rows.values())

    @cached_property
    def chosen(self) -> list[tuple[Choosable, bool]]:
        """The records chosen, each with whether all of it goes."""
        what = self.answers.what
        picked = set(what.records)
        return [(item, what.how.get(item.id) == "whole") for item in self.choosable if item.id in picked]

    @property
    def all_whole(self) -> bool:
        """Whether each chosen record goes whole: the author sees all of it, and it is about nobody else, whose parts
        stay behind."""
        about = {person.pk for person in self.subjects.people}
        return all(
            whole and item.can_whole and all(row.person_id in about for row in item.record.subjects.all())
            for item, whole in self.chosen
        )

    @property
    def missing(self) -> set[str]:
        """The ids of records that were chosen and can no longer be seen."""
        return set(self.answers.what.records) - {item.id for item in self.choosable}

    @property
    def unwritten(self) -> str:
        """What would go and is in no record."""
        return self.answers.what.unwritten

    @cached_property
    def unwritten_kind(self) -> Category | None:
        return Category.objects.filter(code=self.answers.what.unwritten_kind).first()

    @cached_property
    def sensitivity(self) -> str:
        """The strictest of what was chosen; what is not in a record is as its kind."""
        kinds = [item.record.category.sensitivity for item, _ in self.chosen]
        if self.unwritten:
            kinds.append(self.unwritten_kind.sensitivity if self.unwritten_kind else "restricted")
        return most_sensitive(kinds)

    @property
    def special(self) -> bool:
        """Whether what goes holds special category data; what is not in a record does where its kind does."""
        unwritten = bool(self.unwritten) and (not self.unwritten_kind or self.unwritten_kind.special)
        return unwritten or any(item.record.category.special for item, _ in self.chosen)

    def in_words(self) -> str:
        """What would go, in a few words: "all of 1 record", "2 records, 1 in part"."""
        parts = sum(not whole for _, whole in self.chosen)
        named = []
        if len(self.chosen) == 1:
            named.append(f"{'part' if parts else 'all'} of 1 record")
        elif self.chosen:
            named.append(f"{len(self.chosen)} records" + (f", {parts} in part" if parts else ""))
        if self.unwritten:
            named.append("something that is not in a record")
        return words.joined(named) or "nothing chosen yet"
