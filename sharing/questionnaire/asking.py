"""Who asked, as a letter to them knows it (R: C6, G9)."""

from core import words
from records.documents.letters import heads
from records.pupils import names, same_name
from records.pupils.codes import Responsibility
from records.pupils.models import Contact
from records.pupils.same_name import Match
from sharing.decisions.facts import SealedAsker
from sharing.decisions.models import Origin
from sharing.questionnaire.context import Context
from sharing.questionnaire.recipients import asker_of


def asker(context: Context) -> SealedAsker:
    """The person who asked. A letter greets them by name, and names their children, only where they are a parent or
    carer who was identified: to anyone else it would say that the child is here."""
    if context.origin != Origin.ASKED:
        return SealedAsker()
    asked = context.answers.asked
    said = SealedAsker(asked.who, asked.role, asked.body, asked.on)
    mine = [contact for contact in context.subjects.contacts if _is(contact, asked.who)]
    if len(mine) != 1 or not asker_of(context.answers).checked or not asked.identity or not _may_know(context, mine[0]):
        return said
    parent = mine[0].adult
    theirs = set(Contact.objects.live(context.reader.at).filter(adult=parent).values_list("child", flat=True))
    about = words.joined([child.full_name for child in context.subjects.children if child.pk in theirs])
    return SealedAsker(asked.who, asked.role, asked.body, asked.on, heads.greeting(parent), about)


def _is(contact: Contact, typed: str) -> bool:
    """Whether what was typed is the whole name of this contact."""
    adult = contact.adult
    found = same_name.match(same_name.read(typed), names.pairs(adult), title=adult.title, middle=adult.middle_names)
    return found is Match.FULL


def _may_know(context: Context, contact: Contact) -> bool:
    return (
        contact.responsibility != Responsibility.NO
        and not context.standings.limited(contact.adult)
        and not any(child.pupil.protected for child in context.subjects.children)
    )
