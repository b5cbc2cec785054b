"""The seven cards, in the policy's order: what check-your-answers shows is what is stored and printed.

A row with nothing to say says so in words, never blank. The cards are for people to read; code reads the facts that are
sealed beside them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from school import clock, words
from school.choices import Chosen
from sharing import channels, facts, hearers
from sharing.flow import worked_out
from sharing.flow.context import Context
from sharing.flow.path import form_of, path
from sharing.flow.people import joined
from sharing.flow.steps.reasons import condition_of
from sharing.flow.steps.whom import until_of
from sharing.models import Basis, Channel, Origin, Outcome


@dataclass(frozen=True)
class Line:
    """A row: its key, what it says, and the step where it is changed ("" for what is not asked)."""

    key: str
    value: str
    step: str


@dataclass(frozen=True)
class Card:
    """A card of a draft: each of its lines can be changed."""

    name: str
    heading: str
    lines: list[Line]

    def recorded(self) -> facts.Card:
        """As it is sealed with the decision."""
        return facts.Card(self.name, self.heading, tuple((line.key, line.value) for line in self.lines))


def day(value: date | None) -> str:
    """12 May 2026"""
    return words.day(value) if value else ""


class Sayings:
    """The labels of what was chosen, from the very forms that asked: for people to read."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.forms = {name: form_of(context, name) for name in path(context) if name in context.answers}

    def of(self, step: str, field: str, value: str | Iterable[str]) -> str:
        """The label of one answer, or of several, joined. Raises ValueError for a field without answers to choose."""
        if not value or step not in self.forms:
            return ""
        question = self.forms[step].fields.get(field)
        if not isinstance(question, Chosen):
            raise ValueError(f"{step}: {field} is no choice, and has no label")
        labels = {one.value: one.label for one in question.options}
        return "; ".join(labels.get(one, "") for one in ([value] if isinstance(value, str) else value))


Builder = Callable[[Context, Sayings], Card]


def cards(context: Context) -> list[Card]:
    """The cards of a draft whose questions are answered."""
    say = Sayings(context)
    builders: tuple[Builder, ...] = (_told, _safety, _wishes, _advice, _what, _reasons, _hearers)
    return [build(context, say) for build in builders]


def _told(context: Context, say: Sayings) -> Card:
    heading = "1 What the family was told"
    family = context.family
    if not family.is_asked:
        line = Line("The family", "Not asked: it stays in the school, and no wish against it is on file", "who")
        return Card("told", heading, [line])
    lines = [Line(one.called, say.of("family", one.key, family.said(one)), "family") for one in family.asked]
    if context.recipients.to_parent:
        lines.insert(0, Line("Parents or carers", "Not asked: it goes to them", "who"))
    return Card("told", heading, [*lines, *_telling(context, say), *_not_told(context, say)])


def _told_on(context: Context) -> date | None:
    """The day on which they were told."""
    telling = context.answers.telling
    answered = clock.local(context.loaded.saved_at("telling") or clock.now()).date()
    days = {"today": answered, "yesterday": answered - timedelta(days=1)}
    return days.get(telling.when, telling.told_on)


def _telling(context: Context, say: Sayings) -> list[Line]:
    """Who was told what, and what a child said."""
    told, telling = context.family.told, context.answers.telling
    people = say.of("telling", "people", telling.people) if told else ""
    if people and telling.other:
        people += f" ({telling.other})"
    what = say.of("telling", "told", telling.told) if told else ""
    if what and telling.left_out:
        what += f": {telling.left_out}"
    step = "telling" if people else "family"
    keys = {one.key for one in told}
    own = {child: telling.own_words.get(str(child.public_id)) for child in context.subjects.children}
    return [
        Line("Told", f"{people}, {day(_told_on(context))}" if people else "Nobody was told", step),
        Line("What they were told", what or "Nothing", step),
        *(
            Line(f"{child.first_name}’s own words", said, "telling")
            for child, said in own.items()
            if said and str(child.public_id) in keys
        ),
    ]


