"""Exits of records: each record's page, a new one of each child, and the page of one that is not there."""

from accounts.models import User
from records.need_to_know import visibility
from tests.leaving import Exit, Ground, got, of_each
from tests.walking import NOWHERE

EXITS: dict[str, Exit] = {
    "records:record": of_each("records", "/records/{}/"),
    "records:new_record": of_each("children", "/records/new/{}/"),
    "an error": got(f"/records/{NOWHERE}/"),
}


def hidden(ground: Ground, person: User) -> dict[str, str]:
    """The records that the person may not see."""
    visible = set(visibility.visible_to(person).values_list("pk", flat=True))
    return {
        str(record.public_id): f"a record: {record.category.code}"
        for record in ground.records
        if record.pk not in visible
    }
