"""The name check: measured on a corpus written apart from it, and rule by rule (R: G10.3, P4)."""

from collections import Counter
from datetime import date

import pytest

from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from records import namecheck
from records.namecheck.known import Known, Named
from records.pupils import names, roll
from tests import factories
from tests.factories import World, child, user
from tests.records.namecheck.name_corpus import Child, children, sentences

pytestmark = [pytest.mark.requirement("G10.3")]


def named(one: Child) -> Named:
    family = [one.family, *filter(None, [one.former])]
    given = [one.given, *filter(None, [one.preferred])]
    return Named(
        "pupil",
        [(g, f) for g in given for f in family],
        classes=[one.in_class],
        numbers=[one.upn],
        birth_date=one.born,
        addresses=[(one.road, one.postcode)],
        telephones=[one.telephone],
    )


def test_the_figures_of_each_class_of_name_on_the_corpus(figures):
    pupils = children()
    checker = namecheck.Checker(Known(tuple(named(one) for one in pupils)))
    tried, found = Counter(), Counter()
    for sentence in sentences(pupils):
        tried[sentence.kind] += 1
        hits = checker.check(sentence.text)
        at = sentence.text.find(sentence.planted)
        inside = any(at <= hit.start < at + len(sentence.planted) for hit in hits)
        found[sentence.kind] += bool(hits) if sentence.kind == "clean" else inside
    assert sum(tried.values()) >= 2000
    share = {kind: found[kind] / tried[kind] for kind in tried}
    for kind in tried:
        figures("name check: " + kind, f"{found[kind]} of {tried[kind]}")
    assert share.pop("clean") <= 0.02
    full = [kind for kind in share if kind in ("full name", "full name, turned round", "full name in small letters")]
    assert sum(found[kind] for kind in full) / sum(tried[kind] for kind in full) >= 0.99, share
    others = [kind for kind in share if kind not in full]
    assert sum(found[kind] for kind in others) / sum(tried[kind] for kind in others) >= 0.95, share
    assert min(share.values()) >= 0.9, share


def test_a_text_names_nobody_when_there_is_nobody():
    assert namecheck.check("Amina Yusuf was here", Known(())) == []
    assert namecheck.check("", Known((Named("pupil", [("Amina", "Yusuf")]),))) == []


@pytest.fixture
def known() -> Known:
    return Known(
        (
            Named("pupil", [("Amina", "Yusuf")], classes=["4C"], birth_date=date(2017, 3, 2)),
            Named("pupil", [("Rose", "Hill")], classes=["4C"]),
            Named("pupil", [("Will", "Cole")], classes=["3A"]),
            Named("pupil", [("Zainab", "Gone")], alone=False),
            Named("parent", [("Hodan", "Yusuf")], title="Mrs", alone=False),
            Named("staff", [("David", "Cole")], title="Mr", alone=False),
        )
    )


def said(text: str, known: Known, **more: bool) -> str:
    return namecheck.replaced(text, namecheck.check(text, known, **more))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Amina Yusuf met Rose. Amina cried.", "Pupil A met Pupil B. Pupil A cried."),
        ("We saw Amina Yusuf. Amina ran. A. Yusuf too", "We saw Pupil A. Pupil A ran. Pupil A too"),
        ("It was not Yusuf. Amina ran.", "It was not Pupil A. Pupil A ran."),
        ("aminas work and Amian Yusuf", "Pupil A work and Pupil A"),
        ("Mrs Yusuf came with AY from 4C", "Parent A came with Pupil A from 4C"),
        ("Rose was late; the rose bed rose.", "Pupil A was late; the rose bed rose."),
        ("Will they come? We will ask Will.", "Will they come? We will ask Pupil A."),
        ("wills dad telephoned", "Pupil A dad telephoned"),
        ("Mr Cole spoke, then David Cole.", "Mr Cole spoke, then David Cole."),
        ("Zainab left. Zainab Gone left.", "Zainab left. Pupil A left."),
        ("Born 2/3/17, Amina", "Born [a date of birth], Pupil A"),
    ],
)
def test_what_is_said_instead(text, instead, known):
    assert said(text, known) == instead


def test_a_member_of_staff_of_the_same_name_hides_nobody_who_is_likely_to_be_named():
    staff = Named("staff", [("David", "Cole")], title="Mr", alone=False, key="staff")
    father = Named("other", [("Ian", "Cole")], title="Mr", key="father", near=True)
    pupil = Named("pupil", [("Will", "Cole")], key="pupil")
    checker = namecheck.Checker(Known((staff, father, pupil)))
    text = "Mr Cole rang. Ms Cole did not. Ian. IC and PE."
    [hits] = checker.check_together([text], namecheck.Own(frozenset({"pupil"})))
    assert [text[hit.start : hit.end] for hit in hits] == ["Mr Cole", "Ian", "IC"]
    assert {hit.who for hit in hits} == {"father"}


