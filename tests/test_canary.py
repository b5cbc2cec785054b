"""A token planted in every confidential field of every model is found nowhere in clear (R: G2, T1).

Each subject plants it in its own fields: `tests/canary.py` says how.
"""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import Session
from accounts.notices import worker
from core import clock
from records.models import SealedField
from tests import planted
from tests.canary import TOKEN, fields, plant_all
from tests.factories import browser_for


def sealed_fields() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, SealedField)
    }


def is_filled(name: str) -> bool:
    """Whether the sealed field `name` of any row holds something."""
    model, field = name.rsplit(".", 1)
    return any(apps.get_model(model)._base_manager.values_list(field, flat=True))


def holds(value: object) -> bool:
    return planted.holds(TOKEN, value)


@pytest.mark.requirement("T1")
@pytest.mark.requirement("G2")
@pytest.mark.django_db(transaction=True)
def test_a_planted_token_is_found_nowhere_in_clear(caplog, capfd):
    started = clock.now().timestamp()
    canary = plant_all()
    world = canary.world
    assert sealed_fields() == fields(), sealed_fields() ^ fields()  # a new sealed field must be planted in
    empty = {name for name in fields() if not is_filled(name)}
    assert not empty
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        # what a database's own log shows of a failed statement
        cursor.execute("INSERT INTO audit_checkpoint SELECT * FROM audit_checkpoint, nowhere")
    for person in (world.head, world.teacher, world.dpo, world.chair):
        client = browser_for(person)
        for path in (
            "/",
            "/notices/",
            "/find/",
            "/log/",
            "/access/",
            "/access/standing/",
            f"/children/{world.child.public_id}/",
        ):
            assert not holds(client.get(path).content), path
    secret = f"/records/{canary.secret.public_id}/"
    assert not holds(browser_for(world.other_teacher).get(secret).content)
    worker.second()
    worker.minute()
    for session in Session.objects.all():
        assert not holds(session.get_decoded())
    out, wrong = capfd.readouterr()
    assert not holds(out) and not holds(wrong) and not holds(caplog.text)
    assert planted.in_clear(TOKEN, started - 1) == []
    for person, path in canary.shown:
        assert holds(browser_for(person).get(path).content), path
