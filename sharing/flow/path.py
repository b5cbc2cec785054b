"""Which pages a draft asks for, in which order. One function: the same answers, the same path."""

from django.http import QueryDict

from sharing.flow.context import Context
from sharing.flow.steps import STEPS, Step


def path(context: Context) -> list[str]:
    """The steps that this draft asks for, as far as its answers say."""
    answered = context.answers
    steps = ["about", "safe"]
    if context.at_risk:
        steps.append("adult")
    if context.answer("adult", "adult", "no") != "no" or "keep-from" in answered:
        steps.append("keep-from")
    steps += ["who", "what", "family"]
    if context.told_parents or context.answer("family", "child") in ("agreed", "refused", "told"):
        steps.append("telling")
    if context.not_told:
        steps.append("not-told")
    steps.append("decide")
    outcome = context.answer("decide", "outcome")
    if outcome == "share":
        steps += ["override", "why", "send"] if context.refused else ["why", "send"]
    elif outcome == "no_share":
        steps.append("why-not")
    return steps


def form_of(context: Context, name: str) -> Step:
    """The step's form, bound to its stored answers: whether they still hold in the light of the others."""
    step = STEPS[name](context)
    stored = context.answers.get(name, {})
    shown = STEPS[name](context, initial=STEPS[name].initial_from(stored, step.fields))
    data: dict[str, object] = {}
    for field in shown.fields:
        value = shown.initial.get(field)
        widget = shown.fields[field].widget
        if hasattr(widget, "decompress"):
            for number, part in zip(("day", "month", "year"), widget.decompress(value), strict=True):
                data[f"{field}_{number}"] = "" if part is None else str(part)
        elif value is not None:
            data[field] = value
    bound = QueryDict(mutable=True)
    for field, value in data.items():
        bound.setlist(field, value if isinstance(value, list) else [str(value)])
    return STEPS[name](context, bound)


def unanswered(context: Context) -> list[str]:
    """The steps still to answer: never answered, typed but not checked, or contradicted by a later change."""
    missing = []
    for name in path(context):
        fresh = name in context.answers and name not in context.loaded.held
        if name == "about":
            fresh = fresh and context.child is not None
            if not fresh:
                missing.append(name)
            continue
        if not fresh or not form_of(context, name).is_valid():
            missing.append(name)
    return missing


def after(context: Context, name: str) -> str:
    """The next page after `name`: the next step without a good answer, else check your answers."""
    steps = path(context)
    missing = unanswered(context)
    later = steps[steps.index(name) + 1 :] if name in steps else steps
    return next((step for step in later if step in missing), missing[0] if missing else "check")


def before(context: Context, name: str) -> str | None:
    """The page before `name` on the path; None at the start."""
    steps = [*path(context), "check"]
    place = steps.index(name) if name in steps else 0
    return steps[place - 1] if place else None
