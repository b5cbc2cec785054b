"""The exit of notices besides its list: the mail."""

from django.test import Client
from post_office.models import Email

from accounts.models import User
from tests.leaving import Exit, Ground


def mailed(client: Client, ground: Ground, person: User) -> str:
    return "".join(f"{mail.subject} {mail.message}" for mail in Email.objects.all() if person.email in mail.to)


EXITS: dict[str, Exit] = {"mail": mailed}
