"""What is added to a recorded decision: corrections, what became of it, a second person's word, a new decision."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from audit import entries
from records.vault import Opened, Reader
from school import clock, words
from school.choices import Radios, Ticks
from school.dates import DateField
from school.revealing import RevealingForm
from school.text import TextField
from sharing import decisions, drafts, facts, following, later, papers
from sharing.models import Event, Origin, ShareDecision
from sharing.views.decision import open_decision

What = Event.What
ASK_AGAIN_DAYS = 3
OTHER = "other"
# What stays of an old decision in a new one that follows it: facts. Judgements are made anew (R: C6).
FACTS = ("about", "asked", "who", "outside", "what")


def _not_theirs(found: ShareDecision) -> Http404:
    entries.refused(ShareDecision, str(found.public_id), because="not_author")
    return Http404()


class CorrectionForm(forms.Form):
    """Which answer, what is right, why; and whether somebody was given the wrong information."""

    def __init__(self, opened: Opened, found: ShareDecision, data: Any = None) -> None:
        super().__init__(data)
        answers = [
            (decisions.place_of(part, number), part.heading, key, value)
            for part in facts.cards_in(opened, later=False)
            if part.section.name != "hearers"
            for number, (key, value) in enumerate(part.rows)
        ]
        called = Counter(key for _, _, key, _ in answers)
        self.places = {
            place: key if called[key] == 1 else f"{heading}: {key} ({Truncator(value).chars(60)})"
            for place, heading, key, value in answers
        }
        choices = [("", "Choose an answer"), *self.places.items(), (OTHER, "Something else")]
        wrong = {"required": "Select which answer is wrong", "invalid_choice": "Select which answer is wrong"}
        self.fields["which"] = forms.ChoiceField(label="Which answer?", choices=choices, error_messages=wrong)
        self.fields["right"] = TextField(what="what is right", label="What is right?")
        self.fields["why"] = TextField(what="why", reasons=True, label="Why?")
        self.given = following.corrected_recipients(found)
        if self.given:
            names = zip(self.given, papers.names_of(facts.of(opened), self.given), strict=True)
            self.fields["sent"] = Ticks(
                "These people were given the wrong information: tell them",
                [(str(one.public_id), name) for one, name in names],
                what="who was given it",
                required=False,
            )


@require_http_methods(["GET", "POST"])
def correct(request: Request, slug: str) -> HttpResponse:
    """Add a correction. What was recorded stays as it was."""
    found, opened, reader = open_decision(request, slug)
    if found.decided_by_id != reader.user.pk:
        raise _not_theirs(found)
    form = CorrectionForm(opened, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [one for one in form.given if str(one.public_id) in (said.get("sent") or [])]
        place = "" if said["which"] == OTHER else said["which"]
        decisions.correct(
            opened,
            found,
            reader,
            which=form.places.get(place, "Something else"),
            right=said["right"],
            why=said["why"],
            place=place,
            sent_wrong=chosen,
        )
        return redirect("decision", slug=slug)
    values = {"form": form, "decision": found, "slug": slug}
    return render(request, "sharing/correct.html", values, status=400 if form.errors else 200)


class AddForm(RevealingForm):
    """A form for one kind of later entry. `save` adds the entry."""

    heading = ""
    guidance = ""

    def __init__(self, found: ShareDecision, opened: Opened, data: Any = None) -> None:
        self.found, self.opened = found, opened
        super().__init__(data)

    def yes_or_later(self, name: str, label: str, yes: str, no: str, what: str) -> None:
        self.fields[name] = Radios(label, [("yes", yes), ("no", no)], what=what)

    def ask_again(self, under: tuple[str, str]) -> None:
        self.fields["due"] = DateField(what="the date to ask again", future=True, label="Ask again on", required=False)
        self.initial.setdefault("due", clock.today() + timedelta(days=ASK_AGAIN_DAYS))
        self.reveals[under] = "due"
        self.required_when["due"] = "Enter the date to ask again"

    def on(self, label: str, what: str) -> None:
        self.fields["on"] = DateField(what=what, past=True, label=label)
        self.initial.setdefault("on", clock.today())

    def add(self, reader: Reader, what: str, rows: list[list[str]], **more: Any) -> None:
        later.event(self.found, what, reader.user, [row for row in rows if row[1]], **more)

    def save(self, reader: Reader) -> None:
        raise NotImplementedError


class Arrival(AddForm):
    heading = "Did it arrive?"

    def build(self) -> None:
        self.yes_or_later("arrived", "Did it arrive?", "Yes", "Not yet", "whether it arrived")
        self.on("When did you ask?", "the date you asked")
        self.fields["how"] = TextField(what="how you know", max_length=300, label="How do you know, and from whom?")
        self.ask_again(("arrived", "no"))

    def save(self, reader: Reader) -> None:
        said = self.cleaned_data
        rows = [["Asked on", words.day(said["on"])], ["How it is known", said["how"]]]
        if said["arrived"] == "yes":
            self.add(reader, What.ARRIVED, rows)
        else:
            self.add(reader, What.NOT_ARRIVED, [*rows, ["Ask again", words.day(said["due"])]], due=said["due"])


class TheirAnswer(AddForm):
    heading = "What did they answer?"
    guidance = "What they decided to do, and what came of it. If they did not answer, say so and ask again."

    def build(self) -> None:
        self.yes_or_later("answered", "Did they answer?", "Yes", "Not yet", "whether they answered")
        self.fields["said"] = TextField(
            what="what they decided", reasons=True, label="What did they decide, and what will they do?", required=False
        )
        self.reveals["answered", "yes"] = "said"
        self.required_when["said"] = "Enter what they decided"
        self.ask_again(("answered", "no"))

    def save(self, reader: Reader) -> None:
        said = self.cleaned_data
        if said["answered"] == "yes":
            self.add(reader, What.ANSWERED, [["What they decided", said["said"]]])
        else:
            self.add(reader, What.NO_ANSWER, [["Ask again", words.day(said["due"])]], due=said["due"])


class Telling(AddForm):
    heading = "Tell whoever was not told"

    def build(self) -> None:
        self.yes_or_later(
            "told", "Have they been told by now?", "Yes", "No, it is put off again", "whether they were told"
        )
        self.fields["who"] = TextField(what="who was told", max_length=200, label="Who was told?", required=False)
        self.fields["on"] = DateField(what="the date they were told", past=True, label="When?", required=False)
        self.initial.setdefault("on", clock.today())
        self.fields["said"] = TextField(
            what="what they were told, and what they said",
            reasons=True,
            required=False,
            label="What were they told, and what did they say?",
        )
        self.fields["why"] = TextField(
            what="why it is put off", reasons=True, required=False, label="Why is it put off? Give the facts."
        )
        self.ask_again(("told", "no"))
        self.reveals |= {("told", "yes"): ("who", "on", "said"), ("told", "no"): ("why", "due")}
        self.required_when |= {
            "who": "Enter who was told",
            "on": "Enter the date they were told",
            "said": "Enter what they were told",
            "why": "Enter why it is put off",
        }

    def save(self, reader: Reader) -> None:
        said = self.cleaned_data
        if said["told"] == "yes":
            rows = [["Who was told", said["who"]], ["When", words.day(said["on"])], ["What was said", said["said"]]]
            self.add(reader, What.TOLD, rows)
        else:
            rows = [["Why it is put off", said["why"]], ["Again on", words.day(said["due"])]]
            self.add(reader, What.PUT_OFF, rows, due=said["due"])


class LookAgain(AddForm):
    heading = "Look at this again"
    guidance = "If new facts have come, record a new decision: it is linked to this one."

    def build(self) -> None:
        self.fields["found"] = TextField(
            what="what you find now", reasons=True, label="What do you find now, and does the decision still hold?"
        )

    def save(self, reader: Reader) -> None:
        self.add(reader, What.LOOKED_AGAIN, [["What was found", self.cleaned_data["found"]]])


class Withdrawn(AddForm):
    heading = "Somebody has withdrawn their agreement"
    guidance = "What has been shared stays shared, and stays recorded. From now on the answer is no."

    def build(self) -> None:
        self.fields["who"] = TextField(what="who withdrew it", max_length=200, label="Who?")
        self.on("When did they say so?", "the date they said so")
        self.fields["said"] = TextField(what="what they said", reasons=True, label="What did they say?")

    def save(self, reader: Reader) -> None:
        said = self.cleaned_data
        rows = [["Who", said["who"]], ["When", words.day(said["on"])], ["What they said", said["said"]]]
        self.add(reader, What.WITHDRAWN, rows)


class RecipientTold(AddForm):
    heading = "Tell them of the correction"

    def build(self) -> None:
        self.waiting = following.to_tell(self.found)
        recipients = [one.recipient for one in self.waiting if one.recipient]
        names = papers.names_of(facts.of(self.opened), recipients)
        choices = [(str(one.public_id), name) for one, name in zip(self.waiting, names, strict=True)]
        self.fields["whom"] = Ticks("Whom have you told?", choices, what="whom you have told")
        self.on("When?", "the date you told them")
        self.fields["how"] = TextField(what="how you told them", max_length=300, label="How, and what did they say?")

    def save(self, reader: Reader) -> None:
        said = self.cleaned_data
        labels = dict(self.fields["whom"].choices)  # type: ignore[attr-defined]
        for one in self.waiting:
            if str(one.public_id) in said["whom"]:
                rows = [
                    ["Who was told", labels[str(one.public_id)]],
                    ["When", words.day(said["on"])],
                    ["How", said["how"]],
                ]
                self.add(reader, What.RECIPIENT_TOLD, rows, recipient=one.recipient, about=one)


FORMS: dict[str, type[AddForm]] = {
    "arrival": Arrival,
    "answer": TheirAnswer,
    "tell": Telling,
    "review": LookAgain,
    "withdrawn": Withdrawn,
    "correction": RecipientTold,
}


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, what: str) -> HttpResponse:
    """Add what happened since: each kind has its form. By whoever decided; looking again also by the DSL who was
    asked to."""
    if what not in FORMS:
        raise Http404
    found, opened, reader = open_decision(request, slug)
    asked = what == "review" and following.stands_open(found, reader.user)
    if found.decided_by_id != reader.user.pk and not asked:
        raise _not_theirs(found)
    form = FORMS[what](found, opened, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(reader)
        return redirect("decision", slug=slug)
    values = {"form": form, "decision": found, "slug": slug, "heading": form.heading, "guidance": form.guidance}
    return render(request, "sharing/add.html", values, status=400 if form.errors else 200)


class WordForm(forms.Form):
    """Yes or no, and why: a second person's word."""

    def __init__(self, yes: str, no: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["word"] = Radios("What do you decide?", [("yes", yes), ("no", no)], what="what you decide")
        self.fields["why"] = TextField(what="why", reasons=True, label="Why?")


def _word(
    request: Request,
    slug: str,
    *,
    may: Callable[..., bool],
    do: Callable[..., Any],
    heading: str,
    guidance: str,
    yes: str,
    no: str,
    names: tuple[str, str],
) -> HttpResponse:
    found, _, reader = open_decision(request, slug)
    if not may(found, reader.user):
        raise _not_theirs(found)
    form = WordForm(yes, no, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        do(found, reader.user, **{names[0]: said["word"] == "yes", names[1]: said["why"]})
        return redirect("decision", slug=slug)
    values = {"form": form, "decision": found, "slug": slug, "heading": heading, "guidance": guidance}
    return render(request, "sharing/add.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review(request: Request, slug: str) -> HttpResponse:
    """The second person's word on a decision not to share although a child may be at risk."""
    return _word(
        request,
        slug,
        may=following.reviews,
        do=following.review,
        heading="Review this decision",
        guidance="Nothing is shared although a child may be at risk. If you overrule it, record a new decision next.",
        yes="I agree: do not share",
        no="I overrule it: it has to be shared",
        names=("agrees", "why"),
    )


@require_http_methods(["GET", "POST"])
def head(request: Request, slug: str) -> HttpResponse:
    """Whoever was told in the Headteacher's stead says whether it stays so."""
    return _word(
        request,
        slug,
        may=following.stands_in,
        do=following.keep_or_tell,
        heading="The Headteacher was not told",
        guidance="Keep it so where it concerns the Headteacher. If you tell them now, they can read it at once.",
        yes="Keep this from the Headteacher",
        no="Tell the Headteacher now",
        names=("keep", "why"),
    )


@require_POST
def again(request: Request, slug: str) -> HttpResponse:
    """New facts have come: a new decision from the old one's facts, linked both ways; judgements are made anew.

    By whoever decided, or whoever has overruled it or was asked to look again."""
    found, _, reader = open_decision(request, slug)
    if not following.may_decide_anew(found, reader.user):
        raise _not_theirs(found)
    mine = found.decided_by_id == reader.user.pk
    origin = found.origin if found.origin == Origin.ASKED else Origin.OWN
    draft = drafts.start(reader.user, origin=origin, follows=found)
    people = [str(row.person.public_id) for row in found.record.subjects.live().select_related("person")]
    kept = {"about": {"people": people}}
    if mine:
        kept = drafts.facts(reader, found.draft, FACTS) | kept
    for step, answers in kept.items():
        drafts.save(draft, step, answers)
    return redirect("step", draft_id=draft.public_id, name="asked" if origin == Origin.ASKED else "safe")
