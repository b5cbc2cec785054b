"""Other people in what goes: found in every form, shown before it goes, taken out or kept with a reason (R: G9, C5)."""

import html
import re
from typing import Any

import pytest

from accounts.roles import Role
from records import namecheck
from records.models import Extent, Record
from records.need_to_know import grants
from records.pupils import roll
from records.pupils.models import Household, HouseholdMember, Person
from records.vault.filing import Words, add_section, file_record
from records.vault.vault import open_record
from sharing.decisions import documents, recording
from sharing.decisions.facts import NotComplete
from sharing.decisions.models import ShareDecision
from sharing.questionnaire import route
from sharing.questionnaire.facts import of_context
from tests.factories import World, browser_for, child, record, user
from tests.sharing.flow import Writer, arrived, give, told

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("G9", "C5")]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only they, and only this."}
FORMS = {
    "first name alone": ("Kofi cried later.", "Kofi"),
    "surname with a title": ("Mr Mensa was rung.", "Mensa"),
    "first initial": ("K. Mensa was sorry.", "Mensa"),
    "initials": ("Later KM said sorry.", "KM"),
    "initials with points": ("Later K.M. said sorry.", "K.M"),
    "turned round": ("List: MENSA, KOFI.", "MENSA"),
    "another accent": ("Kófi Ménsa said sorry.", "Ménsa"),
    "a line end between": ("Then Kofi\nMensa said sorry.", "Mensa"),
    "a space that does not break": ("Then Kofi\u00a0Mensa said sorry.", "Mensa"),
    "an accent as a sign of its own": ("Ko\u0301fi Me\u0301nsa said sorry.", "nsa"),
    "a soft hyphen": ("Then Ko\u00adfi and Men\u00adsa said sorry.", "sa said"),
    "signs of no width": ("Then Ko\u200bfi Men\u2060sa said sorry.", "fi"),
    "an address of e-mail": ("Write to kofi.mensa@home.example.", "mensa"),
    "owned": ("It was Kofi’s coat, and Mensa's bag.", "Kofi"),
    "the address": ("He lives at 12 Moss Lane, near the park.", "Moss Lane"),
    "the postcode": ("He lives in G41 9ZZ.", "9ZZ"),
    "the telephone number": ("Ring +44 1632 960007.", "960007"),
}


@pytest.fixture
def kofi(world: World) -> Person:
    """Another child, who lives somewhere."""
    made = child("Kofi", "Mensa", telephone="01632 960007")
    home = Household.objects.create(lines="12 Moss Lane, Glasgow", postcode="G41 9ZZ", plain="12 moss ln glasgow")
    HouseholdMember.objects.create(household=home, person=made)
    return made


@pytest.fixture
def went(monkeypatch) -> dict[str, Any]:
    """What the last paper said."""
    seen: dict[str, Any] = {}
    monkeypatch.setattr(documents, "pdf", lambda name, data: seen.update(data) or b"%PDF-1.7")
    return seen


def words_of(paper: dict[str, Any]) -> str:
    """All the words of the paper's sections."""
    cells = [cell for section in paper["sections"] for row in section["rows"] for cell in row]
    return " ".join([section["heading"] + " " + section["text"] for section in paper["sections"]] + cells)


def written(world: World, text: str) -> Record:
    """A record about the child that the teacher may open to others, with `text` in it."""
    made = record("behaviour", world.child, author=world.teacher, text=text)
    grants.grant(made, world.teacher, by=world.dsl)
    return made


