"""What is a Worker's own in what it does with what clients ask."""

import pytest

from support.edge_described import KEYS, TOKEN
from support.edge_origin import Answer


@pytest.fixture(scope="module")
def cache(opened):
    names = ("accept-language", "user-agent", "referer", "x-country")
    return opened("cloudflare", inputs=names, countries=("x-country",))


def test_the_country_is_cloudflares_word_and_no_other_host_is_heard(site, page):
    fields = {"X_Country": "US", "Test_Country": "IR", "User_Agent": "Mobile"}
    got = site.ask(page, X_Forwarded_Host="evil.example", **fields)

    key, keyed = site.origin.asked
    assert key["x-country"] == "IR"
    assert key["host"] == keyed["host"] == site.host
    assert keyed.names - {"connection"} == {
        *("host", "accept", "x-sarto-edge", "x-sarto-version"),
        *map(str.lower, KEYS),
    }
    assert got.text == f"<p>page {page} for en mobile none</p>"


@pytest.mark.parametrize(
    "fields",
    [
        {"HX_Request": "true"},
        {"Accept": "application/json"},
        {"If_None_Match": "*"},
        {"If_Match": '"a"'},
    ],
)
def test_what_is_no_plain_question_for_a_page_is_passed_on(site, page, fields):
    assert "raw" in site.ask(page, **fields).text
    assert site.origin.paths() == [page]


def test_a_known_variant_is_304_however_its_tag_is_said(site, page):
    tag = site.ask(page)["etag"]

    for sent in (tag.removeprefix("W/"), f'"x", {tag}'):
        again = site.ask(page, If_None_Match=sent)
        assert (again.status, again.body, again["etag"]) == (304, b"", tag)
        assert again["vary"] == "Accept-Language, Cookie, User-Agent"


@pytest.mark.parametrize(
    "path", ["/_sarto/key/", "/_sarto/key;a", "/_sarto/cache/0123", "/./_sarto/key"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_edge_alone_is_nowhere(site, path, method):
    got = site.ask(path, method, X_Sarto_Edge=TOKEN)

    assert (got.status, got.text) == (404, "Not found\n")
    assert got["cache-control"] == "no-store"
    assert site.origin.paths() == []


def test_whatever_fails_it_is_the_sites_own_page_that_comes(site, page):
    site.origin.answers["/_sarto/key"] = lambda _: 1 / 0  # the line goes dead

    assert site.ask(page, Cookie="a=9").text == f"<p>raw {page} for a=9</p>"


def test_other_pages_go_cloudflares_own_way(site):
    said = [("Cache-Control", "max-age=60"), ("CDN-Cache-Control", "max-age=9")]
    site.origin.answers["/site"] = lambda _: Answer("site", said)

    for _ in range(2):
        got = site.ask("/site", X_Sarto_Own="evil", Cookie="a=1")
        assert (got.text, got["cdn-cache-control"]) == ("site", "max-age=9")
    (asked,) = site.origin.of("/site")
    assert not {name for name in asked.names if name.startswith("x-sarto")}
