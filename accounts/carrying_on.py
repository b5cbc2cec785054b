"""What goes on after the security code: said in words, sent by a press of its owner's, or dropped (R: G2).

Whoever comes by an unlocked screen can press a button that asks for a code. So the page that asks for the code names
the form that waits, and the page after it shows what the form holds, before anything is done.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from accounts import kept
from accounts.models import KeptText, User
from accounts.roles import Role
from core.ids import NOWHERE, as_uuid

WAITING = "carry_on"
MACHINE = {"once", "version"}
"""Fields that a page fills by itself, and that say nothing."""
WORDS = {
    "find": "Find a child",
    "key_worker": "Key workers of a child",
    "start": "Record a share decision",
    "download": "Download the list of decisions",
    "governors_print": "Print the figures for governors",
    "settings_school": "The school's details",
    "ready": "Get the school ready",
    "staff_import": "Import staff",
    "staff_list": "A list of staff",
    "settings_email": "Send a test email",
    "test_email": "A test email",
    "settings_sessions": "Signing out and security codes",
    "settings_terms": "Term dates and closures",
    "settings_classes": "Classes",
    "settings_class": "Staff of a class",
    "end_class_staff": "End somebody's class",
    "settings_category": "A kind of record and who sees it",
    "seen": "I have seen this notice",
    "ask_access": "Ask for access",
    "emergency_new": "Emergency access to a child's information",
    "keep_out": "Keep somebody out of all about a child",
    "give": "Give access to a record",
    "circulate": "Circulate a record",
    "brief": "Write a briefing",
    "new_record": "Add a record about a child",
    "protect": "Protect a child",
    "twice": "One child entered twice",
    "undo_move": "Undo a move of a record",
    "move_record": "Move a record to another child",
    "access_request": "Answer a request for access",
    "emergency": "Emergency access",
    "circulation": "A circulated report",
    "briefing": "A briefing",
    "exclusion": "End an exclusion",
    "declaration": "Your yearly declaration",
    "declared": "A declaration",
    "cover": "Cover for a class",
    "look": "Review somebody's access",
    "back": "What somebody could see on a day",
    "adult_new": "A concern about an adult",
    "meetings": "Notes of a staff meeting",
    "meeting_item": "An item of notes",
    "notes": "Your notes",
    "paper_left": "Papers",
    "papers_of": "The undertaking for papers",
    "interest": "An interest in an item",
    "paper_notes": "Your note on a paper",
    "paper_download": "Download a paper",
    "governors_meetings": "A governors' meeting",
    "item_new": "Add an item to an agenda",
    "paper_new": "Add a paper",
    "paper_replace": "Replace a paper",
    "keep_from": "Keep somebody from an item",
    "named": "Who reads the papers",
    "issue": "Issue the papers",
    "copy_new": "A numbered copy of a paper",
    "copy_back": "A copy that came back",
    "destroy": "Destroy the papers of a meeting",
    "certificate": "Certificate of a destruction",
    "masters": "Open what is kept of a meeting",
    "minutes_draft": "Write the minutes",
    "minutes_check": "Check the minutes",
    "minutes_approve": "Approve and publish the minutes",
    "imports": "Import a file",
    "held": "Something held from an import",
    "import": "An import",
    "import_columns": "Columns of a file",
    "import_aside": "Do not import a file",
    "import_undo": "Undo an import",
    "raise_concern": "Pass on a concern",
    "concern": "A concern",
    "danger": "A child is in danger now",
    "danger_of": "A child is in danger now",
    "advice_answer": "Give advice",
    "new_agency": "Add an agency",
    "agency": "Change an agency",
    "new_contact": "Add a contact",
    "contact": "Change a contact",
    "purposes": "Confirm the purposes",
    "purpose": "Confirm a purpose",
    "check": "Record a share decision",
    "close_draft": "Close a draft",
    "close_harm": "Close a draft about harm",
    "advice": "Ask for advice",
    "advice_had": "Advice you were given",
    "step": "A page of a share decision",
    "correct": "Correct a decision",
    "add": "Add to a decision",
    "review": "Agree with a decision, or overrule it",
    "head": "Say whether a decision stays withheld",
    "again": "Make a decision again",
    "ask": "Ask about a decision",
    "answer": "Answer a question",
    "print_record": "Print a decision",
    "get_file": "Get the file to send",
    "told_them": "Say that you have told them",
    "reply": "Get the letter of reply",
}
"""What each form is, by the name of its URL."""


def wait(request: HttpRequest, text: KeptText | None) -> None:
    """Note in the session what goes on after the code; None: nothing does."""
    request.session[WAITING] = str(text.public_id) if text else ""


def waiting(request: HttpRequest, path: str) -> KeptText | None:
    """What was being sent to `path` and waits for the code."""
    key = request.session.get(WAITING)
    return kept.mine(request.user).filter(public_id=key, path=path).first() if key else None  # type: ignore[arg-type]


def drop(request: HttpRequest, path: str) -> None:
    """Cancel what waits for the code: it is deleted, and never sent."""
    text = waiting(request, path)
    request.session.pop(WAITING, None)
    if text:
        kept.forget(request, text)


def sent(request: HttpRequest, answer: HttpResponse) -> None:
    """After each request: what was sent on from the page after the code, and taken, need not be kept any longer."""
    key = request.POST.get("carried") if request.method == "POST" else None
    if not key or answer.status_code >= 400 or request.session.get(WAITING) or not request.user.is_authenticated:
        return
    for text in kept.mine(request.user).filter(public_id=as_uuid(key), path=request.path):
        kept.forget(request, text)


def heading(path: str) -> str:
    """What the form at `path` is."""
    try:
        return WORDS.get(resolve(path).url_name or "", "A form")
    except Resolver404:
        return "A form"


def lines(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form holds, for whoever is about to send it: names of fields and values. People and roles are named."""
    said = [(name, value) for name, value in fields if value.strip() and name not in MACHINE]
    keys = {key for _, value in said if (key := as_uuid(value)) != NOWHERE}
    people = {one.public_id: one.full_name for one in User.objects.filter(public_id__in=keys)} if keys else {}
    return [(name.replace("_", " ").replace("-", " "), _value(value, people)) for name, value in said]


def _value(value: str, people: dict[Any, str]) -> str:
    key = as_uuid(value)
    if key != NOWHERE:
        return people.get(key, "Chosen on the page")
    return str(Role(value).label) if value in Role.values else value
