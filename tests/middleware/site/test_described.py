"""A site as its edge has to know it: patterns of whole targets, keys, inputs."""

import re

import pytest

from sarto.cache.proof import Proof
from sarto.site.described import Described, as_pattern
from sarto.site.looking import Looking
from sarto.vocabulary.edges import NEVER, Edge
from support.shared_site import CONSENT, HEAD, HERO, SECRET, behind, is_kept

RULES = (
    CONSENT
    + HERO
    + """
[app]
reads = { "/where" = ["country"], "/who" = ["traits.name"], "/level" = ["level"], "/q" = ["query.q"] }
[signals.looked]
on = "GET /seen/*"
[signals.told]
on = "POST /told"
[interests]
from = ["/topics/{topic}", "?about"]
[slots.returning]
pages = "/back"
show = [{ when = { returning = true, interest = "tea" }, fragment = "one.html" }]
[slots.signed]
pages = ["/account", "/my/*"]
show = [{ when = { signed_in = true }, fragment = "one.html" }]
[slots.hello]
pages = "/hello"
default = "hello.html"
show = [{ when = { signed_in = true }, fragment = "one.html" }]
[slots.capped]
pages = "/capped"
show = [{ fragment = "one.html", cap = { times = 2, per = "visitor" } }]
[slots.shown]
pages = "/shown"
default = "shown.html"
"""
)
TEXTS = {"shown.html": "{{ visitor.facts.country }}"}


def described(rules: str = RULES, **more) -> Edge:
    site = behind(rules, texts=TEXTS, **more).site
    assert site.sharing is not None
    looking = Looking(site=site, sharing=site.sharing)
    return Described(looking).edge("http://127.0.0.1:8000", "127.0.0.1:8080")


@pytest.fixture(scope="module")
def edge() -> Edge:
    return described()


def matches(pattern: str, target: str) -> bool:
    return re.search(pattern, target) is not None


def test_the_token_and_the_version_are_those_of_the_site(edge) -> None:
    assert edge.token == Proof.of([SECRET], "").token
    assert edge.version == behind(RULES, texts=TEXTS).site.version
    assert edge.prefix == "/_sarto"


PLAIN = [
    "/",
    "/menu/tea",
    "/where",
    "/who",
    "/level",
    "/back",
    "/account",
    "/hello",
    "/capped",
    "/shown",
    "/q",
]


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_that_differs_is_one_of_the_pages_whatever_is_asked_of_it(
    edge, path
) -> None:
    assert matches(edge.pages, path)
    assert matches(edge.pages, f"{path}?q=1&r=/x")
    assert matches(edge.pages, f"{path}?")


@pytest.mark.parametrize(
    "path",
    ["/plain", "/x?/menu/tea", "/menu", "/_sarto/privacy", "/_sarto/key", "/x/where"],
)
def test_no_other_page_is(edge, path) -> None:
    assert not matches(edge.pages, path)


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("private", ["/who", "/account", "/my/x?y"], ["/", "/where", "/hello", "/level", "/q", "/shown"]),
        ("owned", ["/level", "/back", "/capped"], ["/", "/where", "/account", "/hello", "/shown"]),
        ("noted", ["/seen/x", "/topics/tea", "/any?about=tea", "/?x=1&about=tea"], ["/told", "/", "/?abouts=x", "/?xabout=1"]),
        ("filled", ["/hello", "/hello?x"], ["/", "/account", "/who"]),
    ],
)  # fmt: skip
def test_each_pattern_has_its_pages_and_no_others(edge, name, yes, no) -> None:
    pattern = getattr(edge, name)
    assert [each for each in yes if not matches(pattern, each)] == []
    assert [each for each in no if matches(pattern, each)] == []


def test_each_key_has_the_pages_that_differ_by_it(edge) -> None:
    keys = {key.header: key.pages for key in edge.keys}
    assert list(keys) == [
        "X-Sarto-Country",
        "X-Sarto-Device",
        "X-Sarto-Value-Country",
        "X-Sarto-Own",
    ]
    assert matches(keys["X-Sarto-Device"], "/menu/tea")
    assert not matches(keys["X-Sarto-Device"], "/shown")
    assert matches(keys["X-Sarto-Value-Country"], "/shown")
    assert matches(keys["X-Sarto-Value-Country"], "/where")
    assert not matches(keys["X-Sarto-Value-Country"], "/menu/tea")
    assert matches(keys["X-Sarto-Own"], "/capped")


