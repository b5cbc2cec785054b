"""Telling people, and what they do about it.

`notify(person, kind, reference)` has no free text: "no personal data in mail" is a type, not a habit.
"""

from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from post_office import mail

from accounts import people, roles
from accounts.events import Event
from accounts.models import User
from accounts.notices import kinds
from accounts.notices.change_kinds import Kind
from accounts.notices.kinds import ACCOUNT_MAIL, NoticeKind
from accounts.notices.models import Notice, PassedOn, Seen
from accounts.roles import Role
from core import calendar, clock, references
from core.audit.checkpoints import foot
from core.compiled_queries import Prepared
from core.models import School
from core.registers import Register


class ReferenceTarget(Protocol):
    """What an app says about the references of its prefix. Those who answer for one derive from it."""

    def address(self, reference: str) -> str:
        """The path of the page that the notice leads to."""

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        """Which of these references the person may know of now: the others' notices are not there."""

    def stand_in(self, reference: str, person: User) -> User | None:
        """Who looks when `person` has not, given what they need for it; None where there is nobody left."""
        return None

    def kept_from(self, reference: str) -> Container[int]:
        """The ids of those who must not even learn that there is something."""
        return frozenset()


_targets = Register[ReferenceTarget]("references")
_after_look: list[Callable[[Notice], object]] = []


def when_looked_at(work: Callable[[Notice], object]) -> None:
    """Register what an app does when a person has acknowledged a notice, in the same transaction. Called in
    AppConfig.ready."""
    _after_look.append(work)


def register(prefix: str, target: ReferenceTarget) -> None:
    """Say who answers for the references that begin with `prefix`. Called in AppConfig.ready. Raises ValueError where
    another app answers for them."""
    _targets.add(prefix, target)


def is_about(notice: Notice, prefix: str) -> bool:
    """Whether a notice is about something whose references begin with `prefix`."""
    return notice.reference.split(" ")[0] == prefix


def target_of(reference: str) -> ReferenceTarget:
    return _targets[reference.split(" ")[0]]


def notify(person: User, kind: str, reference: str, *, mailed: bool = True) -> Notice:
    """Tell `person`: a notice in the app and, where it is `mailed`, a mail in the outbox, in the caller's transaction.

    Raises ValueError for an unknown kind or anything that is not a reference.
    """
    if references.read(reference) != reference:
        raise ValueError("a notice carries a reference and nothing else")
    words = kinds.of(kind)
    with transaction.atomic():
        notice = Notice.objects.create(
            person=person, kind=kind, reference=reference, due_at=_due(words) if words.passes_on else None
        )
        if mailed:
            link = settings.PUBLIC_ADDRESS + reverse("notices:notice", kwargs={"public_id": notice.public_id})
            send(person, words.subject.format(reference=reference), f"{words.sentence} {link}")
    return notice


def send(person: User, subject: str, text: str) -> None:
    """Put a mail in the outbox. For the constant texts of this app only."""
    plea = "This email contains no personal information. Please do not put any in a reply."
    body = f"{text}\n\nSent by Shawlands for {School.here().name}. {plea}\n\n{foot()}\n"
    mail.send(person.email, settings.DEFAULT_FROM_EMAIL, subject=subject, message=body)


def tell_of_account(person: User, event: Event) -> None:
    """Mail the person what changed about how they sign in; other events are for the log alone."""
    if event in ACCOUNT_MAIL:
        subject, sentence = ACCOUNT_MAIL[event]
        send(person, subject, f"{sentence} If it was not you, tell the {people.to_tell(person)} at once.")


def _due(words: NoticeKind) -> datetime:
    school, now = School.here(), clock.now()
    if words.urgent:
        return now + timedelta(hours=school.look_within_hours_urgent)
    return calendar.noon_after(now, school.look_within_days)


_UNSEEN = Prepared(lambda reader, **_: Notice.objects.filter(person=reader, seen=None))
AT_ONCE = 200
"""How many notices are asked of the database at a time."""


def _known(user: User, notices: Iterable[Notice]) -> list[Notice]:
    """Those of a person's notices that are about what they may know of now (R: exclusions)."""
    told = list(notices)
    known: set[str] = set()
    for prefix, matter in _targets.items():
        about = {n.reference for n in told if n.reference.startswith(prefix + " ")}
        if about:
            known |= matter.known_to(user, about)
    return [notice for notice in told if notice.reference in known]


def is_known(user: User, notice: Notice) -> bool:
    """Whether a notice of the person's is about what they may know of now."""
    return bool(_known(user, [notice]))


def inbox(user: User, before: Notice | None = None, most: int | None = None) -> list[Notice]:
    """The notices of a person, newest first, without those about what they may not know of (R: exclusions). All of
    them; or at most `most`, those made before `before`."""
    rows = Notice.objects.filter(person=user).select_related("seen", "passed_on__to__person").order_by("-pk")
    shown: list[Notice] = []
    last = before
    while most is None or len(shown) < most:
        batch = list((rows.filter(pk__lt=last.pk) if last else rows)[:AT_ONCE])
        shown += _known(user, batch)
        if len(batch) < AT_ONCE:
            break
        last = batch[-1]
    return shown[:most]


