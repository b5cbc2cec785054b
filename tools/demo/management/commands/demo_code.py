"""manage.py demo_code EMAIL"""

import time
from typing import Any

from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tools.demo.people import PEOPLE


class Command(BaseCommand):
    help = "The security code of a demo account, now: for those who try the demo without an authenticator app."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = next((known for known in PEOPLE if known.email == options["email"].lower()), None)
        if not settings.DEMO or person is None:
            raise CommandError("No demo account with this address")
        self.stdout.write(auth.format_hotp_value(auth.hotp_value(person.totp_secret, int(time.time()) // 30)))