def _not_told(context: Context, say: Sayings) -> list[Line]:
    """Who was not told, and why."""
    family, said = context.family, context.answers.not_told
    lines = []
    if family.not_told:
        why = f"{'; '.join(family.not_told_in_words)}: {say.of('not-told', 'why', said.why)}. {said.facts}"
        lines = [
            Line("Not told, and why", why, "not-told"),
            Line("Telling again", day(said.tell_by) or "It may never be safe", "not-told"),
        ]
    if family.untold_contacts:
        lines.append(Line("Not told", "; ".join(family.untold_contacts), "telling"))
    elif not family.not_told:
        lines.append(Line("Not told", "Nobody was left out", "family"))
    return lines


def _safety(context: Context, say: Sayings) -> Card:
    safe, adult = context.answers.safe, context.answers.adult
    lines = [Line("Significant harm", say.of("safe", "harm", safe.harm), "safe")]
    named = [person.full_name for person in context.subjects.people if str(person.public_id) in safe.which]
    if context.safety.at_risk and named:
        lines.append(Line("Which children", joined(named), "safe"))
    if context.safety.asks_adult:
        who = say.of("adult", "adult", adult.adult)
        if adult.who:
            who += f": {say.of('adult', 'who', adult.who)}"
        lines.append(Line("Concern about an adult", who, "adult"))
    return Card("safety", "2 Safety", lines)


def _wishes(context: Context, say: Sayings) -> Card:
    heading = "3 Their wishes"
    family, said = context.family, context.answers.override
    if not family.is_asked:
        return Card("wishes", heading, [Line("Agreement", "Not asked: it stays in the school", "who")])
    if not family.refused:
        agreed = "Agreed: nothing to outweigh" if family.agreed else "Nobody refused: nothing to outweigh"
        return Card("wishes", heading, [Line("Agreement", agreed, "family")])
    lines = [
        Line("Agreement", "Refused", "family"),
        Line("Objection", context.answers.telling.objection, "telling"),
    ]
    if context.shares:
        by = f", by {day(said.tell_by)}" if said.tell_by else ""
        lines += [
            Line("Why it was outweighed", f"{say.of('override', 'ground', said.ground)}. {said.facts}", "override"),
            Line("Talked to", say.of("override", "consulted", said.consulted), "override"),
            Line("Do they know", say.of("override", "knows", said.knows) + by, "override"),
        ]
    else:
        lines.append(Line("Outcome", "Respected: not shared", "decide"))
    return Card("wishes", heading, lines)


def _advice(context: Context, say: Sayings) -> Card:
    said, lines = context.answers, []
    for one in context.advice:
        key = str(one.public_id)
        read = context.advice_words[key]
        lines.append(Line(f"Asked {one.asked.full_name}, {words.moment(one.at)}", read.question, ""))
        lines += [Line(f"Answer of {answer.by}", answer.text, "") for answer in read.answers]
        if not read.answers:
            because = said.decide.without_advice
            lines.append(Line("Answer", f"None yet. Decided without it: {because}", "decide"))
        elif followed := said.followed.said.get(key):
            why = f": {followed.why}" if followed.why else ""
            label = say.of("followed", f"followed_{key}", followed.followed)
            lines.append(Line("Followed", label + why, "followed"))
    for had in said.advice_had.entries:
        lines.append(Line(f"Advice of {had.whom}, {day(had.on)}", f"{had.asked} They said: {had.said}", ""))
        lines.append(Line("Followed", "Yes" if had.followed == "yes" else f"Partly or no: {had.why}", ""))
    if said.decide.cannot_wait:
        lines.append(Line("In doubt, and could not wait", said.decide.cannot_wait, "decide"))
    return Card("advice", "4 Advice", lines or [Line("Advice", "None: you did not say you were in doubt", "")])


def _what(context: Context, say: Sayings) -> Card:
    lines = _asked(context, say) if context.origin == Origin.ASKED else []
    lines += _when(context) if context.origin == Origin.DONE else []
    lines += _contents(context)
    lines += _recipients(context, say)
    if context.asks_others and "others" in say.forms:
        lines.append(Line("Other people named", _others(context), "others"))
    if not context.shares:
        lines.append(Line("Sent by", "Nothing is sent", "decide"))
    elif context.recipients.inside:
        lines.append(Line("May see it until", day(until_of(context.answers.inside)), "inside"))
    else:
        lines += _sending(context, say)
    return Card("what", "5 What goes, to whom and how", lines)