def test_what_answers_vary_on_is_a_key_of_their_page() -> None:
    site = behind(RULES, texts=TEXTS)
    keys = {key.header.lower(): key.pages for key in described().keys}
    for path in PLAIN:
        said = (site.asked(path).header("vary") or "").lower().split(", ")
        wanted = {name for name, pages in keys.items() if matches(pages, path)}
        assert set(said) - {"x-sarto-version"} <= wanted, path


READS = """
[app]
reads = { "/time" = ["time", "holiday"], "/day" = ["date"], "/q" = ["query.q"] }
"""


@pytest.mark.parametrize(
    ("more", "zone", "private"),
    [
        ("", "UTC", {"/time"}),  # whose holiday it is, no clock of the site's tells
        ("", "visitor", {"/time", "/day"}),
        (CONSENT + '[consent.needs]\n"query.q" = "personalization"\n', "UTC", {"/time", "/q"}),
    ],
)  # fmt: skip
def test_what_code_reads_is_private_where_no_page_is_shared(more, zone, private):
    head = HEAD.replace('timezone = "UTC"', f'timezone = "{zone}"')
    site, edge = behind(more + READS, head=head), described(more + READS, head=head)
    for path in ("/time", "/day", "/q"):
        assert matches(edge.private, path) is (path in private), path
        assert is_kept(site.asked(path)) is (path not in private), path


def test_where_bands_may_be_kept_they_are_keys() -> None:
    found = described(cache="bands = true")
    keys = {key.header for key in found.keys}
    assert "X-Sarto-Returning" in keys
    assert matches(found.owned, "/capped")
    assert not matches(found.owned, "/level")


def test_inputs_are_all_that_a_look_up_is_made_of_but_what_is_sent_in_any_case(
    edge,
) -> None:
    assert {"user-agent", "cf-ipcountry", "sec-gpc"} <= set(edge.inputs)
    assert {"cookie", "forwarded", "x-forwarded-for"}.isdisjoint(edge.inputs)
    assert list(edge.inputs) == sorted(edge.inputs)
    assert edge.is_by_address


def test_of_a_site_without_rules_there_is_nothing_to_tell() -> None:
    found = described("")
    patterns = (found.pages, found.owned, found.noted, found.private, found.filled)
    assert set(patterns) == {NEVER}
    assert not any(matches(NEVER, each) for each in ("/", "/?x", "$^"))
    assert (found.keys, found.inputs, found.is_by_address) == ((), (), False)


def test_who_remembers_and_sees_no_signs_notes_nothing() -> None:
    rules = (
        CONSENT
        + '[slots.hero]\npages = "/"\nshow = [{ when = { returning = true }, fragment = "one.html" }]\n'
    )
    assert described(rules).noted == NEVER


@pytest.mark.parametrize(
    ("names", "yes", "no"),
    [
        ("_ga", "_ga", "_gab"),
        ("_ga_*", "_ga_X1", "_ga"),
        ("__utm?", "__utmz", "__utm"),
        ("a.b", "a.b", "axb"),
    ],
)
def test_a_glob_of_cookies_is_a_pattern(names, yes, no) -> None:
    assert re.fullmatch(as_pattern(names), yes)
    assert not re.fullmatch(as_pattern(names), no)


def test_analytics_cookies_are_ignored(edge) -> None:
    assert any(re.fullmatch(each, "_ga_ABC123") for each in edge.ignored)
    assert not any(re.fullmatch(each, "session") for each in edge.ignored)


def test_no_pattern_of_pages_matches_by_what_a_query_says() -> None:
    shop = behind(
        '[slots.hero]\npages = ["/*.html", "/a/{b}/[.?]c", "/?"]\ndefault = "one.html"\nshow = []\n'
    )
    looking = Looking(site=shop.site, sharing=shop.site.sharing)
    pages = re.compile(Described(looking).edge("http://a", "b:1").pages)

    for target in ("/x.html", "/x/y.html?z", "/a/q/.c", "/x", "/x?y=/z.html"):
        assert pages.match(target), target
    for target in ("/plain?x=.html", "/a/x?y/.c", "/xy", "/x.htm?l", "/?"):
        assert not pages.match(target), target
