"""Pages as a person reads them: how their source is laid out does not matter."""

from django.http import HttpResponse


def flat(page: str | HttpResponse) -> str:
    """The page with each run of spaces and line ends as one space."""
    return " ".join((page if isinstance(page, str) else page.content.decode()).split())
