"""Drafting, checking, approving and publishing minutes; and the public pages (R: P4)."""

import base64
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from core import references
from core.pages import form_page, page
from core.refusals import Refused
from records import namecheck
from records.namecheck import TooManyTries
from records.vault import vault
from records.vault.vault import Reader
from sharing.governors import minutes
from sharing.governors.forms.minutes import ApproveForm, DraftForm, SendForm
from sharing.governors.models import GovernorsMeeting, Item, MinutesPart, Published
from sharing.governors.views.common import items_of, kept, to_meeting


@require_http_methods(["GET", "POST"])
def draft(request: Request, slug: str) -> HttpResponse:
    """The minutes, open and confidential parts side by side and kept apart."""
    reader, meeting = kept(request, slug)
    if hasattr(meeting, "published"):
        messages.error(request, "These minutes have been published, and stay as they are.")
        return redirect("governors:meeting", slug=slug)  # the confidential part opens with two people from now
    return form_page(
        request,
        "Minutes",
        partial(_drafted, reader, meeting, list(items_of(reader, meeting))),
        partial(_draft, request, meeting),
        heading=f"Minutes: {meeting.committee}",
        caption=meeting.reference,
        template="sharing/governors/draft.html",
        **to_meeting(slug),
    )


def _drafted(
    reader: Reader, meeting: GovernorsMeeting, items: list[Item], data: Any = None, files: Any = None
) -> DraftForm:
    """The form; where it is shown for the first time, with the newest version."""
    if data is not None:
        return DraftForm(items, data=data)
    newest = MinutesPart.objects.filter(item__in=items, version=minutes.version(meeting))
    rows = list(newest.select_related("key", "item"))
    texts = vault.open_fields(reader, [(row, "content") for row in rows], because="minutes")
    newest_texts = {
        f"{'open' if row.is_open else 'closed'}_{row.item.number}": text.decode()
        for row, text in zip(rows, texts, strict=True)
    }
    return DraftForm(items, initial=newest_texts)


def _draft(request: Request, meeting: GovernorsMeeting, form: DraftForm) -> HttpResponse:
    minutes.draft(meeting, form.parts, by=request.user)
    return redirect("governors:check_minutes", slug=meeting.slug)


@require_http_methods(["GET", "POST"])
def check(request: Request, slug: str) -> HttpResponse:
    """The open part with what may identify someone marked in place; sent to the chair when there is nothing."""
    reader, meeting = kept(request, slug)
    form = SendForm(request.POST if request.method == "POST" else None)
    try:
        parts = minutes.check(meeting, reader)
        if request.method == "POST" and form.is_valid():
            minutes.send(meeting, reader, sure=form.cleaned_data["sure"])
            messages.success(request, "Sent to the chair.")
            return redirect("governors:meeting", slug=slug)
    except TooManyTries as refusal:
        messages.error(request, str(refusal))
        return redirect("governors:meeting", slug=slug)
    except Refused as refusal:
        form.add_error("sure", str(refusal))
    hits = sum(len(part.hits) for part in parts)
    return page(
        request,
        "Check for names",
        form if (parts and not hits) or form.errors else None,
        shown=[(part.item, namecheck.shown(part.text, part.hits)) for part in parts],
        hits=hits,
        message=namecheck.MESSAGE,
        template="sharing/governors/check.html",
        slug=slug,
        caption=meeting.reference,
        back=reverse("governors:draft_minutes", kwargs={"slug": slug}),
        back_words="The minutes",
    )


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def approve(request: Request, slug: str) -> HttpResponse:
    """The chair reads what was sent, approves, and it is published."""
    reader, meeting = kept(request, slug)
    if request.method == "POST":
        try:
            minutes.publish(meeting, reader)
            messages.success(request, "Published.")
            return redirect("governors:public_minutes", slug=slug)
        except (Refused, TooManyTries) as refusal:
            messages.error(request, str(refusal))
            return redirect("governors:meeting", slug=slug)
    return page(
        request,
        "Minutes to approve",
        ApproveForm(),
        template="sharing/governors/approve.html",
        parts=minutes.open_parts(meeting, reader),
        caption=meeting.reference,
        **to_meeting(slug),
    )


@require_GET
@login_not_required
def public_list(request: Request) -> HttpResponse:
    """The published minutes, for everybody."""
    rows = Published.objects.select_related("meeting").order_by("-meeting__meets_at")[:200]
    return page(request, "Minutes of governors’ meetings", template="sharing/governors/public_list.html", rows=rows)


def _published(slug: str) -> Published:
    rows = Published.objects.filter(meeting__reference=references.read(slug) or "")
    published = rows.select_related("meeting").first()
    if published is None:
        raise Http404
    return published


@require_GET
@login_not_required
def public(request: Request, slug: str) -> HttpResponse:
    """Published minutes, for everybody, with the log's checkpoint in words and as a square."""
    published = _published(slug)
    square = base64.b64encode(minutes.square(published.checkpoint).encode()).decode()
    values = {"published": published, "square": square, "items": published.content["items"]}
    return render(request, "sharing/governors/public.html", values)


@require_GET
@login_not_required
def public_pdf(request: Request, slug: str) -> HttpResponse:
    """The same as a PDF: the very bytes that were published."""
    published = _published(slug)
    response = HttpResponse(bytes(published.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{published.meeting.slug}-minutes.pdf"'
    return response
