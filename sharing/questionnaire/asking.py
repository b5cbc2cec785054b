"""Who asked, as a letter to them knows it (R: C6, G9)."""

from records.documents.letters import heads
from records.pupils import names
from records.pupils.codes import Responsibility
from records.pupils.models import Contact
from sharing.decisions.facts import SealedAsker
from sharing.decisions.models import Origin
from sharing.questionnaire.context import Context
from sharing.questionnaire.people import joined

NOT_CHECKED = ("", "not_yet")


def asker(context: Context) -> SealedAsker:
    """The person who asked. A letter greets them by name, and names their children, only where they are a parent or
    carer who was identified: to anyone else it would say that the child is here."""
    if context.origin != Origin.ASKED:
        return SealedAsker()
    asked = context.answers.asked
    said = SealedAsker(asked.who, asked.role, asked.body, asked.on)
    mine = [contact for contact in context.subjects.contacts if _is(contact, asked.who)]
    if len(mine) != 1 or asked.identity in NOT_CHECKED or not _may_know(context, mine[0]):
        return said
    parent = mine[0].adult
    theirs = set(Contact.objects.live(context.reader.at).filter(adult=parent).values_list("child", flat=True))
    about = joined([child.full_name for child in context.subjects.children if child.pk in theirs])
    return SealedAsker(asked.who, asked.role, asked.body, asked.on, heads.greeting(parent), about)


def _is(contact: Contact, typed: str) -> bool:
    """Whether what was typed is the name of this contact, with or without title and further names."""
    adult, said = contact.adult, set(names.plain(typed).split())
    family = set(names.plain(adult.last_name).split()) | set(names.plain(adult.family_name).split())
    own = (adult.title, adult.given_name, adult.middle_names, adult.first_name)
    called = {word for name in own for word in names.plain(name).split()}
    return bool(said & family) and bool(said & called) and said <= family | called


def _may_know(context: Context, contact: Contact) -> bool:
    return (
        contact.responsibility != Responsibility.NO
        and not context.subjects.limited(contact.adult)
        and not any(child.pupil.protected for child in context.subjects.children)
    )
