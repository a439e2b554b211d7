from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sarto.config.audiences import Condition
from sarto.decide.conditions import All, Leaf, Window
from sarto.decide.decide import decide
from sarto.decide.rules import EVERYONE, Place, Rule, Target
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.patterns import OneOf
from support.visits import sources, visit

WARSAW = ZoneInfo("Europe/Warsaw")


def on(fact: str, word: str) -> Leaf:
    return Leaf(
        Condition(fact=fact, pattern=OneOf((word,)), written=f"{fact} = {word}")
    )


START = datetime(2026, 12, 1, tzinfo=WARSAW)
UNTIL = datetime(2026, 12, 25, tzinfo=WARSAW)
ONE = Target(name="one", holds=on("zone", "Asia/Tehran"))
TWO = Target(name="two", holds=on("country", "DE"))


def is_open(rule: Rule, moment: str) -> bool:
    asked = visit(of=sources(clock=lambda: datetime.fromisoformat(moment)))
    return decide(asked, Place(name="hero", rules=(rule,))).rule is rule


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-11-30T22:59:59+00:00", False, id="before"),
        pytest.param("2026-11-30T23:00:00+00:00", True, id="the start is in"),
        pytest.param("2026-12-24T22:59:59+00:00", True, id="the last moment"),
        pytest.param("2026-12-24T23:00:00+00:00", False, id="the end is out"),
    ],
)
def test_a_window_holds_its_start_and_not_its_end(moment: str, expected: bool) -> None:
    assert is_open(Rule(start=START, until=UNTIL), moment) is expected


@pytest.mark.parametrize("rule", [Rule(), Rule(start=START), Rule(until=UNTIL)])
def test_a_window_may_be_open_at_either_end(rule: Rule) -> None:
    assert is_open(rule, datetime(2026, 12, 12, tzinfo=UTC).isoformat())


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-10-25T00:29+00:00", False, id="before the first 2:30"),
        pytest.param("2026-10-25T00:30+00:00", True, id="at the first 2:30"),
        pytest.param("2026-10-25T01:00+00:00", True, id="between the two"),
    ],
)
def test_a_window_that_starts_in_the_hour_told_twice_starts_at_the_first(
    moment: str, expected: bool
) -> None:
    rule = Rule(start=datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW))
    assert is_open(rule, moment) is expected


def test_a_rule_matches_through_each_of_its_audiences() -> None:
    rule = Rule(targets=(ONE, TWO), when=on("device", "tv"), start=START)
    first, second = rule.outcomes
    window = Window(start=START)
    assert first.node == All((window, ONE.holds, on("device", "tv")))
    assert second.node == All((window, TWO.holds, on("device", "tv")))


def test_a_rule_without_an_audience_is_for_everyone() -> None:
    (outcome,) = Rule().outcomes
    assert outcome.target.name is None
    assert outcome.node == All((EVERYONE,))


def test_a_rule_can_read_all_its_conditions() -> None:
    rule = Rule(targets=(ONE,), when=on("device", "tv"))
    assert rule.facts().facts == {"zone", "country", "device"}


def test_a_rule_without_conditions_reads_nothing() -> None:
    assert len(Rule().facts()) == 0


@pytest.mark.parametrize(
    ("path", "is_on"), [("/", True), ("/menu/soup", True), ("/menu", False)]
)
def test_a_place_is_on_its_pages(path: str, is_on: bool) -> None:
    place = Place(name="hero", pages=any_of(("/", "/menu/*")))
    assert place.is_on(path) is is_on


def test_a_place_without_pages_is_wherever_it_stands() -> None:
    assert Place(name="hero").is_on("/anywhere")


def test_the_outcomes_of_a_place_are_those_of_its_rules_in_order() -> None:
    place = Place(name="hero", rules=(Rule(targets=(ONE, TWO)), Rule()))
    assert [way.target.name for way in place.outcomes] == ["one", "two", None]
