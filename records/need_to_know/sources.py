"""The sources of need to know: each is a query that gives evidence."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Least

from accounts.models import RoleMembership
from core.models import live
from records.models import (
    Record,
    RecordSubject,
    RoleFolderGrant,
    RoleGrant,
    Rule,
    UserFolderGrant,
    UserGrant,
)
from records.models.rules import Relation
from records.pupils.models import ClassStaff, KeyWorker

NOBODY = Cast(Value(None), BigIntegerField())
COLUMNS = ("of_record", "reader", "extent_", "subject", "because", "need", "until_")


# The sources


def _where_several(record: str, person: str, at: datetime) -> Case:
    """The person, where the record is also about others: then only what is about this person is shown."""
    others = RecordSubject.objects.live(at).filter(record=OuterRef(record)).exclude(person=OuterRef(person))
    return Case(When(Exists(others), then=Cast(F(person), BigIntegerField())), default=NOBODY)


def granted_to_person(at: datetime) -> QuerySet:
    """A grant to the person, from whatever source."""
    return UserGrant.objects.live(at).annotate(
        of_record=F("content_object_id"),
        reader=F("user_id"),
        extent_=F("extent"),
        subject=NOBODY,
        because=F("source"),
        need=Cast("public_id", CharField()),
        until_=F("until"),
        staff_only=F("content_object__category__staff_only"),
    )


def granted_to_role(at: datetime) -> QuerySet:
    """A grant to a role that the person holds."""
    return (
        RoleGrant.objects.live(at)
        .filter(live("group__memberships", at))
        .annotate(
            of_record=F("content_object_id"),
            reader=F("group__memberships__user_id"),
            extent_=F("extent"),
            subject=NOBODY,
            because=F("source"),
            need=Cast("public_id", CharField()),
            until_=Least("until", "group__memberships__until"),
            staff_only=F("content_object__category__staff_only"),
        )
    )


FOLDER = "content_object__person__records"


def _in_folder(grants: QuerySet, at: datetime, reader: str, until: Any) -> QuerySet:
    """What grants of a category about a person open: the records of that category about that person."""
    record = f"{FOLDER}__record"
    return grants.filter(
        live(FOLDER, at),
        **{f"{record}__category": F("content_object__category"), f"{record}__recorded_at__lte": at},
    ).annotate(
        of_record=F(record),
        reader=F(reader),
        extent_=F("extent"),
        of_person=F("content_object__person"),
        subject=_where_several(record, "content_object__person", at),
        because=F("source"),
        need=Cast("public_id", CharField()),
        until_=until,
        staff_only=F("content_object__category__staff_only"),
    )


def folder_granted_to_person(at: datetime) -> QuerySet:
    """A grant of a category about a person to a reader, from any source."""
    return _in_folder(UserFolderGrant.objects.live(at), at, "user_id", F("until"))


def folder_granted_to_role(at: datetime) -> QuerySet:
    """A grant of a category about a person to a role that the reader holds."""
    grants = RoleFolderGrant.objects.live(at).filter(live("group__memberships", at))
    return _in_folder(grants, at, "group__memberships__user_id", Least("until", "group__memberships__until"))


def by_rule_any(at: datetime) -> QuerySet:
    """A rule for a role, for records about anybody."""
    return (
        Rule.objects.live(at)
        .filter(live("group__memberships", at), relation=Relation.ANY, category__records__recorded_at__lte=at)
        .annotate(
            of_record=F("category__records__pk"),
            reader=F("group__memberships__user_id"),
            extent_=F("extent"),
            subject=NOBODY,
            because=Concat(Value("rule.any:"), "group__name"),
            need=Cast("public_id", CharField()),
            until_=Least("until", "group__memberships__until"),
            staff_only=F("category__staff_only"),
        )
    )


def _by_rule_about(spans: QuerySet, at: datetime, relation: str, person: str, also: Q, *until: str) -> QuerySet:
    """A rule that applies through a relation, such as the reader's class. `person`: the path to them;
    `also`: what must hold on the way; `until`: what ends it. It begins with the reader: with so many tables databases
    keep to the order in which they are named."""
    record = f"{person}__records__record"
    rules = f"{record}__category__rules"
    held = f"{rules}__group__memberships"
    return spans.filter(
        also,
        live(f"{person}__records", at),
        live(rules, at),
        live(held, at),
        **{f"{record}__recorded_at__lte": at, f"{rules}__relation": relation, f"{held}__user": F("user")},
    ).annotate(
        of_record=F(f"{record}__pk"),
        reader=F("user_id"),
        extent_=F(f"{rules}__extent"),
        of_person=F(f"{person}__pk"),
        subject=_where_several(record, f"{person}__pk", at),
        because=Concat(Value(f"rule.{relation}:"), f"{rules}__group__name"),
        need=Cast(f"{rules}__public_id", CharField()),
        until_=Least(f"{rules}__until", f"{held}__until", "until", *until),
        staff_only=F(f"{record}__category__staff_only"),
    )


def by_rule_own_class(at: datetime) -> QuerySet:
    """A rule for a role, for the children of the classes that the person teaches or supports."""
    members = "school_class__members"
    spans, person = ClassStaff.objects.live(at), f"{members}__person"
    return _by_rule_about(spans, at, Relation.OWN_CLASS, person, live(members, at), f"{members}__until")


def by_rule_key_worker(at: datetime) -> QuerySet:
    """A rule for a role, for the children whose key worker the person is."""
    return _by_rule_about(KeyWorker.objects.live(at), at, Relation.KEY_WORKER, "person", Q())


def by_authorship(at: datetime) -> QuerySet:
    """A rule for the author of the record, while they hold any role."""
    holds = RoleMembership.objects.live(at).filter(user=OuterRef("reader"))
    rules = "category__rules"
    return (
        Record.objects.filter(live(rules, at), recorded_at__lte=at, **{f"{rules}__relation": Relation.AUTHOR})
        .annotate(
            of_record=F("pk"),
            reader=F("author_id"),
            extent_=F(f"{rules}__extent"),
            subject=NOBODY,
            because=Value("rule.author"),
            need=Cast(f"{rules}__public_id", CharField()),
            until_=F(f"{rules}__until"),
            staff_only=Value(False),
        )
        .filter(Exists(holds))
    )


Source = Callable[[datetime], QuerySet]
SOURCES: list[Source] = [
    granted_to_person,
    granted_to_role,
    folder_granted_to_person,
    folder_granted_to_role,
    by_rule_any,
    by_rule_own_class,
    by_rule_key_worker,
    by_authorship,
]
OF_ONE_PERSON = (folder_granted_to_person, folder_granted_to_role, by_rule_own_class, by_rule_key_worker)
"""The sources that open what is said of one person, and not what the same record says of another."""
