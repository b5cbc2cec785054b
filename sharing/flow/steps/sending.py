"""Checked, and by which channel (R: C5)."""

from typing import Any

from school import clock, words
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.channels import REFUSED, allowed, wrong_address
from sharing.flow.context import joined
from sharing.flow.fields import Step
from sharing.flow.steps.contents import said_of_items
from sharing.flow.steps.who import OLD_DAYS
from sharing.models import Channel, DecisionRecipient


class Send(Step):
    """What has not gone yet can be refused; what has gone is recorded as it was, and asked about less."""

    name = "send"

    @property
    def heading(self) -> str:
        return "Was it right, and did it arrive?" if self.context.happened else "Check it, and choose how to send it"

    def build(self) -> None:
        context = self.context
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
        if context.happened or context.completes:
            self.fields["arrived"] = Radios(
                "Do you know that it arrived?", [("yes", "Yes"), ("no", "Not yet")], what="whether it arrived"
            )
            return
        safe = allowed(context.sensitivity, context.agreed_channels)
        self.fields["channel"] = Radios(
            "How will you send it?", [(c.value, c.label) for c in safe], what="how you will send it"
        )
        refused = [f"{c.label}: {self.why_not(c)}" for c in Channel if c not in safe]
        if refused:
            self.fields["channel"].help_text = f"Not allowed for this kind of information. {'. '.join(refused)}"
        first = next((one.contact for one in context.recipients if one.contact), None)
        if first and not self.is_bound and "channel" not in self.initial and first.channel in safe:
            self.initial["channel"] = first.channel
        addresses, old = [], []
        for one in context.recipients:
            if one.contact:
                addresses.append(f"{one.contact.address} (checked {words.day(one.contact.checked_on)})")
                if (clock.today() - one.contact.checked_on).days > OLD_DAYS:
                    address = one.contact.address
                    old.append(f"{address} was last checked over a year ago: check it with {one.body} and update it")
        came = [
            f"{label} came to us. {said}. Tell them before you pass it on, unless waiting would put someone at risk"
            for label, said in context.sources
        ]
        if old or came:
            self.warning = ". ".join([*came, *old])
        if any(one.kind == DecisionRecipient.Kind.OUTSIDE for one in context.recipients):
            self.fields["address"] = TextField(
                what="the address or number",
                max_length=200,
                label="Address or number that it goes to",
                help_text="One that the school held already, or that you checked with them",
            )
            addresses.append("the one that you entered")
        facts = []
        if addresses:
            facts.append(("address", f"The address is right: {joined(addresses)}"))
        people = joined([one.name for one in context.recipients])
        facts.append(("people", f"These are the only people who need it: {people}"))
        facts.append(("parts", f"This is all that is needed, and no more: {said_of_items(context)}"))
        self.facts = dict(facts)
        self.fields["confirmed"] = Ticks("Confirm", facts, what="each line to confirm it")

    @staticmethod
    def why_not(channel: Channel) -> str:
        """Why a channel is not open here, as the second half of a sentence."""
        why = REFUSED.get(channel, "it is not agreed with them")
        return f"{why[0].lower()}{why[1:]}"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "confirmed" not in self.fields:
            return answers
        forged = next(iter(self.given("channel")), "")
        if forged in Channel.values and not answers.get("channel"):
            self.errors.pop("channel", None)
            way = Channel(forged)
            self.add_error(
                "channel", f"{way.label} is not allowed for this kind of information, because {self.why_not(way)}"
            )
        if answers.get("address") and (wrong := wrong_address(answers.get("channel") or "", answers["address"])):
            self.add_error("address", wrong)
        names = {"address": "the address", "people": "the people", "parts": "the parts"}
        missing = [names[key] for key in self.facts if key not in (answers.get("confirmed") or [])]
        if answers.get("confirmed") is not None and missing:
            self.add_error("confirmed", f"Confirm {joined(missing)}: if it is not right, go back and change it")
        return answers
