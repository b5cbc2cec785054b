"""manage.py demo [--port N] [--no-serve]"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import School
from tools.demo.school import build


class Command(BaseCommand):
    help = "Make the demo school where there is none, print how to sign in, and serve it at localhost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="make the school and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo needs SHAWLANDS_DEMO=1. It never runs beside a real school.")
        call_command("prepare", verbosity=0)
        if not School.objects.exists():
            self.stdout.write("Making the demo school …")
            build(lambda text: self.stdout.write(f"  {text}"))
        call_command("demo_accounts", stdout=self.stdout)
        self.stdout.write(
            "\nThe last column is the secret for an authenticator app. Without one, ask for a code:\n"
            "  SHAWLANDS_DEMO=1 .venv/bin/python manage.py demo_code david.cole@shawlands.example\n"
            f"\nhttp://localhost:{options['port']}   (Ctrl-C stops it)\n"
        )
        if not options["no_serve"]:
            call_command("serve", port=options["port"])
