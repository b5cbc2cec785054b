"""What the pages of records ask: a new one, a move, protection (R: G10, C5)."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core import clock
from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, Include, LayoutObject, PageHelper, Question
from records.corrections import protection
from records.documents import files as record_files
from records.documents.files import Checked, FileNotTaken
from records.models import Category, Extent
from records.need_to_know import shipped, typed_child
from records.need_to_know.typed_child import TypedChild
from records.pupils import roll
from records.pupils.models import Person
from records.vault.filing import Words
from records.vault.vault import Reader

MOST_FILES = 5


class Nature(models.TextChoices):
    """What a record is."""

    FACT = "fact", "A fact: seen, heard or measured"
    OPINION = "opinion", "An opinion, and it says whose"
    ALLEGATION = "allegation", "Something that somebody says happened"


class Origin(models.TextChoices):
    """Where a record comes from."""

    OWN = "own", "I saw or heard it myself"
    CHILD = "child", "The child told me"
    FAMILY = "family", "A parent or carer told me"
    STAFF = "staff", "A colleague told me"
    OUTSIDE = "outside", "Another body sent it"


class Condition(models.TextChoices):
    """On what conditions it was told."""

    ASK_FIRST = "ask_first", "Ask them before passing it on"
    NOT_PARENTS = "not_parents", "Not to be raised with the parents or carers"


class FilesField(fields.UploadField):
    """Up to MOST_FILES files, each looked at before it is kept."""

    class widget(forms.FileInput):
        allow_multiple_selected = True

        def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
            return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"You can add up to {MOST_FILES} files")
        checked = []
        for number, upload in enumerate(uploads, start=1):
            where = f"File {number}: " if len(uploads) > 1 else ""
            try:
                content, _ = super().clean(upload)
                checked.append(record_files.check(content))
            except ValidationError as error:
                raise ValidationError(f"{where}{error.messages[0]}") from None
            except FileNotTaken as refusal:
                raise ValidationError(f"{where}{refusal}") from None
        return checked


class RecordForm(PageForm):
    """A new record about a child, and about a second one where it is about both."""

    button = "Record it"
    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    category = fields.Dropdown(
        "What kind of record is it?",
        lambda form: Category.objects.filter(code__in=shipped.to_write()).values_list("code", "name"),
        what="what kind of record it is",
        empty="Choose a kind",
    )
    as_at = fields.DateField(
        what="the date of what it says", past=True, label="Date of what it says", initial=clock.today
    )
    stands = fields.Radios("What is it?", Nature.choices, what="what it is")
    whole = fields.TextField(what="what you record", reasons=True, max_length=20_000)
    part = fields.TextField(
        what="the part for staff",
        required=False,
        help_text="Optional. Only what they need. The rest stays closed to them",
    )
    for_sharing = forms.BooleanField(required=False, label="This part is written so that it can be shared outside")
    summary = fields.TextField(
        what="the summary",
        required=False,
        max_length=600,
        label="Summary for first aiders",
        help_text="Optional. For medical records: the condition, the signs, what to do, where the medicine is",
    )
    source = fields.Radios(
        "Where does it come from?",
        [
            *((origin.value, origin.label) for origin in Origin if origin != Origin.OUTSIDE),
            fields.Choice(
                Origin.OUTSIDE.value, Origin.OUTSIDE.label, reveals=["body"], required={"body": "Enter who sent it"}
            ),
        ],
        what="where it comes from",
    )
    body = fields.TextField(what="who sent it", max_length=200, label="Who sent it?")
    conditions = fields.Ticks("On what conditions?", Condition.choices, what="the conditions", required=False)
    paper = fields.TextField(
        what="where the paper is",
        max_length=200,
        required=False,
        label="Where is the paper original?",
        help_text="Optional. For example: locked cabinet, Headteacher’s office",
    )
    other = fields.TextField(
        what="a name",
        max_length=80,
        required=False,
        label="Is it about another child as well?",
        help_text="Optional. Their name. What is said of one child is never shown with the other",
    )
    other_child = fields.Radios("Which child?", lambda form: form.typed.options, what="which child", required=False)
    other_whole = fields.TextField(
        what="what you record about the other child",
        max_length=20_000,
        required=False,
        label="What you record about the other child",
    )

    def __init__(self, child: Person, reader: Reader, data: Any = None, files: Any = None) -> None:
        self.child, self.reader = child, reader
        super().__init__(data, files)

    def build(self) -> None:
        name = self.child.first_name
        self.fields["whole"] = fields.TextField(
            what=f"what you record about {name}", reasons=True, max_length=20_000, label=f"What you record about {name}"
        )
        self.fields["part"].label = f"The part for those who teach or support {name}"
        self.fields["files"] = FilesField(
            what="a file",
            most=record_files.MOST,
            required=False,
            label="Files",
            help_text=f"Optional. Up to {MOST_FILES}: PDF, PNG, JPEG or plain text, each up to 10 MB. "
            "After an error please choose them again",
        )
        if not self.typed.matches:
            del self.fields["other_child"]

    def layout(self) -> list[LayoutObject]:
        return [
            *(Question(name) for name in self.questions),
            Include("records/cannot_be_changed.html"),
            Actions(self.button),
            Include("core/components/kept_status.html"),
        ]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), data_keep=True)

    @cached_property
    def typed(self) -> TypedChild:
        """The other child, by the name that was typed."""
        name = self.data.get("other", "") if self.is_bound else ""
        return TypedChild(self.reader.user, name, self.reader.at, other_than=self.child)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        answers["second"] = None
        if answers.get("other"):
            if not self.typed.matches:
                self.add_error("other", typed_child.NOT_FOUND)
                return answers
            answers["second"] = self.typed.picked_or_sure(answers.get("other_child"))
            if not answers["second"]:
                self.add_error("other_child", "Select which child, or correct the name")
            elif not answers.get("other_whole"):
                self.add_error("other_whole", "Enter what you record about the other child")
        return answers

    def sections(self) -> list[Words]:
        """What was typed, in sections, each for those who need it."""
        answers = self.cleaned_data
        second: Person | None = answers["second"]
        about = self.child if second else None
        sections = [_source(answers)]
        if answers["summary"]:
            heading = {"heading": "Summary", "text": answers["summary"]}
            sections.append(Words("summary", heading, needs=Extent.SUMMARY, about=about))
        if answers["part"]:
            content = {"heading": "For those who teach or support", "text": answers["part"]}
            sections.append(
                Words("part", content, needs=Extent.TEACHERS, for_sharing=answers["for_sharing"], about=about)
            )
        rows = [["What it is", Nature(answers["stands"]).label]]
        whole = {"heading": "The whole record", "text": answers["whole"], "rows": rows}
        sections.append(Words("whole", whole, about=about))
        if second:
            content = {"heading": "The whole record", "text": answers["other_whole"], "rows": rows}
            sections.append(Words("whole", content, about=second))
        if answers["paper"]:
            sections.append(Words("paper", {"heading": "Paper original", "text": answers["paper"]}))
        for number, file in enumerate(answers["files"], start=1):
            sections.append(Words(f"file-{number}", record_files.words(f"File {number}", file)))
        return sections

    @property
    def once_id(self) -> UUID:
        return self.cleaned_data["once"]


def _source(answers: dict[str, Any]) -> Words:
    """Where it comes from and on what conditions: for everybody who may read any part of it."""
    origin = Origin(answers["source"])
    words = f"{origin.label}: {answers['body']}" if origin == Origin.OUTSIDE else origin.label
    rows = [["Comes from", words]]
    if answers["conditions"]:
        rows.append(["Conditions", "; ".join(Condition(value).label for value in answers["conditions"])])
    facts = {"source": answers["source"], "conditions": answers["conditions"]}
    return Words("source", {"heading": "Source", "rows": rows, "facts": facts}, needs=Extent.SUMMARY)


class OtherChildForm(PageForm):
    """Which child it really is, found by name, and why. `button` does it once there is a child to select."""

    query = fields.TextField(what="a name", max_length=80)
    child = fields.Radios("Which child?", lambda form: form.typed.options, what="which child", required=False)
    reason = fields.TextField(what="why", reasons=True, required=False, label="Why do you move it?")

    def __init__(self, reader: Reader, other_than: Person, data: Any = None, files: Any = None) -> None:
        self.reader, self.other_than = reader, other_than
        super().__init__(data, files)

    def build(self) -> None:
        if not self.typed.matches:
            del self.fields["child"]
            self.button = "Find"

    @cached_property
    def typed(self) -> TypedChild:
        name = self.data.get("query", "") if self.is_bound else ""
        return TypedChild(self.reader.user, name, self.reader.at, other_than=self.other_than)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("query") and not self.typed.matches:
            self.add_error("query", typed_child.NOT_FOUND)
        elif self.typed.matches and not answers.get("child"):
            self.add_error("child", "Select which child")
        elif self.typed.matches and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why")
        return answers

    @property
    def chosen(self) -> Person:
        """The child that was chosen."""
        person = self.typed.picked(self.cleaned_data["child"])
        assert person is not None
        return person


class MoveForm(OtherChildForm):
    """A record that is about another child."""

    button = "Move it"
    query = fields.TextField(what="a name", max_length=80, label="Which child is it really about?")


class MergeForm(OtherChildForm):
    """One child who was entered twice."""

    button = "Put them together"
    query = fields.TextField(what="a name", max_length=80, label="Which other entry is this child?")


class ProtectForm(PageForm):
    """What must be kept to those with need to know, and why."""

    button = "Do it now"
    what = fields.Radios("What must be kept close?", lambda form: form.protections(), what="what must be kept close")
    reason = fields.TextField(what="why", reasons=True, label="Why?")

    def __init__(self, child: Person, data: Any = None, files: Any = None) -> None:
        self.child = child
        super().__init__(data, files)

    @cached_property
    def contacts(self) -> dict[str, Person]:
        """The child's contacts, by their public ids."""
        return {str(contact.adult.public_id): contact.adult for contact in roll.contacts_of(self.child)}

    def protections(self) -> Iterator[fields.Choice]:
        """What can be protected about the child, and what is protected now and can be lifted."""
        here = f"That {self.child.first_name} is at the school"
        yield fields.Choice(
            "address",
            "The address",
            hint="It leaves the roll and stands in a sealed record. Imports do not bring it back",
        )
        if self.child.pupil.protected:
            yield fields.Choice("lift", f"{here}: not any more")
        else:
            hint = "The child leaves the roll for all who have no need to know: no search, no list"
            yield fields.Choice("existence", here, hint=hint)
        limited = protection.limited(self.child, clock.now())
        for key, adult in self.contacts.items():
            given = f"What {adult.full_name} may be given"
            if adult in limited:
                yield fields.Choice(f"unlimit:{key}", f"{given}: no limit any more")
            else:
                yield fields.Choice(f"limit:{key}", given)
