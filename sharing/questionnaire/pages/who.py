"""To whom it would go (R: C5, C13, G6c)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from core import clock, words
from core.compiled_queries import Prepared
from core.forms import fields
from records.need_to_know import visibility
from sharing.decisions.models import DecisionRecipient, Origin
from sharing.decisions.standing import Standing
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Channel
from sharing.questionnaire import recipients
from sharing.questionnaire.answers import Also, WhoAnswers
from sharing.questionnaire.page import Step

OFFERED, MOST_MORE = 8, 6
OLD_DAYS = 365
ABOUT_ONESELF = "They ask about themselves: this may be a subject access request. Tell the DPO today"
PARENT, STAFF = "parent", "staff"

_CONTACTS = Prepared(
    lambda **_: AgencyContact.objects.filter(active=True, agency__active=True).select_related("agency")
)
"""The contacts in use, in the order of the directory."""


class Who(Step[WhoAnswers]):
    """One recipient, and under it further ones, each with what they need it for."""

    name = "who"
    answers_type = WhoAnswers
    legend_is_heading = True
    adds = "Add another person"
    to = fields.Radios("", lambda form: form.offered(), what="who it would go to")
    directory = fields.Dropdown("Who in the directory?", lambda form: _named(form.rest), what="who", required=False)
    school = fields.Dropdown("Which school?", lambda form: _named(form.schools), what="which school", required=False)
    staff = fields.Dropdown(
        "Who in this school?",
        lambda form: form.colleagues(),
        what="who",
        empty="Choose a person",
        required=False,
    )
    not_same = fields.TextField(
        what="how you know that it is someone else",
        max_length=300,
        required=False,
        label="Someone known here has this name. How do you know that this is someone else, or for their job?",
    )
    asker: Standing | None = None

    @property
    def heading(self) -> str:
        return "Who did it go to?" if self.context.happened else "Who would it go to?"

    def offered(self) -> list[fields.Choice]:
        """The person who asked, the contacts used before, and the ways to name someone else."""
        context = self.context
        self.contacts = _CONTACTS.objects()
        usual = self._offered(self.contacts)
        self.schools = [contact for contact in self.contacts if contact.agency.kind == Agency.Kind.SCHOOL]
        self.rest = [contact for contact in self.contacts if contact not in (*usual, *self.schools)]
        choices: list[fields.Choice] = []
        if context.origin == Origin.ASKED:
            choices.append(self._asker())
        choices += [fields.Choice(str(contact.public_id), str(contact), _reached(contact)) for contact in usual]
        if self.rest:
            choices.append(_opens("directory", "Someone else in the directory"))
        choices.append(fields.Choice("other", "Someone else outside the school"))
        if context.subjects.contacts:
            choices.append(fields.Choice(PARENT, "A parent or carer"))
        if self.schools:
            choices.append(_opens("school", "Another school"))
        return [*choices, _opens(STAFF, "Someone in this school")]

    def _asker(self) -> fields.Choice:
        """The person who asked, with why nothing can be shared with them where that is so: it can be recorded that
        nothing is."""
        asked = self.context.answers.asked
        called = ", ".join(filter(None, (asked.who or "The person who asked", asked.role, asked.body)))
        recipient = replace(recipients.asker_of(self.context.answers), not_same="")
        self.asker = self.context.standings.of(recipient).standing
        if self.asker is Standing.NAMESAKE:
            return fields.Choice(recipients.ASKER, called, "Who asked", reveals=["not_same"])
        if self.asker is Standing.SUBJECT:
            return fields.Choice(recipients.ASKER, called, f"Who asked. {ABOUT_ONESELF}")
        why = "" if self.context.happened else self.context.standings.refusal(recipient)
        return fields.Choice(recipients.ASKER, called, f"Who asked. {why}" if why else "Who asked")

    def colleagues(self) -> list[tuple[str, str]]:
        return [(str(colleague.public_id), colleague.full_name) for colleague in self.context.staff.colleagues]

    def build(self) -> None:
        self.fields["to"].label = self.heading
        if self.asker is not Standing.NAMESAKE:
            del self.fields["not_same"]
        self.inside = (self.data.get("to") if self.is_bound else self.initial.get("to")) == STAFF
        more = ("Choose a person", self.colleagues()) if self.inside else ("Choose", _named(self.contacts))
        for number in range(1, self._slots() + 1):
            self.fields[f"more_{number}"] = fields.Dropdown(
                f"Another person ({number})", more[1], what="who", empty=more[0], required=False
            )
            self.fields[f"need_{number}"] = fields.TextField(
                what="what they need it for",
                max_length=200,
                required=False,
                label=f"What do they need it for? ({number})",
            )

    def _slots(self) -> int:
        """How many further recipients can be named."""
        if self.is_bound:
            shown = sum(f"more_{number}" in self.data for number in range(1, MOST_MORE + 1))
            return min(MOST_MORE, shown + ("add" in self.data))
        return min(MOST_MORE, len(self.initial.get("more", ())))

    def _offered(self, contacts: list[AgencyContact]) -> list[AgencyContact]:
        """Those used for these people, then those that the author used, then the school's usual ones."""
        context = self.context
        records: set[int] = set()
        for person in context.subjects.people:
            records |= set(visibility.access_about(context.user, person, context.reader.at))
        mine = Q(decision__decided_by=context.user)
        used = DecisionRecipient.objects.filter(mine | Q(decision__record__in=records), contact__isnull=False)
        rows = used.values_list("contact", "decision__record").order_by("-pk")[:100]
        recent = sorted(rows, key=lambda row: row[1] not in records)
        by_id = {contact.pk: contact for contact in contacts if contact.agency.kind != Agency.Kind.SCHOOL}
        usual = [contact.pk for contact in by_id.values() if contact.usual]
        order = dict.fromkeys([*[key for key, _ in recent][:5], *usual])
        return [by_id[key] for key in order if key in by_id][:OFFERED]

    @property
    def more(self) -> tuple[Also, ...]:
        data = self.cleaned_data
        numbers = range(1, MOST_MORE + 1)
        rows = [Also(data.get(f"more_{number}") or "", data.get(f"need_{number}") or "") for number in numbers]
        return tuple(row for row in rows if row.who)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        to = answers.get("to") or ""
        if to == recipients.ASKER and not self.context.happened:
            self._check_asker(answers)
        if to == PARENT:
            return answers
        seen = {answers.get(to) or to}
        for number in range(1, MOST_MORE + 1):
            who = answers.get(f"more_{number}")
            if not who:
                continue
            if who in seen:
                self.add_error(f"more_{number}", "You have added this person twice")
            if not answers.get(f"need_{number}") and f"need_{number}" not in self.errors:
                self.add_error(f"need_{number}", "Enter what they need it for")
            seen.add(who)
        return answers

    def _check_asker(self, answers: dict[str, Any]) -> None:
        """A person who asked and has the name of someone known here is told apart from them. That nothing is shared can
        be recorded of anybody who asked."""
        asker = recipients.asker_of(self.context.answers)
        recipient = replace(asker, not_same=answers.get("not_same") or "")
        if self.context.standings.of(recipient).standing is Standing.NAMESAKE:
            self.add_error("not_same", self.context.standings.refusal(recipient))

    def answers(self) -> WhoAnswers:
        data = self.cleaned_data
        return WhoAnswers(
            to=data["to"],
            directory=data.get("directory") or "",
            school=data.get("school") or "",
            staff=data.get("staff") or "",
            not_same=data.get("not_same") or "",
            more=() if data["to"] == PARENT else self.more,
        )

    @classmethod
    def initial_from(cls, answers: WhoAnswers) -> dict[str, Any]:
        more = {f"more_{number}": also.who for number, also in enumerate(answers.more, 1)}
        needs = {f"need_{number}": also.need for number, also in enumerate(answers.more, 1)}
        return {**super().initial_from(answers), **more, **needs}


def _opens(name: str, label: str) -> fields.Choice:
    """An answer under which a list opens."""
    return fields.Choice(name, label, reveals=[name], required={name: "Enter the person’s name"})


def _named(contacts: Sequence[AgencyContact]) -> list[tuple[str, str]]:
    return [(str(contact.public_id), str(contact)) for contact in contacts]


def _reached(contact: AgencyContact) -> str:
    line = f"{Channel(contact.channel).label} · address checked {words.day(contact.checked_on)}"
    return line + (" · over a year ago" if (clock.today() - contact.checked_on).days > OLD_DAYS else "")
