"""What a recorded decision releases: its print, the file to send, what was told, the letter of reply (R: C8)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from core.pages import form_page
from records.vault.vault import Opened, Reader
from sharing.decisions import documents, facts, sent
from sharing.decisions.authorities import ByDecision, Reply, spoken
from sharing.decisions.forms.releasing import PrintForm
from sharing.decisions.forms.spoken import SpokenForm
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.decisions.views.common import of_decision, open_decision, refuse
from sharing.disclosures.channels import ENCRYPTED
from sharing.disclosures.models import Channel, Disclosure
from sharing.disclosures.release import (
    Altered,
    InternalPrint,
    encrypted,
    new_passphrase,
    passphrase_of,
    release,
    second_look_file,
)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def print_record(request: Request, slug: str) -> HttpResponse:
    """The decision on paper, for a colleague who may see it."""
    decision, opened, reader = open_decision(request, slug)
    return form_page(
        request,
        "Print this record",
        partial(PrintForm, opened),
        partial(_print, slug, decision, opened, reader),
        intro=[
            "A print is for a colleague who may see it anyway. For somebody outside, record a share decision: the "
            "paper for them is made there. Do not leave it on a printer."
        ],
        **of_decision(decision),
    )


def _print(slug: str, decision: ShareDecision, opened: Opened, reader: Reader, form: PrintForm) -> HttpResponse:
    data = form.cleaned_data
    return release(
        InternalPrint(decision.record),
        content=documents.printed_record(decision, opened, reader, for_whom=data["whom"], only=data.get("only")),
        file_name=f"{slug}-record.pdf",
        media_type="application/pdf",
        reader=reader,
    )


def _recipient(decision: ShareDecision, public_id: UUID, reader: Reader) -> DecisionRecipient:
    """A recipient of the reader's own decision to share, to whom something can be handed over now."""
    recipients = decision.recipients.select_related("contact__agency", "adult", "user", "agency")
    recipient = recipients.filter(public_id=public_id).exclude(kind=DecisionRecipient.Kind.STAFF).first()
    if decision.decided_by_id != reader.user.pk or recipient is None or not decision.shares or not decision.channel:
        raise refuse(decision, "no_authority")
    return recipient


@require_POST
@step_up.needed_lately_to_change
def get_file(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The file to send: what was decided to be shared, for one recipient; encrypted where it goes electronically."""
    decision, opened, reader = open_decision(request, slug)
    recipient = _recipient(decision, public_id, reader)
    content = documents.to_send(decision, recipient, opened, reader)
    passphrase = new_passphrase() if Channel(decision.channel) in ENCRYPTED else ""
    return release(
        ByDecision(decision, recipient),
        content=encrypted(content, passphrase) if passphrase else content,
        file_name=f"{slug}-to-send.pdf",
        media_type="application/pdf",
        reader=reader,
        passphrase=passphrase,
    )


@require_GET
@step_up.needed_lately
def passphrases(request: Request, slug: str) -> HttpResponse:
    """The passphrases of the files that the author took out: to be said on the telephone, never sent with the file."""
    decision, opened, reader = open_decision(request, slug)
    mine = Disclosure.objects.filter(decision=decision, by=reader.user, passphrase__isnull=False)
    if decision.decided_by_id != reader.user.pk:
        raise refuse(decision, "not_author")
    rows, sealed = [], facts.of(opened)
    for disclosure in mine.select_related("recipient__contact", "key").order_by("-pk"):
        recipients = [disclosure.recipient] if disclosure.recipient else []
        name = next(iter(documents.names_of(sealed, recipients)), "")
        rows.append((disclosure, name, passphrase_of(disclosure, reader)))
    return render(request, "sharing/decisions/passphrases.html", {"decision": decision, "slug": slug, "rows": rows})


def _sent(decision: ShareDecision, opened: Opened, public_id: UUID, reader: Reader) -> Disclosure:
    disclosure = sent.find(decision, opened, public_id, reader)
    if disclosure is None:
        raise refuse(decision, "not_whole")
    return disclosure


@require_GET
@step_up.needed_lately
def look_again(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """What left, looked at again: the words that were told, or the way to the file."""
    decision, opened, reader = open_decision(request, slug)
    disclosure = _sent(decision, opened, public_id, reader)
    recipients = [disclosure.recipient] if disclosure.recipient else []
    values = {
        "decision": decision,
        "slug": slug,
        "one": disclosure,
        "name": next(iter(documents.names_of(facts.of(opened), recipients)), "The person who asked"),
        "passphrase": sent.passphrase_of(disclosure, reader),
    }
    try:
        values["words"] = sent.words_of(disclosure, reader)
    except Altered as refusal:
        values["altered"] = refusal
    return render(request, "sharing/decisions/sent.html", values)


@require_POST
@step_up.needed_lately_to_change
def open_again(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The bytes of a file that left: a second look, and no new disclosure."""
    decision, opened, reader = open_decision(request, slug)
    disclosure = _sent(decision, opened, public_id, reader)
    if not disclosure.file_name:
        raise refuse(decision, "no_file")
    try:
        return second_look_file(disclosure, reader)
    except Altered as refusal:
        messages.error(request, str(refusal))
        return redirect("decisions:look_again", slug=slug, public_id=public_id)


@require_POST
@step_up.needed_lately_to_change
def reply(request: Request, slug: str) -> HttpResponse:
    """The letter to the person who asked, where it was decided not to share."""
    decision, opened, reader = open_decision(request, slug)
    if decision.decided_by_id != reader.user.pk or decision.shares or not facts.of(opened).replies:
        raise refuse(decision, "no_authority")
    return release(
        Reply(decision),
        content=documents.reply(decision, opened),
        file_name=f"{slug}-reply.pdf",
        media_type="application/pdf",
        reader=reader,
    )


@require_http_methods(["GET", "POST"])
def told_them(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """I have told them: what was said, to whom, when."""
    decision, opened, reader = open_decision(request, slug)
    recipient = _recipient(decision, public_id, reader)
    name = documents.names_of(facts.of(opened), [recipient])[0]
    return form_page(
        request,
        "I have told them",
        SpokenForm,
        partial(_told, slug, decision, recipient, reader),
        intro=[f"{name}, by: {decision.get_channel_display().lower()}."],
        **of_decision(decision),
    )


def _told(
    slug: str, decision: ShareDecision, recipient: DecisionRecipient, reader: Reader, form: SpokenForm
) -> HttpResponse:
    same = Disclosure.objects.filter(decision=decision, recipient=recipient, happened_at=form.moment)
    if not same.exists():
        spoken(decision, recipient, reader.user, words=form.cleaned_data["said"], at=form.moment)
    return redirect("decisions:decision", slug=slug)
