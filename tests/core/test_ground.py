"""Clock, calendar, references, dates, text."""

from copy import copy
from datetime import date, time
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from accounts import approvals
from accounts.notices import home, notify
from core import bank_holidays, calendar, clock, dates, references, terms, times
from core.forms import fields
from core.forms.text import TextField, says_something
from core.models import Closure, School, Term
from oversight.settings.staff_list import AddStaff
from records import chronology
from records.need_to_know import explain


@pytest.mark.requirement("C11")
@given(seven=st.text(alphabet=references.SIGNS, min_size=7, max_size=7), data=st.data())
def test_one_wrong_sign_or_a_swap_of_a_reference_is_found(seven, data):
    eight = seven + references.check_sign(seven)
    assert references.read(f"sd{eight.lower()}") == f"SD {eight[:4]} {eight[4:]}"
    at = data.draw(st.integers(0, 7))
    other = data.draw(st.sampled_from([sign for sign in references.SIGNS if sign != eight[at]]))
    assert references.read(f"SD {eight[:at]}{other}{eight[at + 1 :]}") is None
    swap = data.draw(st.integers(0, 6))
    swapped = eight[:swap] + eight[swap + 1] + eight[swap] + eight[swap + 2 :]
    if swapped != eight:
        assert references.read(f"SD {swapped}") is None


def test_the_reference_of_the_guide_is_right_and_new_ones_are_not_serial():
    assert references.read("SD 7K4M 92XC") == "SD 7K4M 92XC"
    assert references.read("sd-7k4m-92xc") == "SD 7K4M 92XC"
    assert references.read("XX 7K4M 92XC") is None
    assert len({references.new("SD") for _ in range(200)}) == 200


def test_a_subject_brings_its_own_prefix_which_no_other_has(monkeypatch):
    monkeypatch.setattr(references, "_PREFIXES", copy(references._PREFIXES))
    references.register("XX", "thing")
    references.register("XX", "thing")
    assert references.read("xx 7k4m92xc") == "XX 7K4M 92XC"
    with pytest.raises(ValueError, match="two apps register the references XX"):
        references.register("XX", "other thing")


@pytest.mark.parametrize("prefix", ["", "x", "XXX", "X1", "X "])
def test_a_prefix_is_one_or_two_capital_letters(prefix):
    with pytest.raises(ValueError, match="one or two capital letters"):
        references.register(prefix, "thing")


@pytest.mark.django_db
def test_school_days_pass_over_week_ends_closed_days_and_holidays():
    Term.objects.create(name="Autumn", first_day=date(2026, 9, 2), last_day=date(2026, 12, 18))
    Term.objects.create(name="Spring", first_day=date(2027, 1, 5), last_day=date(2027, 3, 26))
    Closure.objects.create(kind="half_term", first_day=date(2026, 10, 26), last_day=date(2026, 10, 30))
    assert calendar.school_days_after(date(2026, 10, 23), 1) == date(2026, 11, 2)
    assert calendar.school_days_after(date(2026, 12, 17), 2) == date(2027, 1, 5)
    # After the calendar weekdays count, and Easter Monday is none.
    assert calendar.school_days_after(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert calendar.school_days_after(date(2026, 10, 22), 1) == date(2026, 10, 23)
    assert calendar.noon_after(clock.london(2026, 10, 23, 15), 1) == clock.london(2026, 11, 2, 12)
    spring = terms.term_on(date(2026, 12, 25))
    assert spring and spring.name == "Spring"


def test_bank_holidays_are_englands_with_their_substitute_days():
    found = bank_holidays.bank_holidays(2027)
    assert {date(2027, 3, 26), date(2027, 3, 29), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28)} <= set(
        found
    )
    assert date(2027, 3, 17) not in found and date(2027, 1, 4) not in found  # not Northern Ireland's, not Scotland's


@pytest.mark.django_db
def test_the_terms_cover_the_days_up_to_the_first_gap_that_no_holiday_fills():
    today = date(2026, 11, 25)
    assert terms.covered_until(today) is None
    Term.objects.create(name="Autumn", first_day=date(2026, 9, 2), last_day=date(2026, 12, 18))
    assert terms.covered_until(today) == date(2026, 12, 18)
    Term.objects.create(name="Summer", first_day=date(2027, 4, 12), last_day=date(2027, 7, 21))
    assert terms.covered_until(today) == date(2026, 12, 18)
    Term.objects.create(name="Spring", first_day=date(2027, 1, 5), last_day=date(2027, 3, 26))
    assert terms.covered_until(today) == date(2027, 7, 21)
    assert terms.covered_until(date(2026, 12, 24)) == date(2027, 7, 21)  # in the holidays
    assert terms.covered_until(date(2026, 8, 3)) == date(2027, 7, 21)  # before the first autumn here
    Term.objects.filter(name="Autumn").delete()
    assert terms.covered_until(today) is None  # today is in no term
    assert terms.covered_until(date(2027, 7, 25)) is None


@pytest.mark.parametrize(
    "text",
    [
        "27/3/2026",
        "27.3.26",
        "27-03-2026",
        "2026-03-27",
        "27 March 2026",
        "27th of March 2026",
        "27 mar 26",
        "Friday 27 March 2026",
        "Fri, 27 Mar. 2026",
        " 27  MARCH  2026 ",
    ],
)
def test_a_date_is_read_in_every_way_people_write_it(text):
    assert dates.read(text) == date(2026, 3, 27)
    assert Form({"day_day": text, "day_month": "", "day_year": "", "text": "two words"}).fields["day"].clean(
        [text, "", ""]
    ) == date(2026, 3, 27)


