"""What leaves by a recorded decision: its print, the file to send, what was told, the reply to who asked (R: C8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from audit import entries
from pupils.models import Person
from records import need_to_know
from records.vault import Opened, Reader
from school import clock, times
from school.dates import DateField
from school.text import TextField
from school.times import TimeField
from sharing import facts, papers
from sharing.authorities import ByDecision, Reply, spoken
from sharing.channels import ENCRYPTED
from sharing.models import Channel, DecisionRecipient, Disclosure, ShareDecision
from sharing.release import InternalPrint, encrypted, new_passphrase, passphrase_of, release
from sharing.views.decision import open_decision


class PrintForm(forms.Form):
    """Who is it for? Somebody outside needs a decision."""

    def __init__(self, opened: Opened, data: Any = None) -> None:
        super().__init__(data)
        people = [(str(person.public_id), person.full_name) for person, _ in need_to_know.named(opened.sight)]
        self.fields["whom"] = forms.ChoiceField(
            label="Who is it for?",
            choices=[("", "Choose a colleague who may see it"), *people],
            error_messages={"required": "Select who it is for", "invalid_choice": "Select who it is for"},
        )
        self.subjects = {str(person.public_id): person for person in opened.subjects}
        if len(self.subjects) > 1:
            each = [
                (key, f"Only {person.first_name}: the others without a name") for key, person in self.subjects.items()
            ]
            self.fields["only"] = forms.ChoiceField(
                label="About whom?", choices=[("", "Everybody it is about"), *each], required=False
            )

    def only(self) -> Person | None:
        """The one child it is printed for; None for everybody."""
        return self.subjects.get(self.cleaned_data.get("only") or "")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def print_record(request: Request, slug: str) -> HttpResponse:
    """The decision on paper, for a colleague who may see it."""
    found, opened, reader = open_decision(request, slug)
    form = PrintForm(opened, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = dict(form.fields["whom"].choices)[form.cleaned_data["whom"]]  # type: ignore[attr-defined]
        return release(
            InternalPrint(found.record),
            content=papers.printed_record(found, opened, reader, for_whom=name, only=form.only()),
            file_name=f"{slug}-record.pdf",
            media_type="application/pdf",
            reader=reader,
        )
    values = {"form": form, "decision": found, "slug": slug}
    return render(request, "sharing/print.html", values, status=400 if form.errors else 200)


def _recipient(found: ShareDecision, public_id: UUID, reader: Reader) -> DecisionRecipient:
    """A recipient of one's own decision to share, to whom something can be handed over now."""
    recipients = found.recipients.select_related("contact__agency", "adult", "user", "agency")
    one = recipients.filter(public_id=public_id).exclude(kind=DecisionRecipient.Kind.STAFF).first()
    if found.decided_by_id != reader.user.pk or one is None or not found.shares or not found.channel:
        entries.refused(ShareDecision, str(found.public_id), because="no_authority")
        raise Http404
    return one


@require_POST
@step_up.needed_lately_to_change
def get_file(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The file to send: what was decided to be shared, for one recipient; encrypted where it goes by a wire."""
    found, opened, reader = open_decision(request, slug)
    recipient = _recipient(found, public_id, reader)
    content = papers.to_send(found, recipient, opened, reader)
    passphrase = new_passphrase() if Channel(found.channel) in ENCRYPTED else ""
    return release(
        ByDecision(found, recipient),
        content=encrypted(content, passphrase) if passphrase else content,
        file_name=f"{slug}-to-send.pdf",
        media_type="application/pdf",
        reader=reader,
        passphrase=passphrase,
    )


@require_GET
@step_up.needed_lately
def passphrases(request: Request, slug: str) -> HttpResponse:
    """The passphrases of the files that one has taken out: to be said on the telephone, never sent with the file."""
    found, opened, reader = open_decision(request, slug)
    mine = Disclosure.objects.filter(decision=found, by=reader.user, passphrase__isnull=False)
    if found.decided_by_id != reader.user.pk:
        entries.refused(ShareDecision, str(found.public_id), because="not_author")
        raise Http404
    rows, sealed = [], facts.of(opened)
    for one in mine.select_related("recipient__contact", "key").order_by("-pk"):
        recipient = [one.recipient] if one.recipient else []
        rows.append((one, next(iter(papers.names_of(sealed, recipient)), ""), passphrase_of(one, reader)))
    return render(request, "sharing/passphrases.html", {"decision": found, "slug": slug, "rows": rows})


@require_POST
@step_up.needed_lately_to_change
def reply(request: Request, slug: str) -> HttpResponse:
    """The letter to whoever asked, where it was decided not to share."""
    found, opened, reader = open_decision(request, slug)
    if found.decided_by_id != reader.user.pk or found.shares or not facts.of(opened).replies:
        entries.refused(ShareDecision, str(found.public_id), because="no_authority")
        raise Http404
    return release(
        Reply(found),
        content=papers.reply(found, opened),
        file_name=f"{slug}-reply.pdf",
        media_type="application/pdf",
        reader=reader,
    )


class SpokenForm(forms.Form):
    """When it was told, and in which words."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"] = DateField(what="the date you told them", past=True, label="Date")
        self.initial.setdefault("on", clock.today())
        self.fields["at"] = TimeField(what="the time", label="Time")
        self.fields["at"].help_text = "For example, 2:30pm or 14:30"
        self.fields["said"] = TextField(what="what you told them", reasons=True, label="What did you tell them?")
        self.moment: datetime | None = None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("on") and said.get("at"):
            try:
                self.moment = times.moment(said["on"], said["at"])
            except ValueError:
                self.add_error("at", "There was no such time that night: the clocks went forward")
                return said
            if self.moment > clock.now():
                self.add_error("at", "The time must be in the past")
        return said


@require_http_methods(["GET", "POST"])
def told_them(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """I have told them: what was said, to whom, when."""
    found, opened, reader = open_decision(request, slug)
    recipient = _recipient(found, public_id, reader)
    form = SpokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.moment:
        said = form.cleaned_data["said"]
        same = Disclosure.objects.filter(decision=found, recipient=recipient, happened_at=form.moment)
        if not same.exists():
            spoken(found, recipient, reader.user, said=said, at=form.moment)
        return redirect("decision", slug=slug)
    values = {"form": form, "decision": found, "slug": slug, "name": papers.names_of(facts.of(opened), [recipient])[0]}
    return render(request, "sharing/told_them.html", values, status=400 if form.errors else 200)
