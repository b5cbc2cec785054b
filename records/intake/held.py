"""What a file says that its importer may not see: sealed, and put before those who may (R: B4, G1, Three tiers)."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts import succession
from accounts.models import User
from accounts.notices.notify import ReferenceTarget, notify, see_all
from core import clock, words
from core.refusals import Refused
from records.intake.models import Held, HeldAnswer, ImportRun
from records.intake.notice_kinds import Kind
from records.need_to_know import visibility
from records.pupils.importing.apply import Import
from records.pupils.importing.lines import LABELS, Address, Adult, Line, Read
from records.pupils.importing.plan import ADDED, ASKED, CHANGED, HELD, SAME, Planner, Proposal, Roll
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from records.vault.vault import Opened, Reader

FACT = "fact"


def hold(run: ImportRun, proposals: Iterable[Proposal], unaddressed: set[int]) -> int:
    """Put by what these lines say beyond what may go into the roll; returns how many things are new. In the import's
    transaction. What was put by before, and is the same, is not put by again."""
    new = 0
    for proposal in proposals:
        line, person = proposal.line, proposal.person
        if person is None:
            continue
        if proposal.kind == HELD:
            new += _put_by(run, Held.Kind.CHILD, person, as_data(line))
        elif proposal.kind in (ADDED, CHANGED, SAME):
            if line.in_care:
                new += _put_by(run, Held.Kind.IN_CARE, person, {"in_care": line.in_care})
            if line.address and person.pk in unaddressed:
                new += _put_by(run, Held.Kind.ADDRESS, person, {"address": as_data(line)["address"]})
    if new:
        for reader in readers():
            notify(reader, Kind.HELD, run.reference)
    return new


def readers() -> list[User]:
    """Who settles what is held: the DSL; without one, the deputies."""
    return [person for _, person in succession.first_place(succession.SAFEGUARDING, ())]


def _put_by(run: ImportRun, kind: str, person: Person, facts: dict[str, Any]) -> int:
    content = json.dumps([kind, str(person.public_id), facts], sort_keys=True)
    mark = salted_hmac("intake.held", content, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    if Held.objects.filter(mark=mark).exists():
        return 0
    owner = next(iter(readers()), run.by)
    section = Words(FACT, {"heading": Held.Kind(kind).label, "rows": rows_of(facts), "said": facts})
    record = file_record("held", [person], [section], author=owner)
    Held.objects.create(record=record, run=run, kind=kind, person=person, mark=mark)
    return 1


def as_data(line: Line) -> dict[str, Any]:
    """What a line says, as JSON."""

    def value(fact: Any) -> Any:
        if isinstance(fact, date):
            return fact.isoformat()
        if isinstance(fact, Address):
            return {"lines": list(fact.lines), "postcode": fact.postcode}
        if isinstance(fact, Adult):
            return {name: value(getattr(fact, name)) for name in fact.__dataclass_fields__}
        return [value(inner) for inner in fact] if isinstance(fact, tuple) else fact

    return {name: value(getattr(line, name)) for name in LABELS if getattr(line, name) not in (None, ())}


def as_line(facts: dict[str, Any]) -> Line:
    """The line again."""

    def address(written: dict[str, Any] | None) -> Address | None:
        return Address(tuple(written["lines"]), written["postcode"]) if written else None

    line = Line(1)
    for name, value in facts.items():
        if name in ("birth_date", "left_on"):
            value = date.fromisoformat(value)
        elif name == "address":
            value = address(value)
        elif name == "former_upns":
            value = tuple(value)
        elif name == "contacts":
            value = tuple(Adult(**{**adult, "address": address(adult["address"])}) for adult in value)
        setattr(line, name, value)
    return line


def rows_of(facts: dict[str, Any]) -> list[list[str]]:
    """The facts in words, for the page."""
    rows = []
    for name, value in facts.items():
        if name == "address":
            value = ", ".join([*value["lines"], value["postcode"]])
        elif name == "contacts":
            value = "; ".join(f"{adult['given_name']} {adult['family_name']}" for adult in value)
        elif name == "former_upns":
            value = ", ".join(value)
        rows.append([LABELS[name], {True: "Yes", False: "No"}.get(value, str(value))])
    return rows


def waiting(user: User) -> list[Held]:
    """What is held and nobody has settled, of what the user may see; oldest first."""
    visible = visibility.visible_to(user).filter(category__code="held")
    return list(Held.objects.filter(record__in=visible, answer=None).select_related("record", "run").order_by("pk"))


def plan(opened: Opened, held: Held, answer: str = "") -> tuple[Proposal, Planner]:
    """What applying a held child would do, seen by a person from whom it is not hidden."""
    facts = opened.parts[0].content["said"]
    planner = Planner(
        Read([as_line(facts)], all_contacts=held.run.form == "ctf"),
        Roll(clock.now()),
        stamp=held.run.stamp,
        answers={1: answer} if answer else {},
    )
    return planner.plan()[0], planner


@transaction.atomic
def settle(held: Held, opened: Opened, reader: Reader, *, apply: bool, answer: str = "") -> HeldAnswer:
    """Put it where it belongs, or set it aside; once. Raises Refused."""
    given = HeldAnswer.objects.filter(held=held).first()
    if given:
        return given
    if apply:
        facts = opened.parts[0].content["said"]
        if held.kind == Held.Kind.CHILD:
            proposal, planner = plan(opened, held, answer)
            if proposal.kind == ASKED:
                raise Refused("Select whether this is the same child", "same")
            if proposal.kind not in (ADDED, CHANGED, SAME):
                raise Refused("; ".join(proposal.line.problems) or "This line was left out", "do")
            doing = Import(planner.roll, held.run.stamp, all_contacts=planner.read.all_contacts)
            doing.run([proposal])
            hold(held.run, [proposal], set())
        else:
            category, heading = {
                Held.Kind.IN_CARE: ("looked_after", "Looked after"),
                Held.Kind.ADDRESS: ("protected_address", "Protected address"),
            }[Held.Kind(held.kind)]
            text = "\n".join(value for _, value in rows_of(facts))
            source = f"From the file imported on {words.day(clock.local(held.run.at).date())}"
            whole = {"heading": heading, "rows": [["What the file says", text], ["Source", source]]}
            file_record(category, [held.person], [Words("whole", whole)], author=reader.user)
    given = HeldAnswer.objects.create(held=held, by=reader.user, applied=apply)
    if not any(other.run_id == held.run_id for other in waiting(reader.user)):
        see_all(held.run.reference, Kind.HELD, by=reader.user)
    return given


class Imports(ReferenceTarget):
    """Answers questions of `accounts.notices` about references that begin with I."""

    def address(self, reference: str) -> str:
        return reverse("intake:held_list")

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        visible = visibility.visible_to(user).filter(held__run__reference__in=set(about))
        return set(visible.values_list("held__run__reference", flat=True))