def to(world: World, whom: str) -> dict[str, Any]:
    """The answers that name a recipient: an agency, somebody outside, or the mother."""
    who = {**world.answers()["who"]}
    if whom == "agency":
        return {}
    if whom == "outside":
        outside = {"who": "Dr Moss", "body": "The moss clinic", "role": "doctor"}
        send = {**world.answers()["send"], "address": "moss@clinic.example", "channel": "secure_email"}
        return {"who": {**who, "to": "other"}, "outside": outside, "send": send}
    return {
        "who": {**who, "to": "parent"},
        "parent": {"adults": [str(world.mother.public_id)], "identity": "sight"},
        "family": {"said": {str(world.child.public_id): "agreed"}},
        "telling": {**world.answers()["telling"], "people": [str(world.child.public_id)]},
        "send": {"checked": "today", "channel": "in_person", "confirmed": ["people", "parts"]},
    }


def whole(world: World, made: Record) -> dict[str, Any]:
    key = str(made.public_id)
    return {**world.answers()["what"], "records": [key], "how": {key: "whole"}}


def answered(world: World, *removed: Person, kept: dict[Person, str] | None = None) -> dict[str, Any]:
    """The answer to the page about other people."""
    said = {str(one.public_id): {"do": "remove", "why": ""} for one in removed}
    said |= {str(one.public_id): {"do": "keep", "why": why} for one, why in (kept or {}).items()}
    return {"said": said, "read": True}


def sent(world: World, decision: ShareDecision, number: int = 1) -> bytes:
    """The file for a recipient, as its author takes it out."""
    reader = world.reader(world.teacher)
    opened = open_record(reader, decision.record.public_id)
    return documents.to_send(decision, decision.recipients.get(number=number), opened, reader)


def choices_on(page: str) -> dict[str, str]:
    """The questions of the page about other people: the words found, and the name of the field."""
    found = re.findall(r'<fieldset.*?<legend[^>]*>(.*?)</legend>.*?name="(do_\w+)"', page, re.S)
    return {html.unescape(re.sub(r"<[^>]+>|\s+", " ", legend)).strip(): name for legend, name in found}


@pytest.mark.parametrize("whom", ["agency", "outside", "parent"])
def test_what_is_taken_out_is_taken_out_in_every_form(world, kofi, went, whom):
    """Each form in a record of its own; one decision shares them all."""
    texts = [f"Amina sat beside Kofi Mensa. {text} Amina cried." for text, _ in FORMS.values()]
    keys = [str(written(world, text).public_id) for text in texts]
    what = {**world.answers()["what"], "records": keys, "how": dict.fromkeys(keys, "whole")}
    decision = world.decide(what=what, others=answered(world, kofi), **to(world, whom))
    assert sent(world, decision)
    sections = [words_of({"sections": [section]}) for section in went["sections"]]
    assert [words.count("Amina") for words in sections if "Amina" in words] == [2] * len(FORMS)
    left = words_of(went)
    assert [form for form, (_, words) in FORMS.items() if words in left] == [] and "Kofi" not in left, left


@pytest.mark.parametrize(
    ("given", "family", "text"),
    [
        ("Niamh", "O’Brien", "Then Niamh O'Brien came. O'Brien was late, N. O’Brien too, and Obrien."),
        ("Zoë", "Smith-Jones", "Zoe Smith Jones came, Zoé Smith-Jones left, Smith-Jones sat."),
        ("Niamh", "O’Brien", "Niamh O\u02bcBrien came. O´Brien was late; O\u2032Brien, Niamh\u2011O\u2018Brien."),
        ("Zoë", "Smith-Jones", "Zoe Smith\u2011Jones came, Zoë Smith\u2013Jones left, Smith\u2010Jones sat."),
        ("D’Arcy", "Müller", "D'Arcy Muller came. D’Arcy left with DArcy."),
    ],
)
def test_an_apostrophe_an_accent_or_a_hyphen_hides_nobody(world, went, given, family, text):
    other = child(given, family)
    made = written(world, text)
    decision = world.decide(what=whole(world, made), others=answered(world, other))
    sent(world, decision)
    for part in ("Brien", "Niamh", "Smith", "Jones", "Zo", "Arcy", "ller"):
        assert part not in words_of(went), words_of(went)


