import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.audit import entries
from core.audit.models import Entry
from records.pupils.models import Person
from tests.factories import child, user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T1")]


def test_a_change_leaves_the_names_of_fields_and_no_values():
    person = child(given_name="Zebedee", family_name="Quillfeather")
    entry = Entry.objects.filter(kind="pupils.person", object_pk=str(person.public_id)).get()
    assert "family_name" in entry.changes
    everything = " ".join(str(value) for value in Entry.objects.filter(pk=entry.pk).values_list()[0])
    assert "Zebedee" not in everything and "Quillfeather" not in everything


def test_an_update_names_only_what_changed():
    person = child()
    person.family_name = "Other"
    person.save()
    entry = Entry.objects.filter(kind="pupils.person", action=Entry.Action.UPDATE).latest("pk")
    assert entry.changes == ["family_name"]


@pytest.mark.parametrize("value", ["Amina Yusuf", "Zoë", "a" * 81, 1.5, 2**53, {"who": "Mrs Okafor"}, ["A"], b"x"])
def test_an_entry_refuses_what_could_be_a_name_or_a_value(value):
    person = child()
    with pytest.raises(ValueError, match="ids and codes"):
        entries.write(person, Entry.Action.ACCESS, because=value)


def test_columns_for_names_stay_empty_by_constraint():
    person = user("teacher")
    entry = entries.write(person, Entry.Action.ACCESS)
    entry.pk, entry.object_repr = None, "Ms Fern Bracken"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_bulk_writing_is_refused():
    with pytest.raises(TypeError):
        Entry.objects.bulk_create([])


@pytest.mark.parametrize("command", ["auditlogflush", "auditlogmigratejson"])
def test_the_librarys_commands_that_rewrite_are_refused(command):
    with pytest.raises(CommandError, match="append-only"):
        call_command(command)


def test_a_removal_of_a_followed_thing_is_an_entry():
    person = Person.objects.create(given_name="A", family_name="B")
    key = str(person.public_id)
    person.delete()
    assert Entry.objects.filter(object_pk=key, action=Entry.Action.DELETE).exists()
