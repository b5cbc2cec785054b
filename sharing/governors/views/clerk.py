"""The clerk's pages, and the chair's, before a meeting: setting up, readers, papers, issue (R: P1)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from core import clock, refusals
from core.pages import form_page, page
from core.refusals import Refused
from records.vault import vault
from records.vault.vault import Reader
from sharing.governors import preparing, reading_rules, returns
from sharing.governors.forms.papers import PaperForm
from sharing.governors.forms.preparing import ItemForm, MeetingForm
from sharing.governors.forms.readers import KeepOutForm, NamedForm
from sharing.governors.models import GovernorsMeeting, Item, KeptFrom, NamedGovernor, Paper
from sharing.governors.views.common import KEEPERS, item_of, items_of, kept, refuse_as_not_found, to_meeting


@require_http_methods(["GET", "POST"])
@step_up.needed
def meeting_list(request: Request) -> HttpResponse:
    """The meetings, and a new one."""
    user = only_for(request, reading_rules.KEEP, KEEPERS, page=(GovernorsMeeting, "page"))
    return form_page(
        request,
        "Governors’ meetings",
        MeetingForm,
        partial(_begin, request),
        template="sharing/governors/meetings.html",
        rows=reading_rules.kept_by(user)[:50],
    )


def _begin(request: Request, form: MeetingForm) -> HttpResponse:
    data = form.cleaned_data
    made = preparing.begin(data["committee"], data["begins"], data["closes"], by=request.user)
    return redirect("governors:meeting", slug=made.slug)


@require_GET
def meeting(request: Request, slug: str) -> HttpResponse:
    """A meeting as the people who set it up see it: every item from which they are not kept."""
    reader, held = kept(request, slug)
    rows = list(items_of(reader, held).select_related("key"))
    destroyed = hasattr(held, "destruction") and hasattr(held.destruction, "done")
    named = NamedGovernor.objects.live().filter(meeting=held).select_related("user").order_by("user__last_name")
    return page(
        request,
        "Governors’ meeting",
        template="sharing/governors/meeting.html",
        meeting=held,
        items=_items(reader, rows, destroyed=destroyed),
        named=[row.user for row in named],
        heading=held.committee,
        caption=held.reference,
        back=reverse("governors:meetings"),
        back_words="Meetings",
        closed=held.until <= clock.now(),
        destroyed=destroyed,
        begun=held.meets_at <= clock.now(),
        out=returns.not_returned().filter(paper__item__in=rows).count(),
    )


def _items(reader: Reader, rows: list[Item], *, destroyed: bool) -> list[dict[str, Any]]:
    """Each item with its title, the papers that have not been replaced, and who is kept from it and why."""
    every = Paper.objects.filter(item__in=rows).select_related("key", "item", "replaced_by__ready", "ready")
    papers = [paper for paper in every if not _replaced(paper)]
    ready = [paper for paper in papers if hasattr(paper, "ready") and not destroyed]
    titles = vault.open_fields(reader, [(thing, "title") for thing in (*rows, *ready)], because="clerk")
    names: dict[Any, str] = {thing: title.decode() for thing, title in zip((*rows, *ready), titles, strict=True)}
    kept_rows = list(KeptFrom.objects.live().filter(item__in=rows).select_related("user", "item", "key"))
    reasons = vault.open_fields(reader, [(row, "reason") for row in kept_rows], because="clerk")
    whys = [(row, why.decode()) for row, why in zip(kept_rows, reasons, strict=True)]
    return [
        {
            "item": item,
            "title": names[item],
            "papers": [(paper, names.get(paper, "Destroyed")) for paper in papers if paper.item_id == item.pk],
            "kept": [(row, why) for row, why in whys if row.item_id == item.pk],
        }
        for item in rows
    ]


def _replaced(paper: Paper) -> bool:
    after = getattr(paper, "replaced_by", None)
    return after is not None and hasattr(after, "ready")


@require_http_methods(["GET", "POST"])
def item_new(request: Request, slug: str) -> HttpResponse:
    """A further item of the agenda."""
    _, held = kept(request, slug)
    return form_page(request, "An item of the agenda", ItemForm, partial(_add_item, request, held), **to_meeting(slug))


def _add_item(request: Request, held: GovernorsMeeting, form: ItemForm) -> HttpResponse:
    data = form.cleaned_data
    preparing.add_item(held, data["title"], by=request.user, restricted=data["restricted"], complete=data["complete"])
    return redirect("governors:meeting", slug=held.slug)


@require_http_methods(["GET", "POST"])
def paper_new(request: Request, slug: str, item_id: UUID, replaces: UUID | None = None) -> HttpResponse:
    """A paper for an item, or one that replaces another."""
    reader, held = kept(request, slug)
    item, place = item_of(reader, held, item_id)
    before = None
    if replaces is not None:
        before = Paper.objects.filter(public_id=replaces, item=item).first() or refuse_as_not_found(
            Paper, str(replaces)
        )
    return form_page(
        request,
        "A paper in the place of another" if before else "A paper",
        partial(PaperForm, item),
        partial(_add_paper, request, item, before),
        caption=f"Item {place}",
        intro=["A long paper takes some seconds: each page is drawn and sealed."],
        **to_meeting(slug),
    )


def _add_paper(request: Request, item: Item, before: Paper | None, form: PaperForm) -> HttpResponse:
    data = form.cleaned_data
    content, _ = data["file"]
    with refusals.shown_at("file"):
        preparing.add_paper(
            item, data["title"], content, by=request.user, download=data.get("download", False), replaces=before
        )
    messages.success(request, "The paper is there, each page sealed.")
    return redirect("governors:meeting", slug=item.meeting.slug)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def named(request: Request, slug: str) -> HttpResponse:
    """Who reads the papers: added and taken away, at once."""
    _, held = kept(request, slug)
    now = set(NamedGovernor.objects.live().filter(meeting=held).values_list("user__public_id", flat=True))
    return form_page(
        request,
        "Who reads the papers",
        partial(NamedForm, initial={"people": [str(public_id) for public_id in now]}),
        partial(_name, request, held, now),
        **to_meeting(slug),
    )


def _name(request: Request, held: GovernorsMeeting, now: set[UUID], form: NamedForm) -> HttpResponse:
    wanted = form.cleaned_data["people"]
    for person in form.offered:
        if person in wanted and person.public_id not in now:
            preparing.name(held, person, by=request.user)
        elif person not in wanted and person.public_id in now:
            preparing.unname(held, person)
    return redirect("governors:meeting", slug=held.slug)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def keep_out(request: Request, slug: str, item_id: UUID) -> HttpResponse:
    """Keep a person from an item."""
    reader, held = kept(request, slug)
    item, place = item_of(reader, held, item_id)
    return form_page(
        request,
        "Keep somebody from an item",
        KeepOutForm,
        partial(_keep_out, request, item),
        caption=f"Item {place}",
        **to_meeting(slug),
    )


def _keep_out(request: Request, item: Item, form: KeepOutForm) -> HttpResponse:
    data = form.cleaned_data
    with refusals.shown_at("who"):
        preparing.keep_from(item, data["who"], data["how"], data["reason"], by=request.user)
    messages.success(request, "They are kept from the item, from now.")
    return redirect("governors:meeting", slug=item.meeting.slug)


@require_POST
@step_up.needed_lately_to_change
def issue(request: Request, slug: str) -> HttpResponse:
    """The papers can be read from now."""
    reader, held = kept(request, slug)
    try:
        preparing.issue(held, by=reader.user)
        messages.success(request, "Issued. The named governors have been told.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governors:meeting", slug=slug)
