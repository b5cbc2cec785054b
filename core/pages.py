"""What pages with a form have in common: shown, sent, refused beside the question, done."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.refusals import Refused

Form = TypeVar("Form", bound=forms.BaseForm)


def page(
    request: HttpRequest, title: str, form: Any = None, *, template: str = "core/pages/form.html", **shown: Any
) -> HttpResponse:
    """A page in the usual shell. `title` names nobody; `heading` may. 400 where the form has errors.

    `shown`: further values for the template: heading, caption, back, back_words, warning, intro (paragraphs), and its
    own.
    """
    wrong = form is not None and form.is_bound and form.errors
    return render(request, template, {"title": title, "form": form, **shown}, status=400 if wrong else 200)


def acted_on(form: Form, act: Callable[[Form], HttpResponse | None]) -> HttpResponse | None:
    """What `act` answers for a form that was sent and is valid. What it refuses is shown beside its question. None: the
    page is shown again."""
    if form.is_bound and form.is_valid():
        try:
            return act(form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return None


def form_page(
    request: HttpRequest, title: str, make: Callable[..., Form], act: Callable[[Form], HttpResponse], **shown: Any
) -> HttpResponse:
    """A page with one form, shown and sent. `make` builds it, with `data` and `files` where it was sent; `act` does
    what a valid one asks, and answers. What `act` refuses is shown beside its question; nothing typed is lost."""
    form = make(data=request.POST, files=request.FILES) if request.method == "POST" else make()
    return acted_on(form, act) or page(request, title, form, **shown)
