"""Who is asking, from where: for every entry that the request leads to."""

import ipaddress
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.audit.entries import Source, written_by


def address_of(request: HttpRequest) -> str | None:
    """The client's address. X-Forwarded-For counts only for as many steps as there are trusted proxies."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    text = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(text.split("%")[0]))
    except ValueError:
        return None


class WhoAndWhereMiddleware:
    """Names the source of all entries written while the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        source = Source(request.user.pk, address_of(request), secrets.token_hex(8))
        with written_by(source):
            return self.get_response(request)
