"""What the browser gets when the vault does not open: the question for the factor, or a plain refusal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import step_up
from core.keyring import KeyUnavailable
from core.refusals import OtherForm
from records.vault import vault


class FailClosedMiddleware:
    """If need to know, the log or the key is in doubt, nothing is shown, and the page says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, vault.SecondFactorNeeded):
            return step_up.ask(request, keep=not error.kept)
        if isinstance(error, vault.LogUnavailable):
            return render(request, "cannot_show.html", {"log": True}, status=503)
        if isinstance(error, KeyUnavailable):
            return render(request, "cannot_show.html", {"log": False}, status=503)
        if isinstance(error, OtherForm):
            return render(request, "other_form.html", {"error": error}, status=409)
        return None
