"""Who it is whose session or password this is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from core.compiled_queries import Prepared

_ONE = Prepared(lambda reader, **_: User.objects.filter(pk=reader))


class AccountBackend(AuthenticationBackend):
    """allauth's, with the question of every request, whose account this is, prepared."""

    def get_user(self, user_id: Any) -> User | None:
        user = _ONE.first(reader=user_id)
        return user if user and self.user_can_authenticate(user) else None
