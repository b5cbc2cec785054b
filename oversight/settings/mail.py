"""Whether mail goes out, in words that an Administrator can act on."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from post_office.models import STATUS, Email, Log

from accounts.models import User
from accounts.notices import notify
from core import clock
from oversight.settings.models import MailTest

REASONS = {
    "SMTPAuthenticationError": "the mail server refuses the user name or the password",
    "ConnectionRefusedError": "nothing answers at the mail server’s address and port",
    "SMTPServerDisconnected": "the mail server ended the connection",
    "SMTPConnectError": "the mail server ended the connection",
    "gaierror": "the mail server’s name is not known",
    "TimeoutError": "the mail server did not answer in time",
    "timeout": "the mail server did not answer in time",
    "SSLError": "the mail server does not encrypt as it should",
    "SSLCertVerificationError": "the mail server’s certificate cannot be trusted",
    "SMTPNotSupportedError": "the mail server offers no TLS or no sign-in, and SHAWLANDS_SMTP_TLS or _USER asks for it",
    "SMTPRecipientsRefused": "the mail server refuses an address",
    "SMTPSenderRefused": "the mail server refuses our own address (SHAWLANDS_MAIL_FROM)",
    "SMTPDataError": "the mail server refuses the message",
}
OTHER = "the mail server could not be used"


@dataclass(frozen=True)
class State:
    """The state of mail: the last that went out, the last error since, how many wait or were given up, and when the
    first of those that failed is tried again."""

    last_sent: datetime | None
    failing_since: datetime | None
    reason: str
    waiting: int
    failed: int
    next_try: datetime | None


def state() -> State:
    """The present state of mail."""
    sent = Email.objects.filter(status=STATUS.sent).order_by("-last_updated").first()
    last_sent = sent.last_updated if sent else None
    errors = Log.objects.filter(status=STATUS.failed).order_by("date")
    errors = errors.filter(date__gt=last_sent) if last_sent else errors
    first, last = errors.first(), errors.last()
    return State(
        last_sent=last_sent,
        failing_since=first.date if first else None,
        reason=REASONS.get(last.exception_type, OTHER) if last else "",
        waiting=Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued]).count(),
        failed=Email.objects.filter(status=STATUS.failed).count(),
        next_try=Email.objects.filter(status=STATUS.requeued).aggregate(first=Min("scheduled_time"))["first"],
    )


def send_test(by: User) -> MailTest:
    """Send a test email to the person who asks for it."""
    test = MailTest.objects.create(made_by=by)
    link = settings.PUBLIC_ADDRESS + reverse("settings:test_email", kwargs={"public_id": test.public_id})
    notify.send(by, "Test email", f"This is the test email. To finish the test, open this link and sign in: {link}")
    return test


def arrived(test: MailTest) -> None:
    """The link of a test email was pressed. A second press changes nothing."""
    if test.pressed_at is None:
        test.pressed_at = clock.now()
        test.save(update_fields=["pressed_at"])
