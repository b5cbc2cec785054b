"""What the page about a correction asks."""

from collections import Counter
from typing import Any

from django.utils.text import Truncator

from core.forms import fields
from records.vault.vault import Opened
from sharing.decisions import corrections, documents, facts, follow_up
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.kept_forms import KeptForm

SOMETHING_ELSE = "other"


class CorrectionForm(KeptForm):
    """Which answer, what is right, why; and who was given the wrong information."""

    button = "Add the correction"
    which = fields.Dropdown(
        "Which answer?",
        lambda form: [*form.answers_in_words.items(), (SOMETHING_ELSE, "Something else")],
        what="which answer is wrong",
        empty="Choose an answer",
    )
    right = fields.TextField(what="what is right", label="What is right?")
    why = fields.TextField(what="why", reasons=True, label="Why?")
    sent = fields.Ticks(
        "These people were given the wrong information: tell them",
        lambda form: form.recipients_offered(),
        what="who was given it",
        required=False,
    )

    def __init__(self, opened: Opened, decision: ShareDecision, **kwargs: Any) -> None:
        self.opened = opened
        self.answers_in_words = answers_in_words(opened)
        self.recipients = {
            str(recipient.public_id): recipient for recipient in follow_up.corrected_recipients(decision)
        }
        super().__init__(**kwargs)

    def recipients_offered(self) -> list[fields.Choice]:
        names = documents.names_of(facts.of(self.opened), list(self.recipients.values())) if self.recipients else []
        return [fields.Choice(key, name) for key, name in zip(self.recipients, names, strict=True)]

    def build(self) -> None:
        if not self.recipients:
            del self.fields["sent"]

    def clean_sent(self) -> list[DecisionRecipient]:
        return [recipient for key, recipient in self.recipients.items() if key in self.cleaned_data["sent"]]

    @property
    def place(self) -> str:
        """Where the wrong answer is in the decision; "" for something else."""
        which: str = self.cleaned_data["which"]
        return "" if which == SOMETHING_ELSE else which

    @property
    def which_in_words(self) -> str:
        """What the wrong answer is called."""
        return self.answers_in_words.get(self.place, "Something else")


def answers_in_words(opened: Opened) -> dict[str, str]:
    """The labels of a decision's answers, by place. Where several are the same, each has its card and its first words
    as well."""
    answers = [
        (corrections.place_of(part, number), part.heading, key, value)
        for part in facts.cards_in(opened, later=False)
        if part.section.name != "hearers"
        for number, (key, value) in enumerate(part.rows)
    ]
    called = Counter(key for _, _, key, _ in answers)
    return {
        place: key if called[key] == 1 else f"{heading}: {key} ({Truncator(value).chars(60)})"
        for place, heading, key, value in answers
    }
