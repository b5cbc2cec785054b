"""The rows of the dashboard and the numbers that count them.

One queryset, `decisions`, gives the rows; a figure is a condition on it, and its link leads to exactly the rows that
meet the condition. So a total cannot differ from its list.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import User
from core import clock, terms, words
from core.models import Term
from records.models import Category
from records.need_to_know import visibility
from sharing.decisions import follow_up
from sharing.decisions.follow_up import HANDED, SHARED
from sharing.decisions.models import DecisionItem, DecisionRecipient, Origin, Outcome, ShareDecision
from sharing.directory.models import Agency

NOT_TOLD = SHARED & (Q(family_not_told=True) | Q(completion__family_not_told=True))
EXCEPTION = Q(by_exception=True) | Q(completion__by_exception=True)


def flags() -> dict[str, tuple[str, Q]]:
    """Each figure and list of the dashboard: what it is called, and which rows it has today."""
    follow = follow_up.still_to_do()
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


LIST_PRINT = "list"
FIGURES_PRINT = "figures"
"""What leaves from the dashboard without a decision."""
FIGURES = ("", "full", "part", "not_shared", "against", "not_told", "handed")
WATCH = (
    "risk",
    "against",
    "not_told",
    "tell",
    "arrival",
    "answer",
    "complete",
    "unsafe",
    "correction",
    "to_send",
)


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
        return clock.london_day(self.first), clock.end_of(self.last)


def periods() -> list[Period]:
    """The periods to choose from, the usual one first: this term; the school year; a year back; everything."""
    today = clock.today()
    autumn = date(terms.school_year(today), 9, 1)
    choices = []
    entered = list(Term.objects.order_by("first_day"))
    term = next((each for each in entered if each.first_day <= today <= each.last_day), None)
    if term:
        choices.append(Period("term", "This term", term.first_day, term.last_day))
    before = next((each for each in reversed(entered) if each.last_day < today), None)
    if before:
        choices.append(Period("last_term", "Last term", before.first_day, before.last_day))
    choices += [
        Period("year", "This school year", autumn, date(autumn.year + 1, 8, 31)),
        Period("twelve", "The last twelve months", today - timedelta(days=365), today),
        Period("all", "Everything", date(2000, 1, 1), today),
    ]
    return choices


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Empty: not by this."""

    period: Period
    flag: str = ""
    agency: str = ""
    by: str = ""
    category: str = ""


def unseen_by(user: User) -> Exists:
    """Whether a decision waits for the user's look."""
    return Exists(user.notices.filter(reference=OuterRef("reference"), seen=None))


def decisions(user: User, period: Period) -> QuerySet[ShareDecision]:
    """The decisions recorded in the period of which `user` may see something; each with `sent` and `unseen`."""
    start, end = period.moments
    return ShareDecision.objects.filter(
        recorded_at__gte=start, recorded_at__lt=end, record__in=visibility.visible_to(user).values("pk")
    ).annotate(sent=HANDED, unseen=unseen_by(user))


def listed(user: User, filters: Filters) -> QuerySet[ShareDecision]:
    """The rows of the list, newest first."""
    rows = decisions(user, filters.period).filter(flags()[filters.flag][1])
    if filters.agency:
        rows = rows.filter(recipients__agency__public_id=filters.agency)
    if filters.by:
        rows = rows.filter(decided_by__public_id=filters.by)
    if filters.category:
        rows = rows.filter(items__record__category__code=filters.category)
    return rows.distinct().order_by("-recorded_at", "-pk")


WEEKS_SHOWN = 26
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
        bars: list[dict[str, object]] = []
        for place, (label, numbers) in enumerate(self.rows):
            begin, segments = 0.0, []
            for part, number in enumerate(numbers, 1):
                width = 240 * number / most
                segments.append({"x": f"{begin:.1f}", "width": f"{width:.1f}", "part": part})
                begin += width
            bars.append(
                {"label": label, "number": sum(numbers), "y": 24 * place, "end": f"{begin:.1f}", "segments": segments}
            )
        return bars

    @property
    def height(self) -> int:
        return 24 * len(self.rows)


