"""The attack on the log with the application's own connection, on both databases (R: T2)."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.audit import entries, triggers
from core.audit.models import Checkpoint, Entry, Seal
from core.audit.sealing import seal_all
from shawlands.management.commands.prepare import grant_application
from tests.core.audit.attacks import sql
from tests.factories import user
from tests.postgres import APPLICATION

pytestmark = pytest.mark.requirement("T2")
HARMLESS = (
    "CREATE OR REPLACE FUNCTION shawlands_append_only() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
)
postgres_only = pytest.mark.only("postgresql")


@pytest.fixture
def entry(db):
    written = entries.write(user("teacher"), Entry.Action.ACCESS)
    seal_all()
    Checkpoint.objects.create(size=1, note="x")
    return written


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)


TABLES = ["audit_entry", "audit_seal", "audit_checkpoint", "records_section", "decisions_sharedecision"]


@pytest.mark.parametrize("column", ["action", "actor_id", "timestamp", "kind", "object_pk", "changes", "remote_addr"])
def test_no_column_of_an_entry_can_be_changed(entry, column):
    refused(f"UPDATE audit_entry SET {column} = {column} WHERE id = {entry.pk}")


def test_orm_update_delete_and_save_are_refused(entry):
    for attempt in (
        lambda: Entry.objects.update(action=0),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
        entry.save,
        lambda: Seal.objects.update(n=5),
        lambda: Checkpoint.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_checkpoint"])
def test_rows_cannot_be_removed(entry, table):
    refused(f"DELETE FROM {table}")


def test_upsert_is_refused(entry):
    refused(
        "INSERT INTO audit_seal (n, entry_id, node) SELECT n, entry_id, node FROM audit_seal "
        f"WHERE entry_id = {entry.pk} "
        "ON CONFLICT (n) DO UPDATE SET entry_id = 0"
    )


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE"])
def test_replace_is_refused(entry, verb):
    refused(f"{verb} INTO audit_entry SELECT * FROM audit_entry WHERE id = {entry.pk}")
    n = Seal.objects.get(entry_id=entry.pk).n
    refused(f"{verb} INTO audit_seal (n, entry_id, node) VALUES ({n + 999}, {entry.pk}, x'00')")
    refused(f"{verb} INTO audit_seal (n, entry_id, node) VALUES ({n}, 99999, x'00')")


@pytest.mark.only("sqlite")
def test_update_or_replace_is_refused(entry):
    refused("UPDATE OR REPLACE audit_entry SET id = id")


@postgres_only
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_checkpoint"])
def test_truncate_is_refused_even_for_replicas(entry, table):
    refused(f"TRUNCATE {table}")
    refused(f"TRUNCATE {table} CASCADE")
    refused("TRUNCATE accounts_user CASCADE")


@postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 0",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_no_update ON audit_entry",
        "ALTER TABLE audit_entry ALTER COLUMN kind TYPE varchar(60) USING 'x'",
        "DROP TABLE audit_entry",
        "SET session_replication_role = replica",
        "DELETE FROM audit_seal",
        "DELETE FROM decisions_sharedecision",
        "UPDATE disclosures_disclosure SET size = 0",
        "DELETE FROM records_usergrant",
        "UPDATE records_usergrant SET extent = 5",
        HARMLESS,
    ],
)
def test_the_applications_role_cannot_take_the_rules_away(statement):
    import psycopg2

    entries.write(user("teacher"), Entry.Action.ACCESS)
    grant_application(APPLICATION)
    settings = connection.settings_dict
    application = psycopg2.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=APPLICATION
    )
    try:
        with application.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)
        application.rollback()
        with application.cursor() as cursor:  # what it is there for still works
            cursor.execute("SELECT count(*) FROM audit_entry")
            cursor.execute("DELETE FROM audit_pending")
        application.rollback()
    finally:
        application.close()


@pytest.mark.django_db
def test_the_start_up_check_names_a_missing_and_an_altered_trigger():
    assert triggers.missing() == []
    on = " ON audit_entry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER audit_entry_no_update{on}")
    assert triggers.missing() == ["audit_entry_no_update"]
    triggers.install()
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_no_update")
        assert triggers.missing() == ["audit_seal_no_update"]
        triggers.install()
        sql(HARMLESS)
        assert "audit_entry_no_update" in triggers.missing()
        triggers.install()
    assert triggers.missing() == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_what_must_never_change_is_under_a_trigger(table):
    assert f"{table}_no_update" in triggers.wanted()


@pytest.mark.django_db
def test_a_span_can_be_ended_and_nothing_else():
    from datetime import timedelta

    from accounts.models import RoleMembership
    from core import clock

    held = user("teacher").memberships.get()
    held.end(clock.now() + timedelta(days=1))
    for statement in (
        f"UPDATE accounts_rolemembership SET user_id = user_id + 1 WHERE id = {held.pk}",
        f"UPDATE accounts_rolemembership SET start = '2020-01-01' WHERE id = {held.pk}",
        f"UPDATE accounts_rolemembership SET until = '9999-12-31' WHERE id = {held.pk}",
        f"DELETE FROM accounts_rolemembership WHERE id = {held.pk}",
    ):
        refused(statement)
    RoleMembership.objects.get(pk=held.pk).end()
