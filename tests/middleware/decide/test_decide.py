from datetime import UTC, date, datetime

import pytest

from sarto.config.audiences import Condition
from sarto.decide.conditions import Leaf
from sarto.decide.decide import decide
from sarto.decide.rules import Place, Rule, Target
from sarto.vocabulary.patterns import OneOf
from support.visits import visit


def on(fact: str, word: str) -> Leaf:
    return Leaf(
        Condition(fact=fact, pattern=OneOf((word,)), written=f"{fact} = {word}")
    )


PHONES = Target(name="phones", holds=on("device", "mobile"))
POLES = Target(name="poles", holds=on("country", "PL"))


def shown(*rules: Rule, **pins: object) -> str | None:
    return decide(
        visit(pins=pins), Place(name="hero", rules=rules, default="d")
    ).fragment


def test_the_first_match_wins() -> None:
    first, second = (
        Rule(targets=(PHONES,), shows="1"),
        Rule(targets=(POLES,), shows="2"),
    )
    assert shown(first, second, device="mobile", country="PL") == "1"
    assert shown(first, second, device="tv", country="PL") == "2"


def test_a_rule_behind_the_match_is_not_even_asked() -> None:
    asked = visit(pins={"device": "mobile"})
    rules = Rule(targets=(PHONES,), shows="1"), Rule(targets=(POLES,), shows="2")
    decide(asked, Place(name="hero", rules=rules))
    assert asked.reads == {"device"}


def test_where_nothing_matches_the_default_is_shown() -> None:
    assert shown(Rule(targets=(PHONES,), shows="1")) == "d"


def test_where_there_is_no_default_the_page_keeps_its_own() -> None:
    decision = decide(visit(), Place(name="hero"))
    assert decision.is_own
    assert decision.because == ()


def test_a_rule_without_an_audience_is_for_everyone() -> None:
    assert shown(Rule(shows="1")) == "1"


def test_of_several_audiences_the_first_that_holds_is_named() -> None:
    place = Place(name="hero", rules=(Rule(targets=(PHONES, POLES), shows="1"),))
    assert decide(visit(pins={"country": "PL"}), place).audience == "poles"


@pytest.mark.parametrize(
    ("device", "country", "expected"),
    [("mobile", "PL", "1"), ("mobile", "DE", "d"), ("tv", "PL", "d")],
)
def test_when_must_hold_besides_the_audience(
    device: str, country: str, expected: str
) -> None:
    rule = Rule(targets=(PHONES,), when=POLES.holds, shows="1")
    assert shown(rule, device=device, country=country) == expected


def test_a_rule_on_the_spot_names_no_audience() -> None:
    place = Place(name="hero", rules=(Rule(when=POLES.holds, shows="1"),))
    decision = decide(visit(pins={"country": "PL"}), place)
    assert (decision.fragment, decision.audience) == ("1", None)


def test_a_rule_outside_its_window_does_not_match() -> None:
    assert shown(Rule(shows="1", until=datetime(2026, 6, 1, tzinfo=UTC))) == "d"


def test_a_pinned_day_opens_a_window() -> None:
    rule = Rule(shows="1", start=datetime(2026, 12, 1, tzinfo=UTC))
    assert shown(rule) == "d"
    assert shown(rule, date=date(2026, 12, 24)) == "1"
