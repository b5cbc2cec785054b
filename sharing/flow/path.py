"""Which pages a draft asks for, in which order. One function: the same answers, the same path."""

from django.http import QueryDict

from sharing.flow import stamps
from sharing.flow.context import Context
from sharing.flow.steps import STEPS, Step
from sharing.models import Origin

OPEN_ANYTIME = ("keep-from", "basis")
"""Pages that one may open although the path does not lead through them."""


def path(context: Context) -> list[str]:
    """The steps that this draft asks for, as far as its answers say."""
    answered = context.answers
    before = {Origin.ASKED: ["asked"], Origin.DONE: ["when"]}
    steps = [*before.get(Origin(context.origin), []), "about", "safe"]
    if context.asks_adult:
        steps.append("adult")
    if (context.asks_adult and context.answer("adult", "adult", "no") != "no") or "keep-from" in answered:
        steps.append("keep-from")
    steps.append("who")
    to = {"other": "outside", "parent": "parent", "staff": "inside"}
    if context.to in to:
        steps.append(to[context.to])
    if context.to_school:
        steps.append("moving")
    steps.append("what")
    if context.asks_others:
        steps.append("others")
    if context.asks_family:
        steps.append("family")
        if context.told:
            steps.append("telling")
        if context.not_told:
            steps.append("not-told")
    if context.advice_answered:
        steps.append("followed")
    steps.append("decide")
    if context.shares:
        steps += ["override"] * context.refused + ["why"] + ["basis"] * ("basis" in answered)
        steps += [] if context.inside else ["send"]
    elif context.answer("decide", "outcome") == "no_share":
        steps.append("why-not")
    return steps


def form_of(context: Context, name: str) -> Step:
    """The step's form, bound to its stored answers: whether they still hold in the light of the others. Made once for
    what the context knows."""
    if name not in context.forms:
        context.forms[name] = _form_of(context, name)
    return context.forms[name]  # type: ignore[return-value]


def _form_of(context: Context, name: str) -> Step:
    form = STEPS[name](context, initial=STEPS[name].initial_from(context.answers.get(name, {})))
    bound = QueryDict(mutable=True)
    for field in form.fields:
        value, widget = form.initial.get(field), form.fields[field].widget
        if hasattr(widget, "decompress"):
            for part, shown in zip(("day", "month", "year"), widget.decompress(value), strict=True):
                bound[f"{field}_{part}"] = "" if shown is None else str(shown)
        elif value is not None and value is not False:
            bound.setlist(field, value if isinstance(value, list) else [str(value)])
    form.data, form.is_bound = bound, True  # what it asks is the same either way; building it costs
    return form


def unanswered(context: Context) -> list[str]:
    """The steps still to answer: never answered, typed but not checked, about something else by now, or contradicted
    by a later change."""
    return [name for name in path(context) if not _answered(context, name)]


def _answered(context: Context, name: str) -> bool:
    if name not in context.answers or name in context.loaded.held:
        return False
    if name == "about":
        return bool(context.people) and len(context.people) == len(context.answer("about", "people", []))
    if not stamps.holds(name, context.answers):
        return False
    if name == "family" and set(context.answer("family", "said", {})) != {who for who, _ in context.asked_of}:
        return False  # the families are others by now
    if name == "decide" and not context.shares and context.answer("decide", "outcome") != "no_share":
        return False
    return form_of(context, name).is_valid()


def asked_again(context: Context, name: str) -> bool:
    """Whether an answer is there that an earlier answer, changed since, has made void."""
    return name in context.answers and not stamps.holds(name, context.answers)


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
