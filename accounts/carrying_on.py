"""What goes on after the security code: said in words, sent by a press of its owner's, or dropped (R: G2).

Anyone who passes an unlocked screen can press a button that asks for a code. So the page that asks for the code names
the form that waits, and the page after it shows what the form holds, before anything is done.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from accounts import kept
from accounts.models import KeptText, User
from accounts.roles import Role
from core.ids import NOWHERE, as_uuid
from core.registers import Register

WAITING = "carry_on"
MACHINE = {"once", "version"}
"""Fields that a page fills by itself, and that say nothing."""
_FORMS = Register[str]("form")


def register(forms: Mapping[str, str]) -> None:
    """Say what each form is, by the name of its URL. Called in AppConfig.ready. Raises ValueError for a URL of which
    something else has been said."""
    for name, words in forms.items():
        _FORMS.add(name, words)


def all_forms() -> Mapping[str, str]:
    """What each form is that is registered, by the name of its URL."""
    return dict(_FORMS)


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
        return _FORMS.get(resolve(path).view_name, "A form")
    except Resolver404:
        return "A form"


def lines(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form holds, for the person about to send it: names of fields and values. People and roles are named."""
    filled = [(name, value) for name, value in fields if value.strip() and name not in MACHINE]
    keys = {key for _, value in filled if (key := as_uuid(value)) != NOWHERE}
    people = {user.public_id: user.full_name for user in User.objects.filter(public_id__in=keys)} if keys else {}
    return [(name.replace("_", " ").replace("-", " "), _value(value, people)) for name, value in filled]


def _value(value: str, people: dict[Any, str]) -> str:
    key = as_uuid(value)
    if key != NOWHERE:
        return people.get(key, "Chosen on the page")
    return str(Role(value).label) if value in Role.values else value
