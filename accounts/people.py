"""Making accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import roles, second_word
from accounts.models import PendingChange, User
from accounts.roles import Role


def add(*, email: str, first_name: str, last_name: str, title: str = "", password: str | None = None) -> User:
    """A new account, with no role yet: it opens nothing."""
    return User.objects.create_user(email, password, first_name=first_name, last_name=last_name, title=title)


@transaction.atomic
def add_with_role(*, by: User, role: str, **person: str) -> tuple[User, PendingChange | None]:
    """A new account and its first role; the role waits for a second person where it reads (R: T4)."""
    user = add(**person)
    return user, second_word.ask(PendingChange.Kind.GIVE_ROLE, user, by=by, role=role)


def found(role: str, **person: str) -> User:
    """The first Administrator, Headteacher and DSL of a new school, from the command line.

    There is no second person yet. Raises RoleRefused once somebody has ever held the role.
    """
    from accounts.models import RoleMembership

    if (
        role not in (Role.ADMINISTRATOR, Role.HEADTEACHER, Role.DSL)
        or RoleMembership.objects.filter(group__name=role).exists()
    ):
        raise roles.RoleRefused("Only the first Administrator, Headteacher and DSL are made this way")
    user = add(**person)
    roles.give(user, role, by=None)
    return user


def password_link(user: User) -> str:
    """The address at which `user` sets a password: works once, for three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return password_address(*key.split("-", 1))


def password_address(uid: str, token: str) -> str:
    """The address of a link to set a password, never made from a request's own host (R: G2)."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.PUBLIC_ADDRESS}{path}"
