from collections.abc import Iterable

import pytest

from sarto.memory.changes import LOGGED, Signalled, changed
from sarto.memory.counting import Span, count, often, value
from sarto.memory.level import Scale
from sarto.memory.profile import NOBODY, Profile

HOUR, DAY = 3600, 86_400
NOW = 1_800_000_000


def after(*seen: tuple[str, int], values: Iterable[float | None] = ()) -> Profile:
    """Make the profile of who gave these signals, each so many seconds ago."""
    worth = [*values, *[None] * len(seen)]
    changes = [
        Signalled(name, NOW - ago, Scale(), worth[number])
        for number, (name, ago) in enumerate(seen)
    ]
    return changed(NOBODY, changes)


def test_what_was_never_seen_was_seen_no_times():
    assert count(NOBODY, "booked", NOW) == 0
    assert count(NOBODY, "booked", NOW, Span(within=DAY)) == 0
    assert value(NOBODY, "booked", NOW) is None


def test_each_sighting_counts():
    profile = after(("a", 9), ("b", 8), ("a", 7))
    assert (count(profile, "a", NOW), count(profile, "b", NOW)) == (2, 1)


@pytest.mark.parametrize(("within", "times"), [(9, 0), (10, 1), (20, 2), (99, 3)])
def test_only_the_latest_count_within_a_time(within, times):
    profile = after(("a", 40), ("a", 20), ("b", 15), ("a", 10))
    assert count(profile, "a", NOW, Span(within=within)) == times


@pytest.mark.parametrize(
    ("seen", "times"),
    [
        ([("a", 9)], 1),  # never, so since ever
        ([("a", 9), ("b", 8)], 0),
        ([("a", 9), ("b", 8), ("a", 7)], 1),
        ([("b", 9), ("a", 8), ("a", 8), ("b", 8), ("a", 8)], 1),  # in one second
        ([("b", 9), ("b", 8)], 0),
    ],
)
def test_since_another_signal_only_what_came_after_it_counts(seen, times):
    assert count(after(*seen), "a", NOW, Span(since="b")) == times


def test_both_words_must_hold():
    profile = after(("a", 50), ("b", 40), ("a", 30), ("a", 10))
    assert count(profile, "a", NOW, Span(within=20, since="b")) == 1
    assert count(profile, "a", NOW, Span(within=20, since="never")) == 1


def test_where_detail_is_gone_the_count_is_the_least_that_is_certain():
    old = [("b", 3 * DAY), ("a", 2 * DAY)]
    profile = after(*old, *[("c", DAY)] * LOGGED)
    assert count(profile, "a", NOW) == 1
    assert count(profile, "a", NOW, Span(within=4 * DAY)) == 1
    assert count(profile, "a", NOW, Span(within=DAY)) == 0
    assert count(profile, "a", NOW, Span(since="b")) == 1
    assert count(profile, "b", NOW, Span(since="a")) == 0


def test_the_last_value_is_told_if_its_sighting_counts():
    profile = after(("a", 9), ("a", 8), ("a", 7), values=(1.5, 2.5, None))
    assert value(profile, "a", NOW) == 2.5
    assert value(profile, "a", NOW, Span(within=7)) == 2.5
    assert value(profile, "a", NOW, Span(within=6)) is None


def test_the_commonest_come_first_and_of_equals_the_latest():
    profile = after(("a", 9), ("b", 8), ("c", 7), ("c", 6), ("d", 5), ("e", 4))
    profile = changed(profile, [Signalled("f", NOW, Scale())])
    assert often(profile) == ("c", "f", "e", "d", "b")
    assert often(profile, most=1) == ("c",)
