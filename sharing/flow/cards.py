"""The seven cards, in the policy's order: what check-your-answers shows is what is stored and printed.

A row with nothing to say says so in words, never blank.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import User
from school import clock, words
from sharing import hearers
from sharing.flow.context import Context
from sharing.flow.path import form_of, path
from sharing.models import Channel
from sharing.purposes import BASES, CONDITIONS, PURPOSES

RECEIPT_DAYS = 7


@dataclass(frozen=True)
class Line:
    """A row: its key, what it says, and the step where it is changed ("" for what is not asked)."""

    key: str
    value: str
    step: str


@dataclass(frozen=True)
class Card:
    name: str
    heading: str
    lines: list[Line]

    def stored(self) -> dict[str, Any]:
        """As it is sealed with the decision."""
        return {"heading": self.heading, "rows": [[line.key, line.value] for line in self.lines]}


def day(value: str | date | None) -> str:
    """12 May 2026"""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return words.day(value) if value else ""


class Sayings:
    """The labels of what was chosen, from the very forms that asked."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.forms = {name: form_of(context, name) for name in path(context) if name in context.answers}

    def of(self, step: str, field: str) -> str:
        """The label of one answer, or of several, joined."""
        value = self.context.answer(step, field)
        if not value or step not in self.forms:
            return ""
        question = self.forms[step].fields.get(field)
        if not isinstance(question, forms.ChoiceField):
            return str(value)
        labels = {str(key): str(label) for key, label in question.choices}  # type: ignore[union-attr, misc]
        values = value if isinstance(value, list) else [value]
        return "; ".join(labels.get(one, "") for one in values)


def cards(context: Context) -> list[Card]:
    """The cards of a draft whose questions are answered."""
    say = Sayings(context)
    return [
        _told(context, say),
        _safety(context, say),
        _wishes(context, say),
        Card("advice", "4 Advice", [Line("Advice", "None: you did not say you were in doubt", "")]),
        _what(context, say),
        _reasons(context, say),
        _hearers(context),
    ]


def _told(context: Context, say: Sayings) -> Card:
    when = {
        "today": context.loaded.saved_at("telling"),
        "yesterday": (context.loaded.saved_at("telling") or clock.now()) - timedelta(days=1),
    }.get(context.answer("telling", "when", ""))
    told_on = day(clock.local(when).date()) if when else day(context.answer("telling", "told_on"))
    people = say.of("telling", "people")
    if context.answer("telling", "other"):
        people += f" ({context.answer('telling', 'other')})"
    told = say.of("telling", "told")
    if context.answer("telling", "left_out"):
        told += f": {context.answer('telling', 'left_out')}"
    lines = [
        Line("Parents or carers", say.of("family", "parents"), "family"),
        Line(context.name, say.of("family", "child"), "family"),
        Line("Told", f"{people}, {told_on}" if people else "Nobody was told", "telling" if people else "family"),
        Line("What they were told", told or "Nothing", "telling" if people else "family"),
    ]
    if context.answer("telling", "own_words"):
        lines.append(Line(f"{context.name}’s own words", context.answer("telling", "own_words"), "telling"))
    if context.not_told:
        why = f"{' and '.join(context.not_told)}: {say.of('not-told', 'why')}. {context.answer('not-told', 'facts')}"
        again = context.answer("not-told", "tell_by")
        lines += [
            Line("Not told, and why", why, "not-told"),
            Line("Telling again", day(again) if again else "It may never be safe", "not-told"),
        ]
    else:
        lines.append(Line("Not told", "Nobody was left out", "family"))
    return Card("told", "1 What the family was told", lines)


def _safety(context: Context, say: Sayings) -> Card:
    lines = [Line("Significant harm", say.of("safe", "harm"), "safe")]
    if context.at_risk:
        adult = say.of("adult", "adult")
        if context.answer("adult", "who"):
            adult += f": {say.of('adult', 'who')}"
        lines.append(Line("Concern about an adult", adult, "adult"))
    return Card("safety", "2 Safety", lines)


