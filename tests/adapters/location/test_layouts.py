from typing import Any

import pytest

from sarto.vocabulary.ports import Location
from sarto_adapters.location.maxmind import flat, nested


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
