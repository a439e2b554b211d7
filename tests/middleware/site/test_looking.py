"""What one look-up tells of a visitor, and for how long the edge may believe it."""

import re

import pytest

from sarto.site.looking import IGNORED, LONGEST
from support.remembered_site import CRAWLER, agreed, consenting
from support.shared_site import (
    CONSENT,
    HERO,
    PHONE,
    Behind,
    Moving,
    behind,
    cookie,
    seconds,
    set_by,
)

AGREED = f"cookieyes-consent={consenting()}"
REFUSED = f"cookieyes-consent={agreed(functional=False, analytics=False)}"
TOKEN = re.compile("[a-z0-9_-]{1,32}")
RULES = (
    CONSENT
    + HERO
    + """
[language]
cookie = "lang"
[preferences.view]
values = ["simple", "full"]
[signals.looked]
on = "GET /menu/*"
[slots.level]
pages = "/level"
show = [
  { when = { level = "expert", preference.view = "simple" }, fragment = "one.html" },
  { when = { language = "fa", signals.looked = ">=1" }, fragment = "two.html" },
]
"""
)


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def site(clock) -> Behind:
    return behind(RULES, clock=clock)


@pytest.fixture
def visitor(site) -> tuple[str, str]:
    """Somebody who is remembered."""
    return cookie(AGREED, *set_by(site.raw("/", cookie(AGREED))))


ANYBODY = [
    [],
    [PHONE, ("CF-IPCountry", "IR")],
    [("User-Agent", "\xff\xfe"), ("Accept-Language", ",;q=x")],
    [("CF-IPCountry", "T1"), ("Accept-Language", "fa")],
    [("Cookie", "=;=a; ;;lang")],
    [("Cookie", "lang=pl; sarto=junk; sarto-prefs=view=odd&x")],
    [("Cookie", "a=1" * 9000)],
    [("User-Agent", CRAWLER), ("Cookie", AGREED)],
]


@pytest.mark.parametrize("said", ANYBODY, ids=lambda said: str(said)[:60])
def test_every_key_is_told_of_anybody(site, said) -> None:
    keys = site.keys(*said)
    assert keys.keys() == {
        "x-sarto-version",
        "x-sarto-pass",
        "x-sarto-noted",
        "x-sarto-own",
        "x-sarto-country",
        "x-sarto-device",
        "x-sarto-language",
    }
    assert all(map(TOKEN.fullmatch, keys.values()))
    assert {keys["x-sarto-pass"], keys["x-sarto-noted"]} <= {"0", "1"}


def test_a_look_up_is_empty_sets_nothing_and_is_kept_by_the_edge_alone(
    site, visitor
) -> None:
    for said in ([], [cookie(AGREED)], [visitor], [PHONE]):
        answer = site.look(*said)
        assert (answer.status, answer.body) == (200, b"")
        assert answer.header("set-cookie") is None
        assert answer.header("cache-control") == "private, no-store"
        assert answer.header("content-length") == "0"
        assert answer.raw_headers[0][0] == b"x-accel-expires"
        assert 0 <= seconds(answer) <= LONGEST


def test_it_varies_on_all_that_it_is_made_of_whoever_asks(site, visitor) -> None:
    told = {site.look(*said).header("vary") for said in ([], [visitor], [PHONE])}
    assert len(told) == 1
    found = {each.lower() for each in told.pop().split(", ")}
    assert found >= {
        "cookie",
        "user-agent",
        "accept-language",
        "cf-ipcountry",
        "sec-gpc",
    }
    assert found >= {"x-forwarded-for", "forwarded", "sec-purpose", "purpose"}


@pytest.mark.parametrize(
    "sent",
    ["session=1", "_ga=1; session=1", "SESSION=", "gaa=1", "xlang=fa", "a=1; " * 4000],
    ids=lambda sent: sent[:20],
)
def test_who_sends_a_cookie_that_nobody_knows_is_asked_for_as_they_are(
    site, sent
) -> None:
    assert site.keys(("Cookie", sent))["x-sarto-pass"] == "1"


