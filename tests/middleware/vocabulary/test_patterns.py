from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.patterns import (
    AnyCase,
    Counts,
    Dates,
    Either,
    Globs,
    Holds,
    Is,
    OneOf,
    There,
    Times,
)

DAY = date(2026, 12, 24)
PATTERNS = [
    (OneOf(("a",)), "a"),
    (AnyCase(("a",)), "A"),
    (Globs(("a*",)), "ab"),
    (Is(flag=True), True),
    (There(flag=True), "Nowruz"),
    (Times(((0, 60),)), time(0, 30)),
    (Dates(((DAY, DAY),)), DAY),
    (Counts(((1, 2),)), 2),
    (Holds(frozenset({"a"})), frozenset({"a"})),
    (Either((Is(flag=True), OneOf(("a",)))), "a"),
]
IDS = [type(pattern).__name__ for pattern, _ in PATTERNS]


@pytest.mark.parametrize(("pattern", "value"), PATTERNS, ids=IDS)
def test_a_pattern_accepts_its_own_type(pattern, value):
    assert pattern.holds(value)


ODD = [3.5, float("nan"), b"a", [], {}, object(), datetime.now(UTC), (), None]


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in PATTERNS], ids=IDS)
@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_a_value_of_another_type_is_not_accepted(pattern, value):
    assert pattern.holds(value) is False


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.frozensets(st.text()),
)


@given(st.sampled_from([pattern for pattern, _ in PATTERNS]), VALUES)
def test_no_value_makes_a_pattern_fail(pattern, value):
    assert pattern.holds(value) in (True, False)


EXAMPLES = [
    (OneOf(("a", "b")), "a"),
    (AnyCase(("A", "b")), "A"),
    (Globs(("/x/{n}/[ab]?*",)), "/x/x/axx"),
    (Globs(("Europe/*",), sample="Europe/Kyiv"), "Europe/Kyiv"),
    (Is(flag=False), "false"),
    (There(flag=True), "true"),
    (Times(((18 * 60, 60),)), "18:00"),
    (Dates(((DAY, DAY),)), "2026-12-24"),
    (Counts(((1.5, float("inf")),)), "2"),
    (Counts(((1.5, 1.6),)), "1.5"),
    (Counts(((float("-inf"), 6.5),)), "6"),
    (Holds(frozenset({"b", "a"})), "a"),
    (Either((OneOf(("x",)), Is(flag=True))), "x"),
]


@pytest.mark.parametrize(("pattern", "example"), EXAMPLES)
def test_an_example_is_written_as_after_as(pattern, example):
    assert pattern.example == example
