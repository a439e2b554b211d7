from datetime import UTC, datetime, timedelta
from operator import eq
from subprocess import run
from sys import executable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary import world
from sarto.vocabulary.world import countries, loaded, only_zone, zone_named, zones


def test_countries_are_those_of_iso_3166():
    assert {"PL", "IR", "GB"} <= countries()
    assert not {"UK", "XX", "EU", "T1"} & countries()


def test_a_country_with_one_zone_has_it():
    assert only_zone("PL") == "Europe/Warsaw"


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("DE", "Europe/Berlin"),  # and Büsingen
        ("AR", "America/Argentina/Buenos_Aires"),  # and eleven more
        ("KZ", "Asia/Almaty"),  # one clock since 2024
        ("CY", "Asia/Nicosia"),
        ("MY", "Asia/Kuala_Lumpur"),
    ],
)
def test_zones_of_one_clock_are_one(country, zone):
    assert only_zone(country) == zone


@pytest.mark.parametrize("country", ["US", "ES", "PT", "NZ", "CN", "AU", "CL", "UA"])
def test_a_country_of_several_clocks_has_no_zone(country):
    assert only_zone(country) is None


@pytest.mark.parametrize("country", ["", "XX", "None", "pl", "Poland"])
def test_what_is_no_country_has_no_zone(country):
    assert only_zone(country) is None


def test_a_zone_the_system_does_not_know_is_not_given(monkeypatch):
    missing = {"PL": ["Europe/Nowhere"], "DE": ["Europe/Berlin", "Europe/Nowhere"]}
    monkeypatch.setattr(world, "zones", lambda: missing)
    assert only_zone.__wrapped__("PL") is None
    assert only_zone.__wrapped__("DE") is None


def test_no_country_s_zones_are_loaded_before_somebody_asks():
    script = """
import sarto, zoneinfo
loaded = []
class Counted(zoneinfo.ZoneInfo):
    def __new__(cls, key):
        loaded.append(key)
        return super().__new__(cls, key)
from sarto.vocabulary import world
world.ZoneInfo = Counted
world.only_zone("PL")
print(*loaded)
"""
    told = run([executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["Europe/Warsaw"]


def offsets(name):
    """List a zone's offset of every third hour from 2025 to 2037, the plain way."""
    zone, hours = ZoneInfo(name), range(0, 13 * 364 * 24, 3)
    moments = (datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=at) for at in hours)
    return (moment.astimezone(zone).utcoffset() for moment in moments)


@pytest.mark.slow
def test_zones_are_one_exactly_where_all_their_clocks_are():
    for country, (name, *others) in zones().items():
        first = list(offsets(name)) if others else []
        is_one = all(all(map(eq, first, offsets(other))) for other in others)
        assert (only_zone(country) == name) == is_one, country


def test_a_name_beyond_all_measure_is_not_remembered():
    before = loaded.cache_info().currsize
    assert zone_named("Europe/" + "x" * 9999) is None
    assert loaded.cache_info().currsize == before


HOSTILE = ["", ".", "..", "../../etc/passwd", "/etc/passwd", "\0", "Europe", "x" * 9999]


@pytest.mark.parametrize("name", [*HOSTILE, "Europe/Warsaw/", "\ud800", "__init__.py"])
def test_a_hostile_name_is_nobody_s_zone(name):
    assert zone_named(name) is None


@given(st.text())
def test_no_name_makes_it_fail(name):
    zone = zone_named(name)
    assert zone is None or str(zone) == name