def _wishes(context: Context, say: Sayings) -> Card:
    if not context.refused:
        agreed = "agreed" in (context.answer("family", "parents"), context.answer("family", "child"))
        said = "Agreed: nothing to outweigh" if agreed else "Nobody refused: nothing to outweigh"
        return Card("wishes", "3 Their wishes", [Line("Agreement", said, "family")])
    lines = [
        Line("Agreement", "Refused", "family"),
        Line("Objection", context.answer("telling", "objection", ""), "telling"),
    ]
    if context.shares:
        why = f"{say.of('override', 'ground')}. {context.answer('override', 'facts')}"
        lines += [
            Line("Why it was outweighed", why, "override"),
            Line("Talked to", say.of("override", "consulted"), "override"),
            Line("Do they know", say.of("override", "knows"), "override"),
        ]
    else:
        lines.append(Line("Outcome", "Respected: not shared", "decide"))
    return Card("wishes", "3 Their wishes", lines)


def _what(context: Context, say: Sayings) -> Card:
    contact = context.recipient
    goes = "Considered" if not context.shares else "Goes"
    lines = [
        Line(f"{goes}: {item.label}", "All of it" if whole else "Only the part marked for sharing", "what")
        for item, whole in context.chosen
    ]
    if context.answer("what", "unwritten"):
        lines.append(Line(f"{goes}: not in a record", context.answer("what", "unwritten"), "what"))
    lines += [
        Line("To", str(contact) if contact else "", "who"),
        Line("Needed for", context.answer("who", "need", ""), "who"),
    ]
    if not context.shares:
        return Card("what", "5 What goes, to whom and how", [*lines, Line("Sent by", "Nothing is sent", "decide")])
    checked = {"today": "Today", "day": day(context.answer("send", "checked_on"))}.get(
        context.answer("send", "checked", ""),
        f"Not checked. Unsure of: {context.answer('send', 'unsure_of')}",
    )
    if checked == "Today":
        checked = day(clock.local(context.loaded.saved_at("send") or clock.now()).date())
    agreement = "No sharing agreement on file"
    if contact and contact.agency.agreement:
        agreement = contact.agency.agreement
        if contact.agency.agreement_review:
            agreement += f", to be reviewed by {day(contact.agency.agreement_review)}"
    purpose = PURPOSES.get(context.answer("why", "purpose", ""))
    return Card(
        "what",
        "5 What goes, to whom and how",
        [
            *lines,
            Line("Last checked", checked, "send"),
            Line("Sent by", Channel(context.answer("send", "channel")).label, "send"),
            Line("Confirmed", say.of("send", "confirmed"), "send"),
            Line("Arrival expected by", day(receipt_due()), ""),
            Line("Sharing agreement", agreement, ""),
            Line(
                "Told to the recipient",
                f"Keep only as long as you need it for: {purpose.label.lower() if purpose else ''}",
                "",
            ),
        ],
    )


def receipt_due() -> date:
    """The day by which we ask whether it arrived."""
    return clock.today() + timedelta(days=RECEIPT_DAYS)


def outcome_of(context: Context) -> str:
    """Worked out: all if every chosen record goes whole, else part; nothing if not shared."""
    if not context.shares:
        return "no_share"
    return "share_all" if all(whole for _, whole in context.chosen) else "share_part"


def _reasons(context: Context, say: Sayings) -> Card:
    outcome = {"no_share": "Do not share", "share_all": "Share all", "share_part": "Share part"}[outcome_of(context)]
    lines = [Line("Decision", outcome, "decide")]
    if context.shares:
        condition = context.answer("why", "condition")
        lines += [
            Line("Purpose", say.of("why", "purpose"), "why"),
            Line("Essential", context.answer("why", "essential", ""), "why"),
            Line("Appropriate", context.answer("why", "appropriate", ""), "why"),
            Line("Legal reason", f"{BASES[context.answer('why', 'basis')]}: usual for this purpose", "why"),
            Line(
                "Special category data",
                CONDITIONS[condition] if condition else "Not needed: none is shared",
                "why",
            ),
        ]
    else:
        review = context.answer("why-not", "review_on")
        lines += [
            Line("Why not", say.of("why-not", "why"), "why-not"),
            Line("Reasons", context.answer("why-not", "reasons", ""), "why-not"),
            Line("To be looked at again", day(review) if review else "No", "why-not"),
        ]
    return Card("reasons", f"6 Decision and reasons: {outcome}", lines)


def _hearers(context: Context) -> Card:
    told = hearers.who_hears(context.user, context.child, context.withheld, context.at_risk)
    lines = [Line(person.full_name, why, "") for person, why in told]
    withheld: list[User] = context.withheld
    if withheld:
        names = ", ".join(person.full_name for person in withheld)
        lines.append(Line("Must not see this", names, "keep-from"))
    return Card("hearers", "7 Who will be told", lines)
