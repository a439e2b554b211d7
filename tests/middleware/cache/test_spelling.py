import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.cache.spelling import LISTED, NONE, OWN, Spelling, spelling, spelt, subsets
from sarto.config.config import Config
from sarto.config.model import SartoToml
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.world import zone_names

TOKEN = re.compile("[a-z0-9_-]{1,32}")
TOML = """
languages = ["en", "fa", "pt-BR"]
[consent]
source = "cookieyes"
map = { personalization = "functional", ads = "advertisement" }
[preferences.view]
values = ["simple", "pe-ny", "none", "pełny", "peńny"]
[journey]
stages = [{ name = "first" }, { name = "customer", when = { visits = ">=2" } }]
"""


@pytest.fixture(scope="module")
def toml(tmp_path_factory) -> SartoToml:
    return Config.loads(TOML, folder=tmp_path_factory.mktemp("site")).toml


ALL = [
    *LISTED,
    "consent",
    "stage",
    "levels.wine",
    "preference.view",
    "preference.level",
]


@pytest.mark.parametrize("fact", [*ALL, "preference.language"])
def test_every_value_of_a_listed_fact_has_a_token_of_its_own(fact, toml) -> None:
    found = spelling(fact, toml)
    assert fact_named(fact)
    assert found is not None
    assert len(set(found.values.values())) == len(found.values) == len(found.tokens)
    for token, value in found.values.items():
        assert TOKEN.fullmatch(token)
        assert TOKEN.fullmatch(OWN + token)
        assert found.token(value) == token


@pytest.mark.parametrize(
    "fact",
    ["browser", "os", "city", "time", "date", "holiday", "region", "interest", "visits",
     "signals.booked", "traits.tier", "facts.weather", "preference.other", "preference.interests", "arm.x"],
)  # fmt: skip
def test_a_fact_whose_values_nobody_can_list_is_not_spelt(fact, toml) -> None:
    assert spelling(fact, toml) is None


@pytest.mark.parametrize(
    ("fact", "value", "token"),
    [
        ("device", "mobile", "mobile"),
        ("country", "IR", "ir"),
        ("language", "pt-BR", "pt-br"),
        ("bot", True, "true"),
        ("zone", "Europe/Warsaw", "europe-warsaw"),
        ("consent", frozenset(), "nothing"),
        ("consent", frozenset({"ads", "analytics"}), "ads_analytics"),
        ("stage", "customer", "customer"),
        ("device", None, "none"),
    ],
)
def test_tokens_are_read_with_ease(fact, value, token, toml) -> None:
    assert spelling(fact, toml).token(value) == token


@pytest.mark.parametrize(
    "value",
    ["fridge", "MOBILE", "", 7, ["mobile"], {"mobile"}, frozenset({"mobile"})],
    ids=repr,
)
def test_what_is_no_value_of_a_fact_s_has_no_token(value, toml) -> None:
    assert spelling("device", toml).token(value) is None


def test_every_zone_there_is_has_a_token(toml) -> None:
    found = spelling("zone", toml)
    assert all(found.token(zone) for zone in zone_names())


def test_a_site_without_stages_or_consent_spells_what_is_there(tmp_path) -> None:
    bare = Config.loads("", folder=tmp_path).toml
    assert spelling("stage", bare).values == {NONE: None}
    both = frozenset({"analytics", "personalization"})
    assert both in spelling("consent", bare).tokens


def test_of_very_many_purposes_the_sets_are_not_listed(tmp_path) -> None:
    many = ", ".join(f'p{number} = "{number}"' for number in range(40))
    text = f'[consent]\nsource = "klaro"\nmap = {{ {many} }}\n'
    assert spelling("consent", Config.loads(text, folder=tmp_path).toml) is None


def test_of_three_words_there_are_eight_sets() -> None:
    assert len(set(subsets("abc"))) == 8


@given(st.one_of(st.text(), st.booleans(), st.frozensets(st.text(max_size=5))))
def test_whatever_is_spelt_is_a_token(value: object) -> None:
    assert TOKEN.fullmatch(OWN + spelt(value))


WORDS = st.one_of(
    st.text(max_size=3),
    st.sampled_from(["none", "n0", "n1", "N1", "long", "own-a", "a", "A", "a_b", "a-b"]),
    st.text(alphabet="aA-é", min_size=1, max_size=40),
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.frozensets(WORDS, max_size=3)), unique=True))
def test_no_two_values_are_spelt_alike(values: list[object]) -> None:
    found = Spelling.of(values)
    assert len(found.values) == len(values) + 1
    for value in (None, *values):
        token = found.token(value)
        assert token is not None
        assert TOKEN.fullmatch(OWN + token)
        assert not token.startswith(OWN)
        assert found.values[token] == value
