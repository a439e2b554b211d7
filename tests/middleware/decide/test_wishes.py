from datetime import UTC, date, datetime, timedelta

import pytest

from sarto.config.audiences import Condition
from sarto.decide.conditions import All, AnyOf, Capped, Leaf, Named, Node, Not, Window
from sarto.decide.wishes import (
    MOST,
    Ways,
    cost,
    days_for,
    granted_for_cap,
    grouped,
    is_open,
)
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.law import Law
from sarto.vocabulary.patterns import OneOf
from support.visits import NOON, sources, visit


def on(fact: str, *words: str) -> Leaf:
    written = f'{fact} = "{words[0]}"'
    return Leaf(Condition(fact=fact, pattern=OneOf(words), written=written))


PHONE = on("device", "mobile")
POLAND = on("country", "PL")
BOOKED = on("stage", "customer")
CAP = Capped(rule="r", times=1, per="day")
SOON = Window(start=NOON + timedelta(days=1))
OVER = Window(until=NOON)


def wanted(node: Node, **pins: object) -> list[list[str]]:
    """Give the facts that each way asks to be otherwise."""
    return [list(grouped(way)) for way in Ways(visit(pins=pins)).of(node)]


def test_what_fails_is_wanted_otherwise() -> None:
    assert wanted(All((PHONE, POLAND)), country="PL") == [["device"]]


def test_what_holds_asks_for_nothing() -> None:
    assert wanted(PHONE, device="mobile") == [[]]


def test_of_alternatives_the_way_that_asks_least_comes_first() -> None:
    node = AnyOf((All((PHONE, POLAND)), BOOKED))
    assert wanted(node) == [["stage"], ["device", "country"]]
    assert wanted(node, device="mobile", country="PL")[0] == []


def test_of_what_must_not_hold_one_part_is_enough() -> None:
    node = Not(All((PHONE, POLAND)))
    assert wanted(node, device="mobile", country="PL") == [["device"], ["country"]]


def test_of_alternatives_that_must_not_hold_all_are_wanted_otherwise() -> None:
    node = Not(AnyOf((PHONE, POLAND)))
    assert wanted(node, device="mobile", country="PL") == [["device", "country"]]


def test_an_audience_wants_what_is_in_it() -> None:
    assert wanted(Named("phones", PHONE, PHONE.facts())) == [["device"]]


def test_a_part_that_is_asked_twice_is_wanted_once() -> None:
    (way,) = Ways(visit()).of(All((PHONE, PHONE)))
    assert len(way) == 1
    assert cost(way) == 1


def test_of_many_ways_a_few_are_kept() -> None:
    many = AnyOf(tuple(on(f"query.q{number}", "x") for number in range(99)))
    assert len(Ways(visit()).of(All((many, many, many)))) == MOST


def test_a_window_asks_for_another_day() -> None:
    assert wanted(SOON) == [["date"]]
    assert wanted(OVER) == [["date"]]
    assert wanted(Window(start=NOON)) == [[]]


def test_a_cap_asks_for_consent() -> None:
    assert wanted(CAP) == [["consent"]]
    assert wanted(CAP, consent=frozenset({"personalization"})) == [[]]


def test_a_window_is_open_from_its_start_until_its_end() -> None:
    asked = visit()
    assert is_open(Window(), asked)
    assert is_open(Window(start=NOON, until=NOON + timedelta(seconds=1)), asked)
    assert not is_open(SOON, asked)
    assert not is_open(OVER, asked)


@pytest.mark.parametrize(
    ("window", "days"),
    [
        (Window(), []),
        (Window(start=datetime(2026, 12, 1, 23, tzinfo=UTC)), [1, 2, 30]),
        (
            Window(
                start=datetime(2026, 12, 1, tzinfo=UTC),
                until=datetime(2026, 12, 9, tzinfo=UTC),
            ),
            [1, 2, 30, 9, 10, 8],
        ),
        (Window(start=datetime(1, 1, 1, tzinfo=UTC)), []),
        (Window(until=datetime(9999, 12, 31, tzinfo=UTC)), []),
    ],
)
def test_days_are_those_at_the_ends_of_a_window(
    window: Window, days: list[int]
) -> None:
    found = list(days_for(window, visit()))
    assert [day.day for day in found] == days
    assert all(type(day) is date for day in found)


def test_who_is_counted_has_granted_what_that_needs() -> None:
    assert granted_for_cap(visit()) == {"personalization"}
    both = granted_for_cap(visit(granted=("analytics",)))
    assert both == {"analytics", "personalization"}


def test_where_counting_needs_no_consent_none_is_asked_for() -> None:
    assert fact_named("visits")
    law = Law.of({"visits": "none"})
    assert granted_for_cap(visit(of=sources(law=law))) == frozenset()
