"""The rows of the dashboard and the numbers that count them.

One queryset, `decisions`, gives the rows; a figure is a condition on it, and its link leads to exactly the rows that
meet the condition. So a total cannot differ from its list.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek

from accounts.models import User
from records import need_to_know
from school import calendar, clock, words
from school.models import Term
from sharing import following
from sharing.models import Agency, Disclosure, Origin, Outcome, ShareDecision

SENT = Exists(Disclosure.objects.filter(decision=OuterRef("pk")))
SHARED = ~Q(outcome=Outcome.NO_SHARE)
NOT_TOLD = SHARED & (Q(family_not_told=True) | Q(completion__family_not_told=True))
EXCEPTION = Q(by_exception=True) | Q(completion__by_exception=True)


def flags() -> dict[str, tuple[str, Q]]:
    """Each figure and list of the dashboard: what it is called, and which rows it has today."""
    follow = following.still_to_do()
    return {
        "": ("Decisions", Q()),
        "full": ("Shared in full", Q(outcome=Outcome.SHARE_ALL)),
        "part": ("Shared in part", Q(outcome=Outcome.SHARE_PART)),
        "not_shared": ("Not shared", Q(outcome=Outcome.NO_SHARE)),
        "against": ("Against wishes", Q(against_wishes=True) | Q(completion__against_wishes=True)),
        "not_told": ("Family not told", NOT_TOLD),
        "other_reason": ("Not told: other reasons", NOT_TOLD & ~EXCEPTION),
        "handed": ("Handed over", SHARED & Q(sent=True)),
        "risk": ("Not shared although a child may be at risk", Q(outcome=Outcome.NO_SHARE) & ~Q(harm="no")),
        "unsafe": ("Sent by an unsafe way", Q(unsafe=True)),
        "danger": ("Danger records", Q(origin=Origin.DANGER)),
        "unseen": ("Not acknowledged by you", Q(unseen=True)),
        "to_send": follow["send"],
        "tell": follow["tell"],
        "arrival": follow["arrival"],
        "answer": follow["answer"],
        "complete": ("Danger records not completed", follow["complete"][1]),
        "correction": follow["correction"],
    }


FIGURES = ("", "full", "part", "not_shared", "against", "not_told", "handed")
WATCH = (
    "risk", "against", "not_told", "tell", "arrival", "answer", "complete", "unsafe", "correction", "to_send",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both inclusive, in London."""

    code: str
    name: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """This term, 2 September to 18 December 2026"""
        return f"{self.name}, {words.day(self.first)} to {words.day(self.last)}"

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the period, and the first after it."""
        return clock.london_day(self.first), clock.london_day(self.last + timedelta(days=1))


def periods() -> list[Period]:
    """The periods to choose from, the usual one first: this term; the school year; a year back; everything."""
    today = clock.today()
    autumn = date(calendar.school_year(today), 9, 1)
    found = []
    term = calendar.term_on(today)
    if term and term.first_day <= today:
        found.append(Period("term", "This term", term.first_day, term.last_day))
    before = Term.objects.filter(last_day__lt=today).order_by("-last_day").first()
    if before:
        found.append(Period("last_term", "Last term", before.first_day, before.last_day))
    found += [
        Period("year", "This school year", autumn, date(autumn.year + 1, 8, 31)),
        Period("twelve", "The last twelve months", today - timedelta(days=365), today),
        Period("all", "Everything", date(2000, 1, 1), today),
    ]
    return found


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Empty: not by this."""

    period: Period
    flag: str = ""
    agency: str = ""
    by: str = ""
    category: str = ""


def decisions(user: User, period: Period) -> QuerySet[ShareDecision]:
    """The decisions recorded in the period of which `user` may see something; each with `sent` and `unseen`."""
    start, end = period.moments
    unseen = user.notices.filter(reference=OuterRef("reference"), seen=None)
    return ShareDecision.objects.filter(
        recorded_at__gte=start, recorded_at__lt=end, record__in=need_to_know.visible_to(user).values("pk")
    ).annotate(sent=SENT, unseen=Exists(unseen))


def listed(user: User, filters: Filters) -> QuerySet[ShareDecision]:
    """The rows of the list, newest first."""
    found = decisions(user, filters.period).filter(flags()[filters.flag][1])
    if filters.agency:
        found = found.filter(recipients__agency__public_id=filters.agency)
    if filters.by:
        found = found.filter(decided_by__public_id=filters.by)
    if filters.category:
        found = found.filter(items__record__category__code=filters.category)
    return found.distinct().order_by("-recorded_at", "-pk")


def counts(user: User, period: Period) -> dict[str, int]:
    """How many rows each flag has. One statement."""
    wanted = [flag for flag in flags() if flag]
    totals = {f"n_{flag}": Count("pk", filter=Q(**{f"is_{flag}": True}), distinct=True) for flag in wanted}
    found = _marked(decisions(user, period), wanted).aggregate(n_=Count("pk", distinct=True), **totals)
    return {flag: found[f"n_{flag}"] for flag in ("", *wanted)}


