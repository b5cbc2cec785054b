"""manage.py checkpoint"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import checkpoints, signing_key


class Command(BaseCommand):
    help = "Sign the log as it is now and print the checkpoint. The worker does it daily and mails it."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(checkpoints.make().note)
        except checkpoints.LogContradictsItself as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Public key: {signing_key.vkey()}")