def test_relatives_are_found_for_an_agency_too_and_stay_only_with_a_reason(world, went):
    father = roll.add_contact(world.child, "father", title="Mr", given_name="Omar", family_name="Yusuf").adult
    made = written(world, "Mrs Yusuf came. Mr Yusuf shouted; Omar left. Ms Yusuf cried. Amina Yusuf hid.")
    answers = answered(world, father, kept={world.mother: "She brings her to the clinic"})
    decision = world.decide(what=whole(world, made), others=answers)
    sent(world, decision)
    said = words_of(went)
    assert "Mrs Yusuf came" in said and "Amina Yusuf hid" in said
    assert "Mr Yusuf" not in said and "Omar" not in said
    head = browser_for(world.head).get(f"/decisions/{decision.reference.replace(' ', '-')}/").content.decode()
    assert "left in: She brings her to the clinic" in head


def test_the_address_of_the_other_parent_does_not_reach_a_parent_because_the_child_lives_there(world, went):
    father = roll.add_contact(
        world.child, "father", title="Mr", given_name="Omar", family_name="Said", responsibility="yes"
    ).adult
    home = Household.objects.create(lines="7 Heron Close", postcode="G41 1AA", plain="7 heron cl")
    for one in (world.child, world.mother):
        HouseholdMember.objects.create(household=home, person=one)
    made = written(world, "She lives at 7 Heron Close. Amina is well.")
    answers = {**to(world, "parent"), "parent": {"adults": [str(father.public_id)], "identity": "sight"}}
    answers["family"] = world.said("told", "agreed")
    with pytest.raises(NotComplete) as missing:
        world.decide(what=whole(world, made), others={"said": {}, "read": True}, **answers)
    assert missing.value.steps == ["others"]
    assert [
        one.words for one in world.context(world.draft(what=whole(world, made), **answers)).third_parties.found
    ] == [("7 Heron Close",)]
    to_agency = world.context(world.draft(what=whole(world, made)))
    assert to_agency.third_parties.found == [], "the child’s own address is the child’s"


def test_nothing_is_recorded_while_a_name_is_not_answered(world, kofi):
    made = written(world, "Amina sat beside Kofi Mensa.")
    for answers in ({}, {"others": {"said": {}, "read": True}}, {"others": answered(world, kept={kofi: ""})}):
        with pytest.raises(NotComplete) as missing:
            world.decide(what=whole(world, made), **answers)
        assert missing.value.steps == ["others"]
    assert not ShareDecision.objects.exists()


def test_a_name_that_has_come_into_the_text_since_it_was_read_is_asked_about(world, kofi):
    made = written(world, "Amina sat beside Kofi Mensa.")
    draft = world.draft(what=whole(world, made), others=answered(world, kofi))
    writer = Writer.at_draft(browser_for(world.teacher), draft)
    assert "Kofi Mensa taken out" in writer.look()
    child("Teasel", "Vetch")
    content = {"heading": "Correction", "rows": [["What is right", "It was Teasel Vetch"]], "by": "", "at": ""}
    add_section(made, Words("correction", content), order=100, by=world.teacher)
    assert writer.press_record().status_code == 400 and not ShareDecision.objects.exists()
    page = writer.look("others")
    assert list(choices_on(page)) == ["Kofi Mensa", "Teasel Vetch"]
    fields = choices_on(page)
    answer = writer.give("others", **{fields["Kofi Mensa"]: "remove", fields["Teasel Vetch"]: "remove"}, read="on")
    assert answer.status_code == 302
    assert writer.record()


