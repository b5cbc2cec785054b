"""manage.py work [--once]"""

import fcntl
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.notices import worker


class Command(BaseCommand):
    help = "The one worker: sealing and mail every second, passing on and the daily checkpoint every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything once and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        with (settings.DATA / "worker.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CommandError("A worker is running already.") from None
            next_minute = 0.0
            while True:
                worker.second()
                if time.monotonic() >= next_minute:
                    worker.minute()
                    worker.second()
                    next_minute = time.monotonic() + 60
                if options["once"]:
                    return
                time.sleep(1)
