from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.own import Named, Own
from sarto.vocabulary.reading import ConditionError

HOLDS = [
    ("gold", "Gold", "silver"),
    (["gold", "silver"], "silver", "gold!"),
    (3, 3, 4),
    (">=3", 4, 2),
    ("1..3", 2, 4),
    (True, True, False),
    ([True, "x"], True, False),
    ("3", "3", 4),
    ("3", 3, "4"),
    ("true", True, False),
    ("true", "true", 1),
    ([1, "gold"], "gold", 2),
]


@pytest.mark.parametrize(("raw", "yes", "no"), HOLDS)
def test_a_fact_of_the_site_s_own_is_a_flag_a_word_or_a_number(raw, yes, no):
    pattern = Own().pattern(raw)
    assert pattern.holds(yes)
    assert not pattern.holds(no)


WRONG = [
    ([], "an empty list can never hold", None),
    ({"a": 1}, "{ a = 1 } is neither a word nor a number", None),
    (["x", ["y"]], '["y"] is neither a word nor a number', 1),
    (date(2026, 1, 1), "2026-01-01 is neither a word nor a number", None),
    (">=many", '">=many" is no comparison of numbers', None),
    ("", '"" is not a name in quotes', None),
]


@pytest.mark.parametrize(("raw", "message", "item"), WRONG)
def test_what_is_neither_is_refused(raw, message, item):
    with pytest.raises(ConditionError) as caught:
        Own().pattern(raw)
    assert (caught.value.message, caught.value.item) == (message, item)


VALUES = [("true", True), ("false", False), ("3", 3), ("2.5", 2.5), ("gold", "gold")]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_value_of_the_site_s_own_is_what_it_looks_like(text, value):
    assert Own().value(text) == value


WORDS = st.text(min_size=1) | st.integers(-99, 99) | st.booleans()


@given(WORDS | st.lists(WORDS, min_size=1))
def test_its_example_is_accepted(raw):
    try:
        pattern = Own().pattern(raw)
    except ConditionError:
        return  # it starts like a comparison
    assert pattern.holds(Own().value(pattern.example))


NAMED = [
    (True, "Nowruz", False),
    (True, True, ""),
    (False, False, "Nowruz"),
    ("nowruz", "Nowruz", True),
    (["Nowruz", "Yalda"], "yalda", "Easter"),
]


@pytest.mark.parametrize(("raw", "yes", "no"), NAMED)
def test_a_holiday_is_any_or_one_by_name(raw, yes, no):
    pattern = Named().pattern(raw)
    assert pattern.holds(yes)
    assert not pattern.holds(no)
    assert pattern.holds(Named().value(pattern.example))


def test_a_flag_in_quotes_is_no_holiday_s_name():
    with pytest.raises(ConditionError) as caught:
        Named().pattern("true")
    assert caught.value.help == "write true, without quotes"


@pytest.mark.parametrize("kind", [Own(), Named()])
def test_the_schema_allows_flags(kind):
    assert {"type": "boolean"} in kind.schema["anyOf"]
