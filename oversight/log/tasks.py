"""The way from home to the log."""

from accounts.notices import home
from accounts.notices.home import Link, Look
from accounts.roles import Role


def register() -> None:
    """Put this link on the home page."""
    home.register_links(Link(120, "The log", "log:log", frozenset({Role.DPO}), Look.BUTTON))
