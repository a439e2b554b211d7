"""What a real Varnish keeps, and for how long; what it lets go when it is told."""

import time

import pytest

from support.edge_described import TOKEN, knowing
from support.edge_origin import Answer, fixed

pytestmark = pytest.mark.slow
PRIVATE = ("Cache-Control", "private, no-store")


@pytest.fixture(scope="module")
def cache(opened):
    return opened("varnish")


def test_what_is_vouched_for_is_served_and_not_kept(site, page):
    said = [PRIVATE, ("Vary", "X-Sarto-Version"), ("X-Sarto-Pass", "0")]
    site.origin.answers[page] = lambda _: Answer("no such dish", said, 404)

    for _ in range(2):
        assert (site.ask(page).status, site.ask(page).text) == (404, "no such dish")
    assert len(site.origin.of(page)) == 4


@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"X_Forwarded_Proto": "https"}, {"X_Forwarded_Proto": "http"}, 2),
        ({"X_Forwarded_For": "1.1.1.1"}, {"X_Forwarded_For": "2.2.2.2"}, 1),
    ],
)
def test_look_ups_are_kept_by_the_scheme_and_by_no_address(site, first, second, looks):
    for fields in (first, second):
        site.ask("/menu/kept", **fields)

    assert len(site.origin.of("/_sarto/key")) == looks


def test_a_page_is_stale_no_longer_than_is_said(site, page):
    site.origin.freshness = "max-age=1, stale-while-revalidate=1"
    site.ask(page)
    time.sleep(1.3)
    site.ask(page)  # stale, and renewed behind
    until = time.monotonic() + 5
    while len(site.origin.of(page)) < 2:
        assert time.monotonic() < until
        time.sleep(0.01)
    site.origin.freshness = "max-age=1"
    time.sleep(2.2)
    site.origin.answers[page] = fixed(
        "new", 200, CDN_Cache_Control="max-age=1", Vary="X-Sarto-Version"
    )
    assert site.ask(page).text == "new"
    time.sleep(1.2)
    site.origin.answers[page] = fixed(
        "newer", 200, CDN_Cache_Control="max-age=0", Vary="X-Sarto-Version"
    )
    assert [site.ask(page).text for _ in range(2)] == ["newer", "newer"]
    assert len(site.origin.of(page)) == 5


def test_a_failure_behind_a_stale_page_is_not_shown(site, page):
    site.origin.freshness = "max-age=1, stale-while-revalidate=30"
    good = site.ask(page).text
    site.origin.answers[page] = fixed("broken", 500)
    time.sleep(1.2)

    for _ in range(3):
        assert site.ask(page).text == good
        time.sleep(0.1)


def purge(site, tag, proof=TOKEN):
    return site.ask("/", "BAN", X_Sarto_Purge=tag, X_Sarto_Edge=proof).status


def test_a_purge_takes_what_has_just_that_tag(site, page):
    def fetches():
        site.ask(page)
        return len(site.origin.of(page))

    assert fetches() == 1
    assert [
        purge(site, tag) for tag in ("sarto-slot-her", "slot-hero", "sarto-slot.hero")
    ] == [200] * 3
    assert fetches() == 1
    assert purge(site, "sarto-slot-hero") == 200
    assert fetches() == 2
    assert [purge(site, tag) for tag in ("", "a b", "(.*", '"')] == [400] * 4
    assert [purge(site, "sarto", proof) for proof in ("", "x", TOKEN[:-1])] == [403] * 3
    assert fetches() == 2
    assert purge(site, "sarto-v1") == 200
    assert fetches() == 3
    assert site.origin.paths().count("/_sarto/key") == 1


@pytest.fixture(scope="module")
def known(opened):
    return opened("varnish", describe=knowing, is_by_address=True)


def test_where_the_address_tells_look_ups_are_kept_by_it(known, page):
    site = known.anew()
    for address in ("1.1.1.1", "1.1.1.1", "2.2.2.2", ["1.1.1.1", "2.2.2.2"]):
        site.ask(page, Cookie="a=1", X_Forwarded_For=address)

    chains = [each["x-forwarded-for"] for each in site.origin.of("/_sarto/key")]
    assert chains == [
        f"{it}, 127.0.0.1" for it in ("1.1.1.1", "2.2.2.2", "1.1.1.1, 2.2.2.2")
    ]
    assert "x-forwarded-for" not in site.origin.of(page)[0]