def _contents(context: Context) -> list[Line]:
    """What goes, or went, or was considered."""
    contents, what = context.contents, context.answers.what
    verb = ("Went" if context.happened or context.completes else "Goes") if context.shares else "Considered"
    lines = [
        Line(f"{verb}: {item.label}", "All of it" if whole else "Only the part marked for sharing", "what")
        for item, whole in contents.chosen
    ]
    if contents.unwritten:
        lines.append(Line(f"{verb}: not in a record", contents.unwritten, "what"))
        if contents.unwritten_kind:
            lines.append(Line("What kind that is", contents.unwritten_kind.name, "what"))
    lines += [Line(f"Came from elsewhere: {label}", said, "") for label, said in context.third_parties.sources]
    if what.left_out:
        lines.append(Line("Left out", what.left_out, "what"))
    return lines


def _recipients(context: Context, say: Sayings) -> list[Line]:
    """To whom, and how it is known that it is they."""
    said, lines = context.answers, []
    for number, one in enumerate(context.to, 1):
        lines.append(Line("To" if number == 1 else f"To ({number})", str(one), "who"))
        if one.need:
            lines.append(Line(f"{one.name} needs it for", one.need, "who"))
    if context.recipients.to_parent:
        lines.append(Line("Who they are was checked", say.of("parent", "identity", said.parent.identity), "parent"))
    if said.moving.moving and context.recipients.to_school:
        besides = said.moving.besides
        lines.append(Line("Moving to this school", f"Yes. {besides}" if besides else "No", "moving"))
    return lines


def _others(context: Context) -> str:
    """What was decided about each person who is named."""
    rows = []
    for named in context.third_parties.found:
        treated, called = context.answers.others.said.get(named.key), ", ".join(named.words)
        kept = treated is not None and treated.do == "keep"
        rows.append(f"{called} left in: {treated.why}" if treated and kept else f"{called} taken out")
    return "; ".join(rows) or "Read through: nobody else can be recognised"


def _asked(context: Context, say: Sayings) -> list[Line]:
    asked, what = context.answers.asked, context.answers.what
    who = ", ".join(filter(None, (asked.who or "They would not say who", asked.role, asked.body)))
    order = f": {asked.order}" if asked.order else ""
    lines = [
        Line("Asked by", f"{who}. {say.of('asked', 'how', asked.how)}, {day(asked.on)}", "asked"),
        Line("Asked for", asked.what, "asked"),
        Line("Needed by", day(asked.deadline_on) or "No certain time", "asked"),
        Line("Law or order named", f"{say.of('asked', 'law', asked.law)}{order}", "asked"),
        Line("Who they are was checked", say.of("asked", "identity", asked.identity), "asked"),
    ]
    if what.everything:
        lines.append(Line("Everything they asked for", say.of("what", "everything", what.everything), "what"))
    return lines


def _when(context: Context) -> list[Line]:
    moment, late = worked_out.happened_at(context), context.answers.when.late
    return [
        Line("Shared", words.moment(moment) if moment else "", "when"),
        Line("Recorded", f"later: {late}" if late else "soon after", "when"),
    ]


def _checked(context: Context) -> str:
    """When it was last checked, or what the author is unsure of."""
    send = context.answers.send
    if send.checked == "today":
        return day(clock.local(context.loaded.saved_at("send") or clock.now()).date())
    return day(send.checked_on) if send.checked == "day" else f"Not checked. Unsure of: {send.unsure_of}"


ARRIVED = {"yes": "It arrived", "no": "Not known yet"}


