"""The pages of lost property: handing in, the list, an item, the printed list."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from core import references
from core.ids import NOWHERE
from core.pages import form_page, page
from records import banner
from records.vault import vault
from records.vault.vault import Opened, Reader
from tests.example_subject.lost_property import items, printed
from tests.example_subject.lost_property.forms import ClaimForm, HandInForm
from tests.example_subject.lost_property.models import Item

LOOKED_AFTER_BY = "This page is for the office and the Headteacher."


@require_http_methods(["GET", "POST"])
def hand_in(request: Request) -> HttpResponse:
    """Something was found: three questions."""
    only_for(request, items.HANDS_IN, "This page is for school staff.", page=(Item, "page"))
    return form_page(request, "Hand in lost property", HandInForm, partial(_hand_in, request))


def _hand_in(request: Request, form: HandInForm) -> HttpResponse:
    item = items.hand_in(**form.cleaned_data, by=request.user)
    messages.success(request, f"{item.reference}: the office has been told.")
    return redirect("home:home")


@require_GET
@step_up.needed
def item_list(request: Request) -> HttpResponse:
    """What nobody has claimed yet."""
    user = only_for(request, items.LOOKS_AFTER, LOOKED_AFTER_BY, page=(Item, "page"))
    return page(request, "Lost property", template="lost_property/items.html", items=items.waiting(user))


def _open(request: Request, slug: str) -> tuple[Item, Opened, Reader]:
    """The item, for those who may see it; others find nothing, by the same statements. Raises NotThere."""
    reader = Reader.fresh_of(request)
    found = Item.objects.filter(reference=references.read(slug) or "").select_related("record", "claim__key").first()
    opened = vault.open_record(reader, found.record.public_id if found else NOWHERE)
    if found is None:
        raise Http404
    return found, opened, reader


@require_http_methods(["GET", "POST"])
def item(request: Request, slug: str) -> HttpResponse:
    """What it is, and whose: the office gives it to them."""
    shown, opened, reader = _open(request, slug)
    values: dict[str, Any] = {
        "template": "lost_property/item.html",
        "heading": f"Lost property {shown.reference}",
        "opened": opened,
        "banner": banner.of(opened, reader),
        "back": reverse("home:home"),
    }
    if hasattr(shown, "claim"):
        claimant = vault.open_field(reader, shown.claim, "claimant", because="lost_property").decode()
        return page(request, "Lost property", **values, rows_of=[["Given to", claimant]])
    if not request.roles & items.LOOKS_AFTER:
        return page(request, "Lost property", **values)
    return form_page(request, "Lost property", ClaimForm, partial(_give, request, shown), **values)


def _give(request: Request, item: Item, form: ClaimForm) -> HttpResponse:
    items.give(item, form.cleaned_data["claimant"], by=request.user)
    messages.success(request, "Recorded.")
    return redirect("lost_property:items")


@require_POST
@step_up.needed_lately_to_change
def print_list(request: Request) -> HttpResponse:
    """The list on paper, by the one way out."""
    only_for(request, items.LOOKS_AFTER, LOOKED_AFTER_BY, page=(Item, "page"))
    return printed.release_list(Reader.of(request), request.roles)
