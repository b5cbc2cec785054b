"""The seven cards, in the policy's order: what check-your-answers shows is what is stored and printed.

A row with nothing to say says so in words, never blank. The rows are for eyes; what code has to know afterwards is
sealed beside them as `facts`: codes, names and the words typed, so that no label decides anything.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from school import calendar, clock, times, words
from sharing import channels, hearers
from sharing.flow import advising, others
from sharing.flow.context import Context, joined
from sharing.flow.path import form_of, path
from sharing.flow.steps.decision import condition_of
from sharing.flow.steps.who import until_of
from sharing.models import Agency, Basis, Channel, Origin

RECEIPT_DAYS, ANSWER_DAYS = 7, 14


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
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As it is sealed with the decision."""
        rows = [[line.key, line.value] for line in self.lines]
        return {"heading": self.heading, "rows": rows, "facts": self.facts}


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

    def of(self, step: str, field: str, value: Any = None) -> str:
        """The label of one answer, or of several, joined."""
        value = self.context.answer(step, field) if value is None else value
        if not value or step not in self.forms:
            return ""
        question = self.forms[step].fields.get(field)
        if not isinstance(question, forms.ChoiceField):
            raise ValueError(f"{step}: {field} is no choice, and has no label")
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
        _advice(context, say),
        _what(context, say),
        _reasons(context, say),
        _hearers(context),
    ]


def _told(context: Context, say: Sayings) -> Card:
    heading = "1 What the family was told"
    if not context.asks_family:
        line = Line("The family", "Not asked: it stays in the school, and no wish against it is on file", "who")
        return Card("told", heading, [line])
    when = {
        "today": context.loaded.saved_at("telling"),
        "yesterday": (context.loaded.saved_at("telling") or clock.now()) - timedelta(days=1),
    }.get(context.answer("telling", "when", ""))
    told_on = day(clock.local(when).date()) if when else day(context.answer("telling", "told_on"))
    people = say.of("telling", "people") if context.told else ""
    if people and context.answer("telling", "other"):
        people += f" ({context.answer('telling', 'other')})"
    told = say.of("telling", "told") if context.told else ""
    if told and context.answer("telling", "left_out"):
        told += f": {context.answer('telling', 'left_out')}"
    lines = [Line(label, say.of("family", who, context.said(who)), "family") for who, label in context.asked_of]
    if context.to_parent:
        lines.insert(0, Line("Parents or carers", "Not asked: it goes to them", "who"))
    lines += [
        Line("Told", f"{people}, {told_on}" if people else "Nobody was told", "telling" if people else "family"),
        Line("What they were told", told or "Nothing", "telling" if people else "family"),
    ]
    for child in context.children:
        own = context.answer("telling", f"words_{child.public_id}")
        if own and str(child.public_id) in context.told:
            lines.append(Line(f"{child.first_name}’s own words", own, "telling"))
    if context.not_told:
        why = f"{'; '.join(context.not_told)}: {say.of('not-told', 'why')}. {context.answer('not-told', 'facts')}"
        again = context.answer("not-told", "tell_by")
        lines += [
            Line("Not told, and why", why, "not-told"),
            Line("Telling again", day(again) if again else "It may never be safe", "not-told"),
        ]
    if context.untold_contacts:
        lines.append(Line("Not told", "; ".join(context.untold_contacts), "telling"))
    elif not context.not_told:
        lines.append(Line("Not told", "Nobody was left out", "family"))
    return Card("told", heading, lines)


def _safety(context: Context, say: Sayings) -> Card:
    lines = [Line("Significant harm", say.of("safe", "harm"), "safe")]
    if which := context.answer("safe", "which"):
        named = [person.full_name for person in context.people if str(person.public_id) in which]
        if context.at_risk and named:
            lines.append(Line("Which children", joined(named), "safe"))
    if context.asks_adult:
        adult = say.of("adult", "adult")
        if context.answer("adult", "who"):
            adult += f": {say.of('adult', 'who')}"
        lines.append(Line("Concern about an adult", adult, "adult"))
    return Card("safety", "2 Safety", lines)