def _sending(context: Context, say: Sayings) -> list[Line]:
    send = context.answers.send
    lines = [Line("Last checked", _checked(context), "send")]
    if context.completes:
        lines.append(Line("Sent by", "As it was told then", ""))
    else:
        way = Channel(context.channel)
        safe = way in channels.SAFE or context.contents.sensitivity == "ordinary"
        note = "" if safe else ". Not a safe way for this kind of information"
        lines.append(Line("Sent by", way.label + note, "when" if context.happened else "send"))
    if not context.happened and send.address:
        lines.append(Line("Address or number", send.address, "send"))
    if not context.happened and not context.completes:
        lines.append(Line("Confirmed", say.of("send", "confirmed", send.confirmed), "send"))
    due = worked_out.receipt_due(context)
    arrived = ARRIVED.get(send.arrived) or "Heard when it was said"
    agreements = dict.fromkeys(f"{one.agency.name}: {one.agency.agreed}" for one in context.to if one.agency)
    keep = words.within(context.purpose.label) if context.purpose else ""
    return [
        *lines,
        Line("Arrival", f"Expected by {day(due)}" if due else arrived, "send"),
        Line("Sharing agreement", "; ".join(agreements) or "None: no agency", ""),
        Line("Told to the recipient", f"Keep only as long as you need it for: {keep}", ""),
    ]


OUTCOMES = {
    Outcome.NO_SHARE: "Do not share",
    Outcome.SHARE_ALL: "Share all",
    Outcome.SHARE_PART: "Share part",
}


def _reasons(context: Context, say: Sayings) -> Card:
    outcome = OUTCOMES[worked_out.outcome(context)]
    if worked_out.regretted(context):
        outcome += ". It should not have been shared"
    rest = _of_sharing(context, say) if context.shares else _of_not_sharing(context, say)
    return Card("reasons", f"6 Decision and reasons: {outcome}", [Line("Decision", outcome, "decide"), *rest])


def headline(context: Context, say: Sayings) -> list[Line]:
    """The reasons in full: the rows that the Headteacher reads first."""
    why, why_not = context.answers.why, context.answers.why_not
    if not context.shares:
        return [
            Line("Why not", say.of("why-not", "why", why_not.why), "why-not"),
            Line("Reasons", why_not.reasons, "why-not"),
        ]
    if context.recipients.inside:
        return [Line("Why they need to know", why.essential, "why")]
    return [Line("Essential", why.essential, "why"), Line("Appropriate", why.appropriate, "why")]


def _of_sharing(context: Context, say: Sayings) -> list[Line]:
    """Why it is shared: the purpose, the reasons, the legal reason."""
    why = context.answers.why
    purpose = say.of("why", "purpose", why.purpose) + (f": {why.other}" if why.other else "")
    usual = not context.purpose or context.basis == context.purpose.basis
    how = "usual for this purpose" if usual else f"changed by you: {context.answers.basis.because}"
    legal = f"{Basis(context.basis).label}: {how}" if context.basis else ""
    return [
        Line("Purpose", purpose, "why"),
        *headline(context, say),
        Line("Legal reason", legal, "basis"),
        Line("Special category data", condition_of(context), "why"),
    ]


def _of_not_sharing(context: Context, say: Sayings) -> list[Line]:
    """Why it is not shared, what would change that, what is told to whoever asked."""
    said = context.answers.why_not
    lines = [
        *headline(context, say),
        Line("What would change it", _wires(context, say), "why-not"),
        Line("To be looked at again", day(said.review_on) or "No", "why-not"),
    ]
    if said.answer:
        lines.append(Line("Told to whoever asked", say.of("why-not", "answer", said.answer), "why-not"))
    return lines


def _wires(context: Context, say: Sayings) -> str:
    said = context.answers.why_not
    category = f" ({say.of('why-not', 'category', said.category)})" if said.category else ""
    reply = f" ({day(said.reply_by)})" if said.reply_by else ""
    return f"{say.of('why-not', 'change', said.change)}{category}{reply}"


def told(context: Context) -> list[tuple[Any, str]]:
    """Who will be told, each with why."""
    return hearers.who_hears(
        context.user,
        context.subjects.people,
        context.safety.withheld,
        context.safety.at_risk,
        review=worked_out.reviewed(context),
        dpo=worked_out.for_the_dpo(context),
    )


def _hearers(context: Context, say: Sayings) -> Card:
    lines = [Line(person.full_name, why, "") for person, why in told(context)]
    if context.recipients.inside:
        lines += [Line(one.name, "opened to them", "who") for one in context.to]
    if context.safety.withheld:
        kept_out = ", ".join(person.full_name for person in context.safety.withheld)
        lines.append(Line("Must not see this", kept_out, "keep-from"))
    return Card("hearers", "7 Who will be told", lines)
