"""A request as the pages for people who are signed in get it."""

from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import SessionStore


class Request(HttpRequest):
    """A request by a person who is signed in. `roles`: those that they hold now, from the middleware."""

    user: User
    session: SessionStore
    roles: frozenset[str]
