"""What would go, and who else is named in it (R: C5, G9)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac

from core import clock
from core.forms import fields
from records.forms import Nature
from records.models import Category
from records.need_to_know import evidence, shipped
from sharing.decisions.models import Origin
from sharing.decisions.outgoing import Found, ShownSection
from sharing.questionnaire.answers import OthersAnswers, Treated, WhatAnswers, of_form
from sharing.questionnaire.contents import Choosable
from sharing.questionnaire.page import Step

WAYS = [("remove", "Take it out"), ("keep", "Leave it in")]
WAYS_PAST = [("remove", "It was taken out"), ("keep", "It was left in")]
UNWRITTEN = "unwritten"
OF_UNWRITTEN = {
    "unwritten": "Enter what you would share",
    "unwritten_kind": "Select what kind of information it is",
    "unwritten_nature": "Select whether it is a fact, an opinion or an allegation",
    "unwritten_source": "Enter where it comes from",
}
"""What is asked of something that is in no record, each with what is said where it is missing."""


def _how(item: Choosable) -> str:
    """The field that asks how much of a record goes."""
    return f"how_{item.id}"


class What(Step[WhatAnswers]):
    name = "what"
    answers_type = WhatAnswers
    guidance = "Choose the least that will do the job."
    records = fields.Ticks("Records", lambda form: form.offered(), what="what you would share")
    unwritten = fields.TextField(what="what you would share", label="What?", max_length=2000)
    unwritten_kind = fields.Dropdown(
        "What kind of information is it?",
        lambda form: Category.objects.filter(code__in=shipped.unwritten()).values_list("code", "name"),
        what="what kind of information it is",
    )
    unwritten_nature = fields.Radios(
        "What is it?", Nature.choices, what="whether it is a fact, an opinion or an allegation"
    )
    unwritten_source = fields.TextField(
        what="where it comes from", label="Where does it come from: who saw, heard or said it?", max_length=200
    )
    everything = fields.Radios(
        "Is this everything they asked for?",
        [
            fields.Choice("yes", "Yes"),
            fields.Choice(
                "no", "No", reveals=["left_out"], required={"left_out": "Enter what you are leaving out, and why"}
            ),
        ],
        what="whether this is everything they asked for",
    )
    left_out = fields.TextField(
        what="what you leave out, and why", label="What are you leaving out, and why?", max_length=500
    )

    @property
    def heading(self) -> str:
        return "What did you share?" if self.context.happened else "What would you share?"

    def offered(self) -> list[fields.Choice]:
        """The records that could go, each with the question how much of it; and what is in none."""
        several = len(self.context.subjects.people) > 1
        choices = [
            fields.Choice(
                item.id,
                f"{item.of.first_name}: {item.label}" if several else item.label,
                _hint(item),
                reveals=[_how(item)],
                required={_how(item): f"Select all or part for {item.label}"},
            )
            for item in self.context.contents.choosable
        ]
        if not self.context.recipients.inside:
            choices.append(
                fields.Choice(
                    UNWRITTEN,
                    "Something that is not in a record",
                    reveals=list(OF_UNWRITTEN),
                    required=OF_UNWRITTEN,
                )
            )
        return choices

    def build(self) -> None:
        for item in self.context.contents.choosable:
            self.fields[_how(item)] = fields.Radios(
                f"How much of {item.label}?", _ways(item), what=f"all or part for {item.label}"
            )
        if self.context.recipients.inside:
            for name in OF_UNWRITTEN:
                del self.fields[name]
            if not self.context.contents.choosable:
                self.warning = "There is no record here that you could open to somebody else. Tell them in person."
        if self.context.origin == Origin.ASKED:
            self.inset = f"They asked for: {self.context.answers.asked.what}"
        else:
            del self.fields["everything"], self.fields["left_out"]

    def answers(self) -> WhatAnswers:
        data = self.cleaned_data
        picked = [key for key in data["records"] if key != UNWRITTEN]
        return of_form(WhatAnswers, data, records=tuple(picked), how={key: data[f"how_{key}"] for key in picked})

    @classmethod
    def initial_from(cls, answers: WhatAnswers) -> dict[str, Any]:
        picked = [*answers.records, *([UNWRITTEN] if answers.unwritten else [])]
        how = {f"how_{key}": value for key, value in answers.how.items()}
        return {**super().initial_from(answers), "records": picked, **how}


def _ways(item: Choosable) -> list[tuple[str, str]]:
    """How much of a record can go."""
    ways = [("whole", "All of it")] if item.can_whole else []
    if item.has_part:
        ways.append(("part", "Only the part marked for sharing"))
    return ways or [("whole", "The part you can see")]


def _hint(item: Choosable) -> str:
    extent = evidence.best_extent(item.access)
    lines = [f"You can see {'all of it' if extent == 'all' else 'part of it. You can share only the part you see'}"]
    if (clock.today() - item.record.as_at).days > 365:
        lines.append("over a year old")
    if any(section.name == "source" for section in item.record.sections.all()):
        lines.append("where it came from is shown before you send it")
    return " · ".join(lines)


class Others(Step[OthersAnswers]):
    """One question for each person who is named, whatever words name them; the text as it will go is shown."""

    name = "others"
    answers_type = OthersAnswers
    heading = "Other people are named in it"

    @property
    def guidance(self) -> str:
        if self.context.third_parties.found:
            return (
                "These words may identify someone else. Whoever you take out is taken out in every form that is "
                "marked below. Software misses some: read it through."
            )
        return "We found nobody else by name. Software misses some: read it through."

    def build(self) -> None:
        self.people: dict[str, Found] = {}
        self.warning = self.context.third_parties.wait
        ways = WAYS_PAST if self.context.happened else WAYS
        for named in self.context.third_parties.found:
            mark = self._mark(named)
            do, why, words = f"do_{mark}", f"why_{mark}", ", ".join(named.words)
            self.people[mark] = named
            treated = self.initial.get("said", {}).get(named.key) or Treated("")
            self.initial.update({do: treated.do, why: treated.why})
            remove, keep = ways
            left_in = fields.Choice(keep[0], keep[1], reveals=[why], required={why: f"Say why {words} is left in"})
            self.fields[do] = fields.Radios(words, [remove, left_in], what=f"what to do about {words}")
            self.fields[do].help_text = "; ".join(named.where)
            self.fields[why] = fields.TextField(what="why", label=f"Why is {words} left in?", max_length=300)
        self.fields["read"] = forms.BooleanField(
            label="I have read it and nobody else can be recognised.",
            error_messages={"required": "Tick to confirm that you have read it"},
        )

    def _mark(self, named: Found) -> str:
        """The key of the question about a person: the same while the draft lasts, and it does not tell who it is."""
        return salted_hmac(self.context.loaded.draft.reference, named.key).hexdigest()[:12]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if wait := self.context.third_parties.wait:
            self.add_error("read", wait)
        return answers

    def answers(self) -> OthersAnswers:
        data = self.cleaned_data
        treatments = {
            named.key: Treated(data[f"do_{mark}"], data.get(f"why_{mark}") or "") for mark, named in self.people.items()
        }
        return OthersAnswers(treatments, data["read"])

    @cached_property
    def goes(self) -> list[ShownSection]:
        """The text as it will go by the answers here so far, with everybody who is named marked. Opens the records."""
        if self.context.third_parties.wait:
            return []
        given = self.data if self.is_bound else self.initial
        removed = [named.key for mark, named in self.people.items() if given.get(f"do_{mark}") == "remove"]
        return self.context.third_parties.read().shown(removed=removed)
