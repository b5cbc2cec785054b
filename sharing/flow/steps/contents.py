"""What would go, and who else is named in it (R: C5, G9)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac

from records import need_to_know, shipped
from records.models import Category
from school import clock
from school.choices import Radios, Ticks
from school.text import TextField
from sharing.flow import others
from sharing.flow.context import joined
from sharing.flow.fields import Step
from sharing.models import Origin
from sharing.outgoing import Found, ShownSection

WAYS = [("remove", "Take it out"), ("keep", "Leave it in")]


class What(Step):
    name = "what"
    guidance = "Choose the least that will do the job."

    @property
    def heading(self) -> str:
        return "What did you share?" if self.context.happened else "What would you share?"

    def build(self) -> None:
        choices = []
        several = len(self.context.people) > 1
        if self.context.origin == Origin.ASKED:
            self.inset = f"They asked for: {self.context.answer('asked', 'what', '')}"
        for item in self.context.choosable:
            choices.append((item.id, f"{item.of.first_name}: {item.label}" if several else item.label))
            self.hints["records", item.id] = self._hint(item)
            how = []
            if item.can_whole:
                how.append(("whole", "All of it"))
            if item.has_part:
                how.append(("part", "Only the part marked for sharing"))
            if not item.can_whole and not item.has_part:
                how.append(("whole", "The part you can see"))
            field = f"how_{item.id}"
            self.fields[field] = Radios(f"How much of {item.label}?", how, what=f"all or part for {item.label}")
            self.reveals["records", item.id] = field
            self.required_when[field] = f"Select all or part for {item.label}"
        if not self.context.inside:
            choices.append(("unwritten", "Something that is not in a record"))
        self.fields["unwritten"] = TextField(what="what you would share", label="What?", max_length=2000)
        kinds = Category.objects.filter(code__in=(*shipped.TO_WRITE, "staff")).values_list("code", "name")
        self.fields["unwritten_kind"] = forms.ChoiceField(
            label="What kind of information is it?", choices=[("", "Choose"), *kinds]
        )
        self.reveals["records", "unwritten"] = ("unwritten", "unwritten_kind")
        self.required_when["unwritten"] = "Enter what you would share"
        self.required_when["unwritten_kind"] = "Select what kind of information it is"
        records = Ticks("Records", choices, what="what you would share")
        self.fields = {"records": records, **self.fields}
        if self.context.inside and not choices:
            self.warning = "There is no record here that you could open to somebody else. Tell them in person."
        if self.context.origin == Origin.ASKED:
            self.fields["everything"] = Radios(
                "Is this everything they asked for?",
                [("yes", "Yes"), ("no", "No")],
                what="whether this is everything they asked for",
            )
            self.fields["left_out"] = TextField(
                what="what you leave out, and why", label="What are you leaving out, and why?", max_length=500
            )
            self.reveals["everything", "no"] = "left_out"
            self.required_when["left_out"] = "Enter what you are leaving out, and why"

    def _hint(self, item: Any) -> str:
        extent = need_to_know.best_extent(item.access)
        lines = [f"You can see {'all of it' if extent == 'all' else 'part of it. You can share only the part you see'}"]
        if (clock.today() - item.record.as_at).days > 365:
            lines.append("over a year old")
        if any(section.name == "source" for section in item.record.sections.all()):
            lines.append("where it came from is shown before you send it")
        return " · ".join(lines)

    def answers(self) -> dict[str, Any]:
        clean = self.cleaned_data
        picked = [key for key in clean["records"] if key != "unwritten"]
        return {
            "records": picked,
            "how": {key: clean[f"how_{key}"] for key in picked},
            "unwritten": clean.get("unwritten") or "",
            "unwritten_kind": clean.get("unwritten_kind") or "",
            "everything": clean.get("everything") or "",
            "left_out": clean.get("left_out") or "",
        }

    @classmethod
    def initial_from(cls, answers: dict[str, Any]) -> dict[str, Any]:
        picked = list(answers.get("records", [])) + (["unwritten"] if answers.get("unwritten") else [])
        shown = {f"how_{key}": value for key, value in answers.get("how", {}).items()}
        names = ("unwritten", "unwritten_kind", "everything", "left_out")
        return {"records": picked, **{name: answers.get(name, "") for name in names}, **shown}


class Others(Step):
    """One question for each person who is named, whatever words name them; the text as it will go is shown."""

    name = "others"
    heading = "Other people are named in it"

    @property
    def guidance(self) -> str:
        if self.context.found:
            return (
                "These words may identify someone else. Whoever you take out is taken out in every form that is "
                "marked below. Software misses some: read it through."
            )
        return "We found nobody else by name. Software misses some: read it through."

    def build(self) -> None:
        self.people: dict[str, Found] = {}
        self.warning = self.context.names_wait
        past = self.context.happened
        for found in self.context.found:
            field = f"do_{self._mark(found)}"
            why, words = self._why(field), ", ".join(found.words)
            self.people[field] = found
            said = self.initial.get("said", {}).get(found.key, {})
            self.initial.update({field: said.get("do", ""), why: said.get("why", "")})
            ways = [("remove", "It was taken out"), ("keep", "It was left in")] if past else WAYS
            self.fields[field] = Radios(words, ways, what=f"what to do about {words}")
            self.fields[field].help_text = "; ".join(found.where)
            self.fields[why] = TextField(what="why", label=f"Why is {words} left in?", max_length=300)
            self.reveals[field, "keep"] = why
            self.required_when[why] = f"Say why {words} is left in"
        self.fields["read"] = forms.BooleanField(
            label="I have read it and nobody else can be recognised.",
            error_messages={"required": "Tick to confirm that you have read it"},
        )

    def _mark(self, found: Found) -> str:
        """Names the question about somebody, the same while the draft lasts, and says nothing of who it is."""
        return salted_hmac(self.context.loaded.draft.reference, found.key).hexdigest()[:12]

    @staticmethod
    def _why(field: str) -> str:
        return field.replace("do_", "why_")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.context.names_wait:
            self.add_error("read", self.context.names_wait)
        return answers

    def answers(self) -> dict[str, Any]:
        clean = self.cleaned_data
        said = {
            found.key: {"do": clean[field], "why": clean.get(self._why(field)) or ""}
            for field, found in self.people.items()
        }
        return {"said": said, "read": clean["read"]}

    @cached_property
    def goes(self) -> list[ShownSection]:
        """The text as it will go by what is answered here so far, with everybody who is named marked. Opens it."""
        if self.context.names_wait:
            return []
        given = self.data if self.is_bound else self.initial
        removed = [found.key for field, found in self.people.items() if given.get(field) == "remove"]
        return others.read(self.context).shown(removed=removed)

    def said(self) -> str:
        """What was decided about each, in words."""
        rows = []
        for found in self.people.values():
            words = ", ".join(found.words)
            said = self.context.answer("others", "said", {}).get(found.key, {})
            rows.append(f"{words} left in: {said.get('why')}" if said.get("do") == "keep" else f"{words} taken out")
        return "; ".join(rows) or "Read through: nobody else can be recognised"


def said_of_items(context: Any) -> str:
    """What would go, in a few words: "all of 1 record", "2 records, 1 in part"."""
    chosen = context.chosen
    parts = sum(not whole for _, whole in chosen)
    words = []
    if len(chosen) == 1:
        words.append(f"{'part' if parts else 'all'} of 1 record")
    elif chosen:
        words.append(f"{len(chosen)} records" + (f", {parts} in part" if parts else ""))
    if context.answer("what", "unwritten"):
        words.append("something that is not in a record")
    return joined(words) or "nothing chosen yet"