def test_a_text_that_has_changed_since_it_was_read_is_read_again(world, kofi):
    made = written(world, "Amina sat beside Kofi Mensa.")
    draft = world.draft(what=whole(world, made), others=answered(world, kofi))
    content = {"heading": "Correction", "rows": [["What is right", "Their neighbour saw it"]], "by": "", "at": ""}
    add_section(made, Words("correction", content), order=100, by=world.teacher)
    writer = Writer.at_draft(browser_for(world.teacher), draft)
    assert writer.press_record().status_code == 400
    page = writer.look("others")
    assert "What goes has changed, so we ask this again" in page and "Their neighbour saw it" in page
    field = choices_on(page)["Kofi Mensa"]
    assert writer.give("others", **{field: "remove"}, read="on").status_code == 302
    assert writer.record()


def test_a_name_that_comes_after_the_decision_does_not_go(world, kofi, went):
    made = written(world, "Amina sat beside Kofi Mensa.")
    decision = world.decide(what=whole(world, made), others=answered(world, kofi))
    child("Teasel", "Vetch")
    content = {"heading": "Correction", "rows": [["What is right", "It was Teasel Vetch"]], "by": "", "at": ""}
    add_section(made, Words("correction", content), order=100, by=world.teacher)
    sent(world, decision)
    assert "It was [another person]" in words_of(went)


def test_what_is_typed_besides_is_read_as_well_and_what_one_is_unsure_of(world, kofi, went):
    what = {
        **world.answers()["what"],
        "unwritten": "She plays with Kofi.",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
    }
    send = {**world.answers()["send"], "checked": "not", "unsure_of": "Whether K. Mensa was there"}
    with pytest.raises(NotComplete):
        world.decide(what=what, send=send)
    decision = world.decide(what=what, send=send, others=answered(world, kofi))
    sent(world, decision)
    assert "She plays with [another person]." in words_of(went)
    assert "Whether [another person] was there" in words_of(went)


def test_a_visitor_s_extract_names_nobody_who_was_taken_out(world, kofi):
    nurse = user(Role.HEALTH, last_name="Sedge")
    made = written(world, "Amina sat beside Kofi Mensa. Kofi\ncried.")
    who = {**world.answers()["who"], "to": "staff", "staff": str(nurse.public_id)}
    inside = {"how_long": "once", "on": None}
    why = {"purpose": "health", "essential": "She plans the care.", "other": None}
    draft = world.draft(who=who, inside=inside, why=why, what=whole(world, made), others=answered(world, kofi))
    assert route.unanswered(world.context(draft)) == []
    decision = recording.record(of_context(world.context(draft)))
    given = decision.recipients.get().extract
    said = " ".join(part.text for part in open_record(world.reader(nurse), given.public_id).parts)
    assert "Amina sat beside [another person]. [another person]" in said and "Kofi" not in said


def test_a_print_for_one_child_names_the_others_in_no_form(world, kofi, went):
    about = {"people": [str(world.child.public_id), str(kofi.public_id)]}
    made = file_record(
        "behaviour",
        [world.child, kofi],
        [Words("whole", {"heading": "What happened", "text": "Amina and Kofi Mensa."})],
        author=world.teacher,
    )
    said = world.answers()["family"]["said"]
    why = {**world.answers()["why"], "essential": "K. Mensa and KM hit her. Kófi\nMensa ran to 12 Moss Lane."}
    family = {"said": {**said, f"parents-{kofi.public_id}": "agreed", str(kofi.public_id): "agreed"}}
    decision = world.decide(about=about, what=whole(world, made), family=family, why=why)
    slug = decision.reference.replace(" ", "-")
    client = browser_for(world.head)
    page = client.get(f"/decisions/{slug}/print/").content.decode()
    whom = re.search(r'<option value="([0-9a-f-]{36})"', page)
    assert whom
    only = {"whom": whom[1], "only": str(world.child.public_id)}
    assert client.post(f"/decisions/{slug}/print/", only).status_code == 200
    printed = words_of(went)
    assert "Amina" in printed and "another child" in printed
    for form in ("Kofi", "Kófi", "Mensa", "KM", "Moss Lane"):
        assert form not in printed, (form, printed)


