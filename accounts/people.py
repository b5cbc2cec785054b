"""Making accounts: by the Administrator, and the first ones of a school by command; and who is told of a new link."""

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from accounts import approvals, roles
from accounts.models import PendingChange, RoleMembership, User
from accounts.roles import Role
from core.models import School
from core.refusals import Refused


def add(*, email: str, first_name: str, last_name: str, title: str = "", password: str | None = None) -> User:
    """A new account, with no role yet: it opens nothing."""
    return User.objects.create_user(email, password, first_name=first_name, last_name=last_name, title=title)


@transaction.atomic
def add_with_role(*, by: User, role: str, **person: str) -> tuple[User, PendingChange | None]:
    """A new account and its first role; the role waits for a second person where it reads (R: T4)."""
    user = add(**person)
    return user, approvals.ask(PendingChange.Kind.GIVE_ROLE, user, by=by, role=role)


FIRST = frozenset({Role.ADMINISTRATOR, Role.HEADTEACHER, Role.DSL, Role.DPO, Role.DEPUTY_DSL, Role.CHAIR})
"""The roles whose first holders are named when a school is set up."""


def found(user: User, role: str) -> None:
    """Give `user` a role as its first holder, from the command line: there is no second person yet.

    Raises Refused for any other role, and once anyone has ever held it.
    """
    if role not in FIRST or RoleMembership.objects.filter(group__name=role).exists():
        raise Refused("This command only creates the first people of a new school")
    roles.give(user, role, by=None)


def to_tell(user: User) -> str:
    """Who a person tells when they did not expect a change to their account: the Headteacher, who tells the DPO."""
    return "DPO" if Role.HEADTEACHER in roles.held_by(user) else "Headteacher"


def tell_of_new_link(user: User) -> None:
    """Tell a person that a new link for their account was made on the server (R: T4)."""
    text = render_to_string("accounts/email/new_link.txt", {"school": School.here(), "whom": to_tell(user)})
    send_mail("A new link for your account was made", text, None, [user.email])
