"""What happens without anybody asking: sealing, mail, passing on, the daily checkpoint.

Apps above register their own work (`every_second`, `every_minute`). One worker runs at a time; after a crash it goes on
where it was.
"""

import logging
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import cast

from django.conf import settings
from django.core.cache import caches
from django.db import close_old_connections
from post_office.mail import send_queued
from post_office.models import STATUS, Email

from accounts import kept, roles
from accounts.notices import notify
from accounts.roles import Role
from accounts.sessions import SessionStore
from core import clock
from core.audit import checkpoints, signing_key
from core.audit.models import Checkpoint
from core.audit.sealing import seal_all
from core.limits import LimitsCache

logger = logging.getLogger("shawlands.worker")
Work = Callable[[], object]
CHECKPOINT_AT = time(6, 0)
KEEP_FAILED = timedelta(days=7)
_cleaned_on: date | None = None
_secondly: list[Work] = []
_minutely: list[Work] = []


def every_second(work: Work) -> None:
    """Register work that a person is waiting for. It must be safe to do twice, and quick to find that there is none."""
    _secondly.append(work)


def every_minute(work: Work) -> None:
    """Register work that is done once a minute. It must be safe to do twice."""
    _minutely.append(work)


def second() -> None:
    """What is done every second: give entries their places, send mail that waits, do what a person is waiting for."""
    for work in (seal_all, send_mail, *_secondly):
        attempt(work)


def minute() -> None:
    """What is done every minute."""
    for work in (
        notify.pass_on_overdue,
        daily_checkpoint,
        SessionStore.clear_expired,
        kept.clear_old,
        drop_sent_mail,
        clean_up,
        *_minutely,
    ):
        attempt(work)


def attempt(work: Work) -> None:
    """Do the work; a failure is written to the service's log by place and never stops the rest."""
    try:
        work()
    except Exception:
        logger.exception("work failed")
        close_old_connections()


def send_mail() -> None:
    """Send what waits in the outbox. A dead mail server loses nothing: it is tried again, ever more slowly."""
    if Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued]).exists():
        send_queued(processes=1, log_level=1)
        for email in Email.objects.filter(status=STATUS.requeued, scheduled_time__lte=clock.now()):
            minutes = min(2 ** (email.number_of_retries or 0), 60)
            email.scheduled_time = clock.now() + timedelta(minutes=minutes)
            email.save(update_fields=["scheduled_time"])


def drop_sent_mail() -> None:
    """Sent mails are deleted: a link in one would open an account to anyone who reads the database (R: G2). Of the last
    one stays when it went, so that the Administrator can see that mail works."""
    sent = Email.objects.filter(status=STATUS.sent)
    last = sent.order_by("-last_updated").values_list("pk", flat=True).first()
    sent.exclude(pk=last).delete()
    # One statement that leaves `last_updated` as it is.
    sent.filter(pk=last).exclude(message="").update(message="", html_message="", subject="", to="", context=None)


def clean_up() -> None:
    """Once a day: limits that have expired, and mails that could not be sent for a week."""
    global _cleaned_on
    now = clock.now()
    today = clock.local(now).date()
    if _cleaned_on == today:
        return
    cast(LimitsCache, caches["default"]).remove_expired(now)
    Email.objects.filter(status=STATUS.failed, created__lt=now - KEEP_FAILED).delete()
    _cleaned_on = today


def daily_checkpoint() -> None:
    """Sign the log once a day, from 6am, and mail it to the Headteacher and the DPO (R: T2)."""
    today = clock.local(clock.now())
    since = today.replace(hour=CHECKPOINT_AT.hour, minute=0, second=0, microsecond=0)
    if today < since or Checkpoint.objects.filter(made_at__gte=since).exists():
        return
    made = checkpoints.make()
    if made.made_at < since:
        return  # nothing has come since yesterday's
    text = (
        f"Today's checkpoint of your school's log. Keep it: with it anyone can find out whether the log was "
        f"rewritten later (docs/operations.md says how). The service: {settings.PUBLIC_ADDRESS}\n\n{made.note}\n"
        f"Public key: {signing_key.vkey()}"
    )
    for role in (Role.HEADTEACHER, Role.DPO):
        for person in roles.holders(role):
            notify.send(person, f"Checkpoint of the log: {made.size}", text)
