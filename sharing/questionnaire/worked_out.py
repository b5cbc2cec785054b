"""What follows from the answers of a draft: the outcome, what went wrong, who is told."""

from datetime import datetime

from core import times
from sharing.decisions import audience
from sharing.decisions.audience import Listener
from sharing.decisions.facts import Wire
from sharing.decisions.models import Outcome, TripWire
from sharing.disclosures import channels
from sharing.disclosures.models import Channel
from sharing.questionnaire import third_parties
from sharing.questionnaire.context import Context


def outcome(context: Context) -> Outcome:
    """All if every chosen record goes whole, with nothing left or taken out, else part; nothing if not shared."""
    if not context.shares:
        return Outcome.NO_SHARE
    less = context.answers.what.everything == "no" or _taken_out(context) or not context.contents.all_whole
    return Outcome.SHARE_PART if less else Outcome.SHARE_ALL


def _taken_out(context: Context) -> bool:
    """Whether anyone who is named is taken out of the text."""
    kept = third_parties.kept_in(context.answers.others)
    return context.asks_others and any(named.key not in kept for named in context.third_parties.found)


def regretted(context: Context) -> bool:
    """Whether it should not have been shared."""
    return context.answers.decide.outcome == "regret"


def happened_at(context: Context) -> datetime | None:
    """The moment at which it was shared, where that was before it is recorded."""
    when = context.answers.when
    return times.moment(when.on, when.at) if when.on and when.at else None


def unsafe(context: Context) -> bool:
    """Whether what has been shared already went by a channel that is not safe for it, or to a person who should not
    have had it."""
    if not context.happened:
        return False
    return Channel(context.channel) not in channels.allowed(context.contents.sensitivity) or bool(not_for(context))


def not_for(context: Context) -> list[str]:
    """Why those to whom it went already should not have had it; nothing where they might."""
    return [why for recipient in context.to if (why := context.standings.refusal(recipient))]


def reviewed(context: Context) -> bool:
    """Whether a second person has to look: a child may be at risk and nothing is shared (R: C2)."""
    return context.safety.at_risk and not context.shares


def for_the_dpo(context: Context) -> bool:
    """Whether the DPO is told: it went by an unsafe channel, or should not have gone."""
    return context.happened and (unsafe(context) or regretted(context))


def listeners(context: Context) -> list[Listener]:
    """Who will be told, each with why; empty where nobody can be."""
    return audience.listeners(
        context.user,
        context.perhaps_about,
        context.safety.withheld,
        context.safety.at_risk,
        review=reviewed(context),
        dpo=for_the_dpo(context),
        unnamed=bool(context.subjects.typed),
    )


def wires(context: Context) -> tuple[Wire, ...]:
    """What would change a decision not to share."""
    why_not = context.answers.why_not
    if context.shares:
        return ()
    return tuple(
        Wire(
            kind,
            why_not.category if kind == TripWire.Kind.CATEGORY else "",
            why_not.reply_by if kind == TripWire.Kind.NO_REPLY else None,
        )
        for kind in why_not.change
        if kind != "nothing"
    )
