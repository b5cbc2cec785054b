"""A code of an authenticator app counts once (R: G2): the time step of the last one is kept with the authenticator."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from core import clock

STEP = "step"
"""In the data of an authenticator: the newest time step of which a code was accepted. No older one counts again."""


def step_of(secret: str, code: str) -> int | None:
    """The time step whose code this is, among those accepted now; None where it is none of them."""
    now = int(clock.now().timestamp()) // app_settings.TOTP_PERIOD
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def use_up(app: Authenticator, code: str) -> bool:
    """Whether the code is right and newer than any that was accepted before; from now on it is not.

    The row is locked, so that of two requests with the same code one is refused.
    """
    row = Authenticator.objects.filter(pk=app.pk).select_for_update().get()
    step = step_of(decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get(STEP, -1):
        return False
    row.data[STEP] = step
    row.save(update_fields=["data"])
    app.data = row.data
    return True
