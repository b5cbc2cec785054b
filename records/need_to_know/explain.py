"""Why a person may see a record, and how much of it, in words: one table for all pages (R: G10, T3)."""

from dataclasses import dataclass

from accounts.roles import Role
from core import clock, words
from core.registers import Register
from records.models import Extent
from records.models.grants import Source
from records.need_to_know.evidence import Row


@dataclass(frozen=True)
class ExtentWords:
    """An extent in words: as a part of a sentence, in a rule, to be given, and to the reader who has no more."""

    short: str
    rule: str
    offer: str
    banner: str


EXTENTS = {
    Extent.REFERENCE: ExtentWords(
        "that it was received",
        "that it was received",
        "",
        "You can see that this was received, and nothing of what it says.",
    ),
    Extent.SUMMARY: ExtentWords("the summary", "the summary", "The summary", "This is the summary."),
    Extent.STAFF: ExtentWords(
        "the part for staff",
        "the part written for staff",
        "The part for those who support",
        "This is the part written for staff.",
    ),
    Extent.TEACHERS: ExtentWords(
        "the part for teachers",
        "the part written for teachers",
        "The part for those who teach",
        "This is the part written for teachers.",
    ),
    Extent.ALL: ExtentWords("all", "all", "All of it", "This is what is said about the children you work with."),
}


@dataclass(frozen=True)
class SourceWords:
    """A source of sight in words. `reader`: to the person who sees the record, after "Why:"; `{name}` is the child,
    `{role}` the role, `{reason}` the reason that was given. `others`: to those who ask who may see it."""

    reader: str
    others: str


_SOURCES = Register[SourceWords]("source of sight")


def register(source: str, reader: str, others: str) -> None:
    """Say in words why a person sees a record by grants of that source. Called in AppConfig.ready. Raises
    ValueError where another app has said something else."""
    _SOURCES.add(source, SourceWords(reader, others))


register("rule.author", "you wrote it", "wrote it")
register("rule.any", "you are the {role}", "rule for any pupil, {role}")
register("rule.own_class", "{name} is in your class", "rule for the own class, {role}")
register("rule.key_worker", "you are {name}’s key worker", "rule for the key worker, {role}")
register(Source.GRANT, "you were given access, “{reason}”", "given by a person")
register(Source.NAMED, "you were given access, “{reason}”", "named by the Headteacher")
register(
    Source.STAND_IN,
    "you stand in for somebody who has not looked, or must not",
    "stood in for somebody who must not know or had not looked",
)
register(
    Source.PASSED,
    "it was passed to you because it had not been looked at in time",
    "a notice was passed on that had not been looked at in time",
)


def why(because: str, *, name: str, reason: str = "") -> str:
    """Why the reader sees it. `because`: the code of the evidence; `name`: the child, or "one of these children"."""
    source, _, role = because.partition(":")
    sentence = _SOURCES[source].reader
    if not reason:
        sentence = sentence.replace(", “{reason}”", "")
    return sentence.format(name=name, reason=reason, role=Role(role).label if role else "")


def gives_reason(because: str) -> bool:
    """Whether the reader is told the reason that was given for such a grant."""
    source, _, _ = because.partition(":")
    return "{reason}" in _SOURCES[source].reader


def source(code: str) -> str:
    """Why another person sees it: the source of a grant, or a rule with the role that it is for."""
    code, _, role = code.partition(":")
    return _SOURCES[code].others.format(role=Role(role).label if role else "")


def row(row: Row) -> str:
    """Why another person sees it, with how much and until when."""
    part = " about one of these people" if row.subject and row.extent == Extent.ALL else ""
    until = (
        f", until {words.day(clock.local(row.until).date())} {words.time(row.until)}" if row.until < clock.FAR else ""
    )
    return f"{EXTENTS[Extent(row.extent)].short}{part}: {source(row.because)}{until}"
