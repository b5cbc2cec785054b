"""What would go, and to whom (R: C5, C13)."""

from typing import Any

from django import forms

from records import need_to_know
from school import clock, words
from school.choices import Radios, Ticks
from school.text import TextField
from sharing.flow.fields import Step
from sharing.models import AgencyContact, Channel


class Who(Step):
    name = "who"
    heading = "Who would it go to?"
    legend_is_heading = True

    def build(self) -> None:
        contacts = AgencyContact.objects.filter(active=True).select_related("agency")
        choices = []
        for contact in contacts:
            key = str(contact.public_id)
            choices.append((key, f"{contact.name}, {contact.role}, {contact.agency.name}"))
            self.hints["contact", key] = (
                f"{Channel(contact.channel).label} · address checked {words.day(contact.checked_on)}"
            )
        self.fields["contact"] = Radios(self.heading, choices, what="who it would go to")
        self.fields["need"] = TextField(what="what they need it for", max_length=200, label="What do they need it for?")


class What(Step):
    name = "what"
    heading = "What would you share?"
    guidance = "Choose the least that will do the job."

    def build(self) -> None:
        choices = []
        for item in self.context.choosable:
            choices.append((item.id, item.label))
            extent = need_to_know.best_extent(item.access)
            old = " · over a year old" if (clock.today() - item.record.as_at).days > 365 else ""
            self.hints["records", item.id] = f"You can see {'all of it' if extent == 'all' else 'part of it'}{old}"
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
        choices.append(("unwritten", "Something that is not in a record"))
        self.fields["unwritten"] = TextField(what="what you would share", label="What?", max_length=2000)
        self.reveals["records", "unwritten"] = "unwritten"
        self.required_when["unwritten"] = "Enter what you would share"
        records = Ticks("Records", choices, what="what you would share")
        self.fields = {"records": records, **self.fields}

    def answers(self) -> dict[str, Any]:
        clean = self.cleaned_data
        picked = [key for key in clean["records"] if key != "unwritten"]
        return {
            "records": picked,
            "how": {key: clean[f"how_{key}"] for key in picked},
            "unwritten": clean.get("unwritten") or "",
        }

    @classmethod
    def initial_from(cls, answers: dict[str, Any], fields: dict[str, forms.Field]) -> dict[str, Any]:
        picked = list(answers.get("records", [])) + (["unwritten"] if answers.get("unwritten") else [])
        shown = {f"how_{key}": value for key, value in answers.get("how", {}).items()}
        return {"records": picked, "unwritten": answers.get("unwritten", ""), **shown}


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
    return " and ".join(words) or "nothing chosen yet"
