"""The forms on which a second person decides about a decision (R: C2, C7a)."""

from core.forms import fields
from sharing.kept_forms import KeptForm, Word


class SecondPersonForm(KeptForm):
    """Yes or no, and why."""

    button = "Add this"
    word: fields.Radios
    why = fields.TextField(what="why", reasons=True, label="Why?")
    field_order = ("word", "why")

    @property
    def says_yes(self) -> bool:
        return self.cleaned_data["word"] == Word.YES


class ReviewForm(SecondPersonForm):
    """Whether a decision not to share is right although a child may be at risk."""

    word = fields.Radios(
        "What do you decide?",
        [(Word.YES, "I agree: do not share"), (Word.NO, "I overrule it: it has to be shared")],
        what="what you decide",
    )


class HeadteacherForm(SecondPersonForm):
    """Whether the Headteacher is told of a decision after all."""

    word = fields.Radios(
        "What do you decide?",
        [(Word.YES, "Keep this from the Headteacher"), (Word.NO, "Tell the Headteacher now")],
        what="what you decide",
    )
