"""The forms that add to a decision what has happened since (R: C1, C2, C9)."""

from datetime import date, timedelta
from typing import Any, ClassVar

from core import calendar, clock, words
from core.forms import fields
from records.vault.vault import Opened, Reader
from sharing.decisions import documents, facts, follow_up, later_entries
from sharing.decisions.models import Event, ShareDecision
from sharing.kept_forms import KeptForm, Word

ASK_AGAIN_DAYS = 3


def _in_a_few_days() -> date:
    return calendar.school_day_from(clock.today() + timedelta(days=ASK_AGAIN_DAYS))


def ask_again() -> fields.DateField:
    """The question on which day the page asks again."""
    return fields.DateField(what="the date to ask again", future=True, label="Ask again on", initial=_in_a_few_days)


NOT_YET = fields.Choice(Word.NO, "Not yet", reveals=["due"], required={"due": "Enter the date to ask again"})


class AddForm(KeptForm):
    """A form for one kind of later entry. `save` adds the entry."""

    button = "Add this"
    heading: ClassVar[str]
    guidance: ClassVar[str] = ""

    def __init__(self, decision: ShareDecision, opened: Opened, **kwargs: Any) -> None:
        self.decision, self.opened = decision, opened
        super().__init__(**kwargs)

    def add(self, reader: Reader, what: Event.What, rows: list[list[str]], **more: Any) -> None:
        """Add an entry; rows without an answer are left out."""
        later_entries.event(self.decision, what, reader.user, [row for row in rows if row[1]], **more)

    def save(self, reader: Reader) -> None:
        raise NotImplementedError


class Arrival(AddForm):
    """Whether what was sent has arrived."""

    heading = "Did it arrive?"
    arrived = fields.Radios("Did it arrive?", [fields.Choice(Word.YES, "Yes"), NOT_YET], what="whether it arrived")
    on = fields.DateField(what="the date you asked", past=True, label="When did you ask?", initial=clock.today)
    how = fields.TextField(what="how you know", max_length=300, label="How do you know, and from whom?")
    due = ask_again()

    def save(self, reader: Reader) -> None:
        data = self.cleaned_data
        rows = [["Asked on", words.day(data["on"])], ["How it is known", data["how"]]]
        if data["arrived"] == Word.YES:
            self.add(reader, Event.What.ARRIVED, rows)
        else:
            again = ["Ask again", words.day(data["due"])]
            self.add(reader, Event.What.NOT_ARRIVED, [*rows, again], due=data["due"])


class TheirAnswer(AddForm):
    """What the recipients decided."""

    heading = "What did they answer?"
    guidance = "What they decided to do, and what came of it. If they did not answer, say so and ask again."
    answered = fields.Radios(
        "Did they answer?",
        [fields.Choice(Word.YES, "Yes", reveals=["said"], required={"said": "Enter what they decided"}), NOT_YET],
        what="whether they answered",
    )
    said = fields.TextField(
        what="what they decided", reasons=True, label="What did they decide, and what will they do?"
    )
    due = ask_again()

    def save(self, reader: Reader) -> None:
        data = self.cleaned_data
        if data["answered"] == Word.YES:
            self.add(reader, Event.What.ANSWERED, [["What they decided", data["said"]]])
        else:
            rows = [["Ask again", words.day(data["due"])]]
            self.add(reader, Event.What.NO_ANSWER, rows, due=data["due"])


