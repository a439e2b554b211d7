import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.numbers import LIKE, Count
from sarto.vocabulary.reading import ConditionError

HOLDS = [
    (3, 3, 4),
    (2.5, 2.5, 2),
    ("3", 3, 2),
    ("=3", 3, 2),
    (">=2", 2, 1),
    ("> 2", 3, 2),
    ("<=2", 2, 3),
    ("<7", 6, 7),
    ("2..5", 5, 6),
    ("-1.5 .. 2", -1.5, -2),
    ([1, ">=3"], 3, 2),
    (" >= 2 ", 2, 1),
]


@pytest.mark.parametrize(("raw", "yes", "no"), HOLDS, ids=[str(h[0]) for h in HOLDS])
def test_a_number_is_compared(raw, yes, no):
    pattern = Count().pattern(raw)
    assert pattern.holds(yes)
    assert not pattern.holds(no)


def test_true_means_seen_at_all_and_false_never():
    assert Count(seen=True).pattern(raw=True).holds(1)
    assert not Count(seen=True).pattern(raw=True).holds(0)
    assert Count(seen=True).pattern(raw=False).holds(0)
    assert not Count(seen=True).pattern(raw=False).holds(1)


WRONG = [
    ("many", '"many" is no comparison of numbers', LIKE, None),
    ("=>2", '"=>2" is no comparison of numbers', LIKE, None),
    ("5..2", '"5..2" ends before it starts, so it never holds', 'write "2..5"', None),
    (True, "true is no comparison of numbers", LIKE, None),
    ({}, "{} is no comparison of numbers", LIKE, None),
    (math.nan, "nan is not a number one can reach", LIKE, None),
    (-math.inf, "-inf is not a number one can reach", LIKE, None),
    (10**400, f"{hex(10**400)[:60]}… is not a number one can reach", LIKE, None),
    ([1, "x"], '"x" is no comparison of numbers', LIKE, 1),
    ([], "an empty list can never hold", "write a number or a comparison", None),
    ("1e999", '"1e999" is not a number', "write it like 3 or 4.5", None),
    ("\u0663", '"\u0663" is no comparison of numbers', LIKE, None),
]


@pytest.mark.parametrize(
    ("raw", "message", "hint", "item"), WRONG, ids=[str(w[0])[:9] for w in WRONG]
)
def test_what_compares_no_numbers_is_refused(raw, message, hint, item):
    with pytest.raises(ConditionError) as caught:
        Count().pattern(raw)
    mistake = caught.value
    assert (mistake.message, mistake.help, mistake.item) == (message, hint, item)


VALUES = [("3", 3), ("-2", -2), ("2.50", 2.5), ("3.0", 3), ("1e3", 1000)]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_value_is_a_number(text, value):
    found = Count().value(text)
    assert (found, type(found)) == (value, type(value))


def test_a_whole_number_is_kept_to_its_last_digit():
    assert Count().value("9007199254740993") == 9007199254740993


@pytest.mark.parametrize("text", ["", "nan", "inf", "1_0", " 3", ">=3", "true"])
def test_a_value_that_is_no_number_is_refused(text):
    with pytest.raises(ConditionError, match="is not a number"):
        Count().value(text)


def test_a_signal_may_be_pinned_as_seen():
    assert Count(seen=True).value("true") == 1
    assert Count(seen=True).value("false") == 0
    assert Count(seen=True).value("4") == 4


COMPARED = st.builds(
    "{}{}".format,
    st.sampled_from([">", "<", ">=", "<=", ""]),
    (st.integers(-(10**20), 10**20) | st.floats(-1e30, 1e30, allow_nan=False)),
) | st.tuples(st.integers(-99, 99), st.integers(0, 99)).map(
    lambda ends: f"{ends[0]}..{ends[0] + ends[1]}"
)


@given(COMPARED)
def test_its_example_is_accepted(text):
    pattern = Count().pattern(text)
    assert pattern.holds(Count().value(pattern.example))


@given(st.sampled_from([True, False]))
def test_the_example_of_a_seen_signal_is_accepted(raw):
    pattern = Count(seen=True).pattern(raw)
    assert pattern.holds(Count(seen=True).value(pattern.example))


def test_the_schema_allows_true_for_signals_only():
    assert {"type": "boolean"} in Count(seen=True).schema["anyOf"]
    assert {"type": "boolean"} not in Count().schema["anyOf"]
