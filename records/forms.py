"""What the page for a new record asks (R: G10, C5)."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from pupils import roll
from pupils.models import Person
from records import files, finding, protecting, shipped
from records.files import Checked, FileNotTaken
from records.filing import Words
from records.models import Category, Extent
from records.vault import Reader
from school import clock
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from school.uploads import UploadField

MOST_FILES = 5
STANDS = {
    "fact": "A fact: seen, heard or measured",
    "opinion": "An opinion, and it says whose",
    "allegation": "Something that somebody says happened",
}
SOURCES = {
    "own": "I saw or heard it myself",
    "child": "The child told me",
    "family": "A parent or carer told me",
    "staff": "A colleague told me",
    "outside": "Another body sent it",
}
CONDITIONS = {
    "ask_first": "Ask them before passing it on",
    "not_parents": "Not to be raised with the parents or carers",
}


class FilesField(UploadField):
    """Up to MOST_FILES files, each looked at before it is kept."""

    class widget(forms.FileInput):
        allow_multiple_selected = True

        def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
            return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise ValidationError(f"You can add up to {MOST_FILES} files")
        checked = []
        for number, one in enumerate(given, start=1):
            where = f"File {number}: " if len(given) > 1 else ""
            try:
                content, _ = super().clean(one)
                checked.append(files.check(content))
            except ValidationError as error:
                raise ValidationError(f"{where}{error.messages[0]}") from None
            except FileNotTaken as refusal:
                raise ValidationError(f"{where}{refusal}") from None
        return checked


class RecordForm(forms.Form):
    """A new record about a child, and about a second one where it is about both."""

    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)

    def __init__(self, child: Person, reader: Reader, data: Any = None, uploaded: Any = None) -> None:
        super().__init__(data, uploaded)
        self.child, self.reader = child, reader
        name = child.first_name
        kinds = Category.objects.filter(code__in=shipped.TO_WRITE)
        self.fields["category"] = forms.ChoiceField(
            label="What kind of record is it?",
            choices=[("", "Choose a kind"), *((kind.code, kind.name) for kind in kinds)],
            error_messages={"required": "Select what kind of record it is"},
        )
        self.fields["as_at"] = DateField(
            what="the date of what it says", past=True, label="Date of what it says", initial=clock.today()
        )
        self.fields["stands"] = Radios("What is it?", list(STANDS.items()), what="what it is")
        self.fields["whole"] = TextField(
            what=f"what you record about {name}", reasons=True, max_length=20_000, label=f"What you record about {name}"
        )
        self.fields["part"] = TextField(
            what="the part for staff",
            required=False,
            label=f"The part for those who teach or support {name}",
            help_text="Optional. Only what they need. The rest stays closed to them",
        )
        self.fields["for_sharing"] = forms.BooleanField(
            required=False, label="This part is written so that it can be shared outside"
        )
        self.fields["summary"] = TextField(
            what="the summary",
            required=False,
            max_length=600,
            label="Summary for first aiders",
            help_text="Optional. For medical records: the condition, the signs, what to do, where the medicine is",
        )
        self.fields["source"] = Radios("Where does it come from?", list(SOURCES.items()), what="where it comes from")
        self.fields["body"] = TextField(what="who sent it", max_length=200, required=False, label="Who sent it?")
        self.fields["conditions"] = Ticks(
            "On what conditions?", list(CONDITIONS.items()), what="the conditions", required=False
        )
        self.fields["paper"] = TextField(
            what="where the paper is",
            max_length=200,
            required=False,
            label="Where is the paper original?",
            help_text="Optional. For example: locked cabinet, Headteacher’s office",
        )
        self.fields["other"] = TextField(
            what="a name",
            max_length=80,
            required=False,
            label="Is it about another child as well?",
            help_text="Optional. Their name. What is said of one child is never shown with the other",
        )
        self.matches = self._matches()
        if self.matches:
            lines = roll.lines_of(self.matches)
            choices = [(str(line.person.public_id), f"{line.person.full_name}, {line.where}") for line in lines]
            self.fields["other_child"] = Radios("Which child?", choices, what="which child", required=False)
        self.fields["other_whole"] = TextField(
            what="what you record about the other child",
            max_length=20_000,
            required=False,
            label="What you record about the other child",
        )
        self.fields["files"] = FilesField(
            what="a file",
            most=files.MOST,
            required=False,
            label="Files",
            help_text=f"Optional. Up to {MOST_FILES}: PDF, PNG, JPEG or plain text, each up to 10 MB. "
            "After an error please choose them again",
        )
        self.reveals = {("source", "outside"): "body"}

    def _matches(self) -> list[Person]:
        typed = (self.data.get("other") or "")[:80] if self.is_bound else ""
        found = finding.search(self.reader.user, typed.replace("\0", ""), self.reader.at)
        return [person for person in found if person != self.child]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("source") == "outside" and not answers.get("body") and "body" not in self.errors:
            self.add_error("body", "Enter who sent it")
        answers["second"] = None
        if answers.get("other"):
            chosen = answers.get("other_child")
            if not self.matches:
                self.add_error("other", "We cannot find that name among the children you work with. Check the spelling")
            else:
                picked = next((person for person in self.matches if str(person.public_id) == chosen), None)
                answers["second"] = picked or finding.sure(answers["other"], self.matches)
                if not answers["second"]:
                    self.add_error("other_child", "Select which child, or correct the name")
                elif not answers.get("other_whole"):
                    self.add_error("other_whole", "Enter what you record about the other child")
        return answers

    def sections(self) -> list[Words]:
        """What was typed, in sections, each for those who need it."""
        said = self.cleaned_data
        second: Person | None = said["second"]
        about = self.child if second else None
        found = [_source(said)]
        if said["summary"]:
            heading = {"heading": "Summary", "text": said["summary"]}
            found.append(Words("summary", heading, needs=Extent.SUMMARY, about=about))
        if said["part"]:
            content = {"heading": "For those who teach or support", "text": said["part"]}
            found.append(Words("part", content, needs=Extent.TEACHERS, for_sharing=said["for_sharing"], about=about))
        rows = [["What it is", STANDS[said["stands"]]]]
        found.append(Words("whole", {"heading": "The whole record", "text": said["whole"], "rows": rows}, about=about))
        if second:
            content = {"heading": "The whole record", "text": said["other_whole"], "rows": rows}
            found.append(Words("whole", content, about=second))
        if said["paper"]:
            found.append(Words("paper", {"heading": "Paper original", "text": said["paper"]}))
        for number, file in enumerate(said["files"], start=1):
            found.append(Words(f"file-{number}", files.words(f"File {number}", file)))
        return found

    @property
    def once_id(self) -> UUID:
        return self.cleaned_data["once"]


def _source(said: dict[str, Any]) -> Words:
    """Where it comes from and on what conditions: for everybody who may read any part of it."""
    origin = f"{SOURCES[said['source']]}: {said['body']}" if said["source"] == "outside" else SOURCES[said["source"]]
    rows = [["Comes from", origin]]
    if said["conditions"]:
        rows.append(["Conditions", "; ".join(CONDITIONS[one] for one in said["conditions"])])
    facts = {"source": said["source"], "conditions": said["conditions"]}
    return Words("source", {"heading": "Source", "rows": rows, "facts": facts}, needs=Extent.SUMMARY)


class MoveForm(forms.Form):
    """Which child it really is, found by name, and why."""

    def __init__(self, reader: Reader, without: Person, data: Any = None, *, question: str) -> None:
        super().__init__(data)
        self.fields["query"] = TextField(what="a name", max_length=80, label=question)
        typed = (self.data.get("query") or "")[:80].replace("\0", "") if self.is_bound else ""
        found = finding.search(reader.user, typed, reader.at)
        self.matches = [person for person in found if person != without]
        if self.matches:
            lines = roll.lines_of(self.matches)
            choices = [(str(line.person.public_id), f"{line.person.full_name}, {line.where}") for line in lines]
            self.fields["child"] = Radios("Which child?", choices, what="which child", required=False)
        self.fields["reason"] = TextField(what="why", reasons=True, required=False, label="Why do you move it?")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("query") and not self.matches:
            self.add_error("query", "We cannot find that name among the children you work with. Check the spelling")
        elif self.matches and not answers.get("child"):
            self.add_error("child", "Select which child")
        elif self.matches and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why")
        return answers

    @property
    def chosen(self) -> Person:
        """The child that was chosen."""
        return next(one for one in self.matches if str(one.public_id) == self.cleaned_data["child"])


class ProtectForm(forms.Form):
    """What must be kept to those with need to know, and why."""

    def __init__(self, child: Person, data: Any = None) -> None:
        super().__init__(data)
        here = f"That {child.first_name} is at the school"
        protected = child.pupil.protected
        choices = [
            ("address", "The address"),
            ("lift", f"{here}: not any more") if protected else ("existence", here),
        ]
        self.contacts = {str(one.adult.public_id): one.adult for one in roll.contacts_of(child)}
        for key, adult in self.contacts.items():
            lifts = protecting.limits([child], adult).exists()
            given = f"What {adult.full_name} may be given"
            choices.append((f"unlimit:{key}", f"{given}: no limit any more") if lifts else (f"limit:{key}", given))
        self.fields["what"] = Radios("What must be kept close?", choices, what="what must be kept close")
        self.fields["reason"] = TextField(what="why", reasons=True, label="Why?")
        self.hints = {
            ("what", "address"): "It leaves the roll and stands in a sealed record. Imports do not bring it back",
            (
                "what",
                "existence",
            ): "The child leaves the roll for all who have no need to know: no search, no list",
        }
