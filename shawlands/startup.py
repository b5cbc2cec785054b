"""What must be true before the product serves anybody (R: T2, G2). Fail closed: else it does not start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from core.audit import triggers
from core.models import School
from shawlands import start_checks

NOT_PREPARED = (
    "The database cannot be reached, or is not prepared. "
    "Load the settings (source shawlands.env), then run: manage.py prepare"
)


def is_prepared() -> bool:
    """Whether the database can be reached and has its tables."""
    try:
        return School._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False


def reasons_not_to_start() -> list[str]:
    """Why the product must not start, a sentence each; none when all is well."""
    if not is_prepared():
        return [NOT_PREPARED]
    reasons = []
    if absent := triggers.missing():
        reasons.append(
            f"The database does not keep the log's rules: {', '.join(absent)}. Run `manage.py prepare` as its owner."
        )
    if not triggers.replace_is_refused():
        reasons.append("SQLite lets REPLACE take the place of a row of the log: PRAGMA recursive_triggers is off.")
    if not (settings.FONTS / "coverage.json").exists():
        reasons.append("The fonts of the papers are missing: run `make install`.")
    reasons += start_checks.of_keys()
    reasons += start_checks.of_a_demo() if settings.DEMO else start_checks.of_a_school()
    return reasons


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every reason not to start."""
    if reasons := reasons_not_to_start():
        raise ImproperlyConfigured("Shawlands does not start:\n- " + "\n- ".join(reasons))
