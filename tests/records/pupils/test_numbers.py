"""UPN and ULN: the check signs, against numbers that others have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.pupils import numbers

RIGHT = ["R201100018042", "H801200001001", "P820432124017", "A394456026127", "T20110001804V", "U38023582601A"]


@pytest.mark.parametrize("upn", RIGHT)
def test_right_upns(upn):
    assert numbers.upn_problem(upn) == ""
    assert numbers.is_temporary(upn) == upn[-1].isalpha()


@pytest.mark.parametrize(
    ("upn", "says"),
    [
        ("A201100018042", "would be R"),
        ("S201100018042", "not I, O or S"),
        ("R20110001804", "this one has 12"),
        ("", "has 0"),
        ("R20110001804٢", "then 12 figures"),
        ("r201100018042", "not I, O or S"),
    ],
)
def test_wrong_upns_say_what_is_wrong(upn, says):
    assert says in numbers.upn_problem(upn)


@given(st.sampled_from(RIGHT), st.integers(1, 11), st.sampled_from("0123456789"))
def test_any_one_wrong_figure_is_found(upn, place, figure):
    changed = upn[:place] + figure + upn[place + 1 :]
    assert bool(numbers.upn_problem(changed)) == (changed != upn)


@pytest.mark.parametrize(
    ("uln", "right"),
    [
        ("1000000019", True),
        ("1234567899", True),
        ("1234567890", False),
        ("123456789", False),
        ("0000000000", False),
        ("100000001٩", False),
    ],
)
def test_ulns(uln, right):
    assert numbers.uln_is_right(uln) is right
