"""The outbox through a real mail server, one that is down at first; the daily checkpoint (R: C7, T2)."""

import re
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.db import connection
from django.test import Client
from post_office.models import STATUS, Email, Log

from accounts.notices import kinds, notify, worker
from accounts.notices.models import Notice
from core import clock
from core.audit.models import Checkpoint
from core.audit.verifier import Checkpoint as Note
from oversight.settings import mail as mail_state
from sharing.decisions.notice_kinds import Kind
from tests.factories import World, user

pytestmark = [pytest.mark.django_db]


class MailServer:
    """Refuses the first `busy` messages, then keeps what comes."""

    def __init__(self, busy: int = 0) -> None:
        self.busy = busy
        self.kept: list[tuple[list[str], str]] = []
        self.start: Callable[[], None]
        self.stop: Callable[[], None]

    async def handle_DATA(self, server, session, envelope):
        if self.busy:
            self.busy -= 1
            return "451 Busy, try again"
        self.kept.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def smtp(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    }
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    server.start, server.stop = controller.start, controller.stop
    yield server
    if controller.loop.is_running():
        controller.stop()


@pytest.mark.requirement("C7")
@pytest.mark.django_db(transaction=True)
def test_mail_survives_a_server_that_is_down_and_one_that_is_busy(smtp):
    person, threads = user("headteacher"), threading.active_count()
    with clock.standing_at(clock.now()) as hands:
        notify.notify(person, Kind.DECISION, "SD 7K4M 92XC")
        worker.second()  # nobody listens
        assert Email.objects.get().status == STATUS.requeued
        assert "nothing answers" in mail_state.state().reason and mail_state.state().waiting == 1
        assert mail_state.state().next_try == Email.objects.get().scheduled_time
        smtp.busy = 1
        smtp.start()
        _due()
        worker.second()  # 451
        assert Email.objects.get().status == STATUS.requeued and smtp.kept == []
        assert "refuses the message" in mail_state.state().reason
        _due()
        worker.second()
        worker.second()
        assert Email.objects.get().status == STATUS.sent
        assert mail_state.state().last_sent and not mail_state.state().reason and mail_state.state().waiting == 0
        hands.move(days=1)
    ((to, text),) = smtp.kept
    assert (
        to == [person.email]
        and "SD 7K4M 92XC" in text
        and person.last_name not in text.split("To:")[1].split("\n", 1)[1]
    )
    assert threading.active_count() <= threads + 2  # the mail server's own


def _due() -> None:
    Email.objects.update(scheduled_time=None)


@pytest.mark.parametrize("kind", sorted(kinds.all_kinds()))
def test_no_kind_of_notice_has_room_for_personal_data(kind):
    words = kinds.of(kind)
    assert words.subject.format(reference="X").count("{") == 0 and "{" not in words.sentence
    text = (words.subject + words.sentence).lower()
    for word in ("pupil", "safeguard", "medical", "class", "child"):
        assert word not in text


@pytest.mark.parametrize("reference", ["Amina Yusuf", "", "SD 7K4M 92XD", "sd 7k4m 92xc", "SD 7K4M 92XC Amina"])
def test_a_notice_takes_a_reference_and_nothing_else(reference):
    with pytest.raises(ValueError, match="reference"):
        notify.notify(user("headteacher"), Kind.DECISION, reference)
    assert not Notice.objects.exists()


@pytest.mark.requirement("T2")
def test_a_checkpoint_leaves_once_a_day_to_the_headteacher_and_the_dpo():
    with clock.standing_at(clock.london(2026, 11, 24, 5, 59)) as hands:
        world = World()
        worker.minute()
        assert not Checkpoint.objects.exists()
        hands.move(minutes=1)
        worker.minute()
        worker.minute()
    made = Checkpoint.objects.get()
    mails = Email.objects.filter(subject__startswith="Checkpoint of the log")
    assert {mail.to[0] for mail in mails} == {world.head.email, world.dpo.email}
    from core.audit import signing_key

    for mail in mails:
        note = Note(mail.message)
        assert note.size == made.size and note.signed_by(signing_key.vkey())
        assert signing_key.vkey() in mail.message


@pytest.mark.keeps_no_count
def test_one_piece_of_work_that_fails_does_not_stop_the_rest(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(worker, "_minutely", [lambda: 1 / 0, lambda: done.append(1)])
    worker.minute()
    assert done == [1]


def test_only_one_worker_runs(tmp_path, settings):
    import fcntl

    from django.core.management import CommandError, call_command

    with (settings.DATA / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(CommandError, match="running already"):
            call_command("work", "--once")
    call_command("work", "--once")
    assert connection.vendor


@pytest.mark.requirement("G2")
@pytest.mark.django_db(transaction=True)
def test_what_was_mailed_holds_no_link_afterwards(smtp, settings):
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    person = user("teacher")
    Client().post("/account/password/forgotten/", {"email": person.email})
    (link,) = re.findall(r"/account/password/new/\S+/", Email.objects.get().message)
    smtp.start()
    worker.second()
    worker.minute()
    assert any(link in text.replace("=\n", "") for _, text in smtp.kept)
    last = Email.objects.get()  # when the last one went stays, and nothing of it
    assert (last.message, last.subject, last.to, last.context) == ("", "", [], None) and not Log.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert link.encode() not in Path(connection.settings_dict["NAME"]).read_bytes()


def kept_in_cache() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shawlands_cache ORDER BY cache_key")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.requirement("G2")
def test_what_has_expired_is_cleaned_up_once_a_day(monkeypatch):
    monkeypatch.setattr(worker, "_cleaned_on", None)
    morning = clock.london_day(clock.today() + timedelta(days=1)) + timedelta(hours=8)
    with clock.standing_at(morning) as hands:
        cache.set("old", 1, 60)
        cache.set("new", 1, 7 * 86400)
        mails = [
            Email.objects.create(to=["a@b.test"], from_email="c@d.test", status=status, message="x")
            for status in (STATUS.failed, STATUS.queued)
        ]
        worker.clean_up()
        assert kept_in_cache() == [":1:new"]
        assert Email.objects.count() == 2
        cache.set("later", 1, 60)
        hands.move(hours=5)
        worker.clean_up()
        assert kept_in_cache() == [":1:later", ":1:new"]  # done today
        Email.objects.update(created=clock.now() - timedelta(days=8))
        hands.move(days=1)
        worker.clean_up()
        assert kept_in_cache() == [":1:new"]
        assert [mail.pk for mail in Email.objects.all()] == [mails[1].pk]
