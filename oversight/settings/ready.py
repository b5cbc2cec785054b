"""Get the school ready: twelve tasks, each worked out from what is there, never ticked (R: T4, G2).

A state that is lost (a deputy leaves, the terms end) brings its task back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts import roles, step_up
from accounts.models import Deputising, PendingChange, RoleMembership
from accounts.roles import LEAD, Role
from core import clock, terms, words
from core.compiled_queries import Prepared
from core.models import School
from core.words import counted
from oversight.settings.models import Checked, MailTest
from oversight.settings.staff_list import AddStaff
from records.intake.models import Held
from records.pupils.models import ClassStaff, Enrolment, SchoolClass
from sharing.directory.models import Agency, Purpose

COVERED_DAYS = 200
HEADTEACHER, DSL, DPO, ADMINISTRATOR, OFFICE = (
    frozenset({role}) for role in (Role.HEADTEACHER, Role.DSL, Role.DPO, Role.ADMINISTRATOR, Role.OFFICE)
)
SETS_UP = HEADTEACHER | DSL | DPO | ADMINISTRATOR | OFFICE
"""Who has a task here."""
DIRECTORY = (Agency.Kind.SOCIAL_CARE, Agency.Kind.POLICE, Agency.Kind.LADO)
"""Whom a school must be able to reach before it begins."""
MAY_CHECK = {
    Checked.What.PROTECTED: Role.DSL,
    Checked.What.BACKUP: Role.ADMINISTRATOR,
    Checked.What.CHECKPOINT: Role.DPO,
}
OUTSIDE = {
    Checked.What.BACKUP: "Administrator: restore a backup elsewhere and run verify_log there (docs/operations.md).",
    Checked.What.CHECKPOINT: "DPO: check that the log’s email has arrived outside the school.",
}
"""What only people can see."""


class Status(TextChoices):
    """How far a task is."""

    DONE = "done", "Done"
    TO_DO = "to_do", "To do"
    WAITING = "waiting", "Waiting"
    BLOCKED = "blocked", "Cannot start yet"


@dataclass(frozen=True)
class Task:
    """A task: what, whose, how far it is and why, and where it is done."""

    number: int
    name: str
    who: frozenset[str]
    status: Status
    why: str
    link: str = ""
    checks: tuple[Checked.What, ...] = ()

    @property
    def open(self) -> bool:
        return self.status != Status.DONE

    @property
    def to_do(self) -> bool:
        """Whether it can be done now."""
        return self.status == Status.TO_DO

    @property
    def whose(self) -> str:
        """Who does it, for everyone else."""
        who = " or ".join(Role(role).label for role in sorted(self.who))
        return f"For: {who}."

    def mine(self, held: frozenset[str]) -> bool:
        return bool(self.who & held)


def _number(rows: QuerySet) -> Coalesce:
    """How many rows, as part of another statement."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _checked(what: str) -> Subquery:
    return Subquery(Checked.objects.filter(what=what).order_by().values("what").annotate(at=Max("at")).values("at"))


def _facts(now: datetime) -> QuerySet[School]:
    """Everything that the tasks depend on, in one statement."""
    live = RoleMembership.objects.live(now).filter(user__is_active=True)
    standing = Deputising.objects.live(now).filter(away=False, deputy__is_active=True)
    taught = ClassStaff.objects.live(now).filter(school_class=OuterRef("pk"), user__is_active=True)

    def named_by(role: str) -> Exists:
        return Exists(standing.filter(Exists(live.filter(user=OuterRef("person"), group__name=role))))

    return School.objects.filter(pk=1).annotate(
        pressed=Exists(MailTest.objects.exclude(pressed_at=None)),
        teacher=Exists(live.filter(group__name=Role.TEACHER)),
        office=Exists(live.filter(group__name=Role.OFFICE)),
        deputy=Exists(live.filter(group__name=Role.DEPUTY_DSL)),
        head_names=named_by(Role.HEADTEACHER),
        dsl_names=named_by(Role.DSL),
        changes=_number(
            PendingChange.objects.filter(answer=None, kind__in=[AddStaff.kind, PendingChange.Kind.GIVE_ROLE])
        ),
        factorless=_number(step_up.without_one(now)),
        pupils=Exists(Enrolment.objects.live(now)),
        held=Exists(Held.objects.filter(answer=None)),
        classes=Exists(SchoolClass.objects.all()),
        untaught=_number(SchoolClass.objects.filter(~Exists(taught))),
        protected=_checked(Checked.What.PROTECTED),
        backup=_checked(Checked.What.BACKUP),
        checkpoint=_checked(Checked.What.CHECKPOINT),
        unconfirmed=_number(Purpose.objects.filter(active=True, confirmed_on=None)),
        **{
            f"has_{kind}": Exists(Agency.objects.filter(kind=kind, active=True, contacts__active=True))
            for kind in DIRECTORY
        },
    )


_FACTS = Prepared(lambda at, **_: _facts(at))


def facts() -> dict[str, Any]:
    """What the tasks depend on; nothing before there is a school."""
    school = _FACTS.first(at=clock.now())
    return vars(school) if school else {}


def tasks() -> list[Task]:
    """All tasks, in order. None before the school is set up."""
    fact = facts()
    if not fact:
        return []
    return [*_about_the_school(fact), *_about_staff(fact), *_about_pupils(fact), *_about_others(fact)]


