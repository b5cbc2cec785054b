"""The rules that give the ordinary cases of need to know, as sentences (R: T4): widened by two people; ended by one,
but by two where it takes sight from those who watch over others."""

from typing import Any

from accounts import approvals, power, roles
from accounts.models import PendingChange, RoleMembership, User
from accounts.power import Effect
from accounts.roles import READERS, READING, Role
from core import clock
from core.compiled_queries import Prepared
from core.refusals import Refused
from core.words import counted
from records.models import Category, Extent, Relation, Rule, UserFolderGrant, UserGrant
from records.need_to_know import shipped
from records.need_to_know.explain import EXTENTS

RELATIONS = {
    Relation.ANY: "for any pupil",
    Relation.OWN_CLASS: "for the own class",
    Relation.KEY_WORKER: "for the children whose key worker they are",
    Relation.AUTHOR: "written by them",
}


def sentence(rule: Rule) -> str:
    """SENCO: all, for any pupil"""
    who = Role(rule.group.name).label if rule.group else "Whoever wrote it"
    return f"{who}: {EXTENTS[Extent(rule.extent)].rule}, {RELATIONS[Relation(rule.relation)]}"


def _see_already(category: Category, relation: str, extent: int, besides: Rule | None = None) -> set[int]:
    """Who sees as much of the category by another rule: for any pupil, or in the same relation."""
    rules = Rule.objects.live().filter(category=category, extent__gte=extent, relation__in=[Relation.ANY, relation])
    groups = rules.exclude(pk=besides.pk if besides else None).values("group")
    held = RoleMembership.objects.live().filter(group__in=groups, user__is_active=True)
    return set(held.values_list("user", flat=True))


def would_gain(category: Category, role: str, relation: str, extent: int) -> int:
    """How many people would see more if a rule were added. People, not records: those who set rules read none."""
    holders = {holder.pk for holder in roles.holders(role)}
    return len(holders - _see_already(category, relation, extent))


def would_lose(rule: Rule) -> int:
    """How many people would see less if a rule were ended."""
    if rule.group is None:
        return 0
    holders = {holder.pk for holder in roles.holders(rule.group.name)}
    return len(holders - _see_already(rule.category, rule.relation, rule.extent, besides=rule))


def ask_to_end(rule: Rule, *, by: User) -> PendingChange | None:
    """End a rule at once, or ask for it where it is a watcher's. Its people hear. Raises Refused."""
    return approvals.ask(EndRule.kind, by, by=by, detail={"rule": str(rule.public_id)})


def _check_end(rule: Rule) -> None:
    """Raise Refused where nobody would see all of the category any more, or its owner would not."""
    whole = {"category": rule.category, "relation": Relation.ANY, "extent": Extent.ALL}
    if rule.relation == Relation.ANY and rule.extent == Extent.ALL:
        others = Rule.objects.live().filter(**whole).exclude(pk=rule.pk).values_list("group__name", flat=True)
        if not roles.holders_of_any(others).exists():
            raise Refused(f"Nobody would see all of {rule.category.name} any more. Let another role see it first")
        owner = rule.category.owner_role
        if rule.group and rule.group.name == owner and owner not in others:
            raise Refused(f"{Role(owner).label} owns {rule.category.name}. Change the owner first")


def ask_to_add(*, by: User, category: Category, role: str, relation: str, extent: int) -> PendingChange | None:
    """Ask that a role may see more of a category; waits for a second person. Raises Refused."""
    if role not in READING:
        raise Refused("This role reads nothing")
    if category.code in shipped.authors_alone():
        raise Refused("These notes are for whoever wrote them alone. No rule opens them")
    detail = {"category": category.code, "relation": relation, "extent": extent, "role": role}
    return approvals.ask(AddRule.kind, by, by=by, role=role, detail=detail)


def sees_whole() -> set[tuple[str, str]]:
    """Which roles see all of which categories, for any pupil: pairs of a role and a category's code."""
    return {(role, code) for role, code in _SEES_WHOLE.rows(at=clock.now())}


_SEES_WHOLE = Prepared(
    lambda at, **_: (
        Rule.objects.live(at)
        .filter(relation=Relation.ANY, extent=Extent.ALL, group__isnull=False)
        .values_list("group__name", "category__code")
    )
)


def may_own(category: Category) -> list[str]:
    """The roles that may own a category: school staff's, that see all of it. Who owns it gives access to it."""
    able = {role for role, code in sees_whole() if code == category.code}
    return [role.value for role in Role if role in able and role in READERS]


def ask_to_own(*, by: User, category: Category, role: str) -> PendingChange | None:
    """Ask that another role, or ("") the author, owns the records of a category; waits for a second person (R: T4).
    Raises Refused."""
    _check_owner(category, role)
    detail = {"category": category.code, "owner": role}
    return approvals.ask(ChangeOwner.kind, by, by=by, detail=detail)


def _check_owner(category: Category, role: str) -> None:
    if role and role not in may_own(category):
        raise Refused(f"{Role(role).label} sees no longer all of {category.name}, and cannot own it")


def named(category: Category) -> str:
    """What a category is called, with the name that it came with where that is another: nobody who agrees to something
    about it is misled by a name."""
    came_as = shipped.name_of(category.code)
    return category.name if category.name == came_as else f"{category.name} ({came_as}, as the service names it)"


def check_name(category: Category, name: str) -> None:
    """Raise Refused where another category has this name, or came with it."""
    others = Category.objects.exclude(pk=category.pk).values_list("code", "name")
    if name.strip().casefold() in {
        taken.casefold() for code, given in others for taken in (given, shipped.name_of(code))
    }:
        raise Refused("Another kind of record has this name, or came with it")


