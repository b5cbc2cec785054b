"""How a share decision begins: what needs to be recorded; a child in danger now; closing a draft."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import roles
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import READERS, Role
from audit import entries
from pupils import roll
from pupils.models import Person
from records import finding, need_to_know
from records.vault import NotThere, Reader
from school import clock, references, times
from school.choices import Radios, Ticks
from school.dates import DateField
from school.ids import NOWHERE, as_uuid
from school.revealing import RevealingForm
from school.text import TextField
from school.times import TimeField
from sharing import drafts, harm, hearers
from sharing.answers import Answers
from sharing.danger import TOLD, Danger, record_danger
from sharing.flow.context import Context
from sharing.models import Draft, Origin, ShareDecision


class StartForm(RevealingForm):
    def build(self) -> None:
        self.fields["origin"] = Radios(
            "What do you need to record?", list(Origin.choices), what="what you need to record"
        )
        self.hints["origin", Origin.DONE] = "For example by telephone"
        self.hints["origin", Origin.DANGER] = "The short form; finish the rest later"


def _decides(request: Request) -> None:
    """Share decisions are school staff's, less the Administrator. The page is known to be there."""
    words = "Share decisions are recorded by school staff."
    only_for(request, READERS, words, page=(Draft, "start"))


def _reader(request: Request) -> Reader:
    _decides(request)
    return Reader.fresh_of(request)


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """What do you need to record? From a child's page the answer is known."""
    wanted = request.POST.get("child")
    if wanted:
        reader = Reader.fresh_of(request)
        child = need_to_know.person_known_to(reader.user, as_uuid(wanted))
        if child is None:
            entries.refused(Person, "unknown")
            raise Http404
        draft = drafts.start(reader.user, child)
        return redirect("step", draft_id=draft.public_id, name="safe")
    reader = _reader(request)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        origin = form.cleaned_data["origin"]
        if origin == Origin.DANGER:
            return redirect("danger")
        draft = drafts.start(reader.user, origin=origin)
        first = {Origin.ASKED: "asked", Origin.DONE: "when"}.get(Origin(origin), "about")
        return redirect("step", draft_id=draft.public_id, name=first)
    return render(request, "sharing/start.html", {"form": form}, status=400 if form.errors else 200)


class DangerForm(RevealingForm):
    """The first minute. A name that is the beginning of one child's is taken; one that only sounds like it, or fits
    several, is asked about: it is recorded at once, and must not be about the wrong child. Else it stays as typed.
    """

    def __init__(self, reader: Reader, data: Any = None, **kwargs: Any) -> None:
        self.reader = reader
        super().__init__(data, **kwargs)

    def build(self) -> None:
        reader = self.reader
        self.fields["query"] = TextField(
            what="the child’s name; if you do not know it, say how we can tell who it is",
            max_length=120,
            label="Which child?",
            help_text="A name, or how we can tell who it is",
        )
        typed = (self.data.get("query") or "").strip() if self.is_bound else ""
        # With a stale factor nobody is listed, and the answer is the same whoever is here; a name is matched inside.
        self.chosen = (self.data.get("person") or "") if self.is_bound and not reader.fresh else ""
        self.matches = (finding.search if reader.fresh else finding.find)(reader.user, typed, reader.at)
        self.sure = finding.sure(typed, self.matches)
        if self.matches and not self.sure and reader.fresh:
            lines = {line.person.pk: line.where for line in roll.lines_of(self.matches)}
            named = [(str(p.public_id), f"{p.full_name}, {lines.get(p.pk, '')}") for p in self.matches]
            choices = [*named, ("none", "None of these: keep what I typed")]
            self.fields["person"] = Radios("Which of these?", choices, what="which child", required=False)
        dsl = hearers.dsl_for(reader.user)
        told = [(key, dsl.short_name if key == "dsl" and dsl else label) for key, label in TOLD.items()]
        self.fields["told"] = Ticks("Who have you told, or are you telling now?", told, what="who you have told")
        self.fields["other"] = TextField(what="who else", max_length=200, label="Who?")
        self.fields["account"] = TextField(
            what="what is happening", label="What is happening, and what did you tell them?"
        )
        self.fields["when"] = Radios("When?", [("now", "Now"), ("earlier", "Earlier")], what="when")
        self.initial.setdefault("when", "now")
        self.fields["at"] = TimeField(what="the time", label="Time")
        self.fields["on"] = DateField(what="the date", past=True, label="Date", required=False)
        self.fields["keep"] = Ticks(
            "Must somebody not see this?", _keepable(reader.user), what="who must not see this", required=False
        )
        self.reveals |= {("told", "other"): "other", ("when", "earlier"): ("at", "on")}
        self.required_when |= {"other": "Enter who else", "at": "Enter the time"}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "person" in self.fields and not said.get("person"):
            self.add_error("person", "Select which child, or keep what you typed")
        if "nobody" in (said.get("told") or []) and len(said["told"]) > 1:
            self.add_error("told", "Select who you have told, or nobody, not both")
        self.moment = clock.now()
        if said.get("when") == "earlier":
            self._earlier(said)
        keep = list(User.objects.filter(public_id__in=said.get("keep") or []))
        child = self.child()
        # With a stale factor the answer is the same whether the child is here or not; `hearers.despite` sees to it.
        people, author = [child] if child and self.reader.fresh else [], self.reader.user
        if not hearers.hearers(author, people, keep, urgent=True):
            self.add_error("keep", hearers.nobody_hears(author, people, keep))
        return said

    def _earlier(self, said: dict[str, Any]) -> None:
        if not said.get("at"):
            return
        try:
            self.moment = times.moment(said.get("on") or clock.today(), said["at"])
        except ValueError:
            self.add_error("at", "There was no such time that night: the clocks went forward")
            return
        if self.moment > clock.now():
            self.add_error("at", "The time must be in the past")

    def child(self) -> Person | None:
        """The child, where the name fits one."""
        chosen = self.chosen or self.cleaned_data.get("person")
        if self.sure:
            return self.sure
        return next((one for one in self.matches if str(one.public_id) == chosen), None)

    def danger(self) -> Danger:
        said = self.cleaned_data
        keep = list(User.objects.filter(public_id__in=said.get("keep") or []))
        return Danger(
            child=self.child(),
            typed=said["query"],
            told=said["told"],
            other=said.get("other") or "",
            account=said["account"],
            at=self.moment,
            withheld=keep,
            unseen=not self.reader.fresh,
        )


