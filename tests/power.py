"""Power as it is in a world, and whether anybody has more of it afterwards, or a watcher less (R: T4).

Each subject says in `tests/<subject>/power_cases.py`, which is found by itself, what an Administrator can post there:
`POSTS`, for each URL the data of everything that could be sent, and `OWN`, the URLs that touch no other person, with
the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts import approvals, roles
from accounts.models import Deputising, IdentityProvider, PendingChange, RoleMembership, User
from accounts.notices.models import Notice
from accounts.power import GUARDED
from accounts.roles import WATCHING, Role
from core import clock
from core.models import School
from oversight.settings import reached
from records.models import Rule
from records.need_to_know import shipped, visibility
from records.need_to_know.responsible import Responsibility, places_by_code
from sharing.directory.changes import OF_AGENCY, OF_CONTACT
from sharing.directory.models import Agency, AgencyContact
from tests import factories
from tests.discovery import modules
from tests.factories import World, user
from tests.walking import Action, Gone, Object, Open, Page, cases, methods, views

Post = tuple[str, dict[str, Any]]
"""Where it is sent, and what."""
Posts = Callable[[World], Iterable[Post]]
LEADS = ("head", "dsl", "deputy_dsl")
ACCOMPLICES = ("other_teacher", "office", "volunteer")


def grow(world: Any) -> Any:
    """Accomplices of the Administrator (a teacher, office staff, a volunteer), who is DSL from tomorrow, and records of
    several kinds."""
    world.volunteer = user(Role.VOLUNTEER, last_name="Sorrel")
    world.medical = user(Role.MEDICAL, last_name="Yew")
    world.coming = user(last_name="Vetch")
    roles.give(world.coming, Role.DSL, by=None, start=clock.now() + timedelta(days=1))
    world.kinds = [
        factories.record(code, world.child, author=world.dsl)
        for code in ("safeguarding", "medical", "sen", "behaviour")
    ]
    return world


def posts() -> dict[str, Posts]:
    """Everything that an Administrator can send, by the URL's name. Raises ValueError where one has two cases."""
    found: dict[str, Posts] = {}
    for module in modules("power_cases"):
        if twice := found.keys() & module.POSTS.keys():
            raise ValueError(f"two cases of {sorted(twice)}")
        found |= module.POSTS
    return found


def own() -> dict[str, str]:
    """The URLs whose POST touches nobody else's power, with the reason."""
    return {name: why for module in modules("power_cases") for name, why in module.OWN.items()}


def to_post() -> set[str]:
    """The name of each URL to which an Administrator can send something, as its case and its view say."""
    seen = views()
    return {name for name, case in cases().items() if "POST" in methods(seen[name]) and _for_administrators(case)}


def _for_administrators(case: Any) -> bool:
    if isinstance(case, Page | Action):
        return case.roles is None or Role.ADMINISTRATOR in case.roles
    if isinstance(case, Object):
        return "administrator" in case.entitled or case.public
    return isinstance(case, Open | Gone)


class Power:
    """Who sees, answers and decides what; by what those who watch do so; where the school and agencies are reached."""

    def __init__(self, world: World, records: Iterable[int] | None = None) -> None:
        people = list(User.objects.filter(is_active=True).order_by("pk"))
        sees = {person.pk: visibility.newest_for(person) for person in people}
        known = set(records) if records is not None else {pk for rows in sees.values() for pk in rows}
        self.records = known
        self.sees = {who: {pk: one.extent for pk, one in rows.items() if pk in known} for who, rows in sees.items()}
        self.answers = self._answers(world)
        self.decides = {(one.user_id, one.group.name) for one in self._roles() if one.group.name in GUARDED}
        self.watches = self._watches()
        self.reached = self._reached()

    @staticmethod
    def _roles() -> list[RoleMembership]:
        rows = RoleMembership.objects.filter(until__gt=clock.now()).select_related("group", "user")
        return [row for row in rows if row.user.is_active]

    @staticmethod
    def _answers(world: World) -> dict[str, set[int]]:
        answering, places = Responsibility([world.child.pk]), places_by_code()
        return {
            code: set(answering.who(places[code], world.child.pk, codes=[code])) for code in sorted(shipped.to_ask())
        }

    def _watches(self) -> set[tuple[Any, ...]]:
        """By what those who watch do so: roles, accounts, rules, factors, proven addresses, deputies."""
        held = {(one.user_id, one.group.name, one.until) for one in self._roles() if one.group.name in WATCHING}
        people = {who for who, _, _ in held}
        rows: set[tuple[Any, ...]] = {("role", *one) for one in held}
        rows |= {("account", *one) for one in User.objects.filter(pk__in=people).values_list("pk", "email", "password")}
        rules = Rule.objects.live().filter(group__name__in=WATCHING)
        rows |= {("rule", pk) for pk in rules.values_list("pk", flat=True)}
        rows |= {("factor", *one) for one in Authenticator.objects.filter(user__in=people).values_list("user", "pk")}
        proofs = EmailAddress.objects.filter(user__in=people, verified=True)
        rows |= {("address", *one) for one in proofs.values_list("user", "email")}
        named = Deputising.objects.live().filter(person__in=people)
        rows |= {("deputy", *one) for one in named.values_list("person", "deputy", "away")}
        return rows

    @staticmethod
    def _reached() -> dict[str, Any]:
        """Contacts, agencies and numbers; ways to sign in; times."""
        found: dict[str, Any] = {"school": str(sorted(reached.now().items()))}
        here = School.here()
        found["idle"], found["fresh"] = here.idle_minutes, here.fresh_minutes
        for contact in AgencyContact.objects.all():
            found[f"contact {contact.pk}"] = [getattr(contact, name) for name in (*OF_CONTACT, "checked_on")]
        for agency in Agency.objects.all():
            found[f"agency {agency.pk}"] = [getattr(agency, name) for name in OF_AGENCY]
        found["providers"] = sorted(IdentityProvider.objects.in_use().values_list("pk", flat=True))
        return found


