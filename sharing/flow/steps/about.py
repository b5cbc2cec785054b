"""Whom it is about: children, a member of staff, a parent or carer."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from pupils import roll
from pupils.models import Contact, Person
from records import finding
from school.choices import Radios
from school.ids import as_uuid
from school.text import TextField
from sharing.flow.fields import Step

MOST = 10
KINDS = {"child": "Which child?", "staff": "Which member of staff?", "adult": "Which parent or carer?"}


class About(Step):
    """People are found one after another; those found stand in `chosen`. `kind` says whom the search looks among."""

    name = "about"
    heading = "Who is it about?"
    adds = "Add another person"

    def build(self) -> None:
        given = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        self.kind = given if given in KINDS else "child"
        self.fields["kind"] = forms.CharField(initial=self.kind, widget=forms.HiddenInput, required=False)
        self.fields["query"] = TextField(what="a name", max_length=80, label="Name", required=False)
        self.fields["query"].help_text = "The first few letters are enough. It does not have to be spelled exactly"
        gone = self.data.get("remove") if self.is_bound else None
        chosen = self.given("chosen") if self.is_bound else self.initial.get("chosen", [])
        people = [self.context.knowable(as_uuid(one)) for one in chosen if one != gone]
        self.chosen = list(dict.fromkeys(person for person in people if person))[:MOST]
        self.listed = [(str(person.public_id), self._line(person)) for person in self.chosen]
        typed = (self.data.get("query") if self.is_bound else self.initial.get("query")) or ""
        self.matches = self._find(typed.strip())
        if self.matches:
            choices = [(str(p.public_id), p.full_name) for p in self.matches]
            self.fields["person"] = Radios(KINDS[self.kind], choices, what="who it is about", required=False)
            lines = {line.person.pk: line.where for line in roll.lines_of(self.matches)}
            for person in self.matches:
                if where := lines.get(person.pk) or self._of(person):
                    self.hints["person", str(person.public_id)] = where
        if len(self.context.families) > 1 and self.context.contacts:
            self.warning = (
                "These children have different families. Only go on if it is one event. "
                "Otherwise record one decision for each."
            )

    def _find(self, typed: str) -> list[Person]:
        if not typed:
            return []
        if self.kind == "child":
            return finding.search(self.context.user, typed, self.context.reader.at)
        found = self._grown_ups(typed)
        finding.searched(self.context.user, len(found))
        return found

    def _grown_ups(self, typed: str) -> list[Person]:
        if self.kind == "staff":
            rows = User.objects.filter(is_active=True).filter(_named(typed, "first_name", "last_name"))
            return [roll.as_subject(user) for user in rows.order_by("last_name", "first_name")[: finding.MOST]]
        adults = Person.objects.filter(pk__in=Contact.objects.live(self.context.reader.at).values("adult"))
        fitting = adults.filter(_named(typed, "given_name", "family_name")).order_by("family_name", "given_name")
        return [adult for adult in fitting[:50] if self.context.knows_adult(adult)][: finding.MOST]

    def _of(self, person: Person) -> str:
        """What helps to tell a grown-up from another of the same name."""
        return "Works here" if person.user_id else "Parent or carer"

    def _line(self, person: Person) -> str:
        line = roll.line_of(person)
        return ", ".join(filter(None, (person.full_name, line.where if line else self._of(person))))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        query = (answers.get("query") or "").strip()
        found: Person | None = None
        if "remove" in self.data:
            pass
        elif not query and not self.chosen:
            self.add_error("query", "Enter a name")
        elif query and not self.matches:
            dsl = self.context.dsl.short_name if self.context.dsl else "the DSL"
            self.add_error(
                "query", f"We cannot find that name among the people you work with. Check the spelling or ask {dsl}"
            )
        elif query and not answers.get("person"):
            found = finding.sure(query, self.matches)
            if not found:
                self.add_error("person", "Select who it is about, or correct the name")
        elif query:
            found = next((one for one in self.matches if str(one.public_id) == answers["person"]), None)
        if found in self.chosen:
            self.add_error("query", f"You have added {found.full_name} twice")
        elif found and found.user_id == self.context.user.pk:
            head = self.context.headteacher
            other = head if head and head != self.context.user else self.context.chair
            whom = other.short_name if other else "the Headteacher"
            self.add_error("query", f"You cannot record a decision about yourself. Ask {whom}")
        elif found and len(self.chosen) == MOST:
            self.add_error("query", f"A decision is about {MOST} people at most. Record another one for the others")
        elif found:
            self.chosen.append(found)
        return answers

    def answers(self) -> dict[str, Any]:
        return {"people": [str(person.public_id) for person in self.chosen]}

    @classmethod
    def initial_from(cls, answers: dict[str, Any]) -> dict[str, Any]:
        return {"chosen": answers.get("people", [])}


def _named(typed: str, first: str, last: str) -> Q:
    """That each word typed begins one of the two names."""
    condition = Q()
    for word in typed.split()[:4]:
        condition &= Q(**{f"{first}__istartswith": word}) | Q(**{f"{last}__istartswith": word})
    return condition
