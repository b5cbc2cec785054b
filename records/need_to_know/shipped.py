"""The register of the categories that the product brings, with their rules: what a school starts with, and its policy
says. Each app brings its own in `categories.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.contrib.auth.models import Group

from accounts.roles import Role
from core import clock
from records.models import Category, Extent, Relation, Rule

SINCE = clock.london(2000, 1, 1)
"""The shipped rules hold from before any record: they are what the school's policy has always said."""


@dataclass(frozen=True)
class Opens:
    """A sentence of the policy about a category: who sees how much of it, in which relation to the record."""

    roles: tuple[Role, ...]
    relation: Relation = Relation.ANY
    extent: Extent = Extent.ALL


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """A category that comes with the product, and who sees it. What is not said here, is not so.

    `retention`: how long such records are kept, and from when. `owner`: the role that owns them; none: the author of
    them. `opens`: in the order in which the rules are listed. `author`: how much of it its author sees.

    `is_record`: a record to read and to share, and not only something that is guarded like one (a draft, a briefing).
    `to_write`: a member of staff adds such a record. `to_ask`: people can ask to see it, or open it in an emergency:
    never appraisals, concerns about adults, others' notes. `authors_alone`: no rule and no grant opens it to anybody
    else. `safeguarding`: the DSL is told when it is opened. `personal`: a part of the personal tier,
    of what the school knows of everybody; it is kept for as long as the person's entry, and has no period of its own.
    `unlisted`: it is in no list, neither of records nor of categories: it is not finished or not placed yet.
    `told`: there is such information that is shared without a record of it, though no member of staff writes one.
    """

    code: str
    name: str
    retention: str
    sensitivity: Literal["ordinary", "personal", "restricted"] = "restricted"
    staff_only: bool = True
    special: bool = False
    owner: Role | None = None
    opens: tuple[Opens, ...] = ()
    author: Extent | None = None
    is_record: bool = False
    to_write: bool = False
    to_ask: bool = False
    authors_alone: bool = False
    safeguarding: bool = False
    personal: bool = False
    unlisted: bool = False
    told: bool = False

    def __post_init__(self) -> None:
        if bool(self.retention.strip()) == self.personal:
            raise ValueError(f"the category {self.code} needs a retention period, a part of the personal tier none")
        if self.authors_alone and self.opens:
            raise ValueError(f"no rule opens {self.code}: it is for its authors alone")


_SHIPPED: dict[str, Shipped] = {}


def register(*categories: Shipped) -> None:
    """Bring these categories. Called in AppConfig.ready, before they are loaded. Raises ValueError for a code or a name
    that another has, and RuntimeError later: the database would not have them."""
    if apps.ready:
        raise RuntimeError("categories are registered in AppConfig.ready, before they are loaded")
    for category in categories:
        names = {before.name.casefold() for before in _SHIPPED.values()}
        if category.code in _SHIPPED or category.name.casefold() in names:
            raise ValueError(f"the category {category.code}, or its name, is registered twice")
        _SHIPPED[category.code] = category


def all_categories() -> tuple[Shipped, ...]:
    """Every category that is registered, an app's after those of the apps below it."""
    return tuple(_SHIPPED.values())


def name_of(code: str) -> str:
    """What a category came as; nothing for one that did not come with the product."""
    return _SHIPPED[code].name if code in _SHIPPED else ""


def records() -> tuple[str, ...]:
    """The categories of records to read and to share; all others are guarded like them, and are none."""
    return _codes(lambda category: category.is_record)


def to_write() -> tuple[str, ...]:
    """The categories in which a member of staff adds a record."""
    return _codes(lambda category: category.to_write)


def to_ask() -> tuple[str, ...]:
    """The categories that people can ask to see, or open in an emergency."""
    return _codes(lambda category: category.to_ask)


def authors_alone() -> tuple[str, ...]:
    """The categories that no rule and no grant opens to anybody but the author (R: H1)."""
    return _codes(lambda category: category.authors_alone)


def safeguarding() -> tuple[str, ...]:
    """The categories of safeguarding: the DSL is told when one is opened."""
    return _codes(lambda category: category.safeguarding)


def unlisted() -> tuple[str, ...]:
    """The categories that stand in no list."""
    return _codes(lambda category: category.unlisted)


def unwritten() -> tuple[str, ...]:
    """The categories of information that can be shared without a record of it."""
    return _codes(lambda category: category.to_write or category.told)


def _codes(chosen: Callable[[Shipped], bool]) -> tuple[str, ...]:
    return tuple(code for code, category in _SHIPPED.items() if chosen(category))


def load(**kwargs: Any) -> None:
    """Make the categories that are missing, each with its rules. After every migration."""
    groups = {group.name: group for group in Group.objects.all()}
    for shipped in _SHIPPED.values():
        defaults = {
            "name": shipped.name,
            "sensitivity": shipped.sensitivity,
            "staff_only": shipped.staff_only,
            "special": shipped.special,
            "personal": shipped.personal,
            "retention": shipped.retention,
            "owner_role": shipped.owner.value if shipped.owner else "",
        }
        category, made = Category.objects.get_or_create(code=shipped.code, defaults=defaults)
        if made:
            _make_rules(shipped, category, groups)


def _make_rules(shipped: Shipped, category: Category, groups: dict[str, Group]) -> None:
    """The rules of a new category, as the policy's sentences come; last what its authors see."""
    for opens in shipped.opens:
        for role in opens.roles:
            Rule.objects.create(
                category=category, group=groups[role], relation=opens.relation, extent=opens.extent, start=SINCE
            )
    if shipped.author:
        Rule.objects.create(category=category, relation=Relation.AUTHOR, extent=shipped.author, start=SINCE)
