import pytest

from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import Fact, Tier
from sarto.vocabulary.own import Own
from sarto.vocabulary.reads import ReadSet


def row(name, **more):
    return Fact(name=name, kind=Own(), **more)


WEATHER = row("facts.weather", headers=("X-Station",), made_of=("region",))
PLAN = row("facts.plan", tier=Tier.BAND, made_of=("consent",))
DECLARED = Declared({row.name: row for row in (WEATHER, PLAN)})


def test_a_fact_is_found_by_its_whole_name():
    assert DECLARED.get("facts.weather") is WEATHER
    assert DECLARED.get("weather") is None


def test_a_read_set_is_closed_under_what_declared_facts_are_made_of():
    closed = DECLARED.closed(ReadSet.of(["facts.weather"]))

    assert closed.facts == {"facts.weather", "region", "country"}


def test_what_nobody_declared_adds_nothing():
    reads = ReadSet.of(["device", "facts.other"])

    assert DECLARED.closed(reads) == reads


@pytest.mark.parametrize(
    ("names", "tier"),
    [
        ((), Tier.SEGMENT),
        (("facts.weather",), Tier.SEGMENT),
        (("facts.weather", "facts.plan"), Tier.BAND),
        (("facts.weather", "city"), Tier.PERSONAL),
        (("facts.weather", "facts.other"), Tier.PERSONAL),
        (("facts.weather", "no fact at all"), Tier.SEGMENT),
    ],
)
def test_the_most_private_fact_gives_the_tier(names, tier):
    assert DECLARED.tier(ReadSet.of(names)) is tier


def test_a_fact_of_the_sites_own_that_nobody_declared_is_personal():
    assert ReadSet.of(["facts.weather"]).tier is Tier.PERSONAL
    assert Declared().tier(ReadSet.of(["facts.weather"])) is Tier.PERSONAL


def test_headers_are_listed_where_some_are_declared():
    assert DECLARED.headers == {"facts.weather": ("X-Station",)}


@pytest.mark.parametrize(
    ("name", "tier"), [("device", Tier.SEGMENT), ("facts.plan", Tier.BAND)]
)
def test_one_fact_has_its_own_tier(name, tier):
    assert DECLARED.tier_of(name) is tier
