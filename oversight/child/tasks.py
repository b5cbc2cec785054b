"""The way from home to finding a child."""

from accounts.notices import home
from accounts.notices.home import Link, Look
from accounts.roles import READERS


def register() -> None:
    """Put this link on the home page."""
    home.register_links(Link(20, "Find a child", "child:find", READERS, Look.BUTTON))
