"""The card that says what goes, to whom and how."""

from core import clock, words
from records.forms import Nature
from sharing.decisions.models import Origin
from sharing.disclosures import channels
from sharing.disclosures.models import Channel
from sharing.questionnaire import due_days, worked_out
from sharing.questionnaire.context import Context
from sharing.questionnaire.lines import Card, Line, Sayings, day
from sharing.questionnaire.pages.whom import until_of


def what_goes(context: Context, say: Sayings) -> Card:
    lines = _about(context)
    lines += _asked(context, say) if context.origin == Origin.ASKED else []
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


def _about(context: Context) -> list[Line]:
    """Whom it is about, where that is nobody who is known here."""
    subjects = context.subjects
    if subjects.group:
        return [Line("About", f"No one by name: {subjects.group}", "about")]
    if subjects.typed:
        return [Line("About", f"{subjects.typed} (as it was typed: the DSL is asked which child it is)", "about")]
    return []


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
        if what.unwritten_nature:
            lines.append(Line("What that is", Nature(what.unwritten_nature).label, "what"))
            lines.append(Line("Where that comes from", what.unwritten_source, "what"))
    lines += [Line(f"Came from elsewhere: {label}", source, "") for label, source in context.third_parties.sources]
    if what.left_out:
        lines.append(Line("Left out", what.left_out, "what"))
    return lines


def _recipients(context: Context, say: Sayings) -> list[Line]:
    """To whom, and how they were identified."""
    answers, lines = context.answers, []
    for number, recipient in enumerate(context.to, 1):
        lines.append(Line("To" if number == 1 else f"To ({number})", str(recipient), "who"))
        if recipient.not_same:
            lines.append(Line("Someone else of that name is known here", recipient.not_same, "who"))
        if context.happened and (why := context.standings.refusal(recipient)):
            lines.append(Line("Should not have had it", f"{why}. It is recorded as it was, and the DPO is told", "who"))
        if recipient.need:
            lines.append(Line(f"{recipient.name} needs it for", recipient.need, "who"))
    if context.recipients.to_parent:
        lines.append(Line("Who they are was checked", say.of("parent", "identity", answers.parent.identity), "parent"))
    if answers.moving.moving and context.recipients.to_school:
        also = answers.moving.besides
        lines.append(Line("Moving to this school", f"Yes. {also}" if also else "No", "moving"))
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
    asked, what, decide = context.answers.asked, context.answers.what, context.answers.decide
    who = ", ".join(filter(None, (asked.who or "They would not say who", asked.role, asked.body)))
    order = f": {asked.order}" if asked.order else ""
    lines = [
        Line("Asked by", f"{who}. {say.of('asked', 'how', asked.how)}, {day(asked.on)}", "asked"),
        Line("Asked for", asked.what, "asked"),
        Line("Needed by", day(asked.deadline_on) or "No certain time", "asked"),
        Line("Law or order named", f"{say.of('asked', 'law', asked.law)}{order}", "asked"),
        Line("Who they are was checked", say.of("asked", "identity", asked.identity), "asked"),
    ]
    if decide.checked:
        how = f": {decide.checked_how}" if decide.checked_how else ""
        lines.append(Line("Checked since", say.of("decide", "checked", decide.checked) + how, "decide"))
    if what.everything:
        lines.append(Line("Everything they asked for", say.of("what", "everything", what.everything), "what"))
    return lines


def _when(context: Context) -> list[Line]:
    moment, now, late = worked_out.happened_at(context), clock.now(), context.answers.when.late
    after = f", {words.elapsed(now - moment)} later" if moment else ""
    return [
        Line("Shared", words.moment(moment) if moment else "", "when"),
        Line("Recorded", f"{words.moment(now)}{after}" + (f": {late}" if late else ""), "when"),
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
        safe = way in channels.allowed(context.contents.sensitivity)
        note = "" if safe else ". Not a safe way for this kind of information"
        lines.append(Line("Sent by", way.label + note, "when" if context.happened else "send"))
    if not context.happened:
        addresses = [(to.name, to.address) for to in context.to if to.address]
        lines += [
            Line("Address or number" if len(addresses) == 1 else f"Address of {name}", address, "send")
            for name, address in addresses
        ]
    if not context.happened and not context.completes:
        lines.append(Line("Confirmed", say.of("send", "confirmed", send.confirmed), "send"))
    due = due_days.receipt_due(context)
    arrived = ARRIVED.get(send.arrived) or "Heard when it was said"
    agreements = dict.fromkeys(f"{to.agency.name}: {to.agency.agreed}" for to in context.to if to.agency)
    keep = words.within(context.purpose.label) if context.purpose else ""
    return [
        *lines,
        Line("Arrival", f"Expected by {day(due)}" if due else arrived, "send"),
        Line("Sharing agreement", "; ".join(agreements) or "None: no agency", ""),
        Line("Told to the recipient", f"Keep only as long as you need it for: {keep}", ""),
    ]
