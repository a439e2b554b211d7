"""What is a Worker's own in what it keeps, by what and for how long."""

from dataclasses import replace

import pytest

from sarto.vocabulary.edges import Key
from support.edge_described import KEYS, edge_of, whole
from support.edge_kinds import files_of
from support.worker import Worker


@pytest.fixture(scope="module")
def cache(opened):
    names = ("accept-language", "user-agent", "referer", "x-country")
    return opened("cloudflare", inputs=names, countries=("x-country",))


@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"Test_Country": "IR"}, {"Test_Country": "PL"}, 2),
        ({"X_Country": "IR"}, {"X_Country": "PL"}, 1),
        ({"CF_Connecting_IP": "1.1.1.1"}, {"CF_Connecting_IP": "2.2.2.2"}, 1),
    ],
)
def test_look_ups_are_kept_by_the_country_and_by_no_address(site, first, second, looks):
    for fields in (first, second):
        site.ask("/menu/kept", **fields)

    assert len(site.origin.of("/_sarto/key")) == looks


def test_what_is_stale_at_once_is_asked_for_raw(site, page):
    site.origin.freshness = "max-age=0"

    for cookie in ("a=1", "a=2"):
        assert site.ask(page, Cookie=cookie).text == f"<p>raw {page} for {cookie}</p>"
    site.origin.freshness = "max-age=60"
    assert "for fa" in site.ask(page, Accept_Language="fa").text, "others share it"


def test_a_page_is_kept_no_longer_than_is_said(site, page):
    site.origin.freshness = "max-age=30, stale-while-revalidate=600"
    for later, fetches in ((0, 1), (29_000, 1), (31_000, 2), (60_000, 2), (0, 2)):
        site.ask(page, Test_Later=str(later))
        assert len(site.origin.of(page)) == fetches


def test_without_a_token_nothing_is_shared(site, page, tmp_path):
    edge = edge_of(origin=site.origin.url)
    worker = Worker(tmp_path, files_of("cloudflare", edge), edge.origin, token="")
    site = replace(site, port=worker.port)
    try:
        for cookie in ("a=1", "a=2"):
            text = site.ask(page, Cookie=cookie).text
            assert text == f"<p>raw {page} for {cookie}</p>"
        assert site.ask("/_sarto/key").status == 404
    finally:
        worker.close()
    assert "/_sarto/key" not in site.origin.paths()


def test_where_the_address_tells_look_ups_are_kept_by_it(opened, page):
    site = opened("cloudflare", is_by_address=True)
    for address in ("1.1.1.1", "1.1.1.1", "2.2.2.2"):
        site.ask(page, CF_Connecting_IP=address, X_Forwarded_For="9.9.9.9")

    keys = [each["x-forwarded-for"] for each in site.origin.of("/_sarto/key")]
    assert keys == ["1.1.1.1", "2.2.2.2"]
    names = site.origin.of(page)[0].names
    assert names.isdisjoint({"x-forwarded-for", "cf-connecting-ip"})


def test_only_the_keys_of_a_page_are_sent_and_kept_by(opened):
    touch = Key(header=KEYS[1], pages=whole("/touch"))
    site = opened("cloudflare", keys=(Key(header=KEYS[0], pages=whole("/")), touch))
    for language in ("fa", "en"):
        site.ask("/touch", Accept_Language=language)

    asked = site.origin.of("/touch")
    assert all("x-sarto-language" not in each for each in asked)
