"""By which classes the pages of a site are shared, and which are nobody else's."""

import pytest

from sarto import Config, resolver
from sarto.errors import ConfigError
from sarto.site.compile import compile_site
from sarto.site.remembering import Means
from sarto.vocabulary.facts import Tier
from support.remembered_site import consenting
from support.shared_site import (
    CONSENT,
    PHONE,
    behind,
    cookie,
    is_kept,
    names,
    seconds,
    set_by,
)

AGREED = f"cookieyes-consent={consenting()}"


def slot(*conditions: str, **more: str) -> str:
    """Write one slot on `/`, whose rules show `one.html`."""
    shows = [f'{{ when = {{ {each} }}, fragment = "one.html" }}' for each in conditions]
    rest = "".join(f"{name} = {value}\n" for name, value in more.items())
    return f'[slots.hero]\npages = "/"\n{rest}show = [{", ".join(shows)}]\n'


@pytest.mark.parametrize(
    ("rules", "keys"),
    [
        (slot('device = "mobile"'), {"device"}),
        (slot('device = "mobile"', 'country = "PL"'), {"device", "country"}),
        (slot("eu = true"), {"eu"}),
        (slot('path = "/x*"', 'query.q = "a*"', 'campaign.name = "*"'), set()),
        (slot('daypart = "evening"', 'days = "mon"'), set()),
        (slot('host = "x.*"'), set()),
        (slot("bot = true", 'browser = "firefox"', 'os = "ios"'), {"bot", "browser", "os"}),
        (slot('channel = "email"'), {"channel"}),
        (slot('language = "fa"'), {"language"}),
        (slot('consent = "analytics"') + CONSENT, {"consent"}),
        (slot("save_data = true"), {"save-data"}),
        (slot('facts.tide = "high"'), {"facts-tide"}),
    ],
)  # fmt: skip
def test_the_facts_that_rules_ask_for_are_its_keys(rules, keys) -> None:
    @resolver(tier="segment", headers=["X-Tide"])
    def tide(asked):
        return dict(asked.scope["headers"]).get(b"x-tide", b"low").decode()

    answer = behind(rules, resolvers={"tide": tide}).asked("/", ("X-Tide", "high"))
    assert is_kept(answer)
    assert names(answer) == {f"x-sarto-{each}" for each in {"version", *keys}}


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(slot("signed_in = true"), id="who is signed in"),
        pytest.param(slot('traits.tier = "gold"'), id="what the site knows of them"),
        pytest.param(slot('city = "Kraków"') + CONSENT, id="a city"),
        pytest.param(slot('facts.tide = "high"'), id="what stands on an address"),
        pytest.param(slot('facts.other = "x"'), id="what nobody declared"),
        pytest.param(
            '[app]\nreads = { "/" = ["browser"] }\n', id="a value that nobody can list"
        ),
        pytest.param(
            '[app]\nreads = { "/" = ["traits.name"] }\n', id="a name that code reads"
        ),
    ],
)
def test_pages_of_what_nobody_shares_are_asked_again(rules) -> None:
    @resolver(tier="segment", reads=["query.q"])
    def tide(asked):
        return asked.facts["query.q"]

    site = behind(rules, resolvers={"tide": tide})
    answer = site.asked("/", PHONE)
    assert not is_kept(answer)
    assert names(answer) >= {"x-sarto-version"}
    assert is_kept(site.asked("/", PHONE)) is False


BANDS = {
    "level": slot('level = "expert"') + CONSENT,
    "stage": slot('stage = "customer"')
    + CONSENT
    + '[journey]\nstages = [{ name = "new" }, { name = "customer", when = { visits = ">=2" } }]\n',
    "returning": slot("returning = true") + CONSENT,
    "signals-booked": slot('signals.booked = ">=1"')
    + CONSENT
    + '[signals.booked]\non = "POST /book"\n',
    "preference-view": slot('preference.view = "simple"')
    + '[preferences.view]\nvalues = ["simple", "full"]\n',
}


@pytest.mark.parametrize("fact", BANDS)
def test_where_bands_are_nobody_else_s_strangers_share_pages(fact) -> None:
    site = behind(BANDS[fact])
    keys = site.keys()
    answer = site.keyed("/", keys)
    assert keys["x-sarto-own"] == "none"
    assert f"x-sarto-{fact}" not in keys
    assert is_kept(answer)
    assert names(answer) == {"x-sarto-version", "x-sarto-own"}
    assert answer.body == site.raw("/").body


@pytest.mark.parametrize("fact", BANDS)
@pytest.mark.parametrize("said", ["own", "", "None", "none, none"])
def test_who_has_a_band_of_their_own_is_asked_again(fact, said) -> None:
    site = behind(BANDS[fact])
    keys = site.keys() | {"x-sarto-own": said}
    assert not is_kept(site.keyed("/", keys))
    del keys["x-sarto-own"]
    assert not is_kept(site.keyed("/", keys))


