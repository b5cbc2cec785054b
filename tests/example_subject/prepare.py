"""The databases of the second world: `python -m tests.example_subject.prepare FOLDER`.

FOLDER holds a copy of the run's templates. Each is migrated from the product's state, as a school's would be.
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from tests.databases import KINDS


def prepare(folder: Path) -> None:
    """Migrate both templates in `folder`. Raises SystemExit where a model has changed without a migration."""
    call_command("makemigrations", check=True, dry_run=True)
    for kind in KINDS:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = str(folder / f"{kind}.sqlite3")
        call_command("migrate", verbosity=1)
    connections["default"].close()


if __name__ == "__main__":
    django.setup()
    prepare(Path(sys.argv[1]))
