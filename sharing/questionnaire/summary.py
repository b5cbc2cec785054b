"""The seven cards, in the policy's order: what check-your-answers shows is what is stored and printed.

A row with nothing to say says so in words, never blank. The cards are for people to read; code reads the facts that are
sealed with them.
"""

from collections.abc import Callable
from datetime import date, timedelta

from core import clock, words
from sharing.decisions.models import Outcome
from sharing.directory.models import Basis
from sharing.questionnaire import worked_out
from sharing.questionnaire.context import Context
from sharing.questionnaire.lines import Card, Line, Sayings, day
from sharing.questionnaire.pages.reasons import condition_of
from sharing.questionnaire.what_goes import what_goes

Builder = Callable[[Context, Sayings], Card]


def cards(context: Context) -> list[Card]:
    """The cards of a draft whose questions are answered."""
    say = Sayings(context)
    builders: tuple[Builder, ...] = (_told, _safety, _wishes, _advice, what_goes, _reasons, _hearers)
    return [build(context, say) for build in builders]


def _told(context: Context, say: Sayings) -> Card:
    heading = "1 What the family was told"
    family = context.family
    if not family.is_asked:
        line = Line("The family", "Not asked: it stays in the school, and no wish against it is on file", "who")
        return Card("told", heading, [line])
    lines = [Line(asked.called, say.of("family", asked.key, family.said(asked)), "family") for asked in family.asked]
    if context.recipients.to_parent:
        to = words.joined([recipient.name for recipient in context.to])
        lines.insert(0, Line(f"Parents or carers: {to}", "Not asked: it goes to them", "who"))
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
    keys = {person.key for person in told}
    own = {child: telling.own_words.get(str(child.public_id)) for child in context.subjects.children}
    return [
        Line("Told", f"{people}, {day(_told_on(context))}" if people else "Nobody was told", step),
        Line("What they were told", what or "Nothing", step),
        *(
            Line(f"{child.first_name}’s own words", text, "telling")
            for child, text in own.items()
            if text and str(child.public_id) in keys
        ),
    ]


def _not_told(context: Context, say: Sayings) -> list[Line]:
    """Who was not told, and why."""
    family, not_told = context.family, context.answers.not_told
    lines = []
    if family.not_told:
        why = f"{'; '.join(family.not_told_in_words)}: {say.of('not-told', 'why', not_told.why)}. {not_told.facts}"
        lines = [
            Line("Not told, and why", why, "not-told"),
            Line("Telling again", day(not_told.tell_by) or "It may never be safe", "not-told"),
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
        lines.append(Line("Which children", words.joined(named), "safe"))
    if context.safety.asks_adult:
        who = say.of("adult", "adult", adult.adult)
        if adult.who:
            who += f": {say.of('adult', 'who', adult.who)}"
        lines.append(Line("Concern about an adult", who, "adult"))
    return Card("safety", "2 Safety", lines)


def _wishes(context: Context, say: Sayings) -> Card:
    heading = "3 Their wishes"
    family, override = context.family, context.answers.override
    if not family.is_asked:
        return Card("wishes", heading, [Line("Agreement", "Not asked: it stays in the school", "who")])
    getting = _agreement(context, say)
    if not family.refused:
        agreed = "Agreed: nothing to outweigh" if family.agreed else "Nobody refused: nothing to outweigh"
        return Card("wishes", heading, [Line("Agreement", agreed, "family"), *getting])
    lines = [
        Line("Agreement", "Refused", "family"),
        *getting,
        Line("Objection", context.answers.telling.objection, "telling"),
    ]
    if context.shares:
        by = f", by {day(override.tell_by)}" if override.tell_by else ""
        lines += [
            Line(
                "Why it was outweighed",
                f"{say.of('override', 'ground', override.ground)}. {override.facts}",
                "override",
            ),
            Line("Talked to", say.of("override", "consulted", override.consulted), "override"),
            Line("Do they know", say.of("override", "knows", override.knows) + by, "override"),
        ]
    else:
        lines.append(Line("Outcome", "Respected: not shared", "decide"))
    return Card("wishes", heading, lines)


def _agreement(context: Context, say: Sayings) -> list[Line]:
    """Who agreed that a person without parental responsibility gets it."""
    if not context.shares or not context.needs_agreement:
        return []
    agreement = context.answers.agreement
    to = [recipient.name for recipient in context.to if context.standings.needs_agreement(recipient)]
    more = [agreement.seen, day(agreement.on) if agreement.by not in ("self", "order", "none") else ""]
    value = ", ".join(filter(None, [say.of("agreement", "by", agreement.by), *more]))
    return [Line(f"That {words.joined(to)} can have it", value, "agreement")]


def _advice(context: Context, say: Sayings) -> Card:
    answers, lines = context.answers, []
    for advice in context.advice:
        key = str(advice.public_id)
        read = context.advice_words[key]
        lines.append(Line(f"Asked {advice.asked.full_name}, {words.moment(advice.at)}", read.question, ""))
        lines += [Line(f"Answer of {answer.by}", answer.text, "") for answer in read.answers]
        if not read.answers:
            because = answers.decide.without_advice
            lines.append(Line("Answer", f"None yet. Decided without it: {because}", "decide"))
        elif followed := answers.followed.said.get(key):
            why = f": {followed.why}" if followed.why else ""
            label = say.of("followed", f"followed_{key}", followed.followed)
            lines.append(Line("Followed", label + why, "followed"))
    for had in answers.advice_had.entries:
        lines.append(Line(f"Advice of {had.whom}, {day(had.on)}", f"{had.asked} They said: {had.said}", ""))
        lines.append(Line("Followed", "Yes" if had.followed == "yes" else f"Partly or no: {had.why}", ""))
    if answers.decide.cannot_wait:
        lines.append(Line("In doubt, and could not wait", answers.decide.cannot_wait, "decide"))
    return Card("advice", "4 Advice", lines or [Line("Advice", "None: you did not say you were in doubt", "")])


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
    """Why it is not shared, what would change that, what the person who asked is told."""
    why_not = context.answers.why_not
    lines = [
        *headline(context, say),
        Line("What would change it", _wires(context, say), "why-not"),
        Line("To be looked at again", day(why_not.review_on) or "No", "why-not"),
    ]
    if why_not.answer:
        lines.append(Line("Told to whoever asked", say.of("why-not", "answer", why_not.answer), "why-not"))
    return lines


def _wires(context: Context, say: Sayings) -> str:
    why_not = context.answers.why_not
    category = f" ({say.of('why-not', 'category', why_not.category)})" if why_not.category else ""
    reply = f" ({day(why_not.reply_by)})" if why_not.reply_by else ""
    return f"{say.of('why-not', 'change', why_not.change)}{category}{reply}"


def _hearers(context: Context, say: Sayings) -> Card:
    lines = [Line(listener.person.full_name, listener.why, "") for listener in worked_out.listeners(context)]
    if context.recipients.inside:
        lines += [Line(colleague.name, "opened to them", "who") for colleague in context.to]
    if context.safety.withheld:
        kept_out = ", ".join(person.full_name for person in context.safety.withheld)
        lines.append(Line("Must not see this", kept_out, "keep-from"))
    return Card("hearers", "7 Who will be told", lines)
