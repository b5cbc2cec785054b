"""The invented world of the truth table, made day by day by the product's own functions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from accounts import leaving, roles
from accounts.models import User
from accounts.roles import Role
from core.clock import Hands, london
from records.models import Extent, Record
from records.need_to_know import grants
from records.pupils import roll
from records.pupils.models import ClassStaff, Person, SchoolClass
from records.vault.filing import Words, file_record
from sharing.decisions import drafts
from sharing.internal import briefings, circulation_reading, circulations, emergency, exclusions
from tests.factories import World, child, record, user
from tools.demo.school import make_agencies, make_school


def on(day: int, hour: int = 0, minute: int = 0, month: int = 1) -> datetime:
    return london(2027, month, day, hour, minute)


class School:
    """Ash, Birch, Cedar … and what happens to them, hour by hour; `until(moment)` lets it happen up to then."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.people: dict[str, User] = {}
        self.children: dict[str, Person] = {}
        self.things: dict[str, Record] = {}
        self.grants: dict[str, Any] = {}
        self.staffing: dict[tuple[str, str], ClassStaff] = {}
        self.begin()
        self.events = sorted(self.happenings(), key=lambda happening: happening[0])

    def begin(self) -> None:
        make_school()
        make_agencies()
        for name in ("3A", "5C"):
            SchoolClass.objects.create(name=name)
        for name, role in {
            "Ash": Role.TEACHER,
            "Birch": Role.TEACHER,
            "Cedar": Role.TEACHER,
            "Dogwood": Role.SUPPORT,
            "Elm": Role.DSL,
            "Fir": Role.DEPUTY_DSL,
            "Gorse": Role.HEADTEACHER,
            "Hazel": Role.SENCO,
            "Ivy": Role.MEDICAL,
            "Juniper": Role.FIRST_AIDER,
            "Larch": Role.DPO,
            "Maple": Role.ADMINISTRATOR,
            "Nettle": Role.GOVERNOR,
            "Oak": Role.CHAIR,
            "Pine": Role.VOLUNTEER,
            "Quince": Role.HEALTH,
        }.items():
            self.people[name] = user(role, last_name=name)
        roles.give(self.people["Juniper"], Role.OFFICE, by=None)
        User.objects.filter(pk=self.people["Maple"].pk).update(is_superuser=True)
        for name, into in (("Ash", "3A"), ("Cedar", "5C"), ("Dogwood", "3A")):
            self.teach(name, into)
        for name, into in (("Robin", "3A"), ("Sage", "3A"), ("Teasel", "5C")):
            self.children[name] = child(name, "Vetch", into=into, protected=name == "Teasel", upn=UPNS[name])
        robin, sage = self.children["Robin"], self.children["Sage"]
        parts = [
            Words("summary", {"heading": "Summary", "text": "Asthma"}, needs=Extent.SUMMARY),
            Words("staff", {"heading": "For staff", "text": "Inhaler"}, needs=Extent.STAFF),
            Words("whole", {"heading": "Whole", "text": "All of it"}),
        ]
        self.things["m1"] = file_record("medical", [robin], parts, author=self.people["Ivy"])
        self.things["n1"] = record("sen", sage, author=self.people["Hazel"])
        self.things["s0"] = record("safeguarding", sage, author=self.people["Birch"])
        self.things["q1"] = file_record(
            "professional_notes",
            [sage],
            [Words("whole", {"heading": "Notes", "text": "Said"})],
            author=self.people["Quince"],
        )

    def teach(self, who: str, into: str) -> None:
        self.staffing[who, into] = roll.teach(self.people[who], SchoolClass.objects.get(name=into))

    def happenings(self) -> list[tuple[datetime, Callable[[], Any]]]:
        return [
            (
                on(5, 9),
                lambda: exclusions.keep_out(
                    self.people["Elm"], self.children["Sage"], by=self.people["Gorse"], reason="nephew"
                ),
            ),
            (on(7, 9), self.incident),
            (on(10, 9), self.disclose_to_the_therapist),
            (on(8, 9), lambda: self.file("s1", "safeguarding", "Robin", "Ash")),
            (on(11), self.classes_change),
            (on(12, 9), lambda: self.file("s2", "safeguarding", "Sage", "Birch")),
            (on(12, 9), self.draft_with_a_question),
            (on(13, 9), self.circulate),
            (on(13, 12, 30), lambda: self.read("Ash")),
            (on(14, 9), self.about_the_headteacher),
            (on(14, 12), lambda: self.read("Hazel")),
            (on(15, 8), self.brief),
            (on(15, 12), lambda: briefings.accept(briefings.to_accept(self.people["Birch"])[0])),
            (on(16, 9), self.grant_parts),
            (on(18), self.whole_for_a_week),
            (on(20, 10), lambda: self.read("Fir")),
            (on(21, 14), lambda: self.grants["g2"].end()),
            (
                on(22, 10, 5),
                lambda: self.grants.update(
                    g4=emergency.open_up(
                        self.people["Juniper"],
                        self.children["Robin"],
                        ["medical", "family"],
                        reason="Fainted on the trip",
                    )
                ),
            ),
            (on(31, 17), lambda: leaving.leave(User.objects.get(pk=self.people["Cedar"].pk))),
            (on(1, month=2), lambda: roles.end(self.people["Fir"], Role.DEPUTY_DSL)),
        ]

    def until(self, moment: datetime) -> None:
        while self.events and self.events[0][0] <= moment:
            at, happen = self.events.pop(0)
            self.hands.at = at
            happen()
        self.hands.at = moment

    def file(self, name: str, category: str, about: str, author: str) -> None:
        self.things[name] = record(category, self.children[about], author=self.people[author])

    def incident(self) -> None:
        robin, teasel = self.children["Robin"], self.children["Teasel"]
        parts = [
            Words("whole", {"heading": "What happened", "text": "of Robin"}, about=robin),
            Words("whole", {"heading": "What happened", "text": "of Teasel"}, about=teasel),
        ]
        self.things["b1"] = file_record("behaviour", [robin, teasel], parts, author=self.people["Ash"])

    def classes_change(self) -> None:
        for which in (("Ash", "3A"), ("Cedar", "5C")):
            self.staffing[which].end()
        for name, into in (("Ash", "5C"), ("Birch", "3A")):
            self.teach(name, into)

    def draft_with_a_question(self) -> None:
        from sharing.questionnaire import advice

        draft = drafts.start(self.people["Ash"])
        drafts.save(draft, "about", {"people": [str(self.children["Robin"].public_id)]})
        self.things["p1"] = draft.record
        robin = self.children["Robin"]
        asks: dict[str, Any] = {
            "people": [robin],
            "shows": "question",
            "names": True,
            "urgent": False,
            "instead": False,
        }
        self.things["p1 question"] = advice.ask(draft, draft.author, self.people["Elm"], "Is it enough?", **asks).record

    def disclose_to_the_therapist(self) -> None:
        """Hazel's decision: an extract of n1 for Quince, open until 26 March."""
        from sharing.decisions import recording
        from sharing.directory.models import AgencyContact
        from sharing.questionnaire.facts import of_context
        from tools.demo import year

        world, contact = World.__new__(World), AgencyContact.objects.get(agency__name="CAMHS")
        sage, quince = self.children["Sage"], self.people["Quince"]
        world.record, world.contact, world.child = self.things["n1"], contact, sage
        answers = year.answers(world.record, contact, sage)
        who: dict[str, Any] = {
            "to": "staff",
            "directory": None,
            "school": None,
            "staff": str(quince.public_id),
            "more": [],
        }
        inside = {"how_long": "date", "on": "2027-03-25"}
        draft = world.draft(self.people["Hazel"], **{**answers, "who": who, "inside": inside})
        decision = recording.record(of_context(world.context(draft)))
        extract = decision.recipients.get().extract
        assert extract is not None
        self.things["g5"] = extract

    def circulate(self) -> None:
        self.file("c1", "social_care", "Robin", "Elm")
        readers = [self.people[name] for name in ("Ash", "Hazel", "Fir")]
        self.grants["c1"] = circulations.circulate(
            self.things["c1"], readers, by=self.people["Elm"], due=on(1, month=2), reason="Conference of 12 January"
        )

    def read(self, who: str) -> None:
        circulation_reading.mark_read(self.grants["c1"].readers.get(grant__user=self.people[who]))

    def about_the_headteacher(self) -> None:
        filed = record("share_decision", author=self.people["Fir"])
        self.things["a1"] = filed
        for name in ("Gorse", "Elm"):
            grants.exclude(self.people[name], by=self.people["Fir"], record=filed, reason="about the Headteacher")
        grants.grant(filed, self.people["Oak"], by=self.people["Fir"], source="stand_in")

    def brief(self) -> None:
        self.grants["g1"] = briefings.brief(
            self.children["Robin"],
            "Sit near the door.",
            [self.people["Birch"]],
            by=self.people["Elm"],
            until=on(12, 16, month=2),
            behind=self.things["s1"],
        )
        self.things["g1"] = self.grants["g1"].record

    def grant_parts(self) -> None:
        self.grants["g2"] = grants.grant(
            self.things["s1"], self.people["Hazel"], by=self.people["Elm"], extent=Extent.TEACHERS, until=on(29)
        )

    def whole_for_a_week(self) -> None:
        roll.move(self.children["Robin"], SchoolClass.objects.get(name="5C"))
        self.grants["g3"] = grants.grant(self.things["s1"], self.people["Hazel"], by=self.people["Elm"], until=on(25))


UPNS = {"Robin": "H801200001001", "Sage": "", "Teasel": ""}
