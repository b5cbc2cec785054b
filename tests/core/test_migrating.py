"""Tables that are made at once, with all that was to be added to them."""

import pytest
from django.db import migrations, models

from core.migrating import together


def steps():
    key = ("id", models.BigAutoField(primary_key=True))
    return [
        migrations.CreateModel(name="Cup", fields=[key]),
        migrations.CreateModel(name="Saucer", fields=[key, ("size", models.IntegerField())]),
        migrations.AddField("cup", "stands_on", models.ForeignKey("china.Saucer", models.PROTECT)),
        migrations.AddIndex("saucer", models.Index(fields=["size"], name="by_size")),
        migrations.AddConstraint("saucer", models.CheckConstraint(condition=models.Q(size__gt=0), name="some_size")),
    ]


def test_a_table_has_at_once_what_was_to_be_added_to_it():
    (made,) = together(steps())
    cup, saucer = made.operations
    assert [name for name, _ in cup.fields] == ["id", "stands_on"] and not cup.options
    assert [name for name, _ in saucer.fields] == ["id", "size"]
    assert [index.name for index in saucer.options["indexes"]] == ["by_size"]
    assert [constraint.name for constraint in saucer.options["constraints"]] == ["some_size"]
    assert made.describe() == "Create 2 models"


@pytest.mark.parametrize("other", [migrations.RunPython(print), migrations.RemoveField("cup", "size")])
def test_what_makes_no_table_is_refused(other):
    with pytest.raises(TypeError, match="no part of making tables"):
        together([*steps(), other])
