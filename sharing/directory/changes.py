"""Where an agency is reached changes by two people's word (R: T4, C13): one person's wrong or forged address would lead
the next letter astray. Until it is agreed to, the old one stands."""

from collections.abc import Mapping
from typing import Any

from accounts import approvals
from accounts.models import PendingChange, User
from accounts.power import Effect
from accounts.roles import Role
from core import clock, words
from core.refusals import Refused
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Channel

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DPO})
LABELS = {
    "name": "Name",
    "role": "Job or role",
    "address": "Address or number",
    "channel": "Channel",
    "kind": "Kind",
    "channels": "Approved channels",
    "usual": "Offered first to everybody",
    "active": "In use",
}
OF_CONTACT = ("name", "role", "address", "channel", "usual", "active")
OF_AGENCY = ("name", "kind", "channels", "active")
"""What of an agency takes two people. Its agreement and the review of it are for the file."""


def _said(name: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "channel":
        return str(Channel(value).label)
    if name == "kind":
        return str(Agency.Kind(value).label)
    if name == "channels":
        return ", ".join(Channel(one).label for one in value) or "every safe way"
    return str(value)


def _whole(new: Mapping[str, Any], old: Mapping[str, Any]) -> str:
    """All of it as it would be, with what it was where that differs."""
    lines = []
    for name, value in new.items():
        before = f" (until now {_said(name, old[name])})" if name in old and old[name] != value else ""
        lines.append(f"{LABELS[name]}: {_said(name, value)}{before}")
    return ". ".join(lines)


def _of(thing: Agency | AgencyContact, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def ask_for_contact(
    agency: Agency, contact: AgencyContact | None, new: dict[str, Any], *, checked: bool, by: User
) -> PendingChange | None:
    """Ask for a new contact, or for a changed or newly checked one; None where nothing would change. The address of a
    new one counts as checked on the day. Raises Refused."""
    old = _of(contact, OF_CONTACT) if contact else {}
    if old == new and not checked:
        return None
    detail = {
        "agency": str(agency.public_id),
        "contact": str(contact.public_id) if contact else "",
        "new": new,
        "old": old,
        "checked": clock.today().isoformat() if checked or contact is None else "",
    }
    return approvals.ask(ChangeContact.kind, by, by=by, detail=detail)


def ask_for_agency(agency: Agency, new: dict[str, Any], *, by: User) -> PendingChange | None:
    """Ask for another name, kind, channels or use of an agency; None where nothing would change. Raises Refused."""
    old = _of(agency, OF_AGENCY)
    if old == new:
        return None
    detail = {"agency": str(agency.public_id), "new": new, "old": old}
    return approvals.ask(ChangeAgency.kind, by, by=by, detail=detail)


def waiting(agency: Agency, contact: AgencyContact | None = None) -> list[tuple[PendingChange, str]]:
    """What waits for a second person: of one contact, or of the agency with all its contacts; each in words."""
    kinds = (ChangeContact.kind, ChangeAgency.kind)
    rows = PendingChange.objects.filter(kind__in=kinds, answer=None, detail__agency=str(agency.public_id))
    if contact:
        rows = rows.filter(detail__contact=str(contact.public_id))
    return [(change, approvals.words(change)) for change in rows.order_by("pk")]


class DirectoryChange(approvals.ChangeHandler):
    """A change of where an agency is reached."""

    effect = Effect.MOVES
    asked_by = KEEPERS

    def agency(self, change: PendingChange) -> Agency:
        return Agency.objects.get(public_id=change.detail["agency"])

    def words(self, change: PendingChange) -> str:
        return self.words_after(change)


class ChangeContact(DirectoryChange):
    """A contact, new or changed, or its address checked."""

    kind = "agency_contact"
    label = "Change where an agency is reached"

    def _contact(self, change: PendingChange) -> AgencyContact:
        agency, known = self.agency(change), change.detail["contact"]
        return agency.contacts.get(public_id=known) if known else AgencyContact(agency=agency)

    def state(self, change: PendingChange) -> Any:
        contact = self._contact(change)
        return [contact.agency.name, contact.agency.kind, _of(contact, OF_CONTACT), contact.checked_on]

    def carry_out(self, change: PendingChange) -> None:
        contact, detail = self._contact(change), change.detail
        for name in OF_CONTACT:
            setattr(contact, name, detail["new"][name])
        if detail["checked"]:
            contact.checked_on, contact.checked_by = clock.local(change.asked_at).date(), change.asked_by
        contact.save()

    def words_after(self, change: PendingChange) -> str:
        detail = change.detail
        what = "" if detail["contact"] else "A new contact. "
        checked = f". Address checked {words.day(clock.local(change.asked_at).date())}" if detail["checked"] else ""
        return f"{self.agency(change).name}. {what}{_whole(detail['new'], detail['old'])}{checked}"


class ChangeAgency(DirectoryChange):
    """What an agency is called, what it is, by which ways it is reached, whether it is used."""

    kind = "agency"
    label = "Change an agency of the directory"

    def state(self, change: PendingChange) -> Any:
        return _of(self.agency(change), OF_AGENCY)

    def carry_out(self, change: PendingChange) -> None:
        agency, new = self.agency(change), change.detail["new"]
        if Agency.objects.exclude(pk=agency.pk).filter(name__iexact=new["name"]).exists():
            raise Refused("There is an agency of this name already")
        for name in OF_AGENCY:
            setattr(agency, name, new[name])
        agency.save(update_fields=OF_AGENCY)

    def words_after(self, change: PendingChange) -> str:
        return _whole(change.detail["new"], change.detail["old"])