def test_the_page_shows_the_text_as_it_will_go_with_every_hit_marked(world, kofi):
    made = written(world, "Amina sat beside Kofi Mensa. <b>Kofi</b> {{ secret }} cried.")
    writer = arrived(world, "what")
    key = str(made.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    page = writer.look()
    assert writer.step == "others"
    assert "<mark>Kofi Mensa</mark>" in page and "&lt;b&gt;<mark>Kofi</mark>&lt;/b&gt; {{ secret }} cried" in page
    field = choices_on(page)["Kofi Mensa, Kofi"]
    assert writer.give(read="on").status_code == 400
    unread = writer.give(**{field: "remove"})
    assert unread.status_code == 400 and b"<mark>[another person]</mark> {{ secret }}" not in unread.content
    assert b"&lt;b&gt;<mark>[another person]</mark>&lt;/b&gt;" in unread.content
    give(writer, "others", **{field: "remove"}, read="on")
    assert "<mark>[another person]</mark>" in writer.look("others")
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", checked="today", channel="secure_email", confirmed=["address", "people", "parts"])
    check = writer.look()
    assert writer.step == "check" and "Amina sat beside <mark>[another person]</mark>" in check
    assert "Kofi Mensa" not in check.split("The text as it will go")[1]


def test_a_name_that_is_kept_needs_a_reason_and_stays(world, went):
    odd = child("Ann <i>", "{{ x }}")
    made = written(world, "Amina sat beside Ann <i> {{ x }}.")
    writer = arrived(world, "what")
    key = str(made.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    page = writer.look()
    assert odd.full_name not in page and "<mark>" in page
    [(words, field)] = choices_on(page).items()
    refused = writer.give(**{field: "keep"}, read="on")
    assert refused.status_code == 400 and f"Say why {html.escape(words)} is left in" in refused.content.decode()
    why = field.replace("do_", "why_")
    give(writer, "others", **{field: "keep", why: "They share a plan"}, read="on")


def test_a_member_of_staff_is_no_other_person_unless_the_record_is_about_them(world, kofi):
    made = written(world, f"{world.senco.full_name} rang. Amina is well.")
    assert world.context(world.draft(what=whole(world, made))).third_parties.found == []
    them = roll.as_subject(world.senco)
    about_both = file_record(
        "behaviour",
        [world.child, them],
        [Words("whole", {"heading": "Heard", "text": f"{world.senco.last_name} shouted."}, needs=Extent.STAFF)],
        author=world.teacher,
    )
    found = world.context(world.draft(what=whole(world, about_both))).third_parties.found
    assert [one.words for one in found] == [("Hazel",)]


def test_looking_for_names_is_counted_and_stops_nobody_whose_child_may_be_at_risk(world, kofi, monkeypatch):
    monkeypatch.setattr(namecheck.rate_limit, "MOST", 1)
    made = written(world, "Amina sat beside Kofi Mensa.")
    writer = arrived(world, "what")
    key = str(made.public_id)
    choose = {"records": [key], f"how_{key}": "whole"}
    give(writer, "what", **choose)
    assert writer.step == "others"
    child("Rosa", "Figtree")
    more = {
        "unwritten": "Kofi again, and Rosa Figtree",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
    }
    give_again = {**choose, "records": [key, "unwritten"], **more}
    assert writer.give("what", **give_again).status_code == 302
    page = writer.look()
    assert writer.step == "others" and "Wait an hour" in page and "Kofi again" not in page and "<mark>" not in page
    assert b"Wait an hour" in writer.give(read="on").content
    assert writer.give("safe", harm="yes", adult="no").status_code == 302
    page = writer.look("others")
    assert "Wait an hour" not in page and "<mark>Kofi</mark> again" in page


def test_nobody_is_asked_about_where_nothing_is_shared(world, kofi):
    made = written(world, "Amina sat beside Kofi Mensa.")
    draft = world.draft(what=whole(world, made), decide={"outcome": "no_share"})
    assert not world.context(draft).asks_others