@pytest.mark.parametrize(
    "parts", [("27", "3", "2026"), ("27", "March", "26"), ("27th", "mar", "2026"), ("27", "03", "26")]
)
def test_a_date_in_three_parts_may_name_its_month(parts):
    assert fields.DateField(what="the day").clean(list(parts)) == date(2026, 3, 27)


@pytest.mark.parametrize(
    "text", ["31/2/2026", "27/13/2026", "march", "27 Mars 2026", "3/27/2026", "tomorrow", "1/1/99999"]
)
def test_what_is_no_date_is_none(text):
    assert dates.read(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3:30pm", time(15, 30)),
        ("3.30 p.m.", time(15, 30)),
        ("3:30 P.M.", time(15, 30)),
        ("15:30", time(15, 30)),
        ("15.30", time(15, 30)),
        ("1530", time(15, 30)),
        ("15h30", time(15, 30)),
        ("3pm", time(15)),
        ("3 pm", time(15)),
        ("9am", time(9)),
        ("9:05", time(9, 5)),
        ("03:30", time(3, 30)),
        ("12 noon", time(12)),
        ("noon", time(12)),
        ("midday", time(12)),
        ("12am", time(0)),
        ("midnight", time(0)),
        ("3 o'clock pm", time(15)),
        ("0900", time(9)),
        ("12:30", time(12, 30)),
    ],
)
def test_a_time_is_read_in_every_way_people_write_it(text, said):
    assert times.read(text) == said
    field = fields.TimeField(what="the time")
    assert field.clean(field.prepare_value(said)) == said  # what is shown can be saved again


@pytest.mark.parametrize("text", ["25:00", "3:75pm", "13pm", "0am", "half", "9", "٣:٣٠", "1 noon", ""])
def test_what_is_no_time_is_none(text):
    assert times.read(text) is None


@pytest.mark.parametrize("text", ["3:30", "3.30", "1:00", "645"])
def test_a_time_that_could_be_morning_or_afternoon_is_asked_about(text):
    with pytest.raises(forms.ValidationError, match="must say am or pm"):
        fields.TimeField(what="the time").clean(text)


def test_the_clock_stands_and_moves_and_goes_on():
    with clock.standing_at(clock.london(2026, 7, 1, 0, 30)) as hands:
        assert clock.today() == date(2026, 7, 1) and clock.now().day == 30  # 23:30 in UTC
        hands.move(hours=1)
        assert clock.now() == clock.london(2026, 7, 1, 1, 30)
    assert clock.now().year >= 2026


class Form(forms.Form):
    day = fields.DateField(what="the day", past=True)
    text = TextField(what="your reasons", reasons=True, max_length=20)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("", "", ""), "Enter the day"),
        (("1", "", "2026"), "The day must include a month"),
        (("31", "2", "2026"), "The day must be a real date, like 27 3 2026"),
        (("x", "2", "2026"), "The day must be a real date"),
        (("１", "2", "2026"), "The day must be a real date"),
        (("1", "1", "2199"), "The day must be today or in the past"),
        (("1", "1", "99999"), "The day must be a real date"),
    ],
)
def test_a_date_says_what_is_wrong_with_it(parts, words):
    form = Form({f"day_{part}": value for part, value in zip(("day", "month", "year"), parts, strict=True)})
    assert words in form.errors["day"][0]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter your reasons"),
        ("   ", "Enter your reasons"),
        ("...", "Write at least a few words"),
        ("n/a", "Write at least a few words"),
        ("because", "Write at least a few words"),
        ("no no no", "Write at least a few words"),
        ("x" * 21, "Your reasons must be 20 characters or less. You have 1 too many"),
        ("a\0b", "Your reasons has characters we cannot keep"),
        ("a\ud800b", "Your reasons has characters we cannot keep"),
    ],
)
def test_text_says_what_is_wrong_with_it(typed, words):
    form = Form({"day_day": "1", "day_month": "1", "day_year": "2026", "text": typed})
    assert words in form.errors["text"][0]


def test_unseen_characters_are_taken_out():
    form = Form({"day_day": "1", "day_month": "1", "day_year": "2026", "text": "two\u202e \u200ewords\x07"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "two words"
    assert says_something("two words") and not says_something("12 34")


@pytest.mark.django_db
def test_there_is_one_school():
    assert School.here().name == "School"
    School(name="A").save()
    School(name="B").save()
    assert [school.name for school in School.objects.all()] == ["B"]


OTHER: Any = object()


class AnotherStaffList(AddStaff):
    """The kind of a change that another app has."""


@pytest.mark.parametrize(
    "register",
    [
        lambda: notify.register("SD", OTHER),
        lambda: approvals.register(AnotherStaffList()),
        lambda: explain.register("inside", "something else", "something else"),
        lambda: chronology.register("share_decision", lambda records, sight: []),
        lambda: home.register_tasks("intake", 1, lambda user, held: []),
        lambda: home.register_links(home.Link(1, "Elsewhere", "intake:imports")),
    ],
)
def test_what_one_app_registers_no_other_takes_away(register):
    with pytest.raises(ValueError, match="two apps register"):
        register()
