import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import maxminddb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.vocabulary.ports import Location
from sarto_adapters.location.maxmind import NOWHERE, MaxMind, flat, nested

DATA = Path(__file__).parents[2] / "data/geoip"
CITY = DATA / "GeoLite2-City-Test.mmdb"
CASES = [
    json.loads(line) for line in (DATA / "cases.jsonl").read_text("utf-8").splitlines()
]
LONDON = Location(
    country="GB",
    region="GB-ENG",
    continent="EU",
    eu=False,
    city="London",
    zone="Europe/London",
)


@pytest.fixture(scope="module")
def cities() -> MaxMind:
    return MaxMind(CITY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ip"])
def test_an_address_is_found(case: dict[str, Any], cities: MaxMind) -> None:
    found = cities.location(case["ip"])
    assert (found.country, found.continent) == (case["country"], case["continent"])
    assert (found.city, found.zone) == (case["city_en"], case["time_zone"])
    regions = [f"{case['country']}-{part}" for part in case["subdivisions"]]
    assert found.region == (regions[0] if regions else None)


def test_a_whole_place_is_told(cities: MaxMind) -> None:
    assert cities.location("81.2.69.142") == LONDON


def test_a_country_of_the_union_is_told_so(cities: MaxMind) -> None:
    assert cities.location("89.160.20.112").eu is True


def test_a_database_of_countries_tells_no_city() -> None:
    found = MaxMind(DATA / "GeoIP2-Country-Test.mmdb").location("81.2.69.142")
    assert found == Location(country="GB", continent="EU", eu=False)


@pytest.mark.parametrize(
    "address", ["1.2.3.4", "127.0.0.1", "::1", "fe80::1", "", "unknown", "1.2.3.4:80"]
)
def test_who_is_in_no_database_is_nowhere(address: str, cities: MaxMind) -> None:
    assert cities.location(address) == NOWHERE


def test_a_database_with_no_tree_is_refused() -> None:
    file = DATA / "GeoIP2-City-Test-Invalid-Node-Count.mmdb"
    with pytest.raises(maxminddb.InvalidDatabaseError, match=file.name):
        MaxMind(file)


def test_a_database_with_broken_pointers_knows_nothing() -> None:
    broken = MaxMind(DATA / "MaxMind-DB-test-broken-pointers-24.mmdb")
    found = {broken.location(f"1.1.1.{last}") for last in range(256)}
    assert found == {NOWHERE}


def test_a_database_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        MaxMind(DATA / "nothing.mmdb")


def test_a_folder_is_an_error() -> None:
    with pytest.raises(OSError, match=r"geoip"):
        MaxMind(DATA)


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 5000], ids=repr)
def test_what_is_no_database_is_an_error(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.mmdb"
    file.write_bytes(content)
    with pytest.raises(maxminddb.InvalidDatabaseError):
        MaxMind(file)


@pytest.mark.parametrize("how", ["truncate", "overwrite", "delete"])
def test_a_file_changed_in_place_ends_nobody(how: str, tmp_path: Path) -> None:
    file = tmp_path / "city.mmdb"
    shutil.copyfile(CITY, file)
    cities = MaxMind(file)
    if how == "delete":
        file.unlink()
    else:
        file.write_bytes(b"" if how == "truncate" else b"\xff" * CITY.stat().st_size)
    assert cities.location("81.2.69.142") == LONDON


def refused(_name: str) -> int:
    raise OSError


def test_without_named_memory_the_file_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "memfd_create", refused)
    assert MaxMind(CITY).location("81.2.69.142") == LONDON


def test_no_file_is_left_open() -> None:
    files = Path("/proc/self/fd")
    before = len(list(files.iterdir()))
    readers = [MaxMind(CITY) for _ in range(5)]
    assert len(list(files.iterdir())) == before
    assert readers[0].location("81.2.69.142") == LONDON


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"country_code": "PL"}, Location(country="PL")),
        (
            {"country_code": "IR", "city": "Tehran", "timezone": "Asia/Tehran"},
            Location(country="IR", city="Tehran", zone="Asia/Tehran"),
        ),
        (
            {"country_code": "PL", "continent_code": "EU"},
            Location(country="PL", continent="EU"),
        ),
        ({"country_code": "", "city": 5, "timezone": None}, Location()),
    ],
)
def test_a_flat_record_is_read(record: dict[str, Any], place: Location) -> None:
    assert flat(record) == place


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({}, Location()),
        ({"country": {"iso_code": 5}}, Location()),
        ({"country": "PL"}, Location()),
        (
            {"country": {"iso_code": "PL"}, "subdivisions": []},
            Location(country="PL", eu=False),
        ),
        (
            {"country": {"iso_code": "PL", "is_in_european_union": 1}},
            Location(country="PL"),
        ),
        ({"subdivisions": [{"iso_code": "MZ"}]}, Location()),
        ({"continent": {"code": "AF"}}, Location(continent="AF")),
        ({"registered_country": {"iso_code": "US"}}, Location()),
    ],
)
def test_a_nested_record_is_read_as_far_as_it_goes(
    record: dict[str, Any], place: Location
) -> None:
    assert nested(record) == place


@dataclass
class Odd:
    """A database whose records are anything."""

    record: object

    def get(self, ip_address: str) -> object:
        if isinstance(self.record, Exception):
            raise self.record
        return self.record


def location(record: object) -> Location:
    cities = MaxMind(CITY)
    cities.records = Odd(record)
    return cities.location("1.1.1.1")


def test_a_flat_database_is_known_by_its_columns() -> None:
    assert location({"country_code": "PL"}) == Location(country="PL")


@pytest.mark.parametrize(
    "record",
    [
        None,
        "PL",
        5,
        ["PL"],
        {"subdivisions": 5},
        {"subdivisions": {"a": 1}},
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"),
        RecursionError(),
        ValueError(),
    ],
    ids=repr,
)
def test_a_broken_record_is_nowhere(record: object) -> None:
    assert location(record) == NOWHERE


@given(st.text(max_size=40) | st.ip_addresses().map(str))
@settings(deadline=None)
def test_no_address_raises(address: str) -> None:
    assert isinstance(SHARED.location(address), Location)


SHARED = MaxMind(CITY)
