import pytest

from support.site_versions import TOML

HEAD = '[consent]\nsource = "form"\n\n[level]\nexpert = 40\n'


def told(found):
    return [f"{each.title}: {each.means}" for each in found.settings]


def test_a_threshold_is_told_with_what_becomes_of_visitors(sites):
    found = sites.differ(TOML + HEAD, TOML + HEAD.replace("40", "50"))

    assert told(found) == [
        "[level] expert: 40.0 -> 50.0: visitors become experts later"
    ]
    assert not found.pairs


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("", 'timezone = "Europe/Warsaw"\n', "timezone"),
        ("", 'site_timezone = "Europe/Warsaw"\n', "site_timezone"),
        ("", 'prefix = "/_ours"\n', "prefix"),
        ("", 'https = "always"\n', "https"),
        ("", 'site = "shop"\n', "site"),
        ("", 'origins = ["https://a.example"]\n', "origins"),
    ],
)
def test_a_key_of_the_whole_file_is_told(sites, old, new, name):
    assert [s.name for s in sites.differ(old + TOML, new + TOML).settings] == [name]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ('[language]\ncookie = "lang"\n', "language.cookie"),
        ('[location]\nheaders = ["cf-ipcountry"]\n', "location.headers"),
        ('[preferences.view]\nvalues = ["a", "b"]\n', "preferences"),
        ('[app.reads]\n"/" = ["country"]\n', "app.reads"),
        ("[cache]\nhold_cap = 10\n", "cache.hold_cap"),
    ],
)
def test_a_table_is_told(sites, more, name):
    assert [s.name for s in sites.differ(TOML, TOML + more).settings] == [name]


def test_the_order_of_languages_is_told(sites):
    found = sites.differ(TOML, TOML.replace('["en", "fa"]', '["fa", "en"]'))

    assert [s.name for s in found.settings] == ["languages"]


def test_the_order_of_preferences_is_told(sites):
    first, second = (
        '[preferences.a]\nvalues = ["x"]\n',
        '[preferences.b]\nvalues = ["y"]\n',
    )

    found = sites.differ(TOML + first + second, TOML + second + first)

    assert [s.name for s in found.settings] == ["preferences"]


@pytest.mark.parametrize("more", ['selector = "#hero"', 'stable = "visit"'])
def test_what_a_slot_is_set_to_is_told(sites, more):
    old = TOML + '[consent]\nsource = "form"\n'

    found = sites.differ(old, old.replace("[slots.hero]", f"[slots.hero]\n{more}"))

    (setting,) = found.settings
    assert setting.name == f"slots.hero.{more.partition(' ')[0]}"


def test_a_slot_without_rules_counts_where_a_layout_places_it(sites):
    laid = '[layouts.home]\nshow = [{ layout = "named.html" }]\n'
    bare = '[slots.hero]\npages = ["/"]\n'

    assert not sites.differ(bare, bare.replace('"/"', '"/x"'))
    (setting,) = sites.differ(laid + bare, laid + bare.replace('"/"', '"/x"')).settings
    assert setting.name == "slots.hero"


@pytest.mark.parametrize(
    "more",
    [
        "[cache]\nmax_variants = 9\n",
        '[traffic]\nfile = "t.jsonl"\n',
        '[dev]\napp = "app:app"\n',
        '[personas.a]\ndevice = "tv"\n',
    ],
)
def test_what_nobody_sees_is_not_told(sites, more):
    assert not sites.differ(TOML, TOML + more)