class Telling(AddForm):
    """Whether people who were not told have been told since."""

    heading = "Tell whoever was not told"
    told = fields.Radios(
        "Have they been told by now?",
        [
            fields.Choice(
                Word.YES,
                "Yes",
                reveals=["who", "on", "said"],
                required={
                    "who": "Enter who was told",
                    "on": "Enter the date they were told",
                    "said": "Enter what they were told",
                },
            ),
            fields.Choice(
                Word.NO,
                "No, it is put off again",
                reveals=["why", "due"],
                required={"why": "Enter why it is put off", "due": "Enter the date to ask again"},
            ),
        ],
        what="whether they were told",
    )
    who = fields.TextField(what="who was told", max_length=200, label="Who was told?")
    on = fields.DateField(what="the date they were told", past=True, label="When?", initial=clock.today)
    said = fields.TextField(
        what="what they were told, and what they said",
        reasons=True,
        label="What were they told, and what did they say?",
    )
    why = fields.TextField(what="why it is put off", reasons=True, label="Why is it put off? Give the facts.")
    due = ask_again()

    def save(self, reader: Reader) -> None:
        data = self.cleaned_data
        if data["told"] == Word.YES:
            rows = [["Who was told", data["who"]], ["When", words.day(data["on"])], ["What was said", data["said"]]]
            self.add(reader, Event.What.TOLD, rows)
        else:
            rows = [["Why it is put off", data["why"]], ["Again on", words.day(data["due"])]]
            self.add(reader, Event.What.PUT_OFF, rows, due=data["due"])


class LookAgain(AddForm):
    """Whether the decision still holds."""

    heading = "Look at this again"
    guidance = "If new facts have come, record a new decision: it is linked to this one."
    found = fields.TextField(
        what="what you find now", reasons=True, label="What do you find now, and does the decision still hold?"
    )

    def save(self, reader: Reader) -> None:
        self.add(reader, Event.What.LOOKED_AGAIN, [["What was found", self.cleaned_data["found"]]])


class Withdrawn(AddForm):
    """That agreement was withdrawn."""

    heading = "Somebody has withdrawn their agreement"
    guidance = "What has been shared stays shared, and stays recorded. From now on the answer is no."
    who = fields.TextField(what="who withdrew it", max_length=200, label="Who?")
    on = fields.DateField(what="the date they said so", past=True, label="When did they say so?", initial=clock.today)
    said = fields.TextField(what="what they said", reasons=True, label="What did they say?")

    def save(self, reader: Reader) -> None:
        data = self.cleaned_data
        rows = [["Who", data["who"]], ["When", words.day(data["on"])], ["What they said", data["said"]]]
        self.add(reader, Event.What.WITHDRAWN, rows)


class RecipientTold(AddForm):
    """Which recipients have been told of a correction."""

    heading = "Tell them of the correction"
    whom = fields.Ticks("Whom have you told?", lambda form: form.offered(), what="whom you have told")
    on = fields.DateField(what="the date you told them", past=True, label="When?", initial=clock.today)
    how = fields.TextField(what="how you told them", max_length=300, label="How, and what did they say?")

    def offered(self) -> list[fields.Choice]:
        """The recipients who have not been told, each by the event that says so."""
        waiting = [event for event in follow_up.to_tell(self.decision) if event.recipient]
        recipients = [event.recipient for event in waiting if event.recipient]
        names = documents.names_of(facts.of(self.opened), recipients)
        self.waiting = {str(event.public_id): (event, name) for event, name in zip(waiting, names, strict=True)}
        return [fields.Choice(key, name) for key, (_, name) in self.waiting.items()]

    def clean_whom(self) -> list[tuple[Event, str]]:
        return [pair for key, pair in self.waiting.items() if key in self.cleaned_data["whom"]]

    def save(self, reader: Reader) -> None:
        data = self.cleaned_data
        for event, name in data["whom"]:
            rows = [["Who was told", name], ["When", words.day(data["on"])], ["How", data["how"]]]
            self.add(reader, Event.What.RECIPIENT_TOLD, rows, recipient=event.recipient, about=event)


FORMS: dict[str, type[AddForm]] = {
    "arrival": Arrival,
    "answer": TheirAnswer,
    "tell": Telling,
    "review": LookAgain,
    "withdrawn": Withdrawn,
    "correction": RecipientTold,
}
"""The forms by the names that they have in addresses."""
