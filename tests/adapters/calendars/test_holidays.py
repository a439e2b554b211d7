from datetime import date

import pytest

from sarto.vocabulary.adapters import adapter
from sarto_adapters.calendars.holidays import Holidays


@pytest.mark.parametrize(
    ("country", "day", "names"),
    [
        ("PL", date(2026, 12, 25), ("Christmas Day",)),
        ("PL", date(2026, 12, 24), ("Christmas Eve",)),  # by law since 2025
        ("PL", date(2024, 12, 24), ()),
        ("US", date(2026, 11, 26), ("Thanksgiving Day",)),
        ("IR", date(2026, 3, 21), ("Eid al-Fitr", "Nowruz")),
        ("IR", date(2026, 3, 27), ()),
    ],
)
def test_a_country_s_holidays_are_named_in_english(country, day, names) -> None:
    found = Holidays().names(country, day)
    assert found is not None
    assert sorted(found) == sorted(names)


def test_of_a_country_without_a_calendar_nobody_knows() -> None:
    assert Holidays().names("XX", date(2026, 1, 1)) is None


def test_it_answers_to_its_name() -> None:
    assert adapter("calendars", "holidays") is Holidays