def _keepable(user: User) -> list[tuple[str, str]]:
    rows = []
    for role in (Role.HEADTEACHER, Role.DSL, Role.CHAIR, Role.DPO):
        rows += [(str(one.public_id), f"{one.full_name}, {role.label}") for one in roles.holders(role, besides=user)]
    return rows


@require_http_methods(["GET", "POST"])
def danger(request: Request, draft_id: UUID | None = None) -> HttpResponse:
    """A child is in danger now: one page, recorded at once. `draft_id`: begun from a draft, whose child it takes."""
    # Never a code before this: what is typed in a hurry is recorded with a stale second factor too. Nothing is read.
    reader = Reader.of(request)
    if draft_id is None or request.method == "POST":
        _decides(request)
    elif not reader.fresh:
        return redirect("danger")  # without the draft's child, which would have to be read
    initial: dict[str, Any] = {}
    if draft_id is not None and request.method == "GET":
        try:
            loaded = drafts.load(reader, draft_id)
        except NotThere:
            raise Http404 from None
        for one in Answers(loaded.answers).about.people[:1]:
            known = need_to_know.person_known_to(reader.user, one)
            initial["query"] = known.full_name if known else ""
    # The page carries the id that its entry gets: sent twice, it is one entry.
    once = as_uuid(request.POST.get("once", ""))
    once = uuid4() if once == NOWHERE else once
    form = DangerForm(reader, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = record_danger(reader.user, form.danger(), once)
            return redirect("done", slug=references.slug(made.reference))
        except hearers.NobodyHears as refusal:
            form.add_error("keep", str(refusal))
    values = {"form": form, "once": once, "dsl": hearers.dsl_for(reader.user)}
    return render(request, "sharing/danger.html", values, status=400 if form.errors else 200)


class CloseForm(forms.Form):
    reason = TextField(what="why", reasons=True, label="Why is nothing decided here?")


def _read(reader: Reader, draft: Draft) -> Context | None:
    """What a draft says; None where this version of the product cannot read it."""
    try:
        return Context(drafts.load(reader, draft.public_id), reader, opens=False)
    except drafts.OldDraft:
        return None


@require_http_methods(["GET", "POST"])
def close(request: Request, draft_id: UUID) -> HttpResponse:
    """Close one's own draft and say why. Where a child may be at risk, only who was told of it closes it (R: C2)."""
    reader = Reader.fresh_of(request)
    draft = drafts.own(reader.user, draft_id)
    if draft is None or ShareDecision.objects.filter(draft=draft).exists():
        entries.refused(Draft, str(draft_id))
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    context = _read(reader, draft)
    says_risk = context is not None and context.safety.at_risk
    told, at_risk, alone = harm.told(draft), says_risk or draft.harm_told.exists(), ""
    people, withheld = (context.subjects.people, context.safety.withheld) if context else ([], [])
    if request.method == "POST" and form.is_valid():
        if not at_risk:
            drafts.close(draft, reader.user, form.cleaned_data["reason"])
            return redirect("home")
        if says_risk:
            harm.tell(draft, people, withheld)
            told = harm.told(draft)
    if at_risk and not told:
        alone = hearers.nobody_hears(reader.user, people, withheld)
    values = {"form": form, "draft": draft, "told": ", ".join(one.short_name for one in told), "alone": alone}
    return render(request, "sharing/close.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_harm(request: Request, draft_id: UUID) -> HttpResponse:
    """Whoever was told of harm agrees that nothing is to be decided: the draft is closed with their reason."""
    reader = Reader.fresh_of(request)
    told = (
        harm.open_to(reader.user)
        .filter(draft__record__public_id=draft_id)
        .select_related("draft__record__key", "draft__author")
        .first()
    )
    if told is None:
        entries.refused(Draft, str(draft_id))
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        drafts.close(told.draft, reader.user, form.cleaned_data["reason"])
        return redirect("home")
    values = {"form": form, "draft": told.draft, "agrees": True}
    return render(request, "sharing/close.html", values, status=400 if form.errors else 200)