def _marked(rows: QuerySet[ShareDecision], wanted: Iterable[str]) -> QuerySet[ShareDecision]:
    """The rows, each with `is_…` for every flag: whether it is one of those."""
    named = flags()
    marks = {f"is_{flag}": ExpressionWrapper(named[flag][1], output_field=BooleanField()) for flag in wanted}
    return rows.annotate(**marks)


def watched(user: User, period: Period, wanted: Iterable[str], most: int) -> dict[str, list[ShareDecision]]:
    """For each of these flags its newest rows, at most `most`. One statement for all."""
    named, rows = flags(), decisions(user, period)
    wanted = list(wanted)
    if not wanted:
        return {}
    any_of = Q()
    for flag in wanted:
        newest = rows.filter(named[flag][1]).order_by("-recorded_at", "-pk").values("pk")[:most]
        any_of |= Q(pk__in=newest)
    marked = _marked(rows.filter(any_of), wanted).select_related("decided_by", "record")
    found = list(marked.order_by("-recorded_at", "-pk"))
    return {flag: [row for row in found if getattr(row, f"is_{flag}")][:most] for flag in wanted}


OUTCOMES = {Outcome.SHARE_ALL: "In full", Outcome.SHARE_PART: "In part", Outcome.NO_SHARE: "Not shared"}


@dataclass
class Chart:
    """Bars, and the table that says the same. `finding` is the chart in words; `parts`: what each bar is made of."""

    title: str
    finding: str
    rows: list[tuple[str, list[int]]] = field(default_factory=list)
    parts: tuple[str, ...] = ("Decisions",)

    @property
    def bars(self) -> list[dict[str, object]]:
        """Each row with the places and lengths of its bar's parts, in the drawing's own units (300 wide)."""
        most = max((sum(numbers) for _, numbers in self.rows), default=1) or 1
        found: list[dict[str, object]] = []
        for place, (label, numbers) in enumerate(self.rows):
            begin, segments = 0.0, []
            for part, number in enumerate(numbers, 1):
                width = 240 * number / most
                segments.append({"x": f"{begin:.1f}", "width": f"{width:.1f}", "part": part})
                begin += width
            found.append(
                {"label": label, "number": sum(numbers), "y": 24 * place, "end": f"{begin:.1f}", "segments": segments}
            )
        return found

    @property
    def height(self) -> int:
        return 24 * len(self.rows)


@dataclass
class Patterns:
    """The four charts, and who decided: the filter offers nobody else."""

    charts: list[Chart]
    deciders: list[tuple[str, str]]


def patterns(user: User, period: Period) -> Patterns:
    """By week and outcome, by kind of record, by organisation, by person deciding. One statement each."""
    rows = decisions(user, period).order_by()
    weeks: dict[date, list[int]] = {}
    by_week = rows.annotate(week=TruncWeek("recorded_at", tzinfo=clock.LONDON)).values_list("week", "outcome")
    for week, outcome, number in by_week.annotate(n=Count("pk", distinct=True)):
        day = clock.local(week).date()
        weeks.setdefault(day, [0, 0, 0])[list(OUTCOMES).index(Outcome(outcome))] += number
    shared = rows.filter(SHARED)
    one = Count("pk", distinct=True)
    kinds = Counter(dict(shared.values_list("items__record__category__name").annotate(n=one)))
    bodies = Counter(dict(shared.values_list("recipients__agency__name").annotate(n=one)))
    people = list(
        rows.values_list(
            "decided_by__last_name", "decided_by__first_name", "decided_by__title", "decided_by__public_id"
        ).annotate(n=one)
    )
    people.sort(key=lambda row: row[:2])  # to spread the load, not to rank: by name
    per_week = [(words.day(day), numbers) for day, numbers in sorted(weeks.items())]
    totals = [(label, sum(numbers)) for label, numbers in per_week]
    return Patterns(
        [
            Chart(
                "By week", _most(totals, "The busiest week began on {}: {}"), per_week[-26:], tuple(OUTCOMES.values())
            ),
            Chart("By kind of record", _most(_known(kinds), "Most sharing was of {}: {}"), _single(_known(kinds))),
            Chart("By organisation", _most(_known(bodies), "Most sharing was with {}: {}"), _single(_known(bodies))),
            Chart(
                "By person deciding",
                f"{len(people)} people decided",
                [(f"{title or first} {last}", [n]) for last, first, title, _, n in people],
            ),
        ],
        [(str(key), f"{title or first} {last}") for last, first, title, key, _ in people],
    )


def _single(rows: list[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    return [(name, [number]) for name, number in rows]


def _known(found: Counter[str | None]) -> list[tuple[str, int]]:
    """The largest first; what belongs to nobody (nothing shared) is not a bar."""
    return [(name, number) for name, number in found.most_common() if name]


def _most(rows: Iterable[tuple[str, int]], sentence: str) -> str:
    rows = list(rows)
    if not rows:
        return "Nothing yet"
    name, number = max(rows, key=lambda row: row[1])
    return sentence.format(name, f"{number} of {sum(count for _, count in rows)}")


def agencies() -> list[Agency]:
    return list(Agency.objects.all())
