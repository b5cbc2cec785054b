"""Pages of certain roles, known to be there: everybody else gets a 403 that says whose they are."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from accounts.models import User
from accounts.requests import Request
from core.audit import entries


def only_for(request: Request, who: Iterable[str], words: str, *, page: tuple[type[Model], str]) -> User:
    """The user, if they hold one of the roles `who`. `page`: how an attempt is recorded in the log. Raises
    PermissionDenied with `words`, which say whose page it is."""
    if not request.roles & frozenset(who):
        entries.refused(*page)
        raise PermissionDenied(words)
    return request.user
