import pytest

from sarto.vocabulary.facts import FACTS
from sarto.vocabulary.law import Law, in_table
from sarto.vocabulary.reads import ReadSet


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_where_nothing_is_overruled_the_table_stands(fact):
    assert Law().row(fact.name.replace("*", "x")) is fact
    assert in_table(fact.name) is fact


def test_a_fact_can_be_made_to_need_consent():
    law = Law.of({"country": "personalization"})
    assert law.row("country").purpose == "personalization"
    assert "consent" in law.closed(ReadSet.of(["country"]))
    assert "consent" not in law.closed(ReadSet.of(["device"]))


def test_what_is_made_of_it_reads_consent_too():
    law = Law.of({"country": "personalization"})
    assert "consent" in law.closed(ReadSet.of(["eu"]))


def test_a_fact_can_be_made_to_need_none():
    assert Law.of({"city": "none"}).row("city").purpose is None


def test_a_family_is_overruled_whole():
    law = Law.of({"query.coupon": "analytics"})
    assert law == Law.of({"query.*": "analytics"})
    assert law.row("query.other").purpose == "analytics"
    assert "consent" in law.closed(ReadSet.of(["query.other"]))


def test_what_is_no_fact_is_left_out():
    assert Law.of({"moon": "analytics"}) == Law()
    assert Law().row("moon") is None
