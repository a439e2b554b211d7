"""Who may choose for a visitor: this site's own pages, in a browser that says so."""

from itertools import product

import pytest

from sarto.pages.own import is_own
from support.play import scope_of

SITES = {
    "absent": (),
    "same-origin": ("same-origin",),
    "same-site": ("same-site",),
    "cross-site": ("cross-site",),
    "none": ("none",),
    "empty": ("",),
    "garbage": ("Same-Origin",),
    "list": ("same-origin, same-origin",),
    "twice": ("same-origin", "same-origin"),
    "two ways": ("same-origin", "cross-site"),
}
ORIGINS = {
    "absent": (),
    "own": ("{scheme}://site.example",),
    "other": ("https://evil.example",),
    "subdomain": ("{scheme}://x.site.example",),
    "prefix": ("{scheme}://site.example.evil.example",),
    "port": ("{scheme}://site.example:8080",),
    "null": ("null",),
    "empty": ("",),
    "path": ("{scheme}://site.example/",),
    "twice": ("{scheme}://site.example", "{scheme}://site.example"),
    "two ways": ("{scheme}://site.example", "https://evil.example"),
}


def asked(site, origin, scheme, **more) -> dict:
    fields = [("sec-fetch-site", each) for each in SITES[site]]
    fields += [("origin", each.format(scheme=scheme)) for each in ORIGINS[origin]]
    return scope_of(headers=fields, scheme=scheme, method="POST", **more)


@pytest.mark.parametrize(
    ("site", "origin", "scheme"), list(product(SITES, ORIGINS, ("http", "https")))
)
def test_the_browser_says_where_a_form_comes_from(site, origin, scheme) -> None:
    scope = asked(site, origin, scheme)
    should = site == "same-origin" or (site == "absent" and origin == "own")
    assert is_own(scope, (), is_secure=scheme == "https") is should


def test_behind_tls_that_ends_elsewhere_the_origin_is_the_browser_s() -> None:
    scope = scope_of(headers=[("origin", "https://site.example")])
    assert is_own(scope, (), is_secure=True)
    assert not is_own(scope, (), is_secure=False)


@pytest.mark.parametrize(
    ("host", "origin", "should"),
    [
        ("site.example:443", "https://site.example", True),
        ("site.example:8443", "https://site.example:8443", True),
        ("SITE.example", "https://site.example", True),
        ("site.example:80", "https://site.example", False),
        ("[::1]:8443", "https://[::1]:8443", True),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(host, origin, should) -> None:
    scope = scope_of(headers=[("origin", origin)])
    scope["headers"][0] = (b"host", host.encode())
    assert is_own(scope, (), is_secure=True) is should


def test_without_a_host_only_named_origins_count() -> None:
    scope = scope_of(headers=[("origin", "https://")])
    scope["headers"] = scope["headers"][1:]
    assert not is_own(scope, (), is_secure=True)


def test_named_origins_take_the_place_of_one_s_own() -> None:
    named = ("https://Bistro.example/", "https://www.bistro.example")
    for origin, should in (
        ("https://bistro.example", True),
        ("https://www.bistro.example", True),
        ("https://site.example", False),
    ):
        scope = scope_of(headers=[("origin", origin)])
        assert is_own(scope, named, is_secure=True) is should
