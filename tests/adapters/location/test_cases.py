"""Every place in MaxMind's own test databases: by the adapter, and as facts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sarto.vocabulary.ports import Location
from sarto.vocabulary.world import only_zone
from sarto_adapters.location.maxmind import MaxMind
from support.visits import sources, visit

DATA = Path(__file__).parents[2] / "data/geoip"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "cases.jsonl").read_text("utf-8").splitlines()
]
DATABASES = sorted({case["db"] for case in CASES})
PLACE = ("country", "region", "continent", "eu", "city", "zone")


def place(case: Mapping[str, Any]) -> Location:
    """Tell what is true of a case; of a country it is known whether it is in the EU."""
    country, parts = case["country"], case["subdivisions"]
    return Location(
        country=country,
        region=f"{country}-{parts[0]}" if parts else None,
        continent=case["continent"],
        eu=bool(case["eu"]) if country else None,
        city=case["city_en"],
        zone=case["time_zone"],
    )


def of(database: str) -> list[dict[str, Any]]:
    return [case for case in CASES if case["db"] == database]


def test_the_cases_are_of_four_databases() -> None:
    assert [len(of(database)) for database in DATABASES] == [123, 185, 109, 130]


@pytest.mark.parametrize("database", DATABASES)
def test_every_address_is_found(database: str) -> None:
    places = MaxMind(DATA / database)
    found = {case["ip"]: places.location(case["ip"]) for case in of(database)}
    assert found == {case["ip"]: place(case) for case in of(database)}


@pytest.mark.parametrize("database", DATABASES)
def test_every_place_is_a_visitor_s(database: str) -> None:
    here = sources(locations=MaxMind(DATA / database))
    for case in of(database):
        asked = visit(
            of=here, scope={"client": (case["ip"], 1)}, granted=("personalization",)
        )
        true = place(case)
        known = {fact: getattr(true, fact) for fact in PLACE}
        known["zone"] = true.zone or only_zone(str(true.country)) or "UTC"
        assert {fact: asked[fact] for fact in PLACE} == known, case
