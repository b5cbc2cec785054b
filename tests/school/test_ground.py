"""Clock, calendar, references, dates, text."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from school import calendar, clock, references
from school.dates import DateField
from school.models import ClosedDay, School, Term
from school.text import TextField, says_something


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


@pytest.mark.django_db
def test_school_days_pass_over_week_ends_closed_days_and_holidays():
    Term.objects.create(name="Autumn", first_day=date(2026, 9, 2), last_day=date(2026, 12, 18))
    Term.objects.create(name="Spring", first_day=date(2027, 1, 5), last_day=date(2027, 3, 26))
    ClosedDay.objects.create(day=date(2026, 10, 26))
    assert calendar.school_days_after(date(2026, 10, 23), 1) == date(2026, 10, 27)
    assert calendar.school_days_after(date(2026, 12, 17), 2) == date(2027, 1, 5)
    assert calendar.school_days_after(date(2027, 3, 26), 1) == date(2027, 3, 29)  # after the calendar: week-days
    assert calendar.is_school_day(date(2026, 10, 27)) and not calendar.is_school_day(date(2026, 10, 26))
    assert not calendar.is_school_day(date(2026, 10, 24)) and not calendar.is_school_day(date(2026, 12, 21))
    assert calendar.noon_after(clock.london(2026, 10, 23, 15), 1) == clock.london(2026, 10, 27, 12)
    spring = calendar.term_on(date(2026, 12, 25))
    assert spring and spring.name == "Spring"


def test_the_clock_stands_and_moves_and_goes_on():
    with clock.standing_at(clock.london(2026, 7, 1, 0, 30)) as hands:
        assert clock.today() == date(2026, 7, 1) and clock.now().day == 30  # 23:30 in UTC
        hands.move(hours=1)
        assert clock.now() == clock.london(2026, 7, 1, 1, 30)
    assert clock.now().year >= 2026


class Form(forms.Form):
    day = DateField(what="the day", past=True)
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