def _wishes(context: Context, say: Sayings) -> Card:
    heading = "3 Their wishes"
    if not context.asks_family:
        return Card("wishes", heading, [Line("Agreement", "Not asked: it stays in the school", "who")])
    if not context.refused:
        said = "Agreed: nothing to outweigh" if context.agreed else "Nobody refused: nothing to outweigh"
        return Card("wishes", heading, [Line("Agreement", said, "family")])
    lines = [
        Line("Agreement", "Refused", "family"),
        Line("Objection", context.answer("telling", "objection", ""), "telling"),
    ]
    if context.shares:
        why = f"{say.of('override', 'ground')}. {context.answer('override', 'facts')}"
        by = context.answer("override", "tell_by")
        lines += [
            Line("Why it was outweighed", why, "override"),
            Line("Talked to", say.of("override", "consulted"), "override"),
            Line("Do they know", say.of("override", "knows") + (f", by {day(by)}" if by else ""), "override"),
        ]
    else:
        lines.append(Line("Outcome", "Respected: not shared", "decide"))
    return Card("wishes", heading, lines)


def _advice(context: Context, say: Sayings) -> Card:
    lines = []
    for one in context.advice:
        said = context.advice_words[str(one.public_id)]
        lines.append(Line(f"Asked {one.asked.full_name}, {words.moment(one.at)}", said["question"], ""))
        for by, text in said["answers"]:
            lines.append(Line(f"Answer of {by}", text, ""))
        if not said["answers"]:
            because = context.answer("decide", "without_advice") or ""
            lines.append(Line("Answer", f"None yet. Decided without it: {because}", "decide"))
            continue
        followed = say.of("followed", f"followed_{one.public_id}")
        why = context.answer("followed", f"why_{one.public_id}")
        lines.append(Line("Followed", followed + (f": {why}" if why else ""), "followed"))
    for had in context.answer(advising.HAD, "entries", []):
        lines.append(Line(f"Advice of {had['whom']}, {day(had['on'])}", f"{had['asked']} They said: {had['said']}", ""))
        lines.append(Line("Followed", "Yes" if had["followed"] == "yes" else f"Partly or no: {had['why']}", ""))
    if context.answer("decide", "cannot_wait"):
        lines.append(Line("In doubt, and could not wait", context.answer("decide", "cannot_wait"), "decide"))
    return Card("advice", "4 Advice", lines or [Line("Advice", "None: you did not say you were in doubt", "")])


def _what(context: Context, say: Sayings) -> Card:
    heading = "5 What goes, to whom and how"
    verb = ("Went" if context.happened or context.completes else "Goes") if context.shares else "Considered"
    lines = []
    if context.origin == Origin.ASKED:
        lines += _asked(context, say)
    if context.origin == Origin.DONE:
        lines += _when(context, say)
    lines += [
        Line(f"{verb}: {item.label}", "All of it" if whole else "Only the part marked for sharing", "what")
        for item, whole in context.chosen
    ]
    if context.answer("what", "unwritten"):
        lines.append(Line(f"{verb}: not in a record", context.answer("what", "unwritten"), "what"))
        if context.unwritten_kind:
            lines.append(Line("What kind that is", context.unwritten_kind.name, "what"))
    lines += [Line(f"Came from elsewhere: {label}", said, "") for label, said in context.sources]
    if context.answer("what", "left_out"):
        lines.append(Line("Left out", context.answer("what", "left_out"), "what"))
    for number, one in enumerate(context.recipients, 1):
        lines.append(Line("To" if number == 1 else f"To ({number})", str(one), "who"))
        if one.need:
            lines.append(Line(f"{one.name} needs it for", one.need, "who"))
    if context.to_parent:
        lines.append(Line("Who they are was checked", say.of("parent", "identity"), "parent"))
    if context.answer("moving", "moving") and context.to_school:
        besides = context.answer("moving", "besides")
        lines.append(Line("Moving to this school", f"Yes. {besides}" if besides else "No", "moving"))
    if context.asks_others and "others" in say.forms:
        lines.append(Line("Other people named", say.forms["others"].said(), "others"))  # type: ignore[attr-defined]
    if not context.shares:
        lines.append(Line("Sent by", "Nothing is sent", "decide"))
    elif context.inside:
        lines.append(Line("May see it until", day(until_of(context.answers["inside"])), "inside"))
    else:
        lines += _sending(context, say)
    return Card("what", heading, lines, _facts_of_what(context))


def _facts_of_what(context: Context) -> dict[str, Any]:
    """To whom by number, what goes besides records, who is left in, what could not be checked, the address."""
    return {
        "to": [str(one) for one in context.recipients],
        "unwritten": context.answer("what", "unwritten") or "",
        "kept": list(others.kept_in(context.answers.get("others", {}))) if context.asks_others else [],
        "unsure_of": context.unsure_of,
        "address": (context.answer("send", "address") or "") if not context.happened else "",
    }


