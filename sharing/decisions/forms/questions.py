"""The forms for a question about a decision and for the author's answer."""

from core.forms import fields
from sharing.kept_forms import KeptForm


class QuestionForm(KeptForm):
    """A question about a decision."""

    button = "Send question"
    text = fields.TextField(what="your question", reasons=True, label="Your question")


class AnswerForm(KeptForm):
    """The answer to a question about a decision."""

    button = "Answer"
    text = fields.TextField(what="your answer", reasons=True, label="Your answer")
