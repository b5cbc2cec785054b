"""The pages that stand in when something went wrong."""

import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import clock, time_limits
from core.models import School
from shawlands.limits import too_large
from shawlands.middleware import PUBLIC
from shawlands.too_long import took_too_long


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for all that is not there, or not for this reader (R: G1)."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours: a time and a number to tell the office, nothing else.

    Django calls it while it handles the error, which may have come before any view: a statement that took too long.
    """
    if time_limits.reached(sys.exc_info()[1]):
        return took_too_long(request)
    return render(request, "500.html", {"number": secrets.token_hex(3), "at": clock.now()}, status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For a request that no page of ours sends; the text of a form that is too long says so."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return render(request, "400.html", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token no longer fits (Django's CSRF_FAILURE_VIEW)."""
    return render(request, "403_csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For pages whose existence is public, such as settings (pages that hold records answer 404)."""
    return render(request, "403.html", status=403)


@require_GET
def hidden_screen(request: HttpRequest) -> HttpResponse:
    """The privacy screen without JavaScript: a page titled School, from which one goes back."""
    return render(request, "hidden.html")


@require_GET
def colours(request: HttpRequest) -> HttpResponse:
    """The school's own colour, as a style sheet: the security policy allows no styles in pages."""
    colour = School.here().colour
    sheet = f":root {{ --school: {colour}; }}"
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": PUBLIC})
