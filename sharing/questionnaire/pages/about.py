"""Whom it is about: children, a member of staff, a parent or carer."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from core.forms import fields
from core.ids import as_uuid
from records import namecheck
from records.need_to_know import search, typed_child
from records.need_to_know.contacts import knows_adult
from records.pupils import roll
from records.pupils.models import Contact, Person
from sharing.questionnaire.answers import AboutAnswers
from sharing.questionnaire.page import Step

MOST = 10
GROUP = "group"
KINDS = {
    "child": "Which child?",
    "staff": "Which member of staff?",
    "adult": "Which parent or carer?",
    GROUP: "Which group, or what is it about?",
}


class About(Step[AboutAnswers]):
    """People are found one after another; those found are in `chosen`. `kind` says whom the search looks among."""

    name = "about"
    answers_type = AboutAnswers
    offers_keep_from = False
    heading = "Who is it about?"
    adds = "Add another person"
    kind = forms.CharField(widget=forms.HiddenInput, required=False)
    query = fields.TextField(
        what="a name",
        max_length=80,
        label="Name",
        required=False,
        help_text="The first few letters are enough. It does not have to be spelled exactly",
    )
    person = fields.Radios("", lambda form: form.offered(), what="who it is about", required=False)
    keep = forms.BooleanField(
        label="Keep what I typed: the child has left, or is not found",
        required=False,
        help_text="Type the name and class as you know them. You see nothing of the child; the DSL is asked which "
        "child it is",
    )
    group = fields.TextField(
        what="which group, or what it is about",
        max_length=200,
        required=False,
        label=KINDS[GROUP],
        help_text="Name no one. For example: the families who use the breakfast club, asked for by a researcher",
    )

    def offered(self) -> list[fields.Choice]:
        """The people whom the typed name can mean, each with what helps to tell them apart."""
        given = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        self.looked_among = given if given in KINDS else "child"
        self._typed = ((self.data.get("query") if self.is_bound else self.initial.get("query")) or "").strip()
        self.matches = self._find(self._typed)
        lines = {line.person.pk: line.where for line in roll.lines_of(self.matches)} if self.matches else {}
        return [
            fields.Choice(str(person.public_id), person.full_name, lines.get(person.pk) or _kind_of(person))
            for person in self.matches
        ]

    def build(self) -> None:
        gone = self.data.get("remove") if self.is_bound else None
        chosen = self.given("chosen") if self.is_bound else self.initial.get("chosen", [])
        people = [self.context.subjects.knowable(as_uuid(public_id)) for public_id in chosen if public_id != gone]
        self.chosen = list(dict.fromkeys(person for person in people if person))[:MOST]
        self.listed = [(str(person.public_id), _line(person)) for person in self.chosen]
        self.fields["kind"].initial = self.looked_among
        self.fields["person"].label = KINDS[self.looked_among]
        if not self.matches:
            del self.fields["person"]
        if self.looked_among == GROUP:
            del self.fields["query"], self.fields["keep"]
        else:
            del self.fields["group"]
            if self.looked_among != "child" or self.chosen or not self._typed:
                del self.fields["keep"]
        if len(self.context.subjects.households) > 1 and self.context.subjects.contacts:
            self.warning = (
                "These children have different families. Only go on if it is one event. "
                "Otherwise record one decision for each."
            )

    def _find(self, typed: str) -> list[Person]:
        if not typed or self.looked_among == GROUP:
            return []
        if self.looked_among == "child":
            return search.search(self.context.user, typed, self.context.reader.at)
        grown_ups = self._grown_ups(typed)
        search.searched(self.context.user, len(grown_ups))
        return grown_ups

    def _grown_ups(self, typed: str) -> list[Person]:
        if self.looked_among == "staff":
            rows = User.objects.filter(is_active=True).filter(_named(typed, "first_name", "last_name"))
            return [roll.as_subject(user) for user in rows.order_by("last_name", "first_name")[: search.MOST]]
        adults = Person.objects.filter(pk__in=Contact.objects.live(self.context.reader.at).values("adult"))
        fitting = adults.filter(_named(typed, "given_name", "family_name")).order_by("family_name", "given_name")
        reader = self.context.reader
        return [adult for adult in fitting[:50] if knows_adult(reader.user, adult, reader.at)][: search.MOST]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.looked_among == GROUP:
            self._check_group(answers.get("group") or "")
        elif "remove" not in self.data and not answers.get("keep"):
            person = self._picked((answers.get("query") or "").strip(), answers.get("person") or "")
            if person is not None:
                self._add(person)
        return answers

    def _check_group(self, text: str) -> None:
        """A group names nobody. Raises nothing: a text that cannot be checked now is refused (R: G10.3)."""
        if not text:
            self.add_error("group", KINDS[GROUP])
            return
        try:
            hits = namecheck.checked(self.context.user, text)
        except namecheck.TooManyTries as refusal:
            self.add_error("group", str(refusal))
            return
        if hits:
            marked = ", ".join(dict.fromkeys(text[hit.start : hit.end] for hit in hits))
            self.add_error("group", f"{namecheck.MESSAGE}: {marked}. Say it without a name, or select who it is about")

    def _picked(self, query: str, chosen: str) -> Person | None:
        """Who was meant by the name that was typed; None with an error where that is not clear."""
        if not query:
            if not self.chosen:
                self.add_error("query", "Enter a name")
            return None
        if not self.matches:
            dsl = self.context.staff.dsl.short_name if self.context.staff.dsl else "the DSL"
            self.add_error(
                "query", f"We cannot find that name among the people you work with. Check the spelling or ask {dsl}"
            )
            return None
        if chosen:
            return next((person for person in self.matches if str(person.public_id) == chosen), None)
        sure = typed_child.sure(query, self.matches)
        if not sure:
            self.add_error("person", "Select who it is about, or correct the name")
        return sure

    def _add(self, person: Person) -> None:
        if person in self.chosen:
            self.add_error("query", f"You have added {person.full_name} twice")
        elif person.user_id == self.context.user.pk:
            head = self.context.staff.headteacher
            other = head if head and head != self.context.user else self.context.staff.chair
            whom = other.short_name if other else "the Headteacher"
            self.add_error("query", f"You cannot record a decision about yourself. Ask {whom}")
        elif len(self.chosen) == MOST:
            self.add_error("query", f"A decision is about {MOST} people at most. Record another one for the others")
        else:
            self.chosen.append(person)

    def answers(self) -> AboutAnswers:
        data = self.cleaned_data
        if self.looked_among == GROUP:
            return AboutAnswers(group=data["group"])
        if data.get("keep"):
            return AboutAnswers(typed=data["query"])
        return AboutAnswers(tuple(str(person.public_id) for person in self.chosen))

    @classmethod
    def initial_from(cls, answers: AboutAnswers) -> dict[str, Any]:
        if answers.group:
            return {"chosen": [], "kind": GROUP, "group": answers.group}
        if answers.typed:
            return {"chosen": [], "query": answers.typed, "keep": True}
        return {"chosen": list(answers.people)}


def _kind_of(person: Person) -> str:
    """What helps to tell a grown-up from another of the same name."""
    return "Works here" if person.user_id else "Parent or carer"


def _line(person: Person) -> str:
    line = roll.line_of(person)
    return ", ".join(filter(None, (person.full_name, line.where if line else _kind_of(person))))


def _named(typed: str, first: str, last: str) -> Q:
    """That each word typed begins one of the two names."""
    condition = Q()
    for word in typed.split()[:4]:
        condition &= Q(**{f"{first}__istartswith": word}) | Q(**{f"{last}__istartswith": word})
    return condition
