"""To whom it would go (R: C5, C13, G6c)."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from pupils.models import Contact
from records import finding, need_to_know
from school import calendar, clock, words
from school.choices import Radios, Ticks
from school.dates import DateField
from school.ids import as_uuid
from school.text import TextField
from sharing import extracts
from sharing.flow.fields import Step
from sharing.models import Agency, AgencyContact, Channel, DecisionRecipient, Origin

OFFERED, MOST_MORE = 8, 6
OLD_DAYS = 365


class Who(Step):
    """One recipient, and under it further ones, each with what they need it for."""

    name = "who"
    legend_is_heading = True
    adds = "Add another person"

    @property
    def heading(self) -> str:
        return "Who did it go to?" if self.context.happened else "Who would it go to?"

    def build(self) -> None:
        context = self.context
        contacts = list(AgencyContact.objects.filter(active=True, agency__active=True).select_related("agency"))
        offered = self._offered(contacts)
        choices: list[tuple[str, str]] = []
        if context.origin == Origin.ASKED:
            said = context.answers.get("asked", {})
            asker = ", ".join(filter(None, (said.get("who") or "Whoever asked", said.get("role"), said.get("body"))))
            choices.append(("asker", asker))
            self.hints["to", "asker"] = "Who asked"
        for contact in offered:
            choices.append((str(contact.public_id), str(contact)))
            self.hints["to", str(contact.public_id)] = _reached(contact)
        schools = [c for c in contacts if c.agency.kind == Agency.Kind.SCHOOL]
        rest = [c for c in contacts if c not in offered and c not in schools]
        if rest:
            choices.append(("directory", "Someone else in the directory"))
        choices.append(("other", "Someone else outside the school"))
        if context.contacts:
            choices.append(("parent", "A parent or carer"))
        if schools:
            choices.append(("school", "Another school"))
        choices.append(("staff", "Someone in this school"))
        self.fields["to"] = Radios(self.heading, choices, what="who it would go to")
        listed = {
            "directory": (rest, "Who in the directory?"),
            "school": (schools, "Which school?"),
        }
        for name, (some, label) in listed.items():
            options = [("", "Choose"), *((str(c.public_id), str(c)) for c in some)]
            self.fields[name] = forms.ChoiceField(label=label, choices=options, required=False)
        staff = [("", "Choose a person"), *((str(u.public_id), u.full_name) for u in context.colleagues)]
        self.fields["staff"] = forms.ChoiceField(label="Who in this school?", choices=staff, required=False)
        for name in (*listed, "staff"):
            self.reveals["to", name] = name
            self.required_when[name] = "Enter the person’s name"
        self.inside = (self.data.get("to") if self.is_bound else self.initial.get("to")) == "staff"
        more = staff if self.inside else [("", "Choose"), *((str(c.public_id), str(c)) for c in contacts)]
        for number in range(1, self._slots() + 1):
            self.fields[f"more_{number}"] = forms.ChoiceField(
                label=f"Another person ({number})", choices=more, required=False
            )
            self.fields[f"need_{number}"] = TextField(
                what="what they need it for",
                max_length=200,
                required=False,
                label=f"What do they need it for? ({number})",
            )

    def _slots(self) -> int:
        if self.is_bound:
            shown = sum(1 for name in self.data if name.startswith("more_"))
            return min(MOST_MORE, shown + ("add" in self.data))
        return min(MOST_MORE, int(self.initial.get("slots", 0)))

    def _offered(self, contacts: list[AgencyContact]) -> list[AgencyContact]:
        """Those used for these people, then those that one used oneself, then the school's usual ones."""
        context = self.context
        records: set[int] = set()
        for person in context.people:
            records |= set(need_to_know.access_about(context.user, person, context.reader.at))
        mine = Q(decision__decided_by=context.user)
        used = DecisionRecipient.objects.filter(mine | Q(decision__record__in=records), contact__isnull=False)
        rows = used.values_list("contact", "decision__record").order_by("-pk")[:100]
        recent = sorted(rows, key=lambda row: row[1] not in records)
        by_id = {contact.pk: contact for contact in contacts if contact.agency.kind != Agency.Kind.SCHOOL}
        usual = [contact.pk for contact in by_id.values() if contact.usual]
        order = dict.fromkeys([*[key for key, _ in recent][:5], *usual])
        return [by_id[key] for key in order if key in by_id][:OFFERED]

    @property
    def more(self) -> list[list[str]]:
        said = self.cleaned_data
        pairs = [(said.get(f"more_{n}") or "", said.get(f"need_{n}") or "") for n in range(1, MOST_MORE + 1)]
        return [[who, need] for who, need in pairs if who]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("to") in ("parent",):
            return answers
        first = answers.get(answers.get("to") or "", answers.get("to")) or answers.get("to")
        seen = {first}
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

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "to": said["to"],
            "directory": said.get("directory") or None,
            "school": said.get("school") or None,
            "staff": said.get("staff") or None,
            "more": [] if said["to"] == "parent" else self.more,
        }

    @classmethod
    def initial_from(cls, answers: dict[str, Any]) -> dict[str, Any]:
        more = answers.get("more", [])
        slots = {f"more_{n}": who for n, (who, _) in enumerate(more, 1)}
        needs = {f"need_{n}": need for n, (_, need) in enumerate(more, 1)}
        return {**answers, **slots, **needs, "slots": len(more)}