def _asked(context: Context, say: Sayings) -> list[Line]:
    said = context.answers.get("asked", {})
    who = ", ".join(filter(None, (said.get("who") or "They would not say who", said.get("role"), said.get("body"))))
    lines = [
        Line("Asked by", f"{who}. {say.of('asked', 'how')}, {day(said.get('on'))}", "asked"),
        Line("Asked for", said.get("what", ""), "asked"),
        Line("Needed by", day(said.get("deadline_on")) or "No certain time", "asked"),
        Line(
            "Law or order named",
            f"{say.of('asked', 'law')}{': ' + said['order'] if said.get('order') else ''}",
            "asked",
        ),
        Line("Who they are was checked", say.of("asked", "identity"), "asked"),
    ]
    if context.answer("what", "everything"):
        lines.append(Line("Everything they asked for", say.of("what", "everything"), "what"))
    return lines


def happened_at(context: Context) -> Any:
    """The moment at which it was shared, where that was before it is recorded."""
    on, at = context.answer("when", "on"), context.answer("when", "at")
    hour = times.read(at) if at else None
    return times.moment(date.fromisoformat(on), hour) if on and hour else None


def _when(context: Context, say: Sayings) -> list[Line]:
    moment = happened_at(context)
    late = context.answer("when", "late")
    return [
        Line("Shared", words.moment(moment) if moment else "", "when"),
        Line("Recorded", f"later: {late}" if late else "soon after", "when"),
    ]


def _sending(context: Context, say: Sayings) -> list[Line]:
    today = clock.local(context.loaded.saved_at("send") or clock.now()).date()
    checked = {"today": day(today), "day": day(context.answer("send", "checked_on"))}.get(
        context.answer("send", "checked", ""),
        f"Not checked. Unsure of: {context.answer('send', 'unsure_of')}",
    )
    lines = [Line("Last checked", checked, "send")]
    if context.completes:
        lines.append(Line("Sent by", "As it was told then", ""))
    else:
        safe = channels.Channel(context.channel) in channels.SAFE or context.sensitivity == "ordinary"
        way = Channel(context.channel).label + ("" if safe else ". Not a safe way for this kind of information")
        lines.append(Line("Sent by", way, "when" if context.happened else "send"))
    if context.answer("send", "address") and not context.happened:
        lines.append(Line("Address or number", context.answer("send", "address"), "send"))
    if not context.happened and not context.completes:
        lines.append(Line("Confirmed", say.of("send", "confirmed"), "send"))
    due = receipt_due(context)
    arrived = {"yes": "It arrived", "no": "Not known yet"}.get(context.answer("send", "arrived", ""), "")
    lines.append(Line("Arrival", f"Expected by {day(due)}" if due else arrived or "Heard when it was said", "send"))
    agreements = [f"{one.agency.name}: {one.agency.agreed}" for one in context.recipients if one.agency]
    lines.append(Line("Sharing agreement", "; ".join(dict.fromkeys(agreements)) or "None: no agency", ""))
    keep = words.within(context.purpose.label) if context.purpose else ""
    lines.append(Line("Told to the recipient", f"Keep only as long as you need it for: {keep}", ""))
    return lines


def receipt_due(context: Context) -> date | None:
    """The day by which we ask whether it arrived; none for what was said to somebody."""
    if context.inside or not context.shares or context.answer("send", "arrived") == "yes":
        return None
    if context.spoken or context.completes:
        return None
    return clock.today() + timedelta(days=RECEIPT_DAYS)


def answer_due(context: Context) -> date | None:
    """The day by which an agency's answer is asked for: the next school day where a child may be at risk."""
    if not context.shares or not any(one.agency for one in context.recipients):
        return None
    if context.at_risk and any(
        one.agency and one.agency.kind in (Agency.Kind.SOCIAL_CARE, Agency.Kind.POLICE, Agency.Kind.LADO)
        for one in context.recipients
    ):
        return calendar.school_days_after(clock.today(), 1)
    return clock.today() + timedelta(days=ANSWER_DAYS)


def tell_by(context: Context) -> date | None:
    """The first day on which telling somebody who was not told is looked at again."""
    days = []
    if context.asks_family and context.not_told:
        days.append(context.answer("not-told", "tell_by"))
    if context.shares and context.refused:
        days.append(context.answer("override", "tell_by"))
    return min((date.fromisoformat(one) for one in days if one), default=None)


def outcome_of(context: Context) -> str:
    """Worked out: all if every chosen record goes whole and nothing asked for is left out, else part; nothing if not
    shared."""
    if not context.shares:
        return "no_share"
    whole = all(whole for _, whole in context.chosen) and context.answer("what", "everything") != "no"
    return "share_all" if whole else "share_part"


