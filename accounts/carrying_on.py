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
    "child:find": "Find a child",
    "child:key_worker": "Key workers of a child",
    "questionnaire:start": "Record a share decision",
    "dashboard:download_list": "Download the list of decisions",
    "dashboard:print_figures": "Print the figures for governors",
    "settings:school": "The school's details",
    "settings:get_ready": "Get the school ready",
    "settings:import_staff": "Import staff",
    "settings:staff_list": "A list of staff",
    "settings:email": "Send a test email",
    "settings:test_email": "A test email",
    "settings:sessions": "Signing out and security codes",
    "settings:terms": "Term dates and closures",
    "settings:classes": "Classes",
    "settings:school_class": "Staff of a class",
    "settings:end_class_staff": "End somebody's class",
    "settings:category": "A kind of record and who sees it",
    "notices:mark_seen": "I have seen this notice",
    "internal:ask_access": "Ask for access",
    "internal:new_emergency": "Emergency access to a child's information",
    "internal:keep_out": "Keep somebody out of all about a child",
    "internal:give_access": "Give access to a record",
    "internal:circulate": "Circulate a record",
    "internal:write_briefing": "Write a briefing",
    "records:new_record": "Add a record about a child",
    "records:protect_child": "Protect a child",
    "records:entered_twice": "One child entered twice",
    "records:undo_move": "Undo a move of a record",
    "records:move_record": "Move a record to another child",
    "internal:access_request": "Answer a request for access",
    "internal:emergency": "Emergency access",
    "internal:circulation": "A circulated report",
    "internal:briefing": "A briefing",
    "internal:exclusion": "End an exclusion",
    "internal:declare": "Your yearly declaration",
    "internal:declaration": "A declaration",
    "internal:class_cover": "Cover for a class",
    "internal:review_access": "Review somebody's access",
    "internal:past_access": "What somebody could see on a day",
    "internal:new_adult_concern": "A concern about an adult",
    "internal:staff_meetings": "Notes of a staff meeting",
    "internal:staff_meeting_item": "An item of notes",
    "internal:my_notes": "Your notes",
    "governors:paper_left": "Papers",
    "governors:papers_of_meeting": "The undertaking for papers",
    "governors:declare_interest": "An interest in an item",
    "governors:paper_notes": "Your note on a paper",
    "governors:download_paper": "Download a paper",
    "governors:meetings": "A governors' meeting",
    "governors:new_item": "Add an item to an agenda",
    "governors:new_paper": "Add a paper",
    "governors:replace_paper": "Replace a paper",
    "governors:keep_from_item": "Keep somebody from an item",
    "governors:named_governors": "Who reads the papers",
    "governors:issue_papers": "Issue the papers",
    "governors:new_copy": "A numbered copy of a paper",
    "governors:return_copy": "A copy that came back",
    "governors:destroy_papers": "Destroy the papers of a meeting",
    "governors:destruction_certificate": "Certificate of a destruction",
    "governors:masters": "Open what is kept of a meeting",
    "governors:draft_minutes": "Write the minutes",
    "governors:check_minutes": "Check the minutes",
    "governors:approve_minutes": "Approve and publish the minutes",
    "intake:imports": "Import a file",
    "intake:held_item": "Something held from an import",
    "intake:import": "An import",
    "intake:import_columns": "Columns of a file",
    "intake:set_import_aside": "Do not import a file",
    "intake:undo_import": "Undo an import",
    "intake:raise_concern": "Pass on a concern",
    "intake:concern": "A concern",
    "questionnaire:danger": "A child is in danger now",
    "questionnaire:danger_of_draft": "A child is in danger now",
    "questionnaire:give_advice": "Give advice",
    "directory:new_agency": "Add an agency",
    "directory:agency": "Change an agency",
    "directory:new_contact": "Add a contact",
    "directory:contact": "Change a contact",
    "directory:purposes": "Confirm the purposes",
    "directory:purpose": "Confirm a purpose",
    "questionnaire:check_answers": "Record a share decision",
    "questionnaire:close_draft": "Close a draft",
    "questionnaire:close_harm": "Close a draft about harm",
    "questionnaire:ask_advice": "Ask for advice",
    "questionnaire:advice_had": "Advice you were given",
    "questionnaire:step": "A page of a share decision",
    "decisions:correct": "Correct a decision",
    "decisions:add_entry": "Add to a decision",
    "decisions:review": "Agree with a decision, or overrule it",
    "decisions:review_as_stand_in": "Say whether a decision stays withheld",
    "decisions:decide_again": "Make a decision again",
    "decisions:ask_question": "Ask about a decision",
    "decisions:answer_question": "Answer a question",
    "decisions:print": "Print a decision",
    "decisions:get_file": "Get the file to send",
    "decisions:told_them": "Say that you have told them",
    "decisions:letter_of_reply": "Get the letter of reply",
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
        return WORDS.get(resolve(path).view_name, "A form")
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
