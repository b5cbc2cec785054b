"""Changes of people's power (R: T4): one person asks, and where it takes two, the Headteacher or the DSL agrees.

The person concerned and the DPO are notified: `accounts.notices` registers a listener for that. Every kind of change is
a handler; its effect says whether it takes two people (accounts/power.py).
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import power, roles
from accounts.models import KIND_LENGTH, ChangeAnswer, PendingChange, User
from accounts.power import Effect
from accounts.roles import Role
from core import references
from core.refusals import Refused
from core.registers import Register

Listener = Callable[[User, str, str], object]
_listeners: list[Listener] = []
_told: list[Callable[[User], Iterable[str]]] = []
STATE = "state"
"""Where the details of a change keep the digest of what it was about when it was asked for."""


class ChangeHandler(ABC):
    """A kind of change, and how it is carried out: an app registers one for each of its kinds.

    `label`: what such changes are called. `effect`: what they do to people's power. `about_nobody`: they change no
    account, and the person they name is the one who asks. `asked_by`: the roles that may ask. `by_others`: those whom
    it concerns do not answer it.
    """

    kind: str
    label: str
    effect: Effect = Effect.WIDENS
    about_nobody: bool = True
    asked_by: frozenset[Role] = frozenset({Role.ADMINISTRATOR})
    by_others: bool = False

    @abstractmethod
    def carry_out(self, change: PendingChange) -> None:
        """Make the change that was agreed to. Raises Refused where it cannot be made any more."""

    @abstractmethod
    def words(self, change: PendingChange) -> str:
        """What exactly the change is, for the person who has to agree."""

    def words_after(self, change: PendingChange) -> str:
        """The same once it is answered: only what does not depend on what has become of the thing since."""
        return Role(change.group.name).label if change.group else change.email

    def page(self, change: PendingChange) -> str:
        """The address of a page on which it is read before it is answered; none where `words` say it all."""
        return ""

    def check(self, change: PendingChange) -> None:  # noqa: B027  (most kinds refuse nothing)
        """Raise Refused where it cannot be asked for."""

    def touches(self, change: PendingChange) -> frozenset[str]:
        """The roles whose holders it gives more to, takes from, or reaches in another way."""
        return power.EVERYBODY

    def state(self, change: PendingChange) -> Any:
        """What the change is about, as it is now: facts for JSON. An agreement lapses when they have changed."""
        return None

    def concerned(self, change: PendingChange) -> list[User]:
        """Where it changes no account: the people whose accounts, or what they may see, it is about nevertheless."""
        return []


_handlers = Register[ChangeHandler]("changes of the kind")


def register(handler: ChangeHandler) -> None:
    """Register a kind of change. Called in AppConfig.ready. Raises ValueError where the kind is another app's, or too
    long."""
    if len(handler.kind) > KIND_LENGTH:
        raise ValueError(f"two apps register the changes of the kind {handler.kind}, or its name is too long")
    _handlers.add(handler.kind, handler)


def kinds() -> dict[str, ChangeHandler]:
    """Every kind of change that is made here, with its handler."""
    return dict(_handlers)


def is_about_nobody(kind: str) -> bool:
    """Whether changes of this kind change no account."""
    return kind in _handlers and _handlers[kind].about_nobody


def label(change: PendingChange) -> str:
    """What a change is called."""
    return _handlers[change.kind].label if change.kind in _handlers else "A change that is not made any more"


def words(change: PendingChange) -> str:
    """What a change is, beyond its kind and its person; once it is answered, only what does not depend on what has
    become of the thing since."""
    handler = _handlers.get(change.kind)
    if handler is None:
        return Role(change.group.name).label if change.group else change.email
    return handler.words_after(change) if hasattr(change, "answer") else handler.words(change)


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

    `start`: from when a role holds or has ended, or a person is with a class (default: once agreed). `detail`: ids and
    codes for the handler. Those concerned and the DPO hear of it, one person or two. Raises Refused: a role that may
    not ask, the asker's own account, a closed account, what its handler refuses; ValueError for a kind that no app
    registers.
    """
    handler = _handlers.get(kind)
    if handler is None:
        raise ValueError(f"no app registers changes of the kind {kind}")
    _check_asker(handler, by)
    if person == by and not handler.about_nobody:
        raise Refused("Somebody else has to ask for a change to your own account")
    _check_open(handler, person)
    change = PendingChange(
        kind=kind,
        person=person,
        group=roles.group(role) if role else None,
        email=email,
        start=start,
        detail=dict(detail or {}),
        asked_by=by,
    )
    with transaction.atomic():
        handler.check(change)
        change.detail[STATE] = _digest(handler, change)
        change.reference = references.new("P")
        change.save()
        if not power.takes_two(handler.effect, handler.touches(change)):
            _do_alone(handler, change)
            return None
        for second in second_persons(change):
            _tell(second, "change_asked", change)
        for person_told in concerned(change):
            _tell(person_told, "change_about_you", change)
        for dpo in _dpos(change):
            _tell(dpo, "change_about_someone", change)
    return change


