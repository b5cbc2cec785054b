"""Who may see what of a child's records (R: G10)."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.models import User
from core import words
from records.models import Record
from records.need_to_know import evidence, shipped, visibility
from records.pupils.models import Person
from records.vault.vault import Reader


@dataclass(frozen=True)
class Sees:
    """What one person may see of what this reader sees."""

    who: User
    records: list[tuple[str, str]]


def who_sees_what(person: Person, reader: Reader) -> list[Sees]:
    """Everyone who may see something of the records that this reader sees, each record with all or part (R: G10)."""
    mine = visibility.access_about(reader.user, person, reader.at)
    listed = Record.objects.filter(pk__in=mine).exclude(category__code__in=shipped.unlisted())
    titles = {
        record.pk: f"{record.category.name}, {words.day(record.as_at)}" for record in listed.select_related("category")
    }
    by_reader: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for record, sight in visibility.sight_about(person, reader.at).items():
        for user, access in sight.items():
            if record in titles:
                by_reader[user].append((titles[record], evidence.best_extent(access)))
    users = User.objects.filter(pk__in=by_reader, is_active=True).order_by("last_name", "first_name")
    return [Sees(user, sorted(by_reader[user.pk])) for user in users]