def ask_to_rename(*, by: User, category: Category, name: str) -> PendingChange | None:
    """Ask that a category is called otherwise: it is what people read who file, share and agree. Waits for a second
    person (R: T4). Raises Refused."""
    check_name(category, name)
    detail = {"category": category.code, "name": name}
    return approvals.ask(Rename.kind, by, by=by, detail=detail)


def _rules_of(category: Category, role: str) -> list[int]:
    """By which rules a role sees something of a category, now."""
    live = Rule.objects.live().filter(category=category, group__name=role)
    return list(live.order_by("pk").values_list("pk", flat=True))


class Rename(approvals.ChangeHandler):
    """Another name for a category."""

    kind = "rename"
    label = "Change the name of a kind of record"

    def state(self, change: PendingChange) -> Any:
        return Category.objects.get(code=change.detail["category"]).name

    def words_after(self, change: PendingChange) -> str:
        return f"{shipped.name_of(change.detail['category'])}. New name: {change.detail['name']}"

    def carry_out(self, change: PendingChange) -> None:
        category = Category.objects.get(code=change.detail["category"])
        check_name(category, change.detail["name"])
        category.name = change.detail["name"]
        category.save(update_fields=["name"])

    def words(self, change: PendingChange) -> str:
        return f"{named(Category.objects.get(code=change.detail['category']))}. New name: {change.detail['name']}"


class ChangeOwner(approvals.ChangeHandler):
    """Another owner of a category: who answers requests for it."""

    kind = "change_owner"
    label = "Change who owns a kind of record"

    def state(self, change: PendingChange) -> Any:
        category, new = Category.objects.get(code=change.detail["category"]), change.detail["owner"]
        return [category.owner_role, _rules_of(category, new)]

    def words_after(self, change: PendingChange) -> str:
        return f"{shipped.name_of(change.detail['category'])}. Owner: {_owner(change.detail['owner'])}"

    def carry_out(self, change: PendingChange) -> None:
        category = Category.objects.get(code=change.detail["category"])
        _check_owner(category, change.detail["owner"])
        category.owner_role = change.detail["owner"]
        category.save(update_fields=["owner_role"])

    def words(self, change: PendingChange) -> str:
        category = Category.objects.get(code=change.detail["category"])
        new, old = (_owner(role) for role in (change.detail["owner"], category.owner_role))
        return f"{named(category)}. Owner: {new}, until now {old}"


def _owner(role: str) -> str:
    return Role(role).label if role else "the person who wrote it"


class AddRule(approvals.ChangeHandler):
    """Letting a role see more. Its holders hear, and none of them agrees to it."""

    kind = "add_rule"
    label = "Let a role see more"
    by_others = True

    def concerned(self, change: PendingChange) -> list[User]:
        return roles.holders(change.detail["role"])

    def state(self, change: PendingChange) -> Any:
        category = Category.objects.get(code=change.detail["category"])
        return [category.name, _rules_of(category, change.detail["role"])]

    def carry_out(self, change: PendingChange) -> None:
        Rule.objects.create(**self._rule(change))

    def words(self, change: PendingChange) -> str:
        rule = Rule(**self._rule(change))
        more = would_gain(rule.category, change.detail["role"], rule.relation, rule.extent)
        return f"{named(rule.category)}. {sentence(rule)}. {counted(more, 'person', 'people')} would see more"

    def words_after(self, change: PendingChange) -> str:
        rule = Rule(**self._rule(change))
        return f"{named(rule.category)}. {sentence(rule)}"

    def _rule(self, change: PendingChange) -> dict[str, object]:
        return {
            "category": Category.objects.get(code=change.detail["category"]),
            "group": change.group,
            "relation": change.detail["relation"],
            "extent": change.detail["extent"],
        }


class EndRule(approvals.ChangeHandler):
    """Letting a role see less. Its holders hear, and where two people are needed, none of them agrees to it."""

    kind = "end_rule"
    label = "Let a role see less"
    effect = Effect.NARROWS
    by_others = True

    def check(self, change: PendingChange) -> None:
        _check_end(self._rule(change))

    def touches(self, change: PendingChange) -> frozenset[str]:
        rule = self._rule(change)
        return frozenset({rule.group.name}) if rule.group else power.EVERYBODY

    def concerned(self, change: PendingChange) -> list[User]:
        group = self._rule(change).group
        return roles.holders(group.name) if group else []

    def state(self, change: PendingChange) -> Any:
        rule = self._rule(change)
        return [str(rule.until), rule.category.name]

    def carry_out(self, change: PendingChange) -> None:
        rule = self._rule(change)
        _check_end(rule)
        rule.end()

    def words(self, change: PendingChange) -> str:
        rule = self._rule(change)
        return (
            f"{named(rule.category)}. {sentence(rule)}. {counted(would_lose(rule), 'person', 'people')} would see less"
        )

    def words_after(self, change: PendingChange) -> str:
        rule = self._rule(change)
        return f"{named(rule.category)}. {sentence(rule)}"

    def _rule(self, change: PendingChange) -> Rule:
        rules = Rule.objects.select_related("category", "group")
        return rules.get(public_id=change.detail["rule"])


HANDLERS = (AddRule(), ChangeOwner(), Rename(), EndRule())


def opened_by(role: str) -> list[int]:
    """The rules by which a role sees something, now: who gives the role agrees to these."""
    return list(Rule.objects.live().filter(group__name=role).order_by("pk").values_list("pk", flat=True))


def leave(user: User) -> None:
    """When a person leaves, their grants end, and what they own passes to the holder of the position."""
    for model in (UserGrant, UserFolderGrant):
        for grant in model.objects.filter(user=user, until__gt=clock.now()):
            grant.end()