def _reasons(context: Context, say: Sayings) -> Card:
    outcome = {"no_share": "Do not share", "share_all": "Share all", "share_part": "Share part"}[outcome_of(context)]
    if context.answer("decide", "outcome") == "regret":
        outcome += ". It should not have been shared"
    lines, facts = [Line("Decision", outcome, "decide")], {}
    if context.shares:
        purpose = say.of("why", "purpose")
        if context.answer("why", "other"):
            purpose += f": {context.answer('why', 'other')}"
        lines.append(Line("Purpose", purpose, "why"))
        if context.inside:
            why = [Line("Why they need to know", context.answer("why", "essential", ""), "why")]
        else:
            why = [
                Line("Essential", context.answer("why", "essential", ""), "why"),
                Line("Appropriate", context.answer("why", "appropriate", ""), "why"),
            ]
        lines += why
        usual = not context.purpose or context.basis == context.purpose.basis
        because = context.answer("basis", "because")
        how = "usual for this purpose" if usual else f"changed by you: {because}"
        lines += [
            Line("Legal reason", f"{Basis(context.basis).label}: {how}" if context.basis else "", "basis"),
            Line("Special category data", condition_of(context), "why"),
        ]
    else:
        review = context.answer("why-not", "review_on")
        why = [
            Line("Why not", say.of("why-not", "why"), "why-not"),
            Line("Reasons", context.answer("why-not", "reasons", ""), "why-not"),
        ]
        lines += [
            *why,
            Line("What would change it", _wires(context, say), "why-not"),
            Line("To be looked at again", day(review) if review else "No", "why-not"),
        ]
        if context.answer("why-not", "answer"):
            lines.append(Line("Told to whoever asked", say.of("why-not", "answer"), "why-not"))
            facts = {"reply": context.answer("why-not", "answer"), "why_not": say.of("why-not", "why")}
    facts["first"] = [lines.index(line) for line in why]  # the rows that the Headteacher reads first
    return Card("reasons", f"6 Decision and reasons: {outcome}", lines, facts)


def _wires(context: Context, say: Sayings) -> str:
    said = say.of("why-not", "change")
    if context.answer("why-not", "category"):
        said += f" ({say.of('why-not', 'category')})"
    if context.answer("why-not", "reply_by"):
        said += f" ({day(context.answer('why-not', 'reply_by'))})"
    return said


def _hearers(context: Context) -> Card:
    told = hearers.who_hears(
        context.user,
        context.people,
        context.withheld,
        context.at_risk,
        review=reviewed(context),
        dpo=not_as_it_should_be(context),
    )
    lines = [Line(person.full_name, why, "") for person, why in told]
    names = [person.full_name for person, _ in told]
    if context.inside:
        lines += [Line(one.name, "opened to them", "who") for one in context.recipients]
        names += [one.name for one in context.recipients]
    if context.withheld:
        kept_out = ", ".join(person.full_name for person in context.withheld)
        lines.append(Line("Must not see this", kept_out, "keep-from"))
    return Card("hearers", "7 Who will be told", lines, {"told": names})


def reviewed(context: Context) -> bool:
    """Whether a second person has to look: a child may be at risk and nothing is shared (R: C2)."""
    return context.at_risk and not context.shares


def not_as_it_should_be(context: Context) -> bool:
    """Whether the DPO is told: it went by a way that is not safe, or should not have gone."""
    return context.happened and (unsafe(context) or context.answer("decide", "outcome") == "regret")


def unsafe(context: Context) -> bool:
    """Whether what has been shared already went by a way that is not safe for it."""
    return context.happened and Channel(context.channel) not in channels.allowed(context.sensitivity)


def so_far(context: Context) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a draft says so far, page by page, for an adviser."""
    rows = []
    for name in path(context):
        if name not in context.answers or name == "keep-from":
            continue
        form = form_of(context, name)
        form.is_valid()
        lines = []
        elsewhere = {field for answers in form.answers_elsewhere().values() for field in answers}
        for field, question in form.fields.items():
            if field in elsewhere:
                continue  # shown with the page that it belongs to
            value = form.cleaned_data.get(field) if hasattr(form, "cleaned_data") else None
            if isinstance(question, forms.ChoiceField) and value:
                labels = {str(key): str(label) for key, label in question.choices}  # type: ignore[union-attr, misc]
                value = "; ".join(labels.get(one, "") for one in (value if isinstance(value, list) else [value]))
            if value and not isinstance(question.widget, forms.HiddenInput):
                shown = day(value) if isinstance(value, date) else "Yes" if value is True else str(value)
                lines.append((str(question.label or form.heading), shown))
        if name == "about":
            lines = [("About", joined([person.full_name for person in context.people]))]
        rows.append((form.heading, lines))
    return rows
