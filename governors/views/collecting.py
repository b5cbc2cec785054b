"""The clerk's pages, and the chair's, for what goes out and comes back: copies, destruction, what is kept (R: P3)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.views.common import page, reason
from accounts import step_up
from accounts.forms import PersonField
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import Role
from governors import collecting, copies, opening
from governors.models import Copy, Master, MinutesPart, Paper
from governors.views.common import KEEPERS, items_of, kept, line, nothing, page_of, picture
from records import files, vault
from school.refusals import Refused
from sharing.models import Disclosure
from sharing.release import InternalList, release


class CopyForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.fields["who"] = PersonField("Who gets the copy?", people)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def copy_new(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """A numbered copy of a paper, for printing."""
    reader, found = kept(request, slug)
    mine = items_of(reader, found)
    paper = (
        Paper.objects.filter(opening.standing(reader.at), public_id=public_id, item__in=mine)
        .select_related("item__meeting", "key")
        .first()
    )
    if paper is None:
        nothing(Paper, str(public_id))
    people = list(opening.readers(paper.item).order_by("last_name"))
    form = CopyForm(people, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        try:
            return copies.release_copy(paper, who, reader, numbered=True, words=line(who))
        except Refused as refusal:
            form.add_error("who", str(refusal))
    intro = ["The copy gets the next number, and every page is marked with it. Print it, and give it to nobody else."]
    return page_of(request, "A paper copy", form, slug, "Make the copy", intro=intro)


@require_GET
@step_up.needed
def copies_out(request: Request) -> HttpResponse:
    """The paper copies that are not back."""
    who = (*opening.KEEP, Role.HEADTEACHER)
    user = only_for(request, who, KEEPERS, page=(Copy, "page"))
    rows = collecting.missing(user) if request.roles <= {Role.HEADTEACHER} else collecting.out()
    if not request.roles <= {Role.HEADTEACHER}:
        rows = rows.filter(paper__item__in=opening.items_kept_by(user))
    ticks = bool(request.roles & set(opening.KEEP))
    return page(request, "Copies not back", template="governors/copies.html", rows=rows, ticks=ticks)


@require_POST
def copy_back(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """A copy came back."""
    reader, found = kept(request, slug)
    mine = items_of(reader, found)
    copy = Copy.objects.filter(public_id=public_id, paper__item__in=mine, number__isnull=False).first()
    if copy is None:
        nothing(Copy, str(public_id))
    collecting.back(copy, by=reader.user)
    return redirect("copies_out")


class DestroyForm(forms.Form):
    shredded = forms.BooleanField(
        label="The paper copies that came back have been shredded",
        error_messages={"required": "Tick when the paper copies that came back have been shredded"},
    )


@require_http_methods(["GET", "POST"])
def destroy(request: Request, slug: str) -> HttpResponse:
    """Two persons, one after the other, destroy what readers had."""
    reader, found = kept(request, slug)
    before = getattr(found, "destruction", None)
    form = DestroyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if before is None:
                collecting.begin(found, by=reader.user)
                messages.success(request, "Recorded. Another person must confirm it.")
            else:
                collecting.confirm(before, by=reader.user)
                messages.success(request, "Destroyed. Nobody can open these papers again.")
            return redirect("governors_meeting", slug=slug)
        except Refused as refusal:
            form.add_error("shredded", str(refusal))
    missing = collecting.out().filter(paper__item__meeting=found).count()
    intro = ["What readers had is destroyed: pages, notes and files, with their keys. The masters stay."]
    if missing:
        intro.append(f"Paper copies that are not back: {missing}. The certificate will say so.")
    button = "Confirm the destruction" if before else "Begin the destruction"
    return page_of(request, "Destroy the papers", form, slug, button, intro=intro, caption=found.reference)


@require_POST
@step_up.needed_lately_to_change
def certificate(request: Request, slug: str) -> HttpResponse:
    """The certificate of a destruction, as a PDF."""
    reader, found = kept(request, slug)
    before = getattr(found, "destruction", None)
    if before is None or not hasattr(before, "done"):
        messages.error(request, "The papers have not been destroyed yet.")
        return redirect("governors_meeting", slug=slug)
    return release(
        InternalList(Disclosure.Print.CERTIFICATE),
        content=collecting.certificate(before.done),
        file_name=f"{found.slug}-certificate.pdf",
        media_type="application/pdf",
        reader=reader,
    )


class AskForm(forms.Form):
    why = reason("Why must it be opened?", what="why it must be opened")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def masters(request: Request, slug: str) -> HttpResponse:
    """What is kept of a meeting: opened by the clerk and the chair together, for an hour."""
    reader, found = kept(request, slug)
    opens = opening.masters(reader.user, reader.at).filter(meeting=found).exists()
    waiting = found.asks.filter(agreed=None).exclude(by=reader.user).select_related("by", "key").last()
    form: forms.Form | None = None
    if opens:
        mine = items_of(reader, found)
        rows = list(Master.objects.filter(paper__item__in=mine).select_related("key", "paper__item").order_by("pk"))
        parts = list(
            MinutesPart.objects.filter(item__in=mine, is_open=False).select_related("key", "item").order_by("pk")
        )
        fields = [(one, "title") for one in rows] + [(one, "content") for one in parts]
        texts = [text.decode() for text in vault.open_fields(reader, fields, because="master")]
        return page(
            request,
            "What is kept",
            template="governors/masters.html",
            found=found,
            rows=list(zip(rows, texts[: len(rows)], strict=True)),
            parts=list(zip(parts, texts[len(rows) :], strict=True)),
            back=reverse("governors_meeting", kwargs={"slug": slug}),
            back_words="The meeting",
        )
    if waiting is not None:
        why = vault.open_field(reader, waiting, "reason", because="master").decode()
        if request.method == "POST":
            try:
                collecting.agree(waiting, by=reader.user)
                return redirect("masters", slug=slug)
            except Refused as refusal:
                messages.error(request, str(refusal))
        said = [("Who asks", waiting.by.full_name), ("Why", why)]
        return page_of(
            request,
            "Open what is kept",
            forms.Form(),
            slug,
            "Agree: open it for an hour",
            rows_of=said,
            caption=found.reference,
        )
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        collecting.ask_for_masters(found, form.cleaned_data["why"], by=reader.user)
        messages.success(request, "Asked. It opens when the other of you agrees.")
        return redirect("governors_meeting", slug=slug)
    intro = ["The masters and the confidential minutes open with the clerk and the chair together."]
    return page_of(request, "Open what is kept", form, slug, "Ask", intro=intro, caption=found.reference)


@require_GET
def master_page(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """A page of a master, drawn anew and marked."""
    reader, found = kept(request, slug)
    mine = items_of(reader, found).filter(meeting__in=opening.masters(reader.user, reader.at).values("meeting"))
    master = Master.objects.filter(public_id=public_id, paper__item__in=mine).select_related("key", "paper").first()
    if master is None or not 1 <= number <= master.paper.pages_in_all:
        nothing(Master, str(public_id))
    content = vault.open_field(reader, master, "content", because="master")
    return picture(files.draw(content, number), line(reader.user))
