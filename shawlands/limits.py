"""How much a request may bring and how long it may take (R: G2)."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.kept import kept_fields, secret
from core import time_limits
from shawlands.middleware import Next

logger = logging.getLogger("shawlands.pages")


class RequestLimitMiddleware:
    """Decides by a request's headers, before a byte of its body is read, whether it is taken (R: G2).

    A body states its length, and the length is limited; someone who is not signed in sends a small form and no files.
    Comes before everything that reads a form, which begins with the check of its token.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length is None:
            return render(request, "411.html", status=411)
        if length and (refused := _too_much(request, length)):
            return refused
        return self.get_response(request)


def _length(request: HttpRequest) -> int | None:
    """How many bytes the body has by its own account; None where it does not say so."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in request.META or not (stated.isascii() and stated.isdecimal()):
        return None
    return int(stated)


def _too_much(request: HttpRequest, length: int) -> HttpResponse | None:
    if length > settings.REQUEST_MOST:
        return too_large(request, settings.REQUEST_MOST)
    if request.user.is_authenticated:
        return None
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if request.content_type == "multipart/form-data":
        return render(request, "no_files.html", status=403)
    return None


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """The page that says how much can be sent at once (`most`, in bytes), and what to do."""
    return render(request, "413.html", {"most": most // 1_000_000}, status=413)


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
