"""What applies to every request and every response."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Next = Callable[[HttpRequest], HttpResponse]
PUBLIC = "public, max-age=300"
"""What the style sheet with the school's colour says of itself. Nothing else is public."""


class NoStoreMiddleware:
    """No page stays in a shared computer's cache (R: G2). Static files are served before this."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 200 or response.get("Cache-Control") != PUBLIC:
            response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class OnlyByFormMiddleware:
    """Says in words that an address takes only what a form sends, where it was opened without one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class RefuseHostileTextMiddleware:
    """No database stores a NUL: it is refused in addresses. (A lone surrogate cannot come in one: broken UTF-8 is read
    with signs of replacement.)

    In forms the fields refuse both beside the field (core/forms/text.py).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any("\0" in value for value in request.GET.values()):
            return render(request, "404.html", status=404)
        return self.get_response(request)