@pytest.mark.parametrize("fact", BANDS)
def test_where_they_may_be_kept_each_is_a_key(fact) -> None:
    site = behind(BANDS[fact], cache="bands = true")
    keys = site.keys()
    assert "x-sarto-own" not in keys
    assert f"x-sarto-{fact}" in keys
    answer = site.keyed("/", keys)
    assert is_kept(answer)
    assert names(answer) == {"x-sarto-version", f"x-sarto-{fact}"}


def test_of_who_chose_something_the_edge_knows_the_class_or_that_they_did() -> None:
    said = cookie("sarto-prefs=view=simple")
    shared = behind(BANDS["preference-view"], cache="bands = true")
    alone = behind(BANDS["preference-view"])

    answer = shared.asked("/", said)

    assert is_kept(answer)
    assert answer.body == shared.raw("/", said).body
    assert "one" in answer.text
    assert alone.keys(said)["x-sarto-own"] == "own"


CAPPED = """
[slots.hero]
pages = "/"
show = [{ fragment = "one.html", cap = { times = 2, per = "visitor" } }, { fragment = "two.html" }]
[slots.other]
pages = "/same"
stable = "visit"
show = [{ when = { device = "mobile" }, fragment = "one.html" }]
"""


@pytest.mark.parametrize("bands", ["bands = false", "bands = true"])
@pytest.mark.parametrize("path", ["/", "/same"])
def test_what_is_counted_is_shared_by_those_whom_nobody_counts(bands, path) -> None:
    site = behind(CAPPED + CONSENT, cache=bands)
    stranger = site.keys()
    assert is_kept(site.keyed(path, stranger))
    assert site.keyed(path, stranger).body == site.raw(path).body
    visitor = cookie(AGREED, *set_by(site.raw("/", cookie(AGREED))))
    assert site.keys(visitor)["x-sarto-own"] == "own"
    assert not is_kept(site.asked(path, visitor))


TEMPLATES = {
    "named.html": "in {{ visitor.facts.country }}",
    "browser.html": "by {{ visitor.facts.browser }}",
    "level.html": "as {{ visitor.level }}",
    "stage.html": "{{ visitor.facts.daypart }}",
}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("named", {"x-sarto-version", "x-sarto-value-country"}),
        ("level", {"x-sarto-version", "x-sarto-own"}),
        ("stage", {"x-sarto-version"}),
    ],
)
def test_what_templates_show_is_a_key(name, keys) -> None:
    rules = (
        f'[slots.hero]\npages = "/"\nshow = [{{ fragment = "{name}.html" }}]\n{CONSENT}'
    )
    site = behind(rules, texts=TEMPLATES)
    answer = site.asked("/", ("CF-IPCountry", "PL"))
    assert is_kept(answer)
    assert names(answer) == keys
    assert answer.body == site.raw("/", ("CF-IPCountry", "PL")).body


def test_a_shown_part_of_the_day_ends_with_it() -> None:
    rules = '[slots.hero]\npages = "/"\nshow = [{ fragment = "stage.html" }]\n'
    zone = 'languages = ["en"]\ntimezone = "visitor"\n[cache]\nedge = "{edge}"\n'
    site = behind(rules, texts=TEMPLATES, head=zone)
    answer = site.asked("/")
    assert names(answer) == {"x-sarto-version", "x-sarto-value-daypart"}
    assert seconds(answer) <= 600
    assert site.site.sharing.keying.is_by_zone


def test_a_page_swap_is_one_of_the_conditions() -> None:
    rules = '[[pages]]\npath = "/"\nshow = [{ when = { device = "mobile" }, serve = "/m" }]\n'
    site = behind(rules)
    answer = site.asked("/", PHONE)
    assert is_kept(answer)
    assert names(answer) == {"x-sarto-version", "x-sarto-device"}


def test_without_a_secret_nobody_can_prove_themselves(monkeypatch) -> None:
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    for secret in ((), "short", ["long enough to be one", "short"]):
        with pytest.raises(ConfigError, match=r"SARTO027.*at least 16 characters"):
            behind(secret=secret)


def test_where_nobody_is_served_nothing_has_to_be_proved(tmp_path) -> None:
    text = '[cache]\nedge = "varnish"\n'
    config = Config.loads(text, folder=tmp_path)
    assert compile_site(config).sharing is not None
    with pytest.raises(ConfigError) as caught:
        compile_site(config, means=Means())
    found = caught.value.findings[0]
    assert (found.code, found.line) == ("SARTO027", 2)


def test_the_tier_of_what_stands_on_an_address_is_the_most_private() -> None:
    @resolver(tier="segment", reads=["query.q"])
    def tide(asked):
        return "x"

    sharing = behind(slot('facts.tide = "x"'), resolvers={"tide": tide}).site.sharing
    assert sharing.keying.tier("facts.tide") is Tier.PERSONAL
    assert sharing.keying.tier("country") is Tier.SEGMENT
