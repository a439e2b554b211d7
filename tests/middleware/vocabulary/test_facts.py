import pytest

from sarto.vocabulary.facts import BY_NAME, FACTS, Tier, fact_named

CONTRACT = [
    # fact, tier, purpose: the table of the contract
    ("device", Tier.SEGMENT, None),
    ("browser", Tier.SEGMENT, None),
    ("os", Tier.SEGMENT, None),
    ("bot", Tier.SEGMENT, None),
    ("language", Tier.SEGMENT, None),
    ("country", Tier.SEGMENT, None),
    ("region", Tier.SEGMENT, None),
    ("continent", Tier.SEGMENT, None),
    ("eu", Tier.SEGMENT, None),
    ("zone", Tier.SEGMENT, None),
    ("city", Tier.PERSONAL, "personalization"),
    ("time", Tier.SEGMENT, None),
    ("days", Tier.SEGMENT, None),
    ("date", Tier.SEGMENT, None),
    ("daypart", Tier.SEGMENT, None),
    ("holiday", Tier.SEGMENT, None),
    ("channel", Tier.SEGMENT, None),
    ("campaign.source", Tier.SEGMENT, None),
    ("campaign.medium", Tier.SEGMENT, None),
    ("campaign.name", Tier.SEGMENT, None),
    ("campaign.term", Tier.SEGMENT, None),
    ("campaign.content", Tier.SEGMENT, None),
    ("host", Tier.SEGMENT, None),
    ("path", Tier.SEGMENT, None),
    ("query.page", Tier.SEGMENT, None),
    ("save_data", Tier.SEGMENT, None),
    ("color_scheme", Tier.SEGMENT, "personalization"),
    ("reduced_motion", Tier.SEGMENT, "personalization"),
    ("signed_in", Tier.PERSONAL, None),
    ("traits.tier", Tier.PERSONAL, None),
    ("visits", Tier.BAND, "personalization"),
    ("days_since_last", Tier.BAND, "personalization"),
    ("returning", Tier.BAND, "personalization"),
    ("level", Tier.BAND, "personalization"),
    ("levels.booking", Tier.BAND, "personalization"),
    ("stage", Tier.BAND, "personalization"),
    ("signals.booked", Tier.BAND, "personalization"),
    ("signals.booked.value", Tier.BAND, "personalization"),
    ("interest", Tier.BAND, "personalization"),
    ("often", Tier.BAND, "personalization"),  # our own
    ("preference.view", Tier.BAND, None),
    ("arm.hero-photo", Tier.BAND, "analytics"),
    ("consent", Tier.SEGMENT, None),
    ("undecided", Tier.SEGMENT, None),
    ("facts.weather", Tier.PERSONAL, None),
]


@pytest.mark.parametrize(("name", "tier", "purpose"), CONTRACT)
def test_a_fact_has_its_tier_and_purpose(name, tier, purpose):
    row = fact_named(name)
    assert row is not None
    assert (row.tier, row.purpose) == (tier, purpose)


def test_the_table_has_no_other_facts():
    rows = [fact_named(name) for name, *_ in CONTRACT]
    assert {row.name for row in rows if row} == set(BY_NAME)


def test_no_fact_stands_in_the_table_twice():
    assert len(BY_NAME) == len(FACTS)


@pytest.mark.parametrize(
    "name", ["", "devise", "device.x", "signals", "query.", "signals.*", "campaign.x"]
)
def test_what_is_no_fact_has_no_row(name):
    row = fact_named(name)
    assert row is None or row.name == "signals.*"


def test_a_signal_s_value_is_another_fact_than_its_count():
    assert fact_named("signals.booked") is BY_NAME["signals.*"]
    assert fact_named("signals.booked.value") is BY_NAME["signals.*.value"]


def test_a_signal_may_be_called_value():
    assert fact_named("signals.value") is BY_NAME["signals.*"]


NEWCOMER = [
    ("visits", 1),
    ("returning", False),
    ("level", "novice"),
    ("signals.booked", 0),
    ("interest", frozenset()),
    ("arm.hero-photo", None),
    ("city", None),
]


@pytest.mark.parametrize(("name", "value"), NEWCOMER)
def test_without_consent_everybody_is_new(name, value):
    row = fact_named(name)
    assert row is not None
    assert row.unknown == value


@pytest.mark.parametrize("row", FACTS, ids=lambda row: row.name)
def test_a_fact_says_what_it_is_and_how_it_is_written(row):
    assert row.says
    assert row.kind.schema
