"""Drafting, checking, approving and publishing minutes; and the public pages (R: P4)."""

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from access.views.common import page
from accounts import step_up
from accounts.requests import Request
from governors import minutes
from governors.models import Item, MinutesPart, Published
from governors.views.common import items_of, kept
from records import namecheck, vault
from records.namecheck import TooManyTries
from school import references
from school.refusals import Refused
from school.text import TextField


class DraftForm(forms.Form):
    """For each item the open part, and the confidential part beside it."""

    def __init__(self, items: list[Item], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for item in items:
            if not item.complete:
                self.fields[f"open_{item.number}"] = TextField(
                    what="the open part",
                    max_length=5000,
                    required=False,
                    label=f"Item {item.number}: what was decided",
                    help_text="Everybody can read this. Nobody may be known from it",
                )
            self.fields[f"closed_{item.number}"] = TextField(
                what="the confidential part",
                max_length=10_000,
                required=False,
                label=f"Item {item.number}: confidential minutes",
                help_text="Sealed. It is never published",
            )


@require_http_methods(["GET", "POST"])
def draft(request: Request, slug: str) -> HttpResponse:
    """The minutes, open and confidential parts side by side and kept apart."""
    reader, found = kept(request, slug)
    if hasattr(found, "published"):
        messages.error(request, "These minutes have been published, and stay as they are.")
        return redirect("governors_meeting", slug=slug)  # the confidential part opens with two people from now
    items = list(items_of(reader, found))
    newest = minutes.version(found)
    rows = list(MinutesPart.objects.filter(item__in=items, version=newest).select_related("key", "item"))
    if request.method == "POST":
        form = DraftForm(items, request.POST)
    else:
        texts = vault.open_fields(reader, [(row, "content") for row in rows], because="minutes")
        said = {
            f"{'open' if row.is_open else 'closed'}_{row.item.number}": text.decode()
            for row, text in zip(rows, texts, strict=True)
        }
        form = DraftForm(items, initial=said)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        pairs = {item: (data.get(f"open_{item.number}", ""), data[f"closed_{item.number}"]) for item in items}
        try:
            minutes.draft(found, pairs, by=reader.user)
            return redirect("minutes_check", slug=slug)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return page(
        request,
        "Minutes",
        form,
        heading=f"Minutes: {found.committee}",
        caption=found.reference,
        button="Save and check for names",
        template="governors/draft.html",
        back=reverse("governors_meeting", kwargs={"slug": slug}),
        back_words="The meeting",
    )


class SendForm(forms.Form):
    sure = forms.BooleanField(
        label="No child could be recognised by description",
        error_messages={"required": "Tick to confirm that no child could be recognised by description"},
    )


@require_http_methods(["GET", "POST"])
def check(request: Request, slug: str) -> HttpResponse:
    """The open part with what may identify someone marked in place; sent to the chair when there is nothing."""
    reader, found = kept(request, slug)
    form = SendForm(request.POST if request.method == "POST" else None)
    try:
        parts = minutes.check(found, reader)
        if request.method == "POST" and form.is_valid():
            minutes.send(found, reader, sure=form.cleaned_data["sure"])
            messages.success(request, "Sent to the chair.")
            return redirect("governors_meeting", slug=slug)
    except TooManyTries as refusal:
        messages.error(request, str(refusal))
        return redirect("governors_meeting", slug=slug)
    except Refused as refusal:
        form.add_error("sure", str(refusal))
    shown = [(part.item, namecheck.shown(part.text, part.hits)) for part in parts]
    hits = sum(len(part.hits) for part in parts)
    return page(
        request,
        "Check for names",
        form if (parts and not hits) or form.errors else None,
        shown=shown,
        hits=hits,
        message=namecheck.MESSAGE,
        template="governors/check.html",
        slug=slug,
        caption=found.reference,
        button="Send to the chair",
        back=reverse("minutes_draft", kwargs={"slug": slug}),
        back_words="The minutes",
    )


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def approve(request: Request, slug: str) -> HttpResponse:
    """The chair reads what was sent, approves, and it is published."""
    reader, found = kept(request, slug)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            minutes.publish(found, reader)
            messages.success(request, "Published.")
            return redirect("public_minutes", slug=slug)
        except (Refused, TooManyTries) as refusal:
            messages.error(request, str(refusal))
            return redirect("governors_meeting", slug=slug)
    parts = minutes.open_parts(found, reader)
    return page(
        request,
        "Minutes to approve",
        form,
        template="governors/approve.html",
        parts=parts,
        caption=found.reference,
        button="Approve and publish",
        back=reverse("governors_meeting", kwargs={"slug": slug}),
        back_words="The meeting",
    )


@require_GET
@login_not_required
def public_list(request: Request) -> HttpResponse:
    """The published minutes, for everybody."""
    rows = Published.objects.select_related("meeting").order_by("-meeting__meets_at")[:200]
    return page(request, "Minutes of governors’ meetings", template="governors/public_list.html", rows=rows)


def _published(slug: str) -> Published:
    found = Published.objects.filter(meeting__reference=references.read(slug) or "").select_related("meeting").first()
    if found is None:
        raise Http404
    return found


@require_GET
@login_not_required
def public(request: Request, slug: str) -> HttpResponse:
    """Published minutes, for everybody, with the log's checkpoint in words and as a square."""
    found = _published(slug)
    square = base64.b64encode(minutes.square(found.checkpoint).encode()).decode()
    values = {"found": found, "square": square, "items": found.content["items"]}
    return render(request, "governors/public.html", values)


@require_GET
@login_not_required
def public_pdf(request: Request, slug: str) -> HttpResponse:
    """The same as a PDF: the very bytes that were published."""
    found = _published(slug)
    response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.meeting.slug}-minutes.pdf"'
    return response