def test_what_goes_together_is_read_together_and_the_own_may_be_named():
    kofi = Named("pupil", [("Kofi", "Mensa")], key="kofi", addresses=[("12 Moss Lane", "")])
    other = Named("pupil", [("Kofi", "Boateng")], key="other")
    rose = Named("pupil", [("Rose", "Hill")], key="rose")
    checker = namecheck.Checker(Known((kofi, other, rose)))
    texts = ["Kofi Mensa and Rose Hill", "Kofi, KM and Rose shouted at 12 Moss Lane", "Rose shouted. Will they?"]
    first, second, third = checker.check_together(texts, namecheck.Own())
    assert [hit.who for hit in (*first, *second, *third)] == ["kofi", "rose", "kofi", "kofi", "rose", "kofi", "rose"]
    assert [hit.instead for hit in second] == ["Pupil A", "Pupil A", "Pupil B", "[an address]"]
    alone = checker.check_together(["Kofi ran"], namecheck.Own())[0][0]
    assert alone.people == {"kofi", "other"} and alone.who == "words:kofi"
    assert checker.check_together(texts, namecheck.Own(frozenset({"kofi", "rose"}), frozenset({"kofi"}))) == [
        [],
        [],
        [],
    ]
    [only] = checker.check_together(["12 Moss Lane"], namecheck.Own(frozenset({"kofi"})))[0]
    assert not only.names and only.instead == "[an address]"


@pytest.mark.parametrize(
    ("given", "family"), [("আমিনা", "বেগম"), ("ਹਰਪ੍ਰੀਤ", "ਕੌਰ"), ("عائشہ", "خان"), ("கவிதா", "ராஜன்"), ("伟", "王")]
)
def test_names_in_every_script_are_found_as_they_are_written(given, family):
    known = Known((Named("pupil", [(given, family)]),))
    assert said(f"Then {given} {family} left.", known) == "Then Pupil A left."
    assert said(f"Then {family} left.", known) == "Then Pupil A left." or len(family) < 2


def test_a_number_is_found_whatever_its_dashes_are():
    known = Known((Named("pupil", [("Amina", "Yusuf")], telephones=["01632 960001"]),))
    assert said("Ring 01632\u2013960001.", known) == "Ring [a telephone number]."


def test_staff_count_where_asked(known):
    assert said("Mr Cole spoke, then David Cole.", known, adults=True) == "Adult A spoke, then Adult A."


def test_the_stretches_shown_are_the_text(known):
    text = "Before lunch Amina Yusuf’s mum came – twice."
    shown = namecheck.shown(text, namecheck.check(text, known))
    assert "".join(one.text for one in shown) == text
    assert [one.text for one in shown if one.instead] == ["Amina Yusuf"]


@pytest.mark.django_db
def test_the_roll_knows_former_names_relatives_and_the_protected():
    world = World()
    hidden = child("Teasel", "Vetch", protected=True, upn="H801200001001", telephone="01632 960001")
    world.child.family_name = "Abdi"
    world.child.save()
    names.index([world.child])
    gone = child("Sorrel", "Medlar")
    roll.take_off(gone)
    known = namecheck.of_school()
    for text in (
        "Teasel",
        "Vetch",
        "H801200001001",
        "01632960001",
        "Amina Yusuf",
        "Amina Abdi",
        "Mrs Yusuf",
        "Hodan Yusuf",
        "Sorrel Medlar",
    ):
        assert namecheck.check(f"It was {text} again.", known), text
    for text in (world.teacher.full_name, "Sorrel", "Hodan"):
        assert not namecheck.check(f"It was {text} again.", known), text
    assert namecheck.check(world.teacher.full_name, namecheck.of_school(), adults=True)
    assert hidden.full_name


@pytest.mark.django_db
def test_reading_the_roll_takes_as_many_statements_whoever_is_on_it(django_assert_num_queries):
    World()
    for number in range(3):
        factories.child(f"Sage{number}", "Vetch")
    with django_assert_num_queries(8):
        namecheck.of_school()


@pytest.mark.django_db
def test_checks_with_hits_are_written_down_and_limited():
    clerk = user(Role.CLERK)
    with clock.standing_at(clock.now()):
        for number in range(namecheck.rate_limit.MOST):
            namecheck.counted(clerk, [f"person {number}"])
        namecheck.counted(clerk, [])
        namecheck.counted(clerk, ["person 3"])  # whoever was found already is found again
        with pytest.raises(namecheck.TooManyTries):
            namecheck.counted(clerk, ["one more", "person 3"])
    written = Entry.objects.filter(object_pk=str(clerk.public_id), actor=None)
    checks = written.filter(action=Entry.Action.ACCESS, additional_data__because="namecheck")
    assert checks.count() == namecheck.rate_limit.MOST + 1
    assert written.filter(action=Entry.Action.REFUSED).count() == 1


@pytest.mark.django_db
@pytest.mark.requirement("G1")
def test_a_list_of_names_is_not_marked_so_that_nobody_can_ask_who_is_here():
    clerk = user(Role.CLERK)
    pupils = [factories.child(f"Vireo{n}stone", f"Quist{n}ham") for n in range(namecheck.rate_limit.MOST_IN_ONE + 1)]
    names = [pupil.full_name for pupil in pupils]
    assert len(namecheck.checked(clerk, ". ".join(names[:3]))) == 3
    with pytest.raises(namecheck.TooManyTries, match="many people at once"):
        namecheck.checked(clerk, ". ".join(names))
