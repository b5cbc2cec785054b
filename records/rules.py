"""The rules that give the ordinary cases of need to know, as sentences; ended by one person, widened by two (R: T4)."""

from accounts import second_word
from accounts.models import PendingChange, User
from accounts.roles import READING, Role
from records.models import Category, Extent, Relation, Rule, UserFolderGrant, UserGrant
from school import clock

RELATIONS = {
    Relation.ANY: "for any pupil",
    Relation.OWN_CLASS: "for the own class",
    Relation.KEY_WORKER: "for the children whose key worker they are",
    Relation.AUTHOR: "written by them",
}
SEES = {
    Extent.REFERENCE: "that it was received",
    Extent.SUMMARY: "the summary",
    Extent.STAFF: "the part written for staff",
    Extent.TEACHERS: "the part written for teachers",
    Extent.ALL: "all",
}


def sentence(rule: Rule) -> str:
    """SENCO: all, for any pupil"""
    who = Role(rule.group.name).label if rule.group else "Whoever wrote it"
    return f"{who}: {SEES[Extent(rule.extent)]}, {RELATIONS[Relation(rule.relation)]}"


def ask_to_add(*, by: User, category: Category, role: str, relation: str, extent: int) -> PendingChange | None:
    """Ask that a role may see more of a category; waits for a second person. Raises ChangeRefused."""
    if role not in READING:
        raise second_word.ChangeRefused("This role reads nothing")
    detail = {"category": category.code, "relation": relation, "extent": extent}
    return second_word.ask(PendingChange.Kind.ADD_RULE, by, by=by, role=role, detail=detail)


class AddRule:
    """Letting a role see more."""

    def carry_out(self, change: PendingChange) -> None:
        Rule.objects.create(**self._rule(change))

    def words(self, change: PendingChange) -> str:
        rule = Rule(**self._rule(change))
        return f"{rule.category.name}. {sentence(rule)}"

    def _rule(self, change: PendingChange) -> dict[str, object]:
        return {
            "category": Category.objects.get(code=change.detail["category"]),
            "group": change.group,
            "relation": change.detail["relation"],
            "extent": change.detail["extent"],
        }


def leave(user: User) -> None:
    """Somebody leaves: what was opened to them is open no longer. What they own goes to whoever holds the place."""
    for model in (UserGrant, UserFolderGrant):
        for grant in model.objects.filter(user=user, until__gt=clock.now()):
            grant.end()
