"""What the pages of the flow know: the draft, whom it is about, who is who at the school."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from pupils import roll
from pupils.models import Contact, Person
from records import need_to_know, shipped
from records.models import Record, RecordSubject
from records.need_to_know import Access
from records.vault import Reader
from school import words
from school.models import School
from sharing.drafts import ABOUT, Loaded
from sharing.models import AgencyContact

NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Choosable:
    """A record that could be chosen to be shared, and how much of it this reader could share."""

    record: Record
    access: Access
    can_whole: bool
    has_part: bool

    @property
    def id(self) -> str:
        return str(self.record.public_id)

    @property
    def label(self) -> str:
        return f"{self.record.category.name}, {words.day(self.record.as_at)}"


class Context:
    """Looked up when a page needs it, once."""

    def __init__(self, loaded: Loaded, reader: Reader) -> None:
        self.loaded, self.reader = loaded, reader
        self.answers = loaded.answers

    @property
    def user(self) -> User:
        return self.reader.user

    def answer(self, step: str, name: str, default: Any = None) -> Any:
        return self.answers.get(step, {}).get(name, default)

    @cached_property
    def child(self) -> Person | None:
        """Whom it is about; None before the question is answered, or when the author may not know them any more."""
        return need_to_know.person_known_to(self.user, self.answer(ABOUT, "person") or NOBODY, self.reader.at)

    @cached_property
    def name(self) -> str:
        return self.child.first_name if self.child else "the child"

    @cached_property
    def contacts(self) -> list[Contact]:
        return roll.contacts_of(self.child) if self.child else []

    @cached_property
    def school(self) -> School:
        return School.here()

    def _holder(self, role: str) -> User | None:
        return roles.holder(role, self.reader.at)

    @cached_property
    def headteacher(self) -> User | None:
        return self._holder(Role.HEADTEACHER)

    @cached_property
    def dsl(self) -> User | None:
        return self._holder(Role.DSL)

    @cached_property
    def deputy_dsl(self) -> User | None:
        return self._holder(Role.DEPUTY_DSL)

    @cached_property
    def chair(self) -> User | None:
        return self._holder(Role.CHAIR)

    @cached_property
    def dpo(self) -> User | None:
        return self._holder(Role.DPO)

    @property
    def harm(self) -> str:
        return self.answer("safe", "harm", "")

    @property
    def at_risk(self) -> bool:
        """Unsure counts as yes (R: C2)."""
        return self.harm in ("yes", "unsure")

    @cached_property
    def withheld(self) -> list[User]:
        """The people who must not see this, by the author's word."""
        ids = self.answer("keep-from", "people", [])
        return list(User.objects.filter(public_id__in=ids))

    @cached_property
    def choosable(self) -> list[Choosable]:
        """The records about the child that the author may see now, newest first."""
        if self.child is None:
            return []
        sight = need_to_know.access_about(self.user, self.child, self.reader.at)
        subjects_now = RecordSubject.objects.live(self.reader.at).select_related("move")
        found = (
            Record.objects.filter(pk__in=sight)
            .exclude(category__code__in=shipped.NOT_RECORDS)
            .select_related("category", "key")
            .prefetch_related("sections", Prefetch("subjects", subjects_now))
        )
        rows = []
        for record in found:
            access, subjects = sight[record.pk], list(record.subjects.all())
            shown = [section for section in record.sections.all() if access.shows(section, subjects)]
            if shown:
                marked = any(section.for_sharing for section in shown)
                rows.append(Choosable(record, access, need_to_know.best_extent(access) == "all", marked))
        return rows

    @cached_property
    def chosen(self) -> list[tuple[Choosable, bool]]:
        """The records chosen, each with whether all of it goes."""
        how = self.answer("what", "how", {})
        picked = set(self.answer("what", "records", []))
        return [(item, how.get(item.id) == "whole") for item in self.choosable if item.id in picked]

    @cached_property
    def sensitivity(self) -> str:
        """The strictest of what was chosen; what is not in a record counts as restricted."""
        from sharing.channels import most_sensitive

        kinds = [item.record.category.sensitivity for item, _ in self.chosen]
        return most_sensitive(kinds + (["restricted"] if self.answer("what", "unwritten") else []))

    @cached_property
    def recipient(self) -> AgencyContact | None:
        return (
            AgencyContact.objects.filter(public_id=self.answer("who", "contact") or NOBODY)
            .select_related("agency")
            .first()
        )

    @property
    def refused(self) -> bool:
        """Whether somebody knows and does not agree."""
        return self.answer("family", "parents") in ("refused", "split") or self.answer("family", "child") == "refused"

    @property
    def told_parents(self) -> bool:
        return self.answer("family", "parents") in ("agreed", "refused", "split", "told")

    @property
    def not_told(self) -> list[str]:
        """Who has not been told, in words."""
        who = []
        if self.answer("family", "parents") == "not_told":
            who.append("The parents or carers")
        if self.answer("family", "child") == "not_told":
            who.append(self.name)
        return who

    @property
    def shares(self) -> bool:
        return self.answer("decide", "outcome") == "share"