def _reached(contact: AgencyContact) -> str:
    line = f"{Channel(contact.channel).label} · address checked {words.day(contact.checked_on)}"
    return line + (" · over a year ago" if (clock.today() - contact.checked_on).days > OLD_DAYS else "")


class Outside(Step):
    name = "outside"
    heading = "Who is it, outside the school?"
    guidance = "Somebody who is not in the directory. Name the person who will read it."

    def build(self) -> None:
        self.fields["who"] = TextField(what="the person’s name", max_length=120, label="Name")
        self.fields["role"] = TextField(
            what="their job or role",
            max_length=120,
            label="Job or role",
            help_text="Or how they belong to the child, for example grandmother",
        )
        self.fields["body"] = TextField(
            what="the organisation", max_length=120, label="Organisation (if they have one)", required=False
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        name = answers.get("who") or ""
        if name and not answers.get("body") and (wrong := whom_it_cannot_go_to(self.context, name)):
            self.add_error("who", wrong)
        return answers


def whom_it_cannot_go_to(context: Any, name: str) -> str:
    """Why information cannot go to a private person of this name: a pupil, or another child's parent, as far as the
    author may know of them. "" where nothing speaks against it."""
    plain = " ".join(name.casefold().split())
    for pupil in finding.find(context.user, name, context.reader.at):
        if pupil.full_name.casefold() == plain:
            finding.searched(context.user, 1)
            return f"{name} is a pupil: information about another child cannot go to a pupil"
    own = {contact.adult_id for contact in context.contacts}
    last = plain.split()[-1]
    rows = Contact.objects.live(context.reader.at).filter(adult__family_name__iexact=last).select_related("adult")
    for row in rows:
        adult = row.adult
        called = {adult.full_name.casefold(), f"{adult.first_name} {adult.last_name}".casefold()}
        if adult.pk not in own and plain in called and context.knows_adult(adult):
            return (
                f"{name} is another child’s parent. Information about {context.name} can go only to "
                f"{context.name}’s own parents or carers"
            )
    return ""


RESPONSIBLE = {
    "yes": "has parental responsibility",
    "no": "does not have parental responsibility",
    "unknown": "parental responsibility not known",
}


class Parent(Step):
    name = "parent"
    heading = "Which parent or carer?"

    def build(self) -> None:
        context = self.context
        choices = [(str(c.adult.public_id), f"{c.adult.full_name}, {c.relationship}") for c in context.contacts]
        self.fields["adults"] = Ticks("Who?", choices, what="which parent or carer")
        for contact in context.contacts:
            if not context.limited(contact.adult):
                evidence = f": {contact.evidence}" if contact.evidence else ""
                line = RESPONSIBLE.get(contact.responsibility, RESPONSIBLE["unknown"]) + evidence
                self.hints["adults", str(contact.adult.public_id)] = line[0].upper() + line[1:]
        self.fields["identity"] = Radios(
            "How did you check who they are?",
            [
                ("sight", "I know them by sight"),
                ("seen_id", "I saw identification"),
                ("called", "I called a number we hold"),
                ("not_yet", "Not yet"),
            ],
            what="how you checked who they are",
        )
        self.fields["identity"].help_text = "Check who they are before you share: you can save and come back"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        given = [as_uuid(one) for one in self.given("adults")]
        strangers = Contact.objects.live(self.context.reader.at).filter(adult__public_id__in=given)
        for row in strangers.exclude(child__in=self.context.children).select_related("adult")[:1]:
            if row.adult_id not in {c.adult_id for c in self.context.contacts} and self.context.knows_adult(row.adult):
                self.errors.pop("adults", None)
                self.add_error(
                    "adults",
                    f"{row.adult.full_name} is another child’s parent. Information about {self.context.name} can go "
                    f"only to {self.context.name}’s own parents or carers",
                )
        for contact in self.context.contacts:
            if str(contact.adult.public_id) in (answers.get("adults") or []) and self.context.limited(contact.adult):
                head, dsl = self.context.headteacher, self.context.dsl
                names = " or ".join(one.short_name for one in (head, dsl) if one and one != self.context.user)
                self.add_error(
                    "adults", f"There is a limit on what {contact.adult.full_name} may be given. Speak to {names} first"
                )
        return answers


class Moving(Step):
    name = "moving"
    legend_is_heading = True

    @property
    def heading(self) -> str:
        return f"Is {self.context.name} moving to this school?"

    def build(self) -> None:
        choices = [("no", "No, this is about something else"), ("yes", "Yes")]
        self.fields["moving"] = Radios(self.heading, choices, what="whether this is a move")
        self.hints["moving", "yes"] = (
            "The main file and the transfer file each go their own way, from the office. Go on here only with what "
            "you share besides"
        )
        self.fields["besides"] = TextField(
            what="what you share besides the files",
            label="What do you share besides the files, and why?",
            max_length=500,
        )
        self.reveals["moving", "yes"] = "besides"
        self.required_when["besides"] = "Enter what you share besides the files"


class Inside(Step):
    """Somebody in the school sees records for a while: a grant, not a copy."""

    name = "inside"
    heading = "How long do they need it?"
    legend_is_heading = True

    def build(self) -> None:
        end = term_ends()
        next_day = calendar.school_days_after(clock.today(), 1)
        choices = [("term", f"Until the end of this term, {words.day(end)}")] if end > clock.today() else []
        choices += [("date", "Until a date"), ("once", f"To read it once, until {words.day(next_day)}")]
        self.fields["how_long"] = Radios(self.heading, choices, what="how long")
        self.fields["on"] = DateField(what="the date", future=True, label="Date")
        self.reveals["how_long", "date"] = "on"
        self.required_when["on"] = "Enter the date"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        last = last_day()
        if answers.get("on") and answers["on"] > last and "on" not in self.errors:
            self.add_error("on", f"The date must be after today and no later than {words.day(last)}")
        for one in self.context.recipients:
            if one.user in self.context.withheld:
                self.add_error(None, f"{one.name} must not see this: change who it would go to")
            if one.user and one.user.pk in need_to_know.excluded_from(self.context.people):
                dsl = self.context.dsl.short_name if self.context.dsl else "the DSL"
                self.add_error(None, f"This cannot be opened to {one.name}. Ask {dsl}")
            if one.user and not self.context.on_staff(one.user) and not extracts.may_have(one.user):
                self.add_error(None, f"{one.name} is not school staff, so this kind of record cannot be opened to them")
        return answers


def term_ends() -> date:
    """The last day of the term that it is, or of the next one."""
    term = calendar.term_on(clock.today())
    return term.last_day if term else last_day()


def last_day() -> date:
    """31 August: nothing inside is opened beyond the school year."""
    return clock.today().replace(year=calendar.school_year(clock.today()) + 1, month=8, day=31)


def until_of(answers: dict[str, Any]) -> date:
    """The last day on which a colleague may see what they were given."""
    if answers.get("how_long") == "once":
        return calendar.school_days_after(clock.today(), 1)
    if answers.get("how_long") == "term":
        return term_ends()
    return date.fromisoformat(answers["on"])
