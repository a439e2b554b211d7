from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sarto.config.checks import window

WARSAW = ZoneInfo("Europe/Warsaw")


def slot(rule):
    return f"[slots.hero]\nshow = [{{ {rule} }}]"


MISTAKES = [
    (slot('why = "x"'), "2:9: SARTO013: this rule shows nothing (add `fragment`)"),
    (slot("attrs = {}"), "2:9: SARTO013: this rule shows nothing (add `fragment`)"),
    (
        slot('fragments = { a = "b" }'),
        "2:9: SARTO013: this rule shows nothing (add `fragment`)",
    ),
    (
        slot('fragment = "a", layout = "b"'),
        "2:27: SARTO013: a rule of [slots] cannot have `layout` (it takes `fragment`)",
    ),
    (
        '[layouts.home]\nshow = [{ layout = "a", attrs = { id = "b" } }]',
        "2:25: SARTO013: a rule of [layouts] cannot have `attrs` (it takes `layout`)",
    ),
    (
        '[[pages]]\npath = "/"\nshow = [{ serve = "/a", fragment = "b" }]',
        "3:25: SARTO013: a rule of [pages] cannot have `fragment` (it takes `serve`)",
    ),
    (
        '[[pages]]\npath = "/"\nshow = [{}]',
        "3:9: SARTO013: this rule shows nothing (add `serve`)",
    ),
    (
        '[[pages]]\npath = "/"\nshow = [{ serve = "a" }]',
        '3:19: SARTO017: "a" matches no path: paths start with / '
        "(did you mean '/a'?)",
    ),
    (
        '[[pages]]\npath = "/"\nshow = [{ serve = "https://m.a.example/" }]',
        '3:19: SARTO017: "https://m.a.example/" matches no path: paths start with / '
        "(write a path of this site, like /menu)",
    ),
    (
        '[[pages]]\npath = "a"\nshow = [{ serve = "/a" }]',
        "2:8: SARTO017: \"a\" matches no path: paths start with / (did you mean '/a'?)",
    ),
    (
        '[slots.hero]\npages = ["/", "menu/*"]',
        '2:15: SARTO017: "menu/*" matches no path: paths start with / '
        "(did you mean '/menu/*'?)",
    ),
    (
        '[slots.hero]\npages = ""',
        "2:9: SARTO017: \"\" matches no path: paths start with / (did you mean '/'?)",
    ),
    (
        '[app]\nreads = { "menu" = ["device"] }',
        '2:20: SARTO017: "menu" matches no path: paths start with / '
        "(did you mean '/menu'?)",
    ),
    (
        '[app]\nreads = { "/menu/*" = ["device", "devise"] }',
        "2:34: SARTO005: there is no fact called `devise` (did you mean 'device'?)",
    ),
    (
        slot('fragment = "a", from = 2026-12-24, until = 2026-12-01'),
        "2:54: SARTO015: the window ends before it starts, so it never holds "
        "(`until` comes after `from`)",
    ),
    (
        '[journey]\nstages = [{ name = "a" }, { name = "b" }]',
        '2:27: SARTO003: everybody is in the stage "b": it has no condition '
        "(add `when = { … }`)",
    ),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_of_meaning_is_told(wrong, text, told):
    assert wrong(text) == [told]


FINE = [
    slot('attrs = { class = "a" }'),
    slot('fragment = "a", from = 2026-12-24, until = 2026-12-24'),
    slot('fragment = "a", from = 2026-12-24'),
    slot('fragment = "a", until = 2026-12-24T18:00:00'),
    slot('fragment = "a", from = 0001-01-01, until = 9999-12-31'),
    slot(
        'fragment = "a", from = 0001-01-01T00:00:00+23:59, '
        "until = 9999-12-31T23:59:59-23:59"
    ),
    '[slots.hero]\npages = ["/a", "*", "?a", "[/]b", "{any}"]',
]


@pytest.mark.parametrize("text", FINE)
def test_what_means_something_is_no_mistake(wrong, text):
    assert wrong(f'site_timezone = "Europe/Warsaw"\n{text}') == []


WINDOWS = [
    ("from = 2026-12-01", datetime(2026, 12, 1, tzinfo=WARSAW), None),
    ("until = 2026-12-24", None, datetime(2026, 12, 25, tzinfo=WARSAW)),
    ("until = 2026-12-24T18:00:00", None, datetime(2026, 12, 24, 18, tzinfo=WARSAW)),
    ("until = 2026-12-24T18:00:00Z", None, datetime(2026, 12, 24, 18, tzinfo=UTC)),
    ("until = 9999-12-31", None, datetime(9999, 12, 31, tzinfo=WARSAW)),
]


@pytest.mark.parametrize(("key", "start", "end"), WINDOWS, ids=[w[0] for w in WINDOWS])
def test_a_window_is_read_in_the_site_s_zone(config, key, start, end):
    rule = slot(f'fragment = "a", {key}')
    toml = config(f'site_timezone = "Europe/Warsaw"\n{rule}').toml
    assert window(toml.slots["hero"].show[0], toml) == (start, end)


def test_without_a_zone_a_window_is_read_in_utc(config):
    toml = config(slot('fragment = "a", from = 2026-12-01')).toml
    start, _ = window(toml.slots["hero"].show[0], toml)
    assert start == datetime(2026, 12, 1, tzinfo=UTC)
