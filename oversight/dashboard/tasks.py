"""The way from home to the dashboard."""

from accounts.notices import home
from accounts.notices.home import Link, Look
from accounts.roles import Role


def register() -> None:
    """Put this link on the home page."""
    head = frozenset({Role.HEADTEACHER})
    home.register_links(Link(40, "Information sharing", "dashboard:dashboard", head, Look.BUTTON))
