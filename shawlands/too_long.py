"""Statements that were stopped at their limit: the page that says so, with what was typed."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.kept import kept_fields, secret
from core import time_limits
from shawlands.middleware import Next

logger = logging.getLogger("shawlands.pages")


class TookTooLongMiddleware:
    """Where a statement was stopped at its limit, the page says so, and brings back what was typed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not time_limits.reached(error):
            return None
        logger.warning("a statement took too long", exc_info=error)
        return took_too_long(request)


def took_too_long(request: HttpRequest) -> HttpResponse:
    """The page for what was stopped at its limit: nothing was saved, and the same can be sent again."""
    typed = [(name, value) for name, values in kept_fields(request.POST).items() for value in values]
    again = request.method == "POST" and not any(map(secret, request.POST))
    page = render(request, "503.html", {"typed": typed if again else [], "again": again}, status=503)
    page["Retry-After"] = "60"
    return page
