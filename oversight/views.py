"""Home, finding a child, a child's page, the log's page."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from access import emergency
from accounts import step_up
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import LEAD, Role
from audit import entries
from audit.checkpoints import foot
from audit.models import Entry
from notices import home as home_page
from oversight import child as child_page
from oversight import log
from oversight.forms import FindForm, KeyWorkerForm
from pupils.models import KeyWorker, Person
from records import vault
from records.finding import TypedChild
from records.vault import Reader
from school.ids import as_number, as_uuid
from school.pages import form_page, page

NAME_KEY_WORKERS = frozenset({Role.HEADTEACHER, Role.DSL, Role.SENCO})
MOST_NEEDS = 7
FIND = "Find a child"


@require_GET
def home(request: Request) -> HttpResponse:
    """What needs this person now: counts and references, never a child's name (R: G1)."""
    tasks = home_page.tasks_of(request.user, request.roles)
    needs = [task for task in tasks if not task.own]
    values = {
        "needs": needs[:MOST_NEEDS],
        "more": max(0, len(needs) - MOST_NEEDS),
        "own": [task for task in tasks if task.own],
        "links": home_page.links_of(request.roles),
        "administrates": Role.ADMINISTRATOR in request.roles,
        "labels": [Role(role).label for role in sorted(request.roles)],
    }
    return render(request, "oversight/home.html", values)


@require_http_methods(["GET", "POST"])
@step_up.needed
def find(request: Request) -> HttpResponse:
    """Find a child by name. By POST, so that the name is in no address and no history."""
    return form_page(request, FIND, FindForm, partial(_show_matches, request), template="oversight/find.html")


def _show_matches(request: Request, form: FindForm) -> HttpResponse:
    typed = TypedChild(request.user, form.cleaned_data["query"])
    return page(request, FIND, form, template="oversight/find.html", lines=typed.lines, searched=True)


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
    return render(request, "oversight/child.html", values)


@require_GET
def who(request: Request, public_id: UUID) -> HttpResponse:
    """Who may see what of a child's records: all or part, as far as the reader sees the record too (R: G10)."""
    reader = Reader.of(request)
    person = vault.known_person(reader, public_id)
    rows = child_page.who_sees_what(person, reader)
    entries.write(person, Entry.Action.ACCESS, because="who", people=len(rows))
    return render(request, "oversight/who.html", {"person": person, "rows": rows})


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
        return redirect("key_worker", public_id=public_id)
    return form_page(
        request,
        "Key worker",
        KeyWorkerForm,
        partial(_name_key_worker, person, reader),
        template="oversight/key_worker.html",
        caption=person.full_name,
        intro=["A key worker is shown on the child’s page. It opens no record."],
        rows=live,
        back=reverse("child", args=[public_id]),
        back_words="Back to the child’s page",
    )


def _name_key_worker(person: Person, reader: Reader, form: KeyWorkerForm) -> HttpResponse:
    user = form.cleaned_data["person"]
    if not KeyWorker.objects.live(reader.at).filter(person=person, user=user).exists():
        KeyWorker.objects.create(user=user, person=person)
    return redirect("key_worker", public_id=person.public_id)


@require_GET
def the_log(request: Request) -> HttpResponse:
    """The log for the DPO: ids, kinds and fields, no names (R: T1, need-to-know rule 9)."""
    only_for(request, {Role.DPO}, "This page is for the data protection officer.", page=(Entry, "page"))
    rows, following = log.page(as_number(request.GET.get("before", "")))
    return render(request, "oversight/log.html", {"rows": rows, "following": following, "foot": foot()})
