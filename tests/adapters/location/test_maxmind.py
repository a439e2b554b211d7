import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import maxminddb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.vocabulary.ports import Location
from sarto_adapters.location.maxmind import LARGEST, NOWHERE, MaxMind
from support import databases

DATA = Path(__file__).parents[2] / "data/geoip"
CITY = DATA / "GeoLite2-City-Test.mmdb"
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


BROKEN = [
    "GeoIP2-City-Test-Broken-Double-Format.mmdb",
    "GeoIP2-City-Test-Invalid-Node-Count.mmdb",
]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_database_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(maxminddb.InvalidDatabaseError, match=name):
        MaxMind(DATA / name)


def test_a_database_with_broken_pointers_knows_no_place() -> None:
    broken = MaxMind(DATA / "MaxMind-DB-test-broken-pointers-24.mmdb")
    assert broken.location("1.1.1.1") == NOWHERE
    with pytest.raises(maxminddb.InvalidDatabaseError):
        broken.location("1.1.1.16")


def test_a_database_with_a_broken_tree_knows_no_place() -> None:
    broken = MaxMind(DATA / "MaxMind-DB-test-broken-search-tree-24.mmdb")
    assert {broken.location(f"1.1.1.{last}") for last in range(256)} == {NOWHERE}


def test_one_that_was_overwritten_up_to_its_end_is_refused(tmp_path: Path) -> None:
    content = CITY.read_bytes()
    file = tmp_path / "city.mmdb"
    file.write_bytes(b"\xff" * 4096 + content[4096:])
    with pytest.raises(maxminddb.InvalidDatabaseError, match="broken"):
        MaxMind(file)


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


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mmdb")
    with pytest.raises(OSError, match="no file"):
        MaxMind(tmp_path / "pipe.mmdb")


def test_a_file_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.mmdb"
    file.touch()
    os.truncate(file, LARGEST + 1)  # all of it a hole
    with pytest.raises(OSError, match="larger"):
        MaxMind(file)


def refused(_name: str) -> int:
    raise OSError


def test_without_named_memory_the_file_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "memfd_create", refused)
    assert MaxMind(CITY).location("81.2.69.142") == LONDON
    file = tmp_path / "odd.mmdb"
    file.write_bytes(b"no database")
    with pytest.raises(maxminddb.InvalidDatabaseError, match=r"odd\.mmdb"):
        MaxMind(file)


def test_no_file_is_left_open() -> None:
    files = Path("/proc/self/fd")
    before = len(list(files.iterdir()))
    readers = [MaxMind(CITY) for _ in range(5)]
    assert len(list(files.iterdir())) == before
    assert readers[0].location("81.2.69.142") == LONDON


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
        ValueError("no address"),
    ],
    ids=repr,
)
def test_an_odd_record_is_nowhere(record: object) -> None:
    assert location(record) == NOWHERE


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"),
        RecursionError(),
        maxminddb.InvalidDatabaseError(),
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_an_error_to_be_counted(error: Exception) -> None:
    with pytest.raises(type(error)):
        location(error)


def test_a_flat_database_is_read(tmp_path: Path) -> None:
    record = databases.flat("PL", "Kraków", "Europe/Warsaw", state1="Małopolskie")
    file = databases.written(tmp_path / "flat.mmdb", n8=record, n9=databases.flat("IR"))
    places = MaxMind(file)
    krakow = Location(country="PL", city="Kraków", zone="Europe/Warsaw")
    assert places.location("8.8.8.8") == krakow
    assert places.location("9.9.9.9") == Location(country="IR")
    assert places.location("7.7.7.7") == NOWHERE
    assert places.location("2001:db8::1") == NOWHERE  # it has IPv4 only


@given(st.text(max_size=40) | st.ip_addresses().map(str))
@settings(deadline=None)
def test_no_address_raises(address: str) -> None:
    assert isinstance(SHARED.location(address), Location)


SHARED = MaxMind(CITY)
