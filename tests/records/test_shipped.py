"""The register of categories: a subject brings its own, with their periods, rules and owner."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.apps import apps

from accounts.roles import Role
from records.models import Category, Extent, Relation, Rule
from records.need_to_know import grants, shipped, visibility
from records.need_to_know.shipped import Opens, Shipped
from tests.factories import child, record, user

LIBRARY = Shipped(
    code="library_fines",
    name="Library fines",
    retention="until paid",
    sensitivity="personal",
    owner=Role.OFFICE,
    opens=(
        Opens((Role.OFFICE, Role.HEADTEACHER)),
        Opens((Role.TEACHER,), Relation.OWN_CLASS, Extent.SUMMARY),
    ),
    author=Extent.REFERENCE,
    is_record=True,
    to_write=True,
)
NOTES = Shipped(code="library_notes", name="Library notes", retention="as the visit", authors_alone=True)


@pytest.fixture
def starting(monkeypatch):
    """The register as when an app's ready() is called; what the test registers is gone afterwards."""
    monkeypatch.setattr(shipped, "_SHIPPED", dict(shipped._SHIPPED))
    monkeypatch.setattr(shipped, "apps", SimpleNamespace(ready=False))


@pytest.mark.django_db
@pytest.mark.requirement("G1")
def test_a_subject_brings_its_categories_with_their_rules(starting):
    before = set(Rule.objects.values_list("pk", flat=True))
    shipped.register(LIBRARY, NOTES)
    shipped.load()
    made = Category.objects.get(code="library_fines")
    assert (made.name, made.sensitivity, made.retention, made.owner_role) == (
        "Library fines",
        "personal",
        "until paid",
        "office",
    )
    assert (made.staff_only, made.special, made.personal) == (True, False, False)
    new = Rule.objects.exclude(pk__in=before).order_by("pk")
    assert list(new.values_list("category__code", "group__name", "relation", "extent")) == [
        ("library_fines", "office", "any", Extent.ALL),
        ("library_fines", "headteacher", "any", Extent.ALL),
        ("library_fines", "teacher", "own_class", Extent.SUMMARY),
        ("library_fines", None, "author", Extent.REFERENCE),
    ]
    shipped.load()
    assert Rule.objects.exclude(pk__in=before).count() == 4, "a second load makes no rule again"


@pytest.mark.django_db
@pytest.mark.requirement("G1")
def test_what_a_subject_brings_is_guarded_as_it_says(starting):
    shipped.register(LIBRARY, NOTES)
    shipped.load()
    office, dsl, author = user(Role.OFFICE), user(Role.DSL), user(Role.SUPPORT)
    fines = record("library_fines", child("Robin"), author=author)
    assert visibility.access_to(office, fines).extent == Extent.ALL
    assert visibility.access_to(author, fines).extent == Extent.REFERENCE
    assert not visibility.access_to(dsl, fines)
    assert "library_fines" in shipped.records() and "library_fines" in shipped.to_write()
    assert "library_fines" not in (*shipped.to_ask(), *shipped.safeguarding(), *shipped.authors_alone())
    assert "library_fines" in shipped.unwritten() and "library_fines" not in shipped.unlisted()
    assert "library_notes" not in (*shipped.records(), *shipped.to_write(), *shipped.to_ask())
    assert grants.refusal(Category.objects.get(code="library_notes"), dsl).startswith("These notes are for whoever")
    assert shipped.name_of("library_fines") == "Library fines"


def test_what_is_not_finished_or_not_placed_is_listed_nowhere_and_what_is_told_need_not_be_written(starting):
    assert {"draft", "held"} <= set(shipped.unlisted())
    assert {"staff", *shipped.to_write()} <= set(shipped.unwritten())
    shipped.register(replace(NOTES, unlisted=True), replace(LIBRARY, to_write=False, told=True))
    assert "library_notes" in shipped.unlisted() and "library_notes" not in shipped.unwritten()
    assert "library_fines" in shipped.unwritten() and "library_fines" not in shipped.to_write()


def test_a_code_or_a_name_is_registered_once(starting):
    shipped.register(LIBRARY)
    for double in (LIBRARY, replace(LIBRARY, name="Other"), replace(LIBRARY, code="other", name="library FINES")):
        with pytest.raises(ValueError, match="registered twice"):
            shipped.register(double)
    assert [one for one in shipped.all_categories() if one.code in ("library_fines", "other")] == [LIBRARY]


def test_nothing_is_registered_after_the_start():
    assert apps.ready
    with pytest.raises(RuntimeError, match="before they are loaded"):
        shipped.register(LIBRARY)
    assert not shipped.name_of("library_fines")


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("empty", ["", "  "])
def test_a_category_without_a_period_is_refused(empty):
    with pytest.raises(ValueError, match="needs a retention period"):
        replace(LIBRARY, retention=empty)


@pytest.mark.django_db
@pytest.mark.requirement("T5")
def test_every_category_has_its_period():
    """The personal tier has none of its own: it is kept with the person's entry."""
    brought = shipped.all_categories()
    assert {one.code for one in brought if one.personal} == {"contacts", "details"}
    assert all(one.retention.strip() for one in brought if not one.personal)
    assert not Category.objects.filter(personal=False, retention="").exists()
    assert set(Category.objects.values_list("code", flat=True)) == {one.code for one in brought}
    with pytest.raises(ValueError, match="part of the personal tier none"):
        replace(LIBRARY, personal=True)


@pytest.mark.requirement("H1")
def test_no_rule_opens_what_is_for_its_authors_alone():
    with pytest.raises(ValueError, match="for its authors alone"):
        replace(NOTES, opens=(Opens((Role.HEADTEACHER,)),))
