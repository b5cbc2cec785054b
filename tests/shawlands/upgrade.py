"""A school that begins with one version and goes on with another: `fill` is run by the older code, `attack` by the
newer.

Each prints JSON for tests/shawlands/test_upgrade.py. What a tagged version fills is made by its own `fill`, so no
later code needs to know how it was written then.
"""

import json
import sys
from typing import Any

import django
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction


def fill() -> dict[str, Any]:
    """An empty database becomes a small school with a recorded decision and a checkpoint that has left."""
    from core import key_checks, keyring
    from core.audit import checkpoints, signing_key
    from core.audit.sealing import seal_all

    keyring.create(demo=True)
    signing_key.create_key()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    key_checks.remember(signing_key.vkey())
    from tests.factories import World

    decision = World().decide()
    seal_all()
    note = checkpoints.make().note
    return {"reference": decision.reference, "checkpoint": note, "cards": cards(decision.reference), "rows": rows()}


def cards(reference: str) -> list[Any]:
    """What whoever decided reads of the decision, through the vault."""
    from records.vault import vault
    from sharing.decisions import facts
    from sharing.decisions.models import ShareDecision

    decision = ShareDecision.objects.get(reference=reference)
    opened = vault.open_record(vault.Reader(decision.decided_by, fresh=True), decision.record.public_id)
    return [part.content for part in facts.cards_in(opened)]


def rows() -> dict[str, int]:
    """How many rows each table of the product holds, by the label of its model."""
    from django.apps import apps

    ours = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in ours}


def attack(checkpoint: str, reference: str) -> dict[str, Any]:
    """Migrate, read what was decided, and attack the log with the application's own connection."""
    call_command("migrate", verbosity=0)
    from core.audit import entries, triggers
    from core.audit.models import Entry
    from core.audit.sealing import seal_all
    from core.audit.verifier import Checkpoint
    from core.audit.verify import verify
    from sharing.decisions.models import ShareDecision

    kept = rows()
    proved = verify([Checkpoint(checkpoint)])
    open_to_change = [
        model._meta.label
        for model in triggers.RULES.append_only
        if model._base_manager.exists() and not all(refused(way, model) for way in ("UPDATE", "DELETE"))
    ]
    entries.write(ShareDecision.objects.get(reference=reference), Entry.Action.ACCESS, because="updated")
    seal_all()
    return {
        "rows": kept,
        "proved": proved,
        "cards": cards(reference),
        "open to change": open_to_change,
        "triggers missing": sorted(triggers.missing()),
        "proved afterwards": verify([Checkpoint(checkpoint)]),
    }


def refused(way: str, model: Any) -> bool:
    """Whether the database refuses to change or remove a row of the model's table."""
    table, key = model._meta.db_table, model._meta.pk.column
    statement = f"UPDATE {table} SET {key} = {key}" if way == "UPDATE" else f"DELETE FROM {table}"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill() if sys.argv[1] == "fill" else attack(*sys.argv[2:])))
