"""Checked, and by which channel (R: C5)."""

from typing import Any

from core import clock, words
from core.forms import fields
from records.pupils import roll
from sharing.decisions.facts import Recipient
from sharing.decisions.models import DecisionRecipient
from sharing.disclosures.channels import REFUSED, UNPLANNED, allowed, wrong_address
from sharing.disclosures.models import Channel
from sharing.questionnaire.answers import SendAnswers, of_form
from sharing.questionnaire.page import Step
from sharing.questionnaire.pages.who import OLD_DAYS

TO_CONFIRM = {"address": "the address", "people": "the people", "parts": "the parts"}


class Send(Step[SendAnswers]):
    """What has not gone yet can be refused; what has gone is recorded as it was, and asked about less."""

    name = "send"
    answers_type = SendAnswers
    checked = fields.Radios(
        "When did you last check that it is right and up to date?",
        [
            fields.Choice("today", "Today"),
            fields.Choice(
                "day",
                "On another day",
                reveals=["checked_on"],
                required={"checked_on": "Enter the date you checked it"},
            ),
            fields.Choice(
                "not",
                "I have not been able to",
                reveals=["unsure_of"],
                required={"unsure_of": "Enter what you are unsure of: we tell the person who gets it"},
            ),
        ],
        what="when you last checked",
    )
    checked_on = fields.DateField(what="the date you checked it", past=True, label="Date")
    unsure_of = fields.TextField(what="what you are unsure of", label="What are you unsure of?", max_length=500)

    @property
    def heading(self) -> str:
        return "Was it right, and did it arrive?" if self.context.happened else "Check it, and choose how to send it"

    def build(self) -> None:
        if self.context.happened or self.context.completes:
            self.fields["arrived"] = fields.Radios(
                "Do you know that it arrived?", [("yes", "Yes"), ("no", "Not yet")], what="whether it arrived"
            )
            return
        self._ask_channel()
        self._warn()
        self.addressed = {
            (f"address_{to.adult.public_id}" if to.adult else "address"): to
            for to in self.context.to
            if to.kind in (DecisionRecipient.Kind.OUTSIDE, DecisionRecipient.Kind.PARENT)
        }
        for name, recipient in self.addressed.items():
            self.fields[name] = self._address_of(recipient)
        self.facts = self._facts()
        self.fields["confirmed"] = fields.Ticks("Confirm", self.facts.items(), what="each line to confirm it")

    def _address_of(self, recipient: Recipient) -> fields.TextField:
        """The question where it goes: what the roll has of a parent is shown, never beside the other parent's."""
        help_text = "One that the school held already, or that you checked with them."
        if recipient.adult:
            homes = roll.addresses_of([recipient.adult]).get(recipient.adult.pk, [])
            held = [*map(str, homes), recipient.adult.telephone, recipient.adult.email]
            help_text = f"We hold: {'; '.join(filter(None, held)) or 'none'}."
        return fields.TextField(
            what="the address or number",
            max_length=200,
            required=False,
            label=f"Address or number of {recipient.name}",
            help_text=f"{help_text} Not needed in person",
        )

    def _ask_channel(self) -> None:
        """The ways that are safe and agreed for this; why the others are not open."""
        safe = allowed(self.context.contents.sensitivity, self.context.recipients.agreed_channels)
        self.fields["channel"] = fields.Radios(
            "How will you send it?", [(c.value, c.label) for c in safe], what="how you will send it"
        )
        if refused := [f"{c.label}: {self.why_not(c)}" for c in Channel if c not in safe and c not in UNPLANNED]:
            self.fields["channel"].help_text = f"Not allowed for this kind of information. {'. '.join(refused)}"
        usual = next((recipient.contact.channel for recipient in self.context.to if recipient.contact), None)
        if usual in safe and not self.is_bound and "channel" not in self.initial:
            self.initial["channel"] = usual

    def _warn(self) -> None:
        """What came from elsewhere with conditions; addresses that were checked long ago."""
        came = [
            f"{label} came to us. {source}. Tell them before you pass it on, unless waiting would put someone at risk"
            for label, source in self.context.third_parties.sources
        ]
        contacts = [(recipient.contact, recipient.body) for recipient in self.context.to if recipient.contact]
        old = [
            f"{contact.address} was last checked over a year ago: check it with {body} and update it"
            for contact, body in contacts
            if (clock.today() - contact.checked_on).days > OLD_DAYS
        ]
        self.warning = ". ".join([*came, *old])

    def _facts(self) -> dict[str, str]:
        """What is to be confirmed, line by line."""
        contacts = [recipient.contact for recipient in self.context.to if recipient.contact]
        addresses = [f"{contact.address} (checked {words.day(contact.checked_on)})" for contact in contacts]
        to = [recipient.name for recipient in self.addressed.values()]
        addresses += [f"the one that you entered, confirmed with {words.joined(to)}"] if to else []
        people = words.joined([recipient.name for recipient in self.context.to])
        facts = {"address": f"The address is right: {words.joined(addresses)}"} if addresses else {}
        return facts | {
            "people": f"These are the only people who need it: {people}",
            "parts": f"This is all that is needed, and no more: {self.context.contents.in_words()}",
        }

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
        self._check_addresses(answers)
        needed = [key for key in self.facts if key != "address" or not self._in_person_only(answers)]
        missing = [TO_CONFIRM[key] for key in needed if key not in (answers.get("confirmed") or [])]
        if answers.get("confirmed") is not None and missing:
            self.add_error("confirmed", f"Confirm {words.joined(missing)}: if it is not right, go back and change it")
        return answers

    def _in_person_only(self, answers: dict[str, Any]) -> bool:
        """Whether it is handed over, and nobody has an address in the directory that has to be confirmed."""
        return answers.get("channel") == Channel.IN_PERSON and len(self.addressed) == len(self.context.to)

    def _check_addresses(self, answers: dict[str, Any]) -> None:
        channel = answers.get("channel") or ""
        for name in self.addressed:
            address = answers.get(name)
            if channel == Channel.IN_PERSON or name in self.errors:
                continue
            if not address and channel:
                self.add_error(name, "Enter the address or number that it goes to")
            elif address and (wrong := wrong_address(channel, address)):
                self.add_error(name, wrong)

    def answers(self) -> SendAnswers:
        data = self.cleaned_data
        addressed = getattr(self, "addressed", {})
        parents = {str(to.adult.public_id): data[key] for key, to in addressed.items() if to.adult and data.get(key)}
        return of_form(SendAnswers, data, addresses=parents)

    @classmethod
    def initial_from(cls, answers: SendAnswers) -> dict[str, Any]:
        return super().initial_from(answers) | {f"address_{key}": held for key, held in answers.addresses.items()}