def shorter(before: Any, after: Any) -> bool:
    return isinstance(before, int) and isinstance(after, int) and after < before


def wrong(before: Power, after: Power, world: World) -> list[str]:
    """Who has more power than before, or watches with less, or is reached in another way: a line each."""
    lines = []
    for who, rows in after.sees.items():
        had = before.sees.get(who, {})
        lines += [f"{who} sees more of record {pk}" for pk, extent in rows.items() if extent > had.get(pk, 0)]
    leads = {getattr(world, name).pk for name in LEADS}
    for code, people in after.answers.items():
        # where a rule ends, the next of those who lead answers: they see all of it
        lines += [f"{who} answers for {code}" for who in people - before.answers[code] - leads]
    lines += [f"{who} is {role}" for who, role in after.decides - before.decides]
    lines += [f"watching: lost {row}" for row in before.watches - after.watches]
    lines += [f"watching: new {row}" for row in after.watches - before.watches]
    for name, value in before.reached.items():
        if name == "providers" and not after.reached[name]:
            continue  # turned off at once, and heard of: a password and a factor still let people in
        if after.reached.get(name) != value and not (
            name in ("idle", "fresh") and shorter(value, after.reached.get(name))
        ):
            lines.append(f"reached: {name} is {after.reached.get(name)}, was {value}")
    new = after.reached.keys() - before.reached.keys()
    lines += [f"reached: new {name}" for name in new if name.startswith("contact")]
    return lines


def untold(change: PendingChange) -> list[str]:
    """Of whom a change is, and the DPO: who was not told of it, where it was asked for or made."""
    told = set(Notice.objects.filter(reference=change.reference).values_list("person", flat=True))
    must = [*approvals.concerned(change), *roles.holders(Role.DPO)]
    return [f"{one} of {change.kind}" for one in must if one.pk not in told and one != change.asked_by]


def press(world: Any, who: User) -> Iterator[Post]:
    """What an accomplice sends to get at the child's records: everything that could help, allowed or not."""
    for change in PendingChange.objects.filter(answer=None):
        yield f"/account/changes/{change.public_id}/", {"word": "yes"}
        if "list" in change.detail:
            yield f"/settings/staff/{change.detail['list']}/", {"which": "approve", "line": ["2", "3"]}
    child = world.child.public_id
    kinds = {"categories": ["safeguarding", "medical", "sen"], "reason": "On the trip", "how_long": "day"}
    yield f"/children/{child}/ask/", kinds
    yield f"/children/{child}/emergency/", kinds
    yield f"/children/{child}/key-worker/", {"person": str(who.public_id)}
    until = {f"until_{part}": str(getattr(clock.today(), part)) for part in ("day", "month", "year")}
    for record in world.kinds:
        give = {"to": "person", "person": str(who.public_id), "what": "kind", "extent": "5", "reason": "On the trip"}
        yield f"/records/{record.public_id}/give/", {**give, **until}
        yield f"/records/{record.public_id}/circulate/", {"readers": str(who.public_id), "reason": "x y", **until}
        briefing = {"text": "Near the door", "readers": str(who.public_id)}
        yield f"/records/{record.public_id}/briefing/", {**briefing, **until}
    yield "/account/away/", {"which": "standing", "standing-deputy": str(who.public_id)}
