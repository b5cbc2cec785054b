"""Checked, and by which channel (R: C5)."""

from typing import Any

from school import words
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.channels import REFUSED, allowed
from sharing.flow.fields import Step
from sharing.flow.steps.contents import said_of_items
from sharing.models import Channel


class Send(Step):
    name = "send"
    heading = "Check it, and choose how to send it"

    def build(self) -> None:
        context, contact = self.context, self.context.recipient
        self.fields["checked"] = Radios(
            "When did you last check that it is right and up to date?",
            [("today", "Today"), ("day", "On another day"), ("not", "I have not been able to")],
            what="when you last checked",
        )
        self.fields["checked_on"] = DateField(what="the date you checked it", past=True, label="Date")
        self.fields["unsure_of"] = TextField(
            what="what you are unsure of", label="What are you unsure of?", max_length=500
        )
        self.reveals |= {("checked", "day"): "checked_on", ("checked", "not"): "unsure_of"}
        self.required_when |= {
            "checked_on": "Enter the date you checked it",
            "unsure_of": "Enter what you are unsure of: we tell the person who gets it",
        }
        safe = allowed(context.sensitivity)
        self.fields["channel"] = Radios(
            "How will you send it?", [(c.value, c.label) for c in Channel], what="how you will send it"
        )
        for channel in Channel:
            if channel not in safe:
                self.hints["channel", channel.value] = f"Not allowed for this: {REFUSED[channel].lower()}"
        if contact and not self.is_bound and "channel" not in self.initial and contact.channel in safe:
            self.initial["channel"] = contact.channel
        facts = []
        if contact:
            facts.append(
                ("address", f"The address is right: {contact.address} (checked {words.day(contact.checked_on)})")
            )
            facts.append(("people", f"These are the only people who need it: {contact.name}"))
        facts.append(("parts", f"This is all that is needed, and no more: {said_of_items(context)}"))
        self.facts = len(facts)
        self.fields["confirmed"] = Ticks("Confirm", facts, what="each line to confirm it")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        channel = answers.get("channel")
        if channel and channel not in allowed(self.context.sensitivity):
            self.add_error(
                "channel",
                f"{Channel(channel).label} is not allowed for this kind of information, "
                f"because {REFUSED[Channel(channel)].lower()}",
            )
        if answers.get("confirmed") is not None and len(answers["confirmed"]) < self.facts:
            self.add_error("confirmed", "Confirm each line. If one is not right, go back and change it")
        return answers
