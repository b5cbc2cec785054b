"""Taking an import back, from the journal that it left."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps

from core.audit import bulk
from records.pupils import names
from records.pupils.importing.apply import keep_stamps, plain_value
from records.pupils.models import Person, Stamps


def undo(journal: dict[str, Any], at: datetime) -> None:
    """Take back what the journal says was done, in the caller's transaction: spans that began end, spans that ended
    begin again, fields get their old values back where nobody has changed them since. A child who was added is off
    the roll, and not forgotten: the same file brings the same child back. Deleting the child would need to know, and
    would show, whether anything has been recorded about the child since."""
    for label, keys in journal["started"].items():
        model = apps.get_model(label)
        for begin in range(0, len(keys), 500):
            bulk.end(model, list(model.objects.live(at).filter(pk__in=keys[begin : begin + 500])), at, because="undo")
    for label, keys in journal["ended"].items():
        model = apps.get_model(label)
        again = []
        for row in model.objects.filter(pk__in=keys):
            if row.until > at:  # it was to end later: it goes on as it was from now
                bulk.end(model, [row], at, because="undo")
            again.append(row.again(at))
        bulk.create(model, again, because="undo")
    by_model: dict[str, dict[int, dict[str, tuple[Any, Any]]]] = defaultdict(lambda: defaultdict(dict))
    for label, key, name, old, new in journal["fields"]:
        first = by_model[label][key].get(name)
        by_model[label][key][name] = (first[0] if first else old, new)
    for label, rows in by_model.items():
        model = apps.get_model(label)
        changed, people = [], []
        for row in model.objects.filter(pk__in=list(rows)):
            back = {n: old for n, (old, new) in rows[row.pk].items() if plain_value(getattr(row, n)) == new}
            for name, old in back.items():
                setattr(row, name, model._meta.get_field(name).to_python(old))
            if back:
                changed.append((row, set(back)))
                people += [row] if isinstance(row, Person) else []
        bulk.change(model, changed, because="undo")
        names.index(person for person in people if hasattr(person, "pupil"))
    Stamps.objects.filter(person__in=journal["added"]).delete()
    keep_stamps({int(key): of for key, of in journal["stamps"].items()})
