"""The rows of the dashboard and the numbers that count them.

One queryset, `decisions`, gives the rows; a figure is a condition on it, and its link leads to exactly the rows that
meet the condition. So a total cannot differ from its list.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek

from accounts.models import User
from records import need_to_know
from school import calendar, clock, words
from school.models import Term
from sharing.models import Agency, Disclosure, Outcome, ShareDecision

SENT = Exists(Disclosure.objects.filter(decision=OuterRef("pk")))
SHARED = ~Q(outcome=Outcome.NO_SHARE)

FLAGS: dict[str, tuple[str, Q]] = {
    "": ("Decisions", Q()),
    "full": ("Shared in full", Q(outcome=Outcome.SHARE_ALL)),
    "part": ("Shared in part", Q(outcome=Outcome.SHARE_PART)),
    "not_shared": ("Not shared", Q(outcome=Outcome.NO_SHARE)),
    "against": ("Against wishes", Q(against_wishes=True)),
    "not_told": ("Family not told", SHARED & Q(family_not_told=True)),
    "handed": ("Handed over", SHARED & Q(sent=True)),
    "to_send": ("Decided, not handed over yet", SHARED & Q(sent=False)),
    "risk": ("Not shared although a child may be at risk", Q(outcome=Outcome.NO_SHARE) & ~Q(harm="no")),
    "unseen": ("Not acknowledged by you", Q(unseen=True)),
}
"""Each figure and list of the dashboard: what it is called, and which rows it has."""

FIGURES = ("", "full", "part", "not_shared", "against", "not_told", "handed")
WATCH = ("risk", "against", "not_told", "to_send")


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
    found = decisions(user, filters.period).filter(FLAGS[filters.flag][1])
    if filters.agency:
        found = found.filter(recipients__contact__agency__public_id=filters.agency)
    if filters.by:
        found = found.filter(decided_by__public_id=filters.by)
    if filters.category:
        found = found.filter(items__record__category__code=filters.category)
    return found.distinct().order_by("-recorded_at", "-pk")


def counts(user: User, period: Period) -> dict[str, int]:
    """How many rows each flag has. One statement."""
    totals = {f"n_{flag}": Count("pk", filter=condition) for flag, (_, condition) in FLAGS.items() if flag}
    found = decisions(user, period).aggregate(n_=Count("pk"), **totals)
    return {flag: found[f"n_{flag}"] for flag in FLAGS}


@dataclass
class Chart:
    """Bars, and the table that says the same. `finding` is the chart in words."""

    title: str
    finding: str
    rows: list[tuple[str, int]] = field(default_factory=list)

    @property
    def bars(self) -> list[dict[str, object]]:
        """Each row with the place and length of its bar, in the drawing's own units (300 wide)."""
        most = max((number for _, number in self.rows), default=1) or 1
        return [
            {"label": label, "number": number, "y": 24 * place, "width": max(2, 240 * number // most)}
            for place, (label, number) in enumerate(self.rows)
        ]

    @property
    def height(self) -> int:
        return 24 * len(self.rows)


def charts(user: User, period: Period) -> list[Chart]:
    """The patterns: by week, by kind of record, by organisation, by person deciding. One statement each."""
    rows = decisions(user, period).order_by()
    weeks = (
        rows.annotate(week=TruncWeek("recorded_at", tzinfo=clock.LONDON)).values_list("week").annotate(n=Count("pk"))
    )
    by_week = [(words.day(clock.local(week).date()), number) for week, number in sorted(weeks)]
    shared = rows.filter(SHARED)
    kinds = Counter(dict(shared.values_list("items__record__category__name").annotate(n=Count("pk", distinct=True))))
    bodies = Counter(
        dict(shared.values_list("recipients__contact__agency__name").annotate(n=Count("pk", distinct=True)))
    )
    people = rows.values_list("decided_by__last_name", "decided_by__first_name", "decided_by__title")
    deciders = [(f"{title or first} {last}", n) for last, first, title, n in people.annotate(n=Count("pk")).order_by()]
    return [
        Chart("By week", _most(by_week, "The busiest week began on {}: {}"), by_week[-26:]),
        Chart("By kind of record", _most(_known(kinds), "Most sharing was of {}: {}"), _known(kinds)),
        Chart("By organisation", _most(_known(bodies), "Most sharing was with {}: {}"), _known(bodies)),
        # To spread the load, not to rank: by name.
        Chart("By person deciding", f"{len(deciders)} people decided", sorted(deciders)),
    ]


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


def deciders(user: User) -> list[User]:
    """Who decided something that `user` may see: nobody stands in the filter for what is hidden."""
    seen = ShareDecision.objects.filter(record__in=need_to_know.visible_to(user).values("pk"))
    return list(User.objects.filter(pk__in=seen.values("decided_by")).order_by("last_name", "first_name"))