def newest(user: User, reference: str) -> Notice | None:
    """What the person was last told about `reference`; what they have not acknowledged before what they have."""
    notices = Notice.objects.filter(person=user, reference=reference).select_related("seen")
    return notices.order_by(F("seen").asc(nulls_first=True), "-pk").first()


def changes_told(user: User) -> list[str]:
    """The references of the changes of which the person was told, or whose answer waits for them."""
    return list(references_told(user, "P"))


def references_told(user: User, prefix: str) -> set[str]:
    """The references that begin with `prefix` of which the person was ever told."""
    notices = Notice.objects.filter(person=user, reference__startswith=f"{prefix} ")
    return set(notices.values_list("reference", flat=True))


def told_of_kind(user: User, kind: str) -> bool:
    """Whether the person was ever told this."""
    return Notice.objects.filter(person=user, kind=kind).exists()


def told_times(user: User, kind: str, reference: str) -> int:
    """How often the person was told this of `reference`."""
    return Notice.objects.filter(person=user, kind=kind, reference=reference).count()


def waiting(user: User) -> list[Notice]:
    """What the person has not looked at yet, the longest waiting first. Changes that need an answer are listed
    apart: they wait for the answer, not for a look."""
    unseen = _known(user, _UNSEEN.objects(reader=user.pk))
    return [notice for notice in reversed(unseen) if notice.kind != Kind.CHANGE_ASKED]


def see_all(reference: str, *kinds: str, by: User | None = None) -> None:
    """Acknowledge what was told of `reference`, of these kinds (none named: all): what it asked for is done. `by`: the
    person whose notices they are; none: everybody's."""
    waiting = Notice.objects.filter(reference=reference, seen=None)
    waiting = waiting.filter(kind__in=kinds) if kinds else waiting
    for notice in waiting.filter(person=by) if by else waiting:
        see(notice)


def pressed(notice: Notice) -> None:
    """The person has pressed "I have seen this": it holds for all that they were told of the same reference, except
    what is acknowledged by doing it."""
    for waiting in Notice.objects.filter(person=notice.person_id, reference=notice.reference, seen=None):
        if not kinds.of(waiting.kind).by_doing:
            see(waiting)


def see(notice: Notice) -> Seen:
    """Acknowledge. A second press changes nothing (R: C7)."""
    with transaction.atomic():
        seen, made = Seen.objects.get_or_create(notice=notice)
        for work in _after_look if made else ():
            work(notice)
    return seen


def pass_on_overdue() -> int:
    """Pass on what nobody has looked at in time; returns how many. Each goes on once."""
    return _pass_on(Notice.objects.filter(due_at__lte=clock.now()))


def pass_on_what_is_not_theirs(user: User) -> int:
    """A person has been kept out of something: the notices that they may no longer see go on to others, at once."""
    unseen = Notice.objects.filter(person=user, seen=None, passed_on=None)
    known = {notice.pk for notice in _known(user, unseen)}
    return _pass_on(unseen.filter(pk__in=[notice.pk for notice in unseen if notice.pk not in known]))


def hand_over(user: User) -> int:
    """When a person leaves, their unread notices pass to the deputy at once."""
    return _pass_on(Notice.objects.filter(person=user, due_at__isnull=False))


def _pass_on(notices: QuerySet[Notice]) -> int:
    count = 0
    for notice in notices.filter(seen=None, passed_on=None).select_related("person").order_by("pk"):
        with transaction.atomic():
            if PassedOn.objects.filter(notice=notice).exists():
                continue
            deputy = target_of(notice.reference).stand_in(notice.reference, notice.person)
            words = kinds.of(notice.kind)
            kind = words.passed_as or notice.kind
            to = (_unread(deputy, kind, notice.reference) or notify(deputy, kind, notice.reference)) if deputy else None
            PassedOn.objects.create(notice=notice, to=to)
            if deputy is None and words.urgent:
                nobody_looks(notice.reference)
            count += 1
    return count


def nobody_looks(reference: str) -> None:
    """Tell the chair of governors that something urgent has not been looked at and whom to ring, and nothing of what
    it is: a governor reads no record (R: C7, G2). Not those who know of it anyway, or must not learn that there is
    something; once, until they have looked."""
    kept_from = target_of(reference).kept_from(reference)
    for chair in roles.holders(Role.CHAIR):
        told = Notice.objects.filter(person=chair).filter(Q(reference=reference) | Q(kind=Kind.UNHEARD, seen=None))
        if chair.pk not in kept_from and not told.exists():
            notify(chair, Kind.UNHEARD, references.new(UNHEARD))


def _unread(person: User, kind: str, reference: str) -> Notice | None:
    """The notice of that kind that the person has already and has not looked at."""
    return Notice.objects.filter(person=person, kind=kind, reference=reference, seen=None, passed_on=None).first()


UNHEARD = "U"
"""The prefix of the references of urgent notices that no one has looked at: each leads to whom to ring."""


class Unheard(ReferenceTarget):
    """Urgent notices that no one on the school staff has looked at: only that there is one, to the chair."""

    def address(self, reference: str) -> str:
        return reverse("notices:unheard")

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        return set(about)


class Changes(ReferenceTarget):
    """Changes to accounts: their page lists what waits for the reader's approval."""

    def address(self, reference: str) -> str:
        return reverse("accounts:pending_changes")

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        return set(about)
