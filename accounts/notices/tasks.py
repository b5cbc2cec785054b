"""The ways from home to the pages of accounts."""

from accounts.notices import home
from accounts.notices.home import Link, Look
from accounts.roles import LEAD, Role

LINKS = (
    Link(100, "People and roles", "accounts:people", frozenset({Role.ADMINISTRATOR}), Look.MAIN),
    Link(320, "Deputies", "accounts:deputies", LEAD),
)


def register() -> None:
    """Put these links on the home page."""
    home.register_links(*LINKS)
