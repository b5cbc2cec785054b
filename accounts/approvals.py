"""Changes that take two people (R: T4): one asks, the Headteacher or the DSL agrees.

The person concerned and the DPO are notified: `accounts.notices` registers a listener for that.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import roles, ways_in
from accounts.models import KIND_LENGTH, ChangeAnswer, PendingChange, User
from accounts.roles import READING, SECOND_PERSONS, Role
from core import clock, references
from core.refusals import Refused
from core.registers import Register

Listener = Callable[[User, str, str], object]
_listeners: list[Listener] = []
_told: list[Callable[[User], Iterable[str]]] = []


class ChangeHandler(ABC):
    """A kind of change, and how it is carried out: an app above registers one for each of its kinds.

    `label`: what such changes are called. `about_nobody`: they change no account, and the person they name is the one
    who asks.
    """

    kind: str
    label: str
    about_nobody: bool = True

    @abstractmethod
    def carry_out(self, change: PendingChange) -> None:
        """Make the change that was agreed to. Raises Refused where it cannot be made any more."""

    @abstractmethod
    def words(self, change: PendingChange) -> str:
        """What exactly the change is, for the person who has to agree."""

    def page(self, change: PendingChange) -> str:
        """The address of a page on which it is read before it is answered; none where `words` say it all."""
        return ""

    def concerned(self, change: PendingChange) -> list[User]:
        """Where it changes no account: the people whose accounts, or what they may see, it is about nevertheless."""
        return []


_handlers = Register[ChangeHandler]("changes of the kind")


def register(handler: ChangeHandler) -> None:
    """Register a kind of change. Called in AppConfig.ready. Raises ValueError where the kind is another app's, one of
    `PendingChange.Kind`, or too long."""
    if handler.kind in PendingChange.Kind or len(handler.kind) > KIND_LENGTH:
        raise ValueError(f"two apps register the changes of the kind {handler.kind}, or its name is too long")
    _handlers.add(handler.kind, handler)


def is_about_nobody(kind: str) -> bool:
    """Whether changes of this kind change no account."""
    return kind in _handlers and _handlers[kind].about_nobody


def _is_known(kind: str) -> bool:
    return kind in _handlers or kind in PendingChange.Kind


def label(change: PendingChange) -> str:
    """What a change is called."""
    if change.kind in PendingChange.Kind:
        return str(PendingChange.Kind(change.kind).label)
    return _handlers[change.kind].label if change.kind in _handlers else "A change that is not made any more"


def words(change: PendingChange) -> str:
    """What a change is, beyond its kind and its person; once it is answered, only what does not depend on what has
    become of the thing since."""
    if change.kind in _handlers and not hasattr(change, "answer"):
        return _handlers[change.kind].words(change)
    return Role(change.group.name).label if change.group else change.email


def about(change: PendingChange) -> str:
    """Whom a change is about, "" where nobody: the name and the address, for a name alone says too little."""
    person = change.person
    return "" if is_about_nobody(change.kind) else f"{person.full_name}, {person.email}"


def page(change: PendingChange) -> str:
    """The address of a page on which a change is read before it is answered; none where its words say it all."""
    handler = _handlers.get(change.kind)
    return handler.page(change) if handler else ""


def concerned(change: PendingChange) -> list[User]:
    """Whose account, or what they may see, a change is about: they are told, no matter who answers it."""
    if not is_about_nobody(change.kind):
        return [change.person]
    handler = _handlers.get(change.kind)
    return handler.concerned(change) if handler else []


def hear(listener: Listener) -> None:
    """Register who tells people: called with the person to be told, what ("change_asked", …), the reference."""
    _listeners.append(listener)


def remember(told: Callable[[User], Iterable[str]]) -> None:
    """Register what knows of which changes a person was told: it returns their references."""
    _told.append(told)


def known_to(user: User, since: datetime) -> QuerySet[PendingChange]:
    """The changes that `user` was told of or asked for, asked for or answered after `since`, newest first."""
    references_ = [reference for told in _told for reference in told(user)]
    changes = PendingChange.objects.filter(Q(reference__in=references_) | Q(asked_by=user))
    changes = changes.filter(Q(asked_at__gt=since) | Q(answer__at__gt=since)).order_by("-pk")
    return changes.select_related("person", "group", "asked_by", "answer__by")


def ask(
    kind: str,
    person: User,
    *,
    by: User,
    role: str = "",
    email: str = "",
    start: datetime | None = None,
    detail: dict[str, Any] | None = None,
) -> PendingChange | None:
    """Ask for a change; returns what now waits, or None where it needed no second person and is done.

    `start`: from when a role holds, or a person is with a class (default: once agreed). `detail`: ids and codes for
    the handler. A person who is to read later, or waits for a role that reads, is guarded as one who reads. Raises
    Refused: not an Administrator, the asker's own account, a closed account, a role that cannot be held; ValueError
    for a kind that no app registers.
    """
    if not _is_known(kind):
        raise ValueError(f"no app registers changes of the kind {kind}")
    if Role.ADMINISTRATOR not in roles.held_by(by):
        raise Refused("Only the Administrator asks for this")
    if person == by and not is_about_nobody(kind):
        raise Refused("Somebody else has to ask for a change to your own account")
    _check_open(kind, person)
    reads = kind in _handlers or role in READING or bool((roles.held_or_to_be(person) | _waiting(person)) & READING)
    with transaction.atomic():
        if kind == PendingChange.Kind.GIVE_ROLE:
            _check_role(person, role)
        if not reads:
            _carry_out(kind, person, role=role, email=email, by=by, confirmed_by=None, start=start)
            return None
        change = PendingChange.objects.create(
            reference=references.new("P"),
            kind=kind,
            person=person,
            group=roles.group(role) if role else None,
            email=email,
            start=start,
            detail=detail or {},
            asked_by=by,
        )
        for second in second_persons(change):
            _tell(second, "change_asked", change)
        for person_told in concerned(change):
            _tell(person_told, "change_about_you", change)
        for dpo in roles.holders(Role.DPO, besides=person):
            _tell(dpo, "change_about_someone", change)
    return change


def _check_open(kind: str, person: User) -> None:
    if not is_about_nobody(kind) and not person.is_active:
        raise Refused("This person’s account is closed")


def _check_role(person: User, role: str) -> None:
    held = roles.held_or_to_be(person)
    roles.check_mixture(held | _waiting(person), role)
    if role in held:
        raise Refused(f"{person.full_name} holds this role already")


def _waiting(person: User) -> frozenset[str]:
    """The roles that have been asked for this person and not answered yet."""
    asked = PendingChange.objects.filter(person=person, kind=PendingChange.Kind.GIVE_ROLE, answer=None)
    return frozenset(asked.values_list("group__name", flat=True))


def second_persons(change: PendingChange) -> list[User]:
    """Who may answer: Headteacher and DSL, but not the one who asked nor the one concerned."""
    holders = [user for role in sorted(SECOND_PERSONS, reverse=True) for user in roles.holders(role)]
    return [user for user in dict.fromkeys(holders) if user not in (change.asked_by, change.person)]


def answer(change: PendingChange, *, by: User, agreed: bool) -> ChangeAnswer:
    """Say yes or no to a change; yes carries it out in the same transaction. A second answer changes nothing.

    Raises Refused where `by` is not one of the second persons, or the change cannot be made any more.
    """
    if given := ChangeAnswer.objects.filter(change=change).first():
        return given
    if by not in second_persons(change):
        raise Refused("The Headteacher or the DSL has to agree, and not the person concerned")
    if agreed:
        if not _is_known(change.kind):
            raise Refused("Such changes are not made any more")
        _check_open(change.kind, change.person)
    with transaction.atomic():
        given, first = ChangeAnswer.objects.get_or_create(change=change, defaults={"by": by, "agreed": agreed})
        if not first:
            return given
        if agreed and change.kind in _handlers:
            _handlers[change.kind].carry_out(change)
        elif agreed:
            _carry_out(
                change.kind,
                change.person,
                role=change.group.name if change.group else "",
                email=change.email,
                by=change.asked_by,
                confirmed_by=by,
                start=change.start,
            )
        for person_told in dict.fromkeys((change.person, *concerned(change))):
            _tell(person_told, "change_answered", change)
        for dpo in roles.holders(Role.DPO, besides=change.person):
            _tell(dpo, "change_answered", change)
    return given


def waiting_for(user: User) -> list[PendingChange]:
    """The changes that this person may answer and nobody has."""
    waiting = PendingChange.objects.filter(answer=None).select_related("person", "group", "asked_by", "answer")
    return [change for change in waiting if user in second_persons(change)]


def _carry_out(
    kind: str, person: User, *, role: str, email: str, by: User, confirmed_by: User | None, start: datetime | None
) -> None:
    if kind == PendingChange.Kind.GIVE_ROLE:
        moment = max(start, clock.now()) if start else None
        roles.give(person, role, by=by, confirmed_by=confirmed_by, start=moment)
    elif kind == PendingChange.Kind.CHANGE_EMAIL:
        if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
            raise Refused("Somebody else has that address")
        ways_in.take_away(person)  # what is mailed about it goes to the old address
        person.email = email.lower()
        person.save(update_fields=["email"])
        ways_in.begin_again(person)
    elif kind == PendingChange.Kind.RESET_FACTOR:
        ways_in.begin_again(person)


def _tell(person: User, what: str, change: PendingChange) -> None:
    for listener in _listeners:
        listener(person, what, change.reference)
