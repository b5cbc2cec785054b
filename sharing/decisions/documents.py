"""The documents of a decision: its printed record, what goes to a recipient, the reply to the person who asked."""

from datetime import datetime

from accounts.models import User
from core import clock, words
from core.audit.checkpoints import foot
from records.documents.letters import heads, pdf
from records.documents.letters.heads import Head
from records.models import LATER
from records.need_to_know import visibility
from records.pupils import roll
from records.pupils.models import Person
from records.vault import vault
from records.vault.vault import Opened, Part, Reader
from sharing.decisions import facts, outgoing
from sharing.decisions.facts import SealedFacts, cards_in
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.directory.models import Purpose
from sharing.disclosures import release


def outcome_in_words(decision: ShareDecision, recipients: list[str]) -> str:
    """Part of what was chosen was shared with Dr Priya Nair, CAMHS, by secure e-mail."""
    if not decision.shares:
        return "It was decided not to share."
    what = "All" if decision.outcome == "share_all" else "Part"
    who = f" with {'; '.join(recipients)}" if recipients else ""
    how = f", by {words.within(decision.get_channel_display())}" if decision.channel else ""
    return f"{what} of what was chosen is shared{who}{how}."


def names_of(facts: SealedFacts, recipients: list[DecisionRecipient]) -> list[str]:
    """The recipients as the decision names them, in order."""
    return [facts.name_of(recipient) or name_of(recipient) for recipient in recipients]


def name_of(recipient: DecisionRecipient) -> str:
    """A recipient as far as the directory, the roll and the accounts know them."""
    if recipient.contact:
        return str(recipient.contact)
    parties = (recipient.adult, recipient.user, recipient.agency)
    return next((str(party) for party in parties if party), "Somebody outside")


def _sent(decision: ShareDecision, to: str, about: str) -> list[Head]:
    """To, from, date, reference and whom it is about: what a paper that leaves the school begins with."""
    return _heads(
        ("To", to),
        ("From", heads.person_and_role(decision.decided_by)),
        ("Date", words.day(clock.today())),
        ("Our reference", decision.reference),
        ("About", about),
    )


def _heads(*lines: Head) -> list[Head]:
    return [line for line in lines if line[1]]


def _signed(decision: ShareDecision, *before: str) -> list[str]:
    """Room to sign, and who decided; `before`: Yours sincerely."""
    return [*before, "", heads.person_and_role(decision.decided_by)]


def _dated(part: Part) -> str:
    """The heading of a card; of a later entry also when and by whom."""
    if part.section.name not in LATER:
        return part.heading
    return f"{part.heading}, {words.moment(datetime.fromisoformat(part.content['at']))}, by {part.content['by']}"


def _address_of(recipient: DecisionRecipient, sealed: SealedFacts) -> str:
    """Where the recipient is reached, as far as it is known."""
    if recipient.contact:
        return recipient.contact.address
    if recipient.adult:
        homes = roll.addresses_of([recipient.adult]).get(recipient.adult.pk, [])
        return str(homes[0]) if len(homes) == 1 else ""
    return sealed.address


def printed_record(
    decision: ShareDecision, opened: Opened, reader: Reader, *, for_whom: User, only: Person | None = None
) -> bytes:
    """The decision as it was recorded, with its later entries, for a colleague who may see it. `only`: printed for one
    child of several; the others become "another child"."""
    sections = [outgoing.section({**part.content, "heading": _dated(part)}) for part in cards_in(opened)]
    hidden = [row.person for row in opened.subject_rows if row.person != only]
    if only is not None and hidden:
        looked, kept = outgoing.read_for_print(sections, only=only, hidden=hidden)
        child = all(hasattr(person, "pupil") for person in hidden)
        sections = looked.without(kept=kept, instead="[another child]" if child else outgoing.SOMEBODY)
    recorded = words.moment(decision.recorded_at)
    recipients = list(decision.recipients.select_related("contact__agency", "adult", "user", "agency"))
    lead = [
        outcome_in_words(decision, names_of(facts.of(opened), recipients)),
        f"{decision.get_outcome_display()}. Recorded {recorded} by {decision.decided_by.full_name}.",
    ]
    copy = decision.record.disclosures.filter(internal_print=release.COLLEAGUE).count() + 1
    return pdf(
        "paper",
        {
            **heads.letterhead(),
            "title": f"Share decision {decision.reference}",
            "heads": _heads(
                ("Printed for", heads.person_and_role(for_whom)),
                ("Recorded by", heads.person_and_role(decision.decided_by, decision.recorded_at)),
                ("Date", recorded),
                ("Our reference", decision.reference),
                ("About", heads.identified([only] if only else opened.subjects)),
            ),
            "lead": lead,
            "sections": sections,
            "foot": f"Printed by {reader.user.full_name} for {for_whom.full_name}, {words.moment(clock.now())}. "
            f"Copy {copy}. Do not leave on a printer; destroy by shredding.",
            "log": foot(),
        },
    )


