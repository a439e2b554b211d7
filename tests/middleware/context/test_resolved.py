from enum import IntEnum, StrEnum

import pytest
from markupsafe import Markup

from sarto.context.resolved import (
    UndeclaredError,
    UnusableError,
    asked,
    checked,
    learn,
)
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import Fact, Tier
from sarto.vocabulary.own import Own
from support.visits import sources, visit


class Sky(StrEnum):
    CLEAR = "clear"


class Grade(IntEnum):
    GOOD = 2


def row(**more):
    return Fact(name="facts.weather", kind=Own(), **more)


def knowing(fact):
    return sources(declared=Declared({fact.name: fact}))


def told(visit):
    return dict(visit.sources.failures.counts)


def test_a_resolved_fact_is_found_by_its_name():
    who = visit(of=knowing(row()))
    learn(who, {"facts.weather": "rain"})

    assert who.known("facts.weather") == ("rain", "resolver")
    assert not told(who)


def test_a_fact_without_an_answer_is_unknown():
    who = visit(of=knowing(row()))
    learn(who, {"facts.weather": None})

    assert who.known("facts.weather") == (None, "unknown")
    assert not told(who)


def test_a_fact_that_nobody_resolves_is_unknown():
    who = visit()

    assert who.known("facts.weather") == (None, "unknown")
    assert not told(who)


def test_reading_what_was_not_resolved_here_is_told():
    who = visit(of=knowing(row()))

    assert who["facts.weather"] is None
    assert told(who) == {"fact facts.weather": 1}


def test_what_a_fact_is_made_of_is_recorded_with_it():
    who = visit(of=knowing(row(made_of=("region", "consent"))))
    learn(who, {"facts.weather": "rain"})

    assert who["facts.weather"] == "rain"
    assert who.reads == {"facts.weather", "region", "consent"}


def test_a_pin_needs_no_resolver():
    who = visit(of=knowing(row()), pins={"facts.weather": "snow"})

    assert who.known("facts.weather") == ("snow", "as")
    assert asked(who, row()) is None


def test_without_its_purpose_nobody_is_asked():
    gated = row(purpose="personalization")

    assert asked(visit(), gated) is None
    assert asked(visit(granted=("analytics",)), gated) is None
    assert asked(visit(granted=("personalization",)), gated) is not None


def test_a_personal_resolver_sees_facts_and_the_request():
    who = visit(("Cookie", "a=b"), ("User-Agent", "x"), scope={"path": "/menu"})
    given = asked(who, row(tier=Tier.PERSONAL))

    assert given.facts.path == "/menu"
    assert given.facts["language"] == "en"
    assert given.scope == who.scope


def test_a_resolver_leaves_no_mark_on_the_page():
    who = visit(scope={"path": "/menu"})
    given = asked(who, row(tier=Tier.PERSONAL))
    given.scope["path"] = "/other"
    given.scope["headers"].append((b"host", b"other.example"))
    _ = given.facts.country

    assert who.scope["path"] == "/menu"
    assert who.scope["headers"] == []
    assert who.reads == set()


def test_a_resolver_reads_no_fact_that_consent_closes():
    given = asked(visit(pins={}), row(tier=Tier.PERSONAL))

    assert given.facts.city is None
    assert given.facts.visits == 1


def test_all_of_a_request_stands_at_one_moment():
    who = visit()

    assert asked(who, row(tier=Tier.PERSONAL)).facts._visit.arrived == who.arrived


@pytest.mark.parametrize("tier", [Tier.SEGMENT, Tier.BAND])
def test_what_visitors_share_is_made_of_what_was_declared(tier):
    given = asked(visit(), row(tier=tier, made_of=("region",)))

    assert given.facts.region is None
    assert given.facts["country"] is None  # the region is made of it
    with pytest.raises(UndeclaredError, match="`city` is read, but not declared"):
        _ = given.facts.city


def test_a_declared_fact_may_be_made_of_others():
    given = asked(visit(), row(made_of=("time",)))

    assert given.facts.time.hour == 12  # in the visitor's zone, which it reads itself


def test_a_shared_value_cannot_stand_on_an_undeclared_header():
    own = {
        "method": "GET",
        "query_string": b"a=b",
        "session": {"user": 1},
        "state": {"user": 1},
    }
    who = visit(("Cookie", "a=b"), ("X-Station", "7"), ("x-station", "8"), scope=own)
    given = asked(who, row(headers=("X-Station",)))

    assert given.scope == {
        "type": "http",
        "method": "GET",
        "query_string": b"a=b",
        "headers": [(b"x-station", b"7"), (b"x-station", b"8")],
    }


@pytest.mark.parametrize(
    "answer",
    [None, True, False, 0, -3, 2**63 - 1, 2.5, "", "rain", "بارانی", "🌧", "x" * 256],
)
def test_words_numbers_and_flags_are_answers(answer):
    assert checked(answer) is answer


@pytest.mark.parametrize(
    ("answer", "plain"),
    [
        (Markup("<b>"), "<b>"),
        (Sky.CLEAR, "clear"),
        (Grade.GOOD, 2),
        (type("Own", (float,), {})(2.5), 2.5),
    ],
)
def test_answers_are_made_plain(answer, plain):
    assert checked(answer) == plain
    assert type(checked(answer)) is type(plain)


@pytest.mark.parametrize(
    "answer",
    [
        float("nan"),
        float("inf"),
        2**63,
        -(2**63) - 1,
        10**9999,
        "x" * 257,
        "\udcff",
        b"rain",
        [],
        ["rain"],
        {"sky": "rain"},
        (value for value in "rain"),
        object(),
        int,
        ValueError("rain"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_anything_else_is_no_answer(answer):
    with pytest.raises(UnusableError) as caught:
        checked(answer)
    assert "rain" not in str(caught.value)
