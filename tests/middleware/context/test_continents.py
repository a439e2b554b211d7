import json
from pathlib import Path

from sarto.context.continents import CONTINENT, UNION
from sarto.vocabulary.facts import CONTINENTS
from sarto.vocabulary.world import countries

CASES = Path(__file__).parents[2] / "data/geoip/cases.jsonl"


def test_every_country_is_on_a_continent() -> None:
    assert countries() <= CONTINENT.keys()


def test_only_kosovo_has_a_code_of_its_own() -> None:
    assert CONTINENT.keys() - countries() == {"XK"}


def test_the_continents_are_those_of_the_fact() -> None:
    assert set(CONTINENT.values()) == set(CONTINENTS)


def test_a_database_puts_countries_on_the_same_continents() -> None:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    told = {case["country"]: case["continent"] for case in cases if case["country"]}
    assert told.items() <= CONTINENT.items()


def test_the_union_has_27_members_and_seven_of_their_parts() -> None:
    assert len(UNION) == 27 + 7
    assert "GB" not in UNION