def to_send(decision: ShareDecision, recipient: DecisionRecipient, opened: Opened, reader: Reader) -> bytes:
    """What was decided to be shared, and nothing else, for one recipient. Each record is opened through the vault as
    the sender and checked once more: it names no other people except those left in with a reason.

    Raises what the vault raises: where access has ended since, nothing goes.
    """
    sections: list[outgoing.Section] = []
    also: list[Person] = []
    subjects = visibility.subjects_of(decision.record, reader.at)
    about = {person.pk for person in subjects}
    sealed = facts.of(opened)
    for item in decision.items.select_related("record__category"):
        chosen = vault.open_record(reader, item.record.public_id)
        label = f"{item.record.category.name}, {words.day(item.record.as_at)}"
        sections += outgoing.sections_of(label, chosen, about, whole=item.whole)
        also += [row.person for row in chosen.subject_rows if row.person.pk not in about]
    sections += outgoing.besides(
        sealed.unwritten, sealed.unsure_of, nature=sealed.unwritten_nature, source=sealed.unwritten_source
    )
    parents = [addressee.adult for addressee in decision.recipients.select_related("adult") if addressee.adult]
    looked = outgoing.read(sections, about=subjects, parents=parents, others=also)
    purpose = Purpose.objects.filter(code=decision.purpose).first()
    keep = words.within(purpose.label) if purpose else "what it was given for"
    to = (names_of(sealed, [recipient])[0], _address_of(recipient, sealed))
    # An agency must not take a child for another; a parent knows them.
    parent = recipient.adult
    names = "\n".join(person.full_name for person in opened.subjects)
    called = heads.identified(opened.subjects) if recipient.agency else names
    return pdf(
        "paper",
        {
            **heads.letterhead(),
            "title": f"Information shared under {decision.reference}",
            "heads": _sent(decision, "\n".join(filter(None, to)), called),
            "greeting": f"Dear {heads.greeting(parent)}" if parent else "",
            "lead": [
                f"Keep this only as long as you need it for: {keep}. Do not pass it on without asking us.",
            ],
            "sections": looked.without(kept=sealed.kept),
            "closing": _signed(decision, *(["Yours sincerely"] if parent else [])),
            "complaints": heads.complaints() if parent else "",
            "foot": f"Made {words.moment(clock.now())} for the person named above.",
            "log": foot(),
        },
    )


def reply(decision: ShareDecision, opened: Opened) -> bytes:
    """The answer to the person who asked, where it was decided not to share: with or without reasons, as decided."""
    sealed = facts.of(opened)
    asker = sealed.asker
    why = [outgoing.section({"heading": "Why", "text": sealed.why_not})] if sealed.reply_with_reasons else []
    again = outgoing.section({"text": "You can come back to us with new facts."})
    about = f" about {asker.about}" if asker.about else ""
    on = f"On {words.day(asker.on)} y" if asker.on else "Y"
    greeting = asker.greeting or asker.name
    return pdf(
        "paper",
        {
            **heads.letterhead(),
            "title": "Our answer to your request",
            "heads": _sent(decision, str(asker), asker.about),
            "greeting": f"Dear {greeting or 'Sir or Madam'}",
            "lead": [
                f"{on}ou asked us for information{about}. We decided on "
                f"{words.day(clock.local(decision.recorded_at).date())} not to share it.",
            ],
            "sections": [*why, again],
            "closing": _signed(decision, "Yours sincerely" if greeting else "Yours faithfully"),
            "complaints": heads.complaints(),
            "foot": f"Made {words.moment(clock.now())}.",
            "log": foot(),
        },
    )
