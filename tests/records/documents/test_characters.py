"""Papers in every family's script; what no font has is named, never refused (R: C11)."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.documents import letters
from records.documents.letters import characters
from records.need_to_know import grants
from sharing.questionnaire.pages.reasons import WhyNot
from tests.conftest import LONG
from tests.factories import browser_for, record
from tests.sharing.decisions.test_documents import refused, slug_of, text_of

SCRIPTS = {
    "Bengali": "আমিনা ক্ষমা চেয়েছে",
    "Gurmukhi": "ਸਿੰਘ ਜੀ",
    "Arabic": "محمد يوسف",
    "Urdu": "یوسف کہتا ہے",
    "Devanagari": "क्षत्रिय हिन्दी",
    "Gujarati": "ગુજરાતી",
    "Tamil": "தமிழ்",
    "Telugu": "తెలుగు",
    "Kannada": "ಕನ್ನಡ",
    "Malayalam": "മലയാളം",
    "Sinhala": "සිංහල",
    "Odia": "ଓଡ଼ିଆ",
    "Thai": "สวัสดี",
    "Lao": "ລາວ",
    "Khmer": "ខ្មែរ",
    "Burmese": "မြန်မာ",
    "Ethiopic": "አማርኛ",
    "Chinese": "王小明 漢字",
    "Japanese": "ひらがな",
    "Korean": "한국어",
    "Hebrew": "שָׁלוֹם",
    "Greek": "Ελένη",
    "Cyrillic": "Олена",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Yoruba": "Ọlábísí",
    "Armenian": "Հայերեն",
    "Georgian": "ქართული",
    "Syriac": "ܣܘܪܝܝܐ",
    "Thaana": "ދިވެހި",
    "Tigrinya": "ትግርኛ",
    "Emoji": "👍🏽 ❤️ 👩‍👩‍👧 🇬🇧",
}
ODD = {
    "\u0378": "[U+0378]",
    "\x07": "[U+0007]",
    "\ue000": "[U+E000]",
    "\U0010ffff": "[U+10FFFF]",
    "\x00": "[U+0000]",
    "\ud800": "[U+D800]",
    "\ufffe": "[U+FFFE]",
    "\ufeff": "[ZERO WIDTH NO-BREAK SPACE]",
    "\u202e": "[RIGHT-TO-LEFT OVERRIDE]",
    "𐌀": "[OLD ITALIC LETTER A]",
    "𓀀": "[EGYPTIAN HIEROGLYPH A001]",
}


PLACES = ("title", "lead", "heading", "text", "key", "row", "foot")


def letters_in(text: str) -> set[str]:
    """The letters of a text, however they are composed and whatever order they stand in."""
    return {one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one)[0] in "LS" and one > "\x7f"}


def paper(text: str, *places: str) -> str:
    """What can be read in a paper with this text, at these places of it; at all of them if none is named."""
    at = {place: text if place in places or not places else "" for place in PLACES}
    rows = [[f"Point {at['key']}", at["row"]]]
    section = {"heading": f"About {at['heading']}", "text": at["text"], "rows": rows}
    data = {
        "title": f"Paper {at['title']}",
        "school": "Shawlands",
        "lead": [at["lead"]],
        "sections": [section],
        "foot": at["foot"],
        "log": "",
    }
    return text_of(letters.pdf("paper", data))


@pytest.mark.requirement("C11")
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_paper_prints_each_script(script):
    text = SCRIPTS[script]
    assert characters.printable(text) == text
    for place in PLACES:
        read = paper(text, place)
        assert letters_in(text) <= letters_in(read), (place, letters_in(text) - letters_in(read))
        assert "[" not in read


@pytest.mark.requirement("C11")
@pytest.mark.parametrize("odd", ODD)
def test_what_no_font_has_is_printed_as_its_name(odd):
    read = paper(f"before {odd} after")
    assert f"before {ODD[odd]} after" in re.sub(r"\s+", " ", read)


@pytest.mark.requirement("C11")
@settings(max_examples=400 if LONG else 40, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=12), max_size=4).map(" ".join))
@example("k\u09be e\u0301\u0301 \u05d0\u0301 \u1160\u180b\U000e0041 \u0301")
@example("\u200d\u200d👩\u200d \ufe0f")
def test_any_text_can_be_printed(text):
    assert paper(text)


def test_a_text_that_the_list_of_characters_is_wrong_about_is_named(monkeypatch):
    monkeypatch.setattr(characters, "printable", lambda text: text)
    assert "[OLD ITALIC LETTER A]" in paper("𐌀")


ALL = "\n".join([*SCRIPTS.values(), *(odd for odd in ODD if odd not in ("\x00", "\ud800"))])


@pytest.mark.django_db
@pytest.mark.requirement("C6", "C11")
def test_record_file_and_letter_are_made_whatever_was_typed(world, monkeypatch):
    built = WhyNot.build

    def bengali(step) -> None:
        """The reasons in the letter's words come from the choices: here they are in every script."""
        built(step)
        why = step.fields["why"]
        why.options = [replace(one, label=f"{one.label} {ALL}") for one in why.options]

    named = record("behaviour", world.child, author=world.teacher, text=ALL)
    grants.grant(named, world.teacher, by=world.dsl)
    key = str(named.public_id)
    what = {**world.answers()["what"], "records": [key], "how": {key: "whole"}}
    why = {**world.answers()["why"], "essential": ALL}
    decision = world.decide(what=what, why=why, send={**world.answers()["send"], "channel": "tracked"})
    client, slug = browser_for(world.teacher), slug_of(decision)
    printed = client.post(f"/decisions/{slug}/print/", {"whom": str(world.head.public_id)})
    file = client.post(f"/decisions/{slug}/file/{decision.recipients.get().public_id}/")
    monkeypatch.setattr(WhyNot, "build", bengali)
    no = refused(world, "reasons")
    letter = client.post(f"/decisions/{slug_of(no)}/reply/")
    assert [answer.status_code for answer in (printed, file, letter)] == [200, 200, 200]
    for answer in (printed, file, letter):
        read = text_of(answer.content)
        assert letters_in(" ".join(SCRIPTS.values())) <= letters_in(read) and "[OLD ITALIC LETTER A]" in read
