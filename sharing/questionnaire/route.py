"""Which pages a draft asks for, in which order. One function: the same answers, the same path."""

from typing import Any

from django.http import QueryDict

from sharing.decisions.models import Origin
from sharing.questionnaire import dependencies
from sharing.questionnaire.context import Context
from sharing.questionnaire.pages import STEPS, Step

OPEN_ANYTIME = ("keep-from", "basis")
"""Pages that can be opened although the path does not lead through them."""
FIRST = {Origin.ASKED: "asked", Origin.DONE: "when"}
"""What comes first, by how the draft began."""
TO = {"other": "outside", "parent": "parent", "staff": "inside"}
"""The page that says more about a recipient, by what was ticked."""


def path(context: Context) -> list[str]:
    """The steps that this draft asks for, as far as its answers say. Worked out once for what the context knows."""
    context.steps = context.steps or _path(context)
    return context.steps


def _path(context: Context) -> list[str]:
    answers, to, family = context.answers, context.recipients, context.family
    first = FIRST.get(Origin(context.origin))
    steps = [*([first] if first else []), "about", "safe"]
    if context.safety.asks_adult:
        steps.append("adult")
    if (context.safety.asks_adult and answers.adult.adult not in ("", "no")) or "keep-from" in answers:
        steps.append("keep-from")
    steps.append("who")
    if to.choice in TO:
        steps.append(TO[to.choice])
    if to.to_school:
        steps.append("moving")
    steps.append("what")
    if context.asks_others:
        steps.append("others")
    if family.is_asked:
        steps += ["family", *["telling"] * bool(family.told), *["not-told"] * bool(family.not_told)]
    if context.advice_answered:
        steps.append("followed")
    steps.append("decide")
    if context.shares:
        steps += ["agreement"] * context.needs_agreement + ["override"] * family.refused
        steps += ["why", *["basis"] * ("basis" in answers)]
        steps += [] if to.inside else ["send"]
    elif answers.decide.outcome == "no_share":
        steps.append("why-not")
    return steps


def form_of(context: Context, name: str) -> Step[Any]:
    """The step's form, bound to its stored answers, to tell whether they still hold in the light of the others. Made
    once for what the context knows."""
    if name not in context.forms:
        context.forms[name] = _form_of(context, name)
    return context.forms[name]  # type: ignore[return-value]


def unbound(context: Context, name: str, *, kind: str = "") -> Step[Any]:
    """The step's form as the page shows it: with the stored answers, or empty. `kind`: whom the search looks among."""
    shown = _shown(context, name) | ({"kind": kind} if kind else {})
    return STEPS[name](context, initial=shown)


def _shown(context: Context, name: str) -> dict[str, Any]:
    return STEPS[name].initial_from(context.answers.page(name)) if name in context.answers else {}


def _form_of(context: Context, name: str) -> Step[Any]:
    form = unbound(context, name)
    bound = QueryDict(mutable=True)
    for field in form.fields:
        value, widget = form.initial.get(field), form.fields[field].widget
        if hasattr(widget, "decompress"):
            for part, shown in zip(("day", "month", "year"), widget.decompress(value), strict=True):
                bound[f"{field}_{part}"] = "" if shown is None else str(shown)
        elif value not in (None, False, ""):
            bound.setlist(field, value if isinstance(value, list) else [str(value)])
    form.data, form.is_bound = bound, True  # what it asks is the same either way; building it costs
    return form


def unanswered(context: Context) -> list[str]:
    """The steps still to answer: never answered, typed but not checked, about something else by now, or contradicted
    by a later change."""
    return [name for name in path(context) if not _answered(context, name)]


def _answered(context: Context, name: str) -> bool:
    answers = context.answers
    if name not in answers or name in context.loaded.held:
        return False
    if name == "about":
        return context.subjects.all_known
    if not dependencies.holds(name, answers):
        return False
    if name == "family" and set(answers.family.said) != {member.key for member in context.family.asked}:
        return False  # the households are others by now
    if name == "decide" and not context.shares and answers.decide.outcome != "no_share":
        return False
    return form_of(context, name).is_valid()


def asked_again(context: Context, name: str) -> bool:
    """Whether the page has an answer that a change to an earlier one has made void."""
    return name in context.answers and not dependencies.holds(name, context.answers)


def after(context: Context, name: str) -> str:
    """The next page after `name`: the first step without a good answer, else check your answers. What an answer has
    opened or made void comes before what follows it."""
    missing = unanswered(context)
    return next((step for step in missing if step != name), missing[0] if missing else "check")


def before(context: Context, name: str) -> str | None:
    """The page before `name` on the path; None at the start."""
    steps = [*path(context), "check"]
    place = steps.index(name) if name in steps else 0
    return steps[place - 1] if place else None
