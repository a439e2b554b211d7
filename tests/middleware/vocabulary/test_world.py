import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.world import countries, only_zones, zone_named


def test_countries_are_those_of_iso_3166():
    assert {"PL", "IR", "GB"} <= countries()
    assert not {"UK", "XX", "EU", "T1"} & countries()


def test_a_country_with_one_zone_has_it():
    assert only_zones()["PL"] == "Europe/Warsaw"


def test_a_country_with_several_zones_has_none():
    assert "US" not in only_zones()


def test_the_zone_of_each_such_country_is_one():
    assert all(map(zone_named, only_zones().values()))


HOSTILE = ["", ".", "..", "../../etc/passwd", "/etc/passwd", "\0", "Europe", "x" * 9999]


@pytest.mark.parametrize("name", [*HOSTILE, "Europe/Warsaw/", "\ud800", "__init__.py"])
def test_a_hostile_name_is_nobody_s_zone(name):
    assert zone_named(name) is None


@given(st.text())
def test_no_name_makes_it_fail(name):
    zone = zone_named(name)
    assert zone is None or str(zone) == name
