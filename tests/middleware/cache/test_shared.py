"""The headers of what an edge may keep, and of what it has to ask for again."""

import pytest

from sarto.cache.freshness import Freshness
from sarto.cache.shared import again, faced, shareable, stands_on_more
from sarto.headers import Headers, first, joined

KEYS = ("X-Sarto-Version", "X-Sarto-Country")
TAGS = ("sarto", "sarto-1", "sarto-slot-hero")
FRESH = Freshness(60, 5)
HTML = (b"content-type", b"text/html")
SAID: Headers = [
    HTML,
    (b"etag", b'W/"1"'),
    (b"cache-control", b"public, max-age=600"),
    (b"cdn-cache-control", b"max-age=600"),
    (b"expires", b"Sun, 22 Nov 2026 10:00:00 GMT"),
    (b"surrogate-control", b"max-age=600"),
]
VENDORS = ["varnish", "nginx", "fastly", "cloudflare"]


@pytest.mark.parametrize(
    ("vary", "is_more"),
    [
        ([], False),
        (["Accept-Encoding"], False),
        (["accept-ENCODING, Accept-Encoding"], False),
        ([""], False),
        (["Cookie"], True),
        (["Accept-Encoding", "Accept-Language"], True),
        (["*"], True),
        (["Accept-Encoding, *"], True),
        (["X-Sarto-Country"], True),
    ],
)
def test_what_an_edge_does_not_send_a_page_may_not_stand_on(vary, is_more) -> None:
    headers = [(b"vary", each.encode()) for each in vary]
    assert stands_on_more(headers) is is_more


@pytest.mark.parametrize("vendor", VENDORS)
def test_only_the_edge_may_keep_it_and_only_so_long(vendor) -> None:
    found = shareable(SAID, vendor, FRESH, TAGS)
    assert joined(found, b"cache-control") == b"private, no-cache"
    policy = b"max-age=60, stale-while-revalidate=5"
    assert joined(found, b"cdn-cache-control") == policy
    assert first(found, b"expires") is None
    assert first(found, b"etag") == b'W/"1"'
    surrogates = policy if vendor == "fastly" else None
    assert joined(found, b"surrogate-control") == surrogates


def test_that_nothing_is_served_stale_is_said_aloud() -> None:
    found = shareable([], "varnish", Freshness(60), TAGS)
    assert (
        joined(found, b"cdn-cache-control") == b"max-age=60, stale-while-revalidate=0"
    )


@pytest.mark.parametrize(
    ("vendor", "name", "tags"),
    [
        ("varnish", b"x-sarto-tags", b"sarto sarto-1 sarto-slot-hero"),
        ("fastly", b"surrogate-key", b"sarto sarto-1 sarto-slot-hero"),
        ("cloudflare", b"cache-tag", b"sarto,sarto-1,sarto-slot-hero"),
    ],
)
def test_each_edge_reads_its_own_tags(vendor, name, tags) -> None:
    found = shareable(SAID, vendor, FRESH, TAGS)
    assert joined(found, name) == tags
    names = {b"x-sarto-tags", b"surrogate-key", b"cache-tag"} - {name}
    assert names.isdisjoint(dict(found))


def test_nginx_is_told_before_all_else_and_has_no_tags() -> None:
    found = shareable(SAID, "nginx", FRESH, TAGS)
    assert found[0] == (b"x-accel-expires", b"60")
    assert {b"x-sarto-tags", b"surrogate-key", b"cache-tag"}.isdisjoint(dict(found))
    assert all(
        b"x-accel-expires" not in dict(shareable(SAID, v, FRESH, TAGS))
        for v in VENDORS
        if v != "nginx"
    )


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_is_filled_in_has_no_tag_that_browsers_know(vendor) -> None:
    found = shareable(SAID, vendor, FRESH, TAGS, "esi")
    assert first(found, b"etag") is None
    assert joined(found, b"cache-control") == b"private, no-store"
    assert joined(found, b"x-sarto-fill") == b"esi"
    assert (
        joined(found, b"cdn-cache-control") == b"max-age=60, stale-while-revalidate=5"
    )


def test_what_the_site_lets_nobody_store_browsers_do_not_store_either() -> None:
    said: Headers = [
        (b"cache-control", b"no-store"),
        (b"cdn-cache-control", b"max-age=9"),
    ]
    found = shareable(said, "varnish", Freshness(9), TAGS)
    assert joined(found, b"cache-control") == b"private, no-store"


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_is_asked_for_again_nobody_keeps(vendor) -> None:
    found = again(SAID, vendor)
    assert joined(found, b"cache-control") == b"private, no-store"
    assert joined(found, b"x-sarto-pass") == b"1"
    assert {b"cdn-cache-control", b"surrogate-control", b"expires"}.isdisjoint(
        dict(found)
    )


def test_nginx_is_told_where_to_ask_again() -> None:
    found = again(SAID, "nginx")
    assert found[0] == (b"x-accel-expires", b"0")
    assert joined(found, b"x-accel-redirect") == b"@sarto_pass"
    assert b"x-accel-redirect" not in dict(again(SAID, "varnish"))


def test_what_nginx_keeps_of_a_first_answer_is_not_there() -> None:
    more: Headers = [
        *SAID,
        (b"set-cookie", b"a=1"),
        (b"content-disposition", b"attachment"),
        (b"x-accel-buffering", b"no"),
        (b"x-accel-redirect", b"/elsewhere"),
    ]
    names = [name for name, _ in again(more, "nginx")]
    assert {b"set-cookie", b"content-disposition", b"x-accel-buffering"}.isdisjoint(
        names
    )
    assert names.count(b"x-accel-redirect") == names.count(b"x-accel-expires") == 1
    assert (b"set-cookie", b"a=1") in again(more, "varnish")


@pytest.mark.parametrize(
    ("said", "vary", "told"),
    [
        ([], b"X-Sarto-Version, X-Sarto-Country", b"CF-IPCountry, Cookie"),
        (
            [(b"vary", b"Accept-Encoding")],
            b"Accept-Encoding, X-Sarto-Version, X-Sarto-Country",
            b"Accept-Encoding, CF-IPCountry, Cookie",
        ),
        ([(b"vary", b"*")], b"*", b"*"),
        (
            [(b"vary", b"x-sarto-country"), (b"x-sarto-vary", b"junk")],
            b"x-sarto-country, X-Sarto-Version",
            b"x-sarto-country, CF-IPCountry, Cookie",
        ),
    ],
)
def test_the_edge_is_told_its_keys_and_browsers_what_they_stand_for(
    said, vary, told
) -> None:
    found = faced([HTML, *said], KEYS, ("CF-IPCountry", "Cookie"))
    assert joined(found, b"vary") == vary
    assert joined(found, b"x-sarto-vary") == told


def test_where_browsers_are_told_nothing_that_is_said_too() -> None:
    assert joined(faced([HTML], KEYS, ()), b"x-sarto-vary") == b""
