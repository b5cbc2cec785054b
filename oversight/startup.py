"""What must be true before the product serves anybody (R: T2, G2). Fail closed: else it does not start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from audit import checkpoints, triggers
from school import keyring
from school.models import School

DEMO_DOMAIN = "@shawlands.example"


def reasons_not_to_start() -> list[str]:
    """Why the product must not start, a sentence each; none when all is well."""
    found = []
    if absent := triggers.missing():
        found.append(
            f"The database does not keep the log's rules: {', '.join(absent)}. Run `manage.py prepare` as its owner."
        )
    if not triggers.replace_is_refused():
        found.append("SQLite lets REPLACE take the place of a row of the log: PRAGMA recursive_triggers is off.")
    try:
        keyring.decrypt(keyring.encrypt(b"start", "start"), "start")
        checkpoints.vkey()
    except keyring.KeyUnavailable as error:
        found.append(f"{str(error).capitalize()}: {settings.KEYS}")
    if not (settings.FONTS / "coverage.json").exists():
        found.append("The fonts of the papers are missing: run `make install`.")
    if not settings.DEMO:
        if settings.SECRET_KEY == settings.DEMO_SECRET or len(settings.SECRET_KEY) < 50:
            found.append("SHAWLANDS_SECRET_KEY is the demo's, or shorter than 50 characters.")
        if keyring.is_demo():
            found.append("The keys are the demo's. Make new ones with `manage.py prepare`.")
        if School.objects.filter(demo=True).exists() or User.objects.filter(email__endswith=DEMO_DOMAIN).exists():
            found.append("The database holds the demo school and its people.")
    return found


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every reason not to start."""
    if found := reasons_not_to_start():
        raise ImproperlyConfigured("Shawlands does not start:\n- " + "\n- ".join(found))