@pytest.mark.parametrize(
    "sent",
    ["_ga=1; _ga_AB12=2; __utmz=3; _fbp=4; _hjid=5", "sarto-prefs=view=simple", REFUSED, ""],
    ids=lambda sent: sent[:20],
)  # fmt: skip
def test_cookies_that_change_nothing_or_are_known_do_not_matter(site, sent) -> None:
    assert site.keys(("Cookie", sent))["x-sarto-pass"] == "0"


@pytest.mark.parametrize(
    ("said", "sent", "told"),
    [
        ('cookies = ["session*"]', "session_id=1", "1"),
        ('cookies = ["session*"]', "other=1; _ga=2", "0"),
        ('cookies = ["session*"]', "other=1; session=2", "1"),
        ("cookies = []", "session=1; anything=2", "0"),
        ("cookies = []", "a=1; " * 4000, "1"),
        ('cookies = ["*"]', "_ga=1", "1"),
        ('cookies = ["{name}_id"]', "session_id=1", "1"),
        ('cookies = ["s[ab]"]', "sa=1", "1"),
        ('cookies = ["s[ab]"]', "sc=1; Sa=2", "0"),
        ("cookies = []", "=1; nameless", "0"),
    ],
)
def test_a_site_may_say_which_cookies_its_pages_stand_on(said, sent, told) -> None:
    assert behind(cache=said).keys(("Cookie", sent))["x-sarto-pass"] == told


def test_who_is_to_be_remembered_is_asked_for_as_they_are(site) -> None:
    keys = site.keys(cookie(AGREED))
    assert (keys["x-sarto-pass"], keys["x-sarto-noted"]) == ("1", "1")


def test_who_was_remembered_just_now_may_wait_for_a_minute(
    site, visitor, clock
) -> None:
    for after, is_pass, kept in (
        (0, "0", 59),
        (30, "0", 29),
        (29, "0", 0),
        (1, "1", 0),
    ):
        clock.on(after)
        answer = site.look(visitor)
        assert answer.header("x-sarto-pass") == is_pass
        assert answer.header("x-sarto-noted") == "1"
        assert seconds(answer) == kept


def test_who_takes_consent_back_is_asked_for_as_they_are(site, visitor) -> None:
    profile = visitor[1].partition("; ")[2]
    assert profile.startswith("sarto=")
    for said in (cookie(REFUSED, profile), cookie(profile)):
        assert site.keys(said)["x-sarto-pass"] == "1"
    assert site.keys(cookie(REFUSED))["x-sarto-pass"] == "0"


def test_a_bot_and_who_only_looks_ahead_leave_no_trace(site) -> None:
    for said in (("User-Agent", CRAWLER), ("Sec-Purpose", "prefetch")):
        keys = site.keys(cookie(AGREED), said)
        assert (keys["x-sarto-pass"], keys["x-sarto-noted"]) == ("0", "0")


def test_who_chose_something_has_a_band_of_their_own(site, visitor) -> None:
    assert site.keys()["x-sarto-own"] == "none"
    assert site.keys(visitor)["x-sarto-own"] == "none"
    assert site.keys(cookie("sarto-prefs=view=simple"))["x-sarto-own"] == "own"
    assert site.keys(cookie("sarto-prefs=view=full"))["x-sarto-own"] == "none"
    assert site.keys(cookie("sarto-prefs=level=expert"))["x-sarto-own"] == "own"


def test_who_did_something_has_one_too(site, visitor) -> None:
    after = cookie(AGREED, *set_by(site.raw("/menu/tea", visitor)))
    assert site.keys(after)["x-sarto-own"] == "own"


def test_a_value_that_cannot_be_spelt_is_asked_for_as_it_is() -> None:
    reads = '[app]\nreads = { "/" = ["zone"] }\n'
    found = behind(reads, texts={}).keys(("CF-IPCountry", "PL"))
    assert found["x-sarto-value-zone"] == "europe-warsaw"


def test_a_look_up_that_missed_a_source_holds_for_nobody_else() -> None:
    class Broken:
        def location(self, address):
            raise OSError

    site = behind(HERO)
    sources = site.site.sources
    object.__setattr__(sources, "locations", Broken())
    assert seconds(site.look(("X-Forwarded-For", "192.0.2.7"))) == 0


def test_what_is_ignored_is_nothing_of_ours_nor_a_session() -> None:
    assert not [name for name in IGNORED if "sess" in name or "sarto" in name]
