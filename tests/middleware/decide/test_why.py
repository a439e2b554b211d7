import json
import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.choices.consent import Permit
from sarto.config.audiences import Condition
from sarto.decide.conditions import All, AnyOf, Capped, Leaf, Named, Not
from sarto.decide.decide import decide
from sarto.decide.rules import Place, Rule, Target
from sarto.decide.why import Because, plain
from sarto.vocabulary.patterns import Counts, OneOf
from support.visits import visit


def on(fact: str, *words: str) -> Leaf:
    written = f'{fact} = "{words[0]}"'
    return Leaf(Condition(fact=fact, pattern=OneOf(words), written=written))


PHONE = on("device", "mobile")
POLAND = on("country", "PL")
BOOKED = on("stage", "customer")


def read_aloud(*rules: Rule, **pins: object) -> list[tuple[str, object, bool]]:
    told = decide(visit(pins=pins), Place(name="hero", rules=rules)).because
    return [(each.condition, each.value, each.holds) for each in told]


def test_a_condition_is_told_with_the_value_it_saw() -> None:
    decision = decide(
        visit(pins={"device": "mobile"}), Place(name="hero", rules=(Rule(when=PHONE),))
    )
    assert decision.because == (
        Because(condition='device = "mobile"', value="mobile", holds=True),
    )


def test_every_condition_that_must_hold_is_told_in_order() -> None:
    told = read_aloud(Rule(when=All((PHONE, POLAND))), country="PL", device="mobile")
    assert told == [
        ('device = "mobile"', "mobile", True),
        ('country = "PL"', "PL", True),
    ]


def test_of_alternatives_those_asked_are_told() -> None:
    rule = Rule(when=AnyOf((PHONE, POLAND, BOOKED)))
    assert read_aloud(rule, country="PL") == [
        ('device = "mobile"', None, False),
        ('country = "PL"', "PL", True),
    ]


def test_what_must_not_hold_is_told_so() -> None:
    told = read_aloud(Rule(when=Not(PHONE)), device="tv")
    assert told == [('not device = "mobile"', "tv", True)]


def test_not_of_not_is_told_as_it_is_meant() -> None:
    told = read_aloud(Rule(when=Not(Not(PHONE))), device="mobile")
    assert told == [('device = "mobile"', "mobile", True)]


def test_only_the_audience_that_holds_is_told() -> None:
    targets = tuple(Target(name=None, holds=node) for node in (PHONE, POLAND))
    assert read_aloud(Rule(targets=targets), country="PL") == [
        ('country = "PL"', "PL", True)
    ]


def test_an_audience_named_twice_is_told_once() -> None:
    poles = Named("poles", POLAND, POLAND.facts())
    told = read_aloud(Rule(when=All((poles, poles))), country="PL")
    assert told == [('country = "PL"', "PL", True)]


def test_when_is_told_after_the_audience() -> None:
    rule = Rule(targets=(Target(name="a", holds=PHONE),), when=POLAND)
    told = read_aloud(rule, country="PL", device="mobile")
    assert [condition for condition, _, _ in told] == [
        'device = "mobile"',
        'country = "PL"',
    ]


def test_the_default_has_no_reasons() -> None:
    assert read_aloud(Rule(when=PHONE)) == []


def test_a_decision_tells_the_rule_that_made_it() -> None:
    place = Place(name="hero", rules=(Rule(when=POLAND, shows="a"),))
    decision = decide(visit(pins={"country": "PL"}), place)
    assert [each.holds for each in decision.because] == [True]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2.5, 2.5),
        ("IR", "IR"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (time(20, 5), "20:05"),
        (date(2026, 12, 24), "2026-12-24"),
        (datetime(2026, 12, 24, 1, 2, tzinfo=UTC), "2026-12-24T01:02:00+00:00"),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({2, 1}, ["1", "2"]),
        ([time(1), "a"], ["01:00", "a"]),
        (({"x": date(2026, 1, 1)},), [{"x": "2026-01-01"}]),
        ({1: None}, {"1": None}),
        (Decimal("1.50"), "1.50"),
        (b"x", "b'x'"),
    ],
    ids=repr,
)
def test_values_are_told_as_json_can_hold_them(value: object, told: object) -> None:
    assert plain(value) == told
    assert json.dumps(plain(value), allow_nan=False)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.dates() | st.times() | st.decimals() | st.frozensets(st.text()),
    lambda some: st.lists(some) | st.dictionaries(st.integers() | st.text(), some),
    max_leaves=8,
)  # fmt: skip


@given(ANY)
def test_whatever_a_site_s_own_fact_is_json_holds_it(value: object) -> None:
    assert json.loads(json.dumps(plain(value), allow_nan=False)) == plain(value)


WEEK = timedelta(days=7)


class Times:
    """A memory that knows how often a signal was seen, and a rule shown."""

    def fact(self, permit: Permit, name: str) -> object:
        return 9

    def counted(
        self, permit: Permit, name: str, within: float | None, since: str | None
    ) -> object:
        return 3 if (within, since) == (WEEK.total_seconds(), "left") else 0

    def shown(self, permit: Permit, rule: str, per: str) -> int:
        return 1


def lately(least: int, **more: object) -> Leaf:
    said = {"within": WEEK, "since": "left", **more}
    pattern = Counts(((least, math.inf),))
    return Leaf(
        Condition(fact="signals.booked", pattern=pattern, written="lately", **said)
    )


def test_of_a_signal_what_counts_is_told() -> None:
    asked = visit(granted=("personalization",))
    asked.memory = Times()
    rules = (Rule(when=lately(5)), Rule(when=lately(3)), Rule())
    decision = decide(asked, Place(name="hero", rules=rules))
    assert [(each.condition, each.value) for each in decision.because] == [
        ("lately", 3)
    ]
    assert "signals.booked" in decision.reads


def test_a_pinned_count_lies_in_any_span() -> None:
    told = read_aloud(Rule(when=lately(3)), **{"signals.booked": 4})
    assert told == [("lately", 4, True)]


def test_nobody_s_count_is_that_of_nobody() -> None:
    decision = decide(visit(), Place(name="hero", rules=(Rule(when=lately(1)),)))
    assert decision.rule is None


@pytest.mark.parametrize(("times", "is_shown"), [(2, True), (1, False)])
def test_a_capped_rule_is_traced_as_it_was_asked(times: int, is_shown: bool) -> None:
    asked = visit(granted=("personalization",))
    asked.memory = Times()
    rule = Rule(key="r", cap=Capped(rule="r", times=times, per="visit"))
    decision = decide(asked, Place(name="hero", rules=(rule,)))
    assert (decision.rule is rule) is is_shown
    assert "visits" in decision.trace.read
    assert decision.until is None