def _about_the_school(fact: dict[str, Any]) -> list[Task]:
    """Its details, its dates, its email."""
    until = terms.covered_until(clock.today())
    covered = until is not None and until >= clock.today() + timedelta(days=COVERED_DAYS)
    return [
        _task(
            1,
            "School’s details",
            ADMINISTRATOR,
            bool(fact["details_checked_on"]),
            "Check the names, numbers and colour, then save.",
            "settings:school",
        ),
        _task(
            2,
            "Term dates and closures",
            ADMINISTRATOR | OFFICE,
            covered,
            f"Add term dates for the next {COVERED_DAYS} days. "
            + (f"They end on {words.day(until)}." if until else "Today is in no term."),
            "settings:terms",
        ),
        _task(
            3,
            "Test email",
            ADMINISTRATOR,
            fact["pressed"],
            "Send yourself a test and follow its link.",
            "settings:email",
        ),
    ]


def _about_staff(fact: dict[str, Any]) -> list[Task]:
    """Who is in post, who their deputies are, how they sign in."""
    nobody_names = [name for name, key in (("Headteacher", "head_names"), ("DSL", "dsl_names")) if not fact[key]]
    return [
        _task(
            4,
            "Staff",
            ADMINISTRATOR,
            fact["teacher"] and fact["office"] and not fact["changes"],
            f"{_who_approves()} to approve {counted(fact['changes'], 'change', 'changes')}."
            if fact["changes"]
            else "A teacher and office staff must be in post. Add them by a list or one by one.",
            "accounts:people",
            status=Status.WAITING if fact["changes"] else Status.TO_DO,
        ),
        _task(
            5,
            "Deputies",
            HEADTEACHER | DSL if fact["deputy"] else ADMINISTRATOR,
            fact["deputy"] and not nobody_names,
            f"Still to name a standing deputy: the {' and the '.join(nobody_names)}."
            if fact["deputy"]
            else "A deputy DSL must be in post. Ask for the role; the Headteacher or DSL approves it.",
            "accounts:deputies" if fact["deputy"] else "accounts:people",
        ),
        _task(
            6,
            "Second factors",
            ADMINISTRATOR,
            not fact["factorless"],
            counted(fact["factorless"], "person still has", "people still have") + " to set up a second factor.",
            "accounts:people",
        ),
    ]


def _about_pupils(fact: dict[str, Any]) -> list[Task]:
    """Pupils, classes, and who has to be protected."""
    return [
        _task(
            7,
            "Pupils",
            DSL if fact["pupils"] else OFFICE,
            fact["pupils"] and not fact["held"],
            "Imported items for the DSL to check."
            if fact["pupils"]
            else "Import a CTF or CSV file from your management information system.",
            "intake:held_list" if fact["pupils"] else "intake:imports",
            status=Status.TO_DO if fact["office"] or fact["pupils"] else Status.BLOCKED,
            instead="There are no office staff yet.",
        ),
        _task(
            8,
            "Classes and their staff",
            ADMINISTRATOR,
            fact["classes"] and not fact["untaught"],
            counted(fact["untaught"], "class has", "classes have") + " no teacher."
            if fact["classes"]
            else "Add the classes, and who teaches them.",
            "settings:classes",
        ),
        _task(
            9,
            "Protected children, court orders, exclusions",
            DSL,
            bool(fact["protected"]),
            "Find each child. On their page use “Keep somebody out” and “What must be kept close”, and add court "
            "orders as records. Then say that there are no more.",
            "child:find",
            status=Status.TO_DO if fact["pupils"] else Status.BLOCKED,
            instead="There are no pupils yet.",
            checks=(Checked.What.PROTECTED,),
            done=_since(fact["protected"]),
        ),
    ]


def _about_others(fact: dict[str, Any]) -> list[Task]:
    """Who the school shares with and why, and what leaves the school for safe keeping."""
    missing = [kind.label.lower() for kind in DIRECTORY if not fact[f"has_{kind}"]]
    outside = [what for what in OUTSIDE if not fact[what]]
    return [
        _task(
            10,
            "Agencies",
            DPO,
            not missing,
            f"Still missing, with a contact: {', '.join(missing)}.",
            "directory:agencies",
        ),
        _task(
            11,
            "Purposes of sharing",
            DPO,
            not fact["unconfirmed"],
            f"{fact['unconfirmed']} to confirm, on one page.",
            "directory:purposes",
        ),
        _task(
            12,
            "Backup and checkpoints",
            frozenset(MAY_CHECK[what] for what in outside),
            not outside,
            " ".join(OUTSIDE[what] for what in outside),
            "",
            checks=tuple(outside),
        ),
    ]


def _since(at: datetime | None) -> str:
    return f"Checked on {words.day(clock.local(at).date())}." if at else ""


def _who_approves() -> str:
    names = [person.short_name for person in roles.holders_of_any(LEAD)]
    return f"Waiting for {' or '.join(names)}" if names else "Waiting for a Headteacher or DSL"


def _task(
    number: int,
    name: str,
    who: frozenset[str],
    is_done: bool,
    why: str,
    link: str,
    *,
    status: Status = Status.TO_DO,
    instead: str = "",
    checks: tuple[Checked.What, ...] = (),
    done: str = "",
) -> Task:
    if is_done:
        return Task(number, name, who, Status.DONE, done, reverse(link) if link else "")
    if status == Status.BLOCKED:
        return Task(number, name, who, Status.BLOCKED, instead)
    return Task(number, name, who, status, why, reverse(link) if link else "", checks)


def open_for(held: frozenset[str]) -> tuple[list[Task], list[Task]]:
    """Of all tasks: those that are open, and of these the ones that a person with these roles can do."""
    if not held & SETS_UP:
        return [], []
    still = [task for task in tasks() if task.open]
    return still, [task for task in still if task.mine(held) and task.to_do]
