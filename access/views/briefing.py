"""Briefings: writing one, accepting the undertaking, reading it (R: G6h)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access import briefings
from access.views.common import EndField, end_of, page, record_of, staff, thing_of
from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from pupils.models import ClassStaff, Person
from records import banner, vault
from records.models import Extent, UserGrant
from records.models.grants import Source
from records.vault import Opened
from school.choices import Radios, Ticks
from school.refusals import Refused
from school.text import TextField


class BriefForm(forms.Form):
    def __init__(self, opened: Opened, by: User, data: Any = None) -> None:
        super().__init__(data)
        self.children = {str(one.public_id): one for one in opened.subjects}
        if len(self.children) > 1:
            choices = [(key, one.full_name) for key, one in self.children.items()]
            self.fields["child"] = Radios("About whom?", choices, what="about whom")
        self.people = {str(one.public_id): one for one in staff(by)}
        near = _with_classes_of(list(self.children.values()))
        order = sorted(self.people.items(), key=lambda pair: pair[1].pk not in near)
        choices = [(key, f"{one.full_name}{', with the class' if one.pk in near else ''}") for key, one in order]
        self.fields["text"] = TextField(
            what="what they need to know",
            reasons=True,
            max_length=2000,
            label="What do they need to know?",
            help_text="Only what they need to teach and support the child. Not why",
        )
        self.fields["readers"] = Ticks("Who needs it?", choices, what="who needs it")
        self.fields["until"] = EndField()

    @property
    def child(self) -> Person:
        return self.children[self.cleaned_data.get("child") or next(iter(self.children))]


def _with_classes_of(children: list[Person]) -> set[int]:
    rows = ClassStaff.objects.live().filter(school_class__members__person__in=children)
    return set(rows.values_list("user", flat=True))


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def brief(request: Request, public_id: UUID) -> HttpResponse:
    """Write a briefing from a record. For who answers for it; the record itself stays closed."""
    reader, opened, back = record_of(request, public_id)
    form = BriefForm(opened, reader.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = briefings.brief(
                form.child,
                said["text"],
                [form.people[key] for key in said["readers"]],
                by=reader.user,
                until=end_of(said["until"]),
                behind=opened.record,
            )
            messages.success(request, f"{made.reference}: they have been told.")
            return redirect("briefing", slug=made.slug)
        except Refused as refusal:
            form.add_error("readers", str(refusal))
    intro = ["They accept an undertaking first. They cannot print it or pass it on, and it ends by itself."]
    return page(request, "Write a briefing", form, intro=intro, button="Give the briefing", **back)


class AcceptForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["accept"] = forms.BooleanField(
            label="I accept this", error_messages={"required": "Tick to accept, or close this page"}
        )


@require_http_methods(["GET", "POST"])
def briefing(request: Request, slug: str) -> HttpResponse:
    """A briefing: the undertaking first, then the text, until its end."""
    reader, found = thing_of(request, "B", slug)
    opened = vault.open_record(reader, found.public_id)
    if opened.access.extent == Extent.REFERENCE:
        form = AcceptForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            grants = UserGrant.objects.live().filter(
                user=reader.user, content_object=opened.record, source=Source.BRIEFING, extent=Extent.REFERENCE
            )
            for grant in grants:
                briefings.accept(grant)
            return redirect("briefing", slug=slug)
        return page(
            request,
            "Before you read",
            form,
            caption=found.reference,
            heading="Before you read: a briefing",
            intro=[briefings.UNDERTAKING],
            button="Accept and read",
        )
    return page(
        request,
        "A briefing",
        template="access/briefing.html",
        caption=found.reference,
        heading=f"Briefing: {', '.join(one.full_name for one in opened.subjects)}",
        opened=opened,
        banner=banner.of(opened, reader),
    )
