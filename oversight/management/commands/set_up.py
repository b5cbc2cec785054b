"""manage.py set_up --name … --la … --establishment … --administrator "Ms,Wren,Maple,wren@school.uk" …"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import people
from accounts.roles import Role
from audit import checkpoints
from school.models import School

PHONES = ("dsl_phone", "social_care_phone", "lado_phone")


class Command(BaseCommand):
    help = "A new school: its name, numbers, and its first Administrator, Headteacher and DSL."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", choices=School.Kind.values, default=School.Kind.MAINTAINED)
        parser.add_argument("--la", required=True, help="local authority number, 3 figures")
        parser.add_argument("--establishment", required=True, help="establishment number, 4 figures")
        for phone in PHONES:
            parser.add_argument(f"--{phone.replace('_', '-')}", required=True)
        for role in (Role.ADMINISTRATOR, Role.HEADTEACHER, Role.DSL):
            parser.add_argument(f"--{role.value}", required=True, metavar="TITLE,FIRST,LAST,E-MAIL")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if School.objects.exists():
            raise CommandError("There is a school here already.")
        School(
            name=options["name"],
            kind=options["kind"],
            la_number=options["la"],
            establishment_number=options["establishment"],
            **{phone: options[phone] for phone in PHONES},
        ).save()
        for role in (Role.ADMINISTRATOR, Role.HEADTEACHER, Role.DSL):
            parts = [part.strip() for part in options[role.value].split(",")]
            if len(parts) != 4:
                raise CommandError(f"--{role.value} takes TITLE,FIRST,LAST,E-MAIL")
            user = people.found(role, title=parts[0], first_name=parts[1], last_name=parts[2], email=parts[3])
            self.stdout.write(f"{role.label}: {people.password_link(user)}")
        self.stdout.write(f"The log's public key, to be kept outside: {checkpoints.vkey()}")