def _check_asker(handler: ChangeHandler, by: User) -> None:
    if not roles.held_by(by) & handler.asked_by:
        who = " or ".join(role.label for role in Role if role in handler.asked_by)
        raise Refused(f"Only the {who} asks for this")


def _check_open(handler: ChangeHandler, person: User) -> None:
    if not handler.about_nobody and not person.is_active:
        raise Refused("This person’s account is closed")


def _digest(handler: ChangeHandler, change: PendingChange) -> str:
    """What a change is about, in a few characters that say nothing of it."""
    facts = json.dumps(handler.state(change), sort_keys=True, default=str)
    return hashlib.sha256(facts.encode()).hexdigest()


def _do_alone(handler: ChangeHandler, change: PendingChange) -> None:
    """Carry out what takes one person. Those concerned hear where they are reached until now."""
    ChangeAnswer.objects.create(change=change, by=change.asked_by, agreed=True)
    if handler.effect != Effect.WIDENS:
        for person_told in dict.fromkeys((*concerned(change), *_dpos(change))):
            _tell(person_told, "change_done", change)
    handler.carry_out(change)


def _dpos(change: PendingChange) -> list[User]:
    """Who watches over changes: the data protection officers, but for the one who asked and those whom it concerns."""
    told = [change.asked_by, *concerned(change)]
    return [dpo for dpo in roles.holders(Role.DPO) if dpo not in told]


def confirmed_by(change: PendingChange) -> User | None:
    """The second person who agreed to a change; None where it took one."""
    by: User = change.answer.by
    return None if by == change.asked_by else by


def waiting_roles(person: User) -> frozenset[str]:
    """The roles that have been asked for this person and not answered yet."""
    asked = PendingChange.objects.filter(person=person, kind=PendingChange.Kind.GIVE_ROLE, answer=None)
    return frozenset(asked.values_list("group__name", flat=True))


IN_LINE = ((Role.HEADTEACHER, Role.DSL), (Role.DEPUTY_DSL,), (Role.CHAIR,))
"""Who agrees to changes: the second and the third only where nobody before them could."""


def second_persons(change: PendingChange) -> list[User]:
    """Who may answer: Headteacher and DSL, but not the one who asked nor the one concerned. Where that leaves nobody,
    a deputy DSL; where there is none either, the chair of governors."""
    handler = _handlers.get(change.kind)
    barred = [change.asked_by, change.person]
    barred += handler.concerned(change) if handler and handler.by_others else []
    for place in IN_LINE:
        holders = dict.fromkeys(user for role in place for user in roles.holders(role))
        if able := [user for user in holders if user not in barred]:
            return able
    return []


def answer(change: PendingChange, *, by: User, agreed: bool) -> ChangeAnswer:
    """Say yes or no to a change; yes carries it out in the same transaction. A second answer changes nothing.

    Raises Refused where `by` is not one of the second persons, the person who asked may ask no more, what it is about
    has changed, or the change cannot be made any more.
    """
    if given := ChangeAnswer.objects.filter(change=change).first():
        return given
    if by not in second_persons(change):
        raise Refused("The Headteacher or the DSL has to agree, and not the person concerned")
    with transaction.atomic():
        given, first = ChangeAnswer.objects.get_or_create(change=change, defaults={"by": by, "agreed": agreed})
        if not first:
            return given
        if agreed:
            told = concerned(change)
            _carry_out(change)
        for person_told in dict.fromkeys((change.person, *concerned(change), *(told if agreed else ()))):
            _tell(person_told, "change_answered", change)
        for dpo in roles.holders(Role.DPO, besides=change.person):
            _tell(dpo, "change_answered", change)
    return given


def _carry_out(change: PendingChange) -> None:
    """Make the change, if it is still what was asked for, and by a person who may still ask."""
    handler = _handlers.get(change.kind)
    if handler is None:
        raise Refused("Such changes are not made any more")
    asker = change.asked_by
    if not (asker.is_active and roles.held_by(asker) & handler.asked_by):
        raise Refused(f"{asker.full_name} may not ask for this any more. Refuse it, and have it asked for again")
    _check_open(handler, change.person)
    if change.detail.get(STATE, agreed_to := _digest(handler, change)) != agreed_to:
        raise Refused("What this is about has changed since it was asked for. Refuse it, and have it asked for again")
    handler.carry_out(change)


def waiting_for(user: User) -> list[PendingChange]:
    """The changes that this person may answer and nobody has."""
    waiting = PendingChange.objects.filter(answer=None).select_related("person", "group", "asked_by", "answer")
    return [change for change in waiting if user in second_persons(change)]


def _tell(person: User, what: str, change: PendingChange) -> None:
    for listener in _listeners:
        listener(person, what, change.reference)
