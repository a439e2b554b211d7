import pytest

from sarto.config.dictionary import Dictionary
from sarto.config.model import SartoToml

PLAIN = Dictionary.of(SartoToml())


@pytest.mark.parametrize(
    "name",
    ["device", "campaign.source", "query.x", "traits.a.b", "levels.x", "facts.x"],
)
def test_a_fact_has_a_kind(name):
    assert PLAIN.kind(name) is not None


@pytest.mark.parametrize(
    "name", ["", ".", "query", "query.", "signals.x", "arm.x", "preference.x", "x.y"]
)
def test_what_is_not_declared_has_none(name):
    assert PLAIN.kind(name) is None


FAMILIES = (
    *("campaign", "query", "traits", "levels"),
    *("signals", "preference", "arm", "facts"),
)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_no_fact(name):
    assert PLAIN.is_family(name)
    assert PLAIN.kind(name) is None


@pytest.mark.parametrize("name", ["device", "level", "", "campaign.source"])
def test_a_fact_is_no_family(name):
    assert not PLAIN.is_family(name)


def test_signals_are_listed_by_their_own_names(config):
    text = '[signals]\nbooked = {}\n"a.b" = {}\nvalue = {}'
    assert tuple(config(text).dictionary.signals) == ("booked", "a.b", "value")


def test_all_that_a_condition_may_name_is_listed():
    assert {"device", "campaign.source", "traits.NAME"} <= set(PLAIN.names())


def test_without_a_journey_there_is_no_stage(wrong):
    assert wrong('[audiences.a]\nstage = "new"') == [
        '2:9: SARTO006: `stage`: "new" is none of its values (it has none here)'
    ]


def test_purposes_are_ours_and_those_that_the_site_maps(config):
    text = '[consent]\nmap = { marketing = "C4" }\n[audiences.a]\nconsent = '
    for purpose in ("personalization", "analytics", "marketing"):
        assert config(f'{text}"{purpose}"').audiences["a"].conditions


def test_a_hint_may_be_a_word_that_is_no_fact():
    assert PLAIN.unknown("witihn", "within")[1] == "did you mean 'within'?"
