"""Finding a child, and the child's page."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.roles import LEAD, Role
from core.audit import entries
from core.audit.models import Entry
from core.ids import as_uuid
from core.pages import form_page, page
from oversight.child import tiers as child_page
from oversight.child import who_sees
from oversight.child.forms import FindForm, KeyWorkerForm
from records.need_to_know.typed_child import TypedChild
from records.pupils.models import KeyWorker, Person
from records.vault import vault
from records.vault.vault import Reader
from sharing.internal import emergency

NAME_KEY_WORKERS = frozenset({Role.HEADTEACHER, Role.DSL, Role.SENCO})
FIND = "Find a child"


@require_http_methods(["GET", "POST"])
@step_up.needed
def find(request: Request) -> HttpResponse:
    """Find a child by name. By POST, so that the name is in no address and no history."""
    return form_page(request, FIND, FindForm, partial(_show_matches, request), template="oversight/child/find.html")


def _show_matches(request: Request, form: FindForm) -> HttpResponse:
    typed = TypedChild(request.user, form.cleaned_data["query"])
    return page(request, FIND, form, template="oversight/child/find.html", lines=typed.lines, searched=True)


@require_GET
def child(request: Request, public_id: UUID) -> HttpResponse:
    """What this reader may see of a child: the roll, and the chronology of what is open to them."""
    reader = Reader.of(request)
    person = vault.known_person(reader, public_id)
    seen = child_page.seen(person, reader)
    entries.write(person, Entry.Action.ACCESS, because="roll", tiers=seen.tiers, items=len(seen.items))
    names_workers = bool(request.roles & NAME_KEY_WORKERS)
    values = {
        "person": person,
        "seen": seen,
        "line": seen.line,
        "names_workers": names_workers,
        "leads": bool(request.roles & LEAD),
        "may_emergency": bool(request.roles & emergency.MAY),
        "open_emergency": emergency.standing(reader.user, person),
    }
    return render(request, "oversight/child/child.html", values)


@require_GET
def who(request: Request, public_id: UUID) -> HttpResponse:
    """Who may see what of a child's records: all or part, as far as the reader sees the record too (R: G10)."""
    reader = Reader.of(request)
    person = vault.known_person(reader, public_id)
    rows = who_sees.who_sees_what(person, reader)
    entries.write(person, Entry.Action.ACCESS, because="who", people=len(rows))
    return render(request, "oversight/child/who.html", {"person": person, "rows": rows})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def key_worker(request: Request, public_id: UUID) -> HttpResponse:
    """The key workers of a child, with dates. Named by the Headteacher, the DSL and the SENCO; it opens no record."""
    reader = Reader.of(request)
    names = bool(request.roles & NAME_KEY_WORKERS)
    person = vault.known_person(reader, public_id, asked_by_one_who_may=names)
    live = KeyWorker.objects.live(reader.at).filter(person=person).select_related("user")
    if request.method == "POST" and "end" in request.POST:
        for row in live.filter(user__public_id=as_uuid(request.POST["end"])):
            row.end()
        return redirect("child:key_worker", public_id=public_id)
    return form_page(
        request,
        "Key worker",
        KeyWorkerForm,
        partial(_name_key_worker, person, reader),
        template="oversight/child/key_worker.html",
        caption=person.full_name,
        intro=["A key worker is shown on the child’s page. It opens no record."],
        rows=live,
        back=reverse("child:child", args=[public_id]),
        back_words="Back to the child’s page",
    )


def _name_key_worker(person: Person, reader: Reader, form: KeyWorkerForm) -> HttpResponse:
    user = form.cleaned_data["person"]
    if not KeyWorker.objects.live(reader.at).filter(person=person, user=user).exists():
        KeyWorker.objects.create(user=user, person=person)
    return redirect("child:key_worker", public_id=person.public_id)
