"""How much a request may bring, by its headers (R: G2)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shawlands.middleware import Next


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
