"""From a draft to the facts of a decision: read once, and complete, before anything is written."""

from typing import Any

from records.vault.vault import Reader
from sharing.decisions import audience
from sharing.decisions.drafts import Loaded
from sharing.decisions.facts import (
    VERSION,
    AccessEnded,
    Facts,
    Item,
    NotComplete,
    SealedFacts,
    SealedFamily,
    SealedItem,
    sealed_people,
    sealed_recipients,
)
from sharing.decisions.models import Origin
from sharing.questionnaire import asking, due_days, route, third_parties, worked_out
from sharing.questionnaire.context import Context
from sharing.questionnaire.lines import Sayings
from sharing.questionnaire.pages.family import EXCEPTIONS
from sharing.questionnaire.pages.whom import until_of
from sharing.questionnaire.summary import cards, headline


def facts_of(loaded: Loaded, reader: Reader) -> Facts:
    """The facts that a draft decides, as its author. The vault is opened here and nowhere later.

    Raises NotComplete with the pages to answer; AccessEnded where a chosen record can no longer be seen; NobodyHears
    where nobody would be told (R: C7); what the vault raises; OldDraft.
    """
    return of_context(Context(loaded, reader))


def of_context(context: Context) -> Facts:
    """As `facts_of`, from a context that is made already."""
    _look_up(context)
    if missing := route.unanswered(context):
        _say_what_is_missing(context, missing)
    answers, family = context.answers, context.family
    not_told = family.is_asked and bool(family.not_told)
    return Facts(
        draft=context.loaded.draft,
        author=context.loaded.draft.author,
        completes=context.completes,
        subjects=tuple(context.subjects.people),
        recipients=tuple(context.to),
        items=tuple(
            Item(item.record, item.label, whole, item.extent(whole=whole)) for item, whole in context.contents.chosen
        ),
        withheld=tuple(context.safety.withheld),
        maybe_about=tuple(context.maybe_about),
        inside=context.recipients.inside,
        agreed=context.agreed,
        need=answers.why.essential,
        unsafe=worked_out.unsafe(context),
        not_told=not_told,
        by_exception=not_told and bool(set(answers.not_told.why) & set(EXCEPTIONS)),
        wires=worked_out.wires(context),
        told_in_words=_told_in_words(context),
        extract=_extract(context),
        cards=tuple(card.recorded() for card in cards(context)),
        sealed=_sealed(context),
    )


def _look_up(context: Context) -> None:
    """Open what is needed, before a transaction begins: each look is an entry of its own."""
    goes = context.recipients.outside and context.shares and context.origin != Origin.DANGER
    if goes and context.third_parties.look_again():
        context.forms.clear()
    _ = context.third_parties.sources, context.advice_words


def _say_what_is_missing(context: Context, missing: list[str]) -> None:
    """Raise what says why it cannot be recorded yet."""
    if "what" in missing and context.contents.missing:
        raise AccessEnded
    if "keep-from" in missing:
        listeners = worked_out.listeners(context)
        audience.somebody_hears(listeners, context.user, context.perhaps_about, context.safety.withheld)
    raise NotComplete(missing)


def _told_in_words(context: Context) -> str:
    """What was shared, in words: kept as what was told."""
    lines = [
        f"{item.label}: {'all of it' if whole else 'the part for sharing'}" for item, whole in context.contents.chosen
    ]
    return "\n".join([*lines, context.contents.unwritten]).strip()


def _extract(context: Context) -> tuple[dict[str, Any], ...]:
    """What is copied out for those who are not school staff, without the people who are taken out."""
    if not context.recipients.to_visitor or not context.shares or context.completes:
        return ()
    return tuple(context.third_parties.read().without(kept=third_parties.kept_in(context.answers.others)))


def _sealed(context: Context) -> SealedFacts:
    answers, family, shares = context.answers, context.family, context.shares
    say, why_not = Sayings(context), answers.why_not
    first = context.completes.recipients.count() + 1 if context.completes else 1
    opened = [recipient.name for recipient in context.to] if context.recipients.inside else []
    asked = family.asked if family.is_asked else []
    return SealedFacts(
        version=VERSION,
        outcome=worked_out.outcome(context).value,
        harm=context.safety.harm,
        subjects=sealed_people(context.subjects.people),
        about_typed=context.subjects.typed,
        about_group=context.subjects.group,
        recipients=sealed_recipients(context.to, first),
        items=tuple(SealedItem(item.id, item.label, whole) for item, whole in context.contents.chosen),
        unwritten=context.contents.unwritten,
        unwritten_nature=answers.what.unwritten_nature,
        unwritten_source=answers.what.unwritten_source,
        family=tuple(SealedFamily(member.key, member.called, family.said(member)) for member in asked),
        refused=family.refused,
        regretted=worked_out.regretted(context),
        purpose=answers.why.purpose if shares else "",
        basis=context.basis if shares else "",
        channel=context.channel if shares and not context.recipients.inside else "",
        address="" if context.happened else answers.send.address,
        agreement=answers.agreement.by if shares and context.needs_agreement else "",
        happened_at=worked_out.happened_at(context),
        until=until_of(answers.inside) if context.recipients.inside else None,
        receipt_due=due_days.receipt_due(context),
        answer_due=due_days.answer_due(context),
        tell_by=due_days.tell_by(context),
        review_on=None if shares else why_not.review_on,
        kept=third_parties.kept_in(answers.others) if context.asks_others else (),
        unsure_of=context.third_parties.unsure_of,
        asker=asking.asker(context),
        reply="" if shares else why_not.answer,
        why_not="" if shares else say.of("why-not", "why", why_not.why),
        headline=tuple((line.key, line.value) for line in headline(context, say)),
        withheld=sealed_people(context.safety.withheld),
        told=(*(listener.person.full_name for listener in worked_out.listeners(context)), *opened),
    )