class Overview:
    """All that the page says of a period, from one look at who may see what: the rows, each with the flags that are
    true of it, newest first. A school's decisions of some years fit in memory; asking again for each figure does not
    pay (need to know is most of the time)."""

    def __init__(self, user: User, period: Period) -> None:
        self.period = period
        named = flags()
        self.flags = list(named)
        mask = follow_up.marks_of(condition for _, condition in named.values())
        hour = Cast("recorded_at", CharField())  # as text, in UTC: a moment is made of an hour, not of each row
        rows = decisions(user, period).order_by("-recorded_at", "-pk")
        self.rows = list(rows.values_list("pk", mask, "outcome", "decided_by", hour))

    def of(self, flag: str, most: int | None = None) -> list[int]:
        """The ids of the rows of a flag, newest first; at most `most`."""
        bit = 1 << self.flags.index(flag)
        return list(islice((row[0] for row in self.rows if not flag or row[1] & bit), most))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each flag has."""
        masks = Counter(mask for _, mask, *_ in self.rows)
        return {
            flag: sum(n for mask, n in masks.items() if not flag or mask & (1 << place))
            for place, flag in enumerate(self.flags)
        }

    def narrowed(self, filters: Filters) -> list[int]:
        """The ids of the rows of the list, newest first."""
        kept = self.of(filters.flag)
        if filters.agency:
            chosen = {row for row, agency in self._bodies if str(self.agencies[agency].public_id) == filters.agency}
            kept = [pk for pk in kept if pk in chosen]
        if filters.category:
            chosen = {row for row, kind in self._kinds if self.categories[kind].code == filters.category}
            kept = [pk for pk in kept if pk in chosen]
        if filters.by:
            by = {pk: who for pk, _, _, who, _ in self.rows}
            kept = [pk for pk in kept if str(self.deciders[by[pk]].public_id) == filters.by]
        return kept

    @cached_property
    def agencies(self) -> dict[int, Agency]:
        return {agency.pk: agency for agency in Agency.objects.all()}

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {category.pk: category for category in Category.objects.filter(personal=False)}

    @cached_property
    def deciders(self) -> dict[int, User]:
        """The people who decided something that the user may see. The filter names nobody else."""
        people = User.objects.filter(pk__in={who for _, _, _, who, _ in self.rows})
        return {person.pk: person for person in people.order_by("last_name", "first_name")}

    def _pairs(self, model: Any, column: str) -> set[tuple[int, int]]:
        """(row, what belongs to it), for the period's rows and some others: the caller picks by row."""
        ids = [pk for pk, *_ in self.rows]
        links = model.objects.filter(decision__gte=min(ids, default=0), decision__lte=max(ids, default=0))
        return set(links.filter(**{f"{column}__isnull": False}).order_by().values_list("decision_id", column))

    @cached_property
    def _kinds(self) -> set[tuple[int, int]]:
        return self._pairs(DecisionItem, "record__category")

    @cached_property
    def _bodies(self) -> set[tuple[int, int]]:
        return self._pairs(DecisionRecipient, "agency")

    @cached_property
    def charts(self) -> list[Chart]:
        """The patterns: by week and outcome, by kind of record, by organisation, by person deciding."""
        shared = {pk for pk, _, outcome, *_ in self.rows if outcome != Outcome.NO_SHARE}
        by_kind = Counter(kind for row, kind in self._kinds if row in shared)
        by_body = Counter(agency for row, agency in self._bodies if row in shared)
        kinds = Counter({self.categories[kind].name: number for kind, number in by_kind.items()})
        bodies = Counter({self.agencies[agency].name: number for agency, number in by_body.items()})
        people = Counter(who for _, _, _, who, _ in self.rows)
        per_week = [(words.day(day), numbers) for day, numbers in sorted(self._weeks().items())[-WEEKS_SHOWN:]]
        totals = [(label, sum(numbers)) for label, numbers in per_week]
        return [
            Chart("By week", _most(totals, "The busiest week began on {}: {}"), per_week, tuple(OUTCOMES.values())),
            Chart("By kind of record", _most(kinds.most_common(), "Most sharing was of {}: {}"), _single(kinds)),
            Chart("By organisation", _most(bodies.most_common(), "Most sharing was with {}: {}"), _single(bodies)),
            Chart(
                "By person deciding",
                f"{len(people)} people decided",
                # To spread the load, not to rank: by name.
                [(person.short_name, [people[pk]]) for pk, person in self.deciders.items()],
            ),
        ]

    def _weeks(self) -> dict[date, list[int]]:
        """For each Monday, in London, how many rows there are of each outcome."""
        places = {outcome.value: place for place, outcome in enumerate(OUTCOMES)}
        weeks: dict[date, list[int]] = {}
        for (hour, outcome), number in Counter((hour[:13], outcome) for _, _, outcome, _, hour in self.rows).items():
            day = clock.local(datetime.fromisoformat(f"{hour}:00+00:00")).date()
            week = weeks.setdefault(day - timedelta(days=day.weekday()), [0, 0, 0])
            week[places[outcome]] += number
        return weeks


def _single(counts: Counter[str]) -> list[tuple[str, list[int]]]:
    return [(name, [number]) for name, number in counts.most_common()]


def _most(rows: Iterable[tuple[str, int]], sentence: str) -> str:
    rows = list(rows)
    if not rows:
        return "Nothing yet"
    name, number = max(rows, key=lambda row: row[1])
    return sentence.format(name, f"{number} of {sum(count for _, count in rows)}")
