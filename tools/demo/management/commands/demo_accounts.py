"""manage.py demo_accounts [--json]"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tools.demo.school import accounts


class Command(BaseCommand):
    help = "How to sign in to the demo school, for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are demo accounts in the demo only: SHAWLANDS_DEMO=1")
        if options["json"]:
            self.stdout.write(json.dumps(accounts(), indent=2))
            return
        for account in accounts():
            self.stdout.write(
                f"{account['role']:<30} {account['email']:<36} {account['password']:<22} {account['totp_secret']}"
            )
