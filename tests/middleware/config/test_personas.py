from datetime import date, time

import pytest

DECLARED = """\
languages = ["en", "fa"]
signals.booked.on = "POST /book"
[personas.p]
"""
VALUES = [
    ('device = "mobile"', "device", "mobile"),
    ('time = "20:00"', "time", time(20, 0)),
    ("time = 20:00:30", "time", time(20, 0)),
    ("date = 2026-12-24", "date", date(2026, 12, 24)),
    ("bot = true", "bot", True),
    ('bot = "false"', "bot", False),
    ("visits = 3", "visits", 3),
    ('visits = "3"', "visits", 3),
    ("signals.booked = 2", "signals.booked", 2),
    ("signals.booked = true", "signals.booked", 1),
    ("signals.booked.value = 2.5", "signals.booked.value", 2.5),
    ('interest = ["soup", "pizza"]', "interest", {"soup", "pizza"}),
    ('interest = "soup,pizza"', "interest", {"soup", "pizza"}),
    ("interest = []", "interest", frozenset()),
    ('consent = "analytics"', "consent", {"analytics"}),
    ('country = ["IR"]', "country", "IR"),
    ('city = "New York"', "city", "New York"),
    ('campaign = { source = "news" }', "campaign.source", "news"),
    ('"campaign.source" = "news"', "campaign.source", "news"),
    ("traits.vip = true", "traits.vip", True),
    ('holiday = "Nowruz"', "holiday", "Nowruz"),
]


@pytest.mark.parametrize(("line", "fact", "value"), VALUES, ids=[v[0] for v in VALUES])
def test_a_persona_s_fact_has_a_typed_value(config, line, fact, value):
    assert config(DECLARED + line).personas == {"p": {fact: value}}


MISTAKES = [
    ('devise = "x"', 1, "SARTO005: there is no fact called `devise` (did you mean 'device'?)"),
    ("signals = {}", 1, "SARTO005: `signals` is a family of facts (name one of these: signals.booked, signals.booked.value)"),
    ('device = "mobil"', 10, "SARTO006: `device`: \"mobil\" is none of its values (did you mean 'mobile'?)"),
    ('time = "20:00-21:00"', 8, 'SARTO006: `time`: "20:00-21:00" is not a time of day (write it like 18:00)'),
    ('country = ["IR", "PL"]', 11, 'SARTO006: `country`: ["IR", "PL"] is no value of it (write one value, as after --as)'),
    ('city = ["Tehran", "Shiraz"]', 8, 'SARTO006: `city`: ["Tehran", "Shiraz"] is no value of it (write one value, as after --as)'),
    ("city = 7", 8, "SARTO006: `city`: 7 is no value of it (write one value, as after --as)"),
    ("campaign.source = true", 19, "SARTO006: `campaign.source`: true is no value of it (write one value, as after --as)"),
    ("date = 2026-12-01T10:00:00", 8, "SARTO006: `date`: 2026-12-01T10:00:00 is no value of it (write one value, as after --as)"),
    ("device = {}", 10, "SARTO006: `device`: {} is no value of it (write one value, as after --as)"),
    ("device.x = 1", 1, "SARTO006: `device`: { x = 1 } is no value of it (write one value, as after --as)"),
    ('visits = ">=2"', 10, 'SARTO006: `visits`: ">=2" is not a number (write it like 3 or 4.5)'),
    ("visits = nan", 10, 'SARTO006: `visits`: "nan" is not a number (write it like 3 or 4.5)'),
    ('consent = ["analytics", "x"]', 11, 'SARTO006: `consent`: "x" is none of its values (one of: personalization, analytics)'),
    ('zone = "Warsaw"', 8, "SARTO006: `zone`: \"Warsaw\" is not a time zone (did you mean 'Europe/Warsaw'?)"),
    ("not = { bot = true }", 1, "SARTO005: there is no fact called `not` (did you mean 'bot'?)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "text"), MISTAKES, ids=[line for line, *_ in MISTAKES]
)
def test_a_persona_is_checked_as_what_is_pinned(wrong, line, column, text):
    assert wrong(DECLARED + line) == [f"4:{column}: {text}"]


def test_a_persona_is_a_table(wrong):
    assert wrong('personas.p = "device=mobile"') == [
        '1:14: SARTO004: "device=mobile" cannot stand here (write a table)'
    ]


def test_of_an_empty_persona_nothing_is_known(config):
    assert config("[personas.anybody]").personas == {"anybody": {}}


def test_a_number_of_any_length_is_told(wrong):
    assert "is not a number" in wrong(DECLARED + "visits = 0x" + "f" * 9999)[0]


def test_what_is_nested_too_deeply_is_told(wrong):
    assert "is no value" in wrong(DECLARED + "traits." + "a." * 50 + "b = 1")[0]
