"""nginx with what we write for it: what goes to the origin as it came."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic

import pytest

from support.nginx_origin import targets
from support.nginx_told import DEVICE, FA, LANGUAGE, OWN, SPOOFS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("spoof", SPOOFS)
@pytest.mark.parametrize(
    "target", ["/plain", "/private", "/_sarto/privacy", "/menu/again"]
)
def test_where_a_request_goes_as_it_came_the_proof_does_not(nginx_site, target, spoof):
    origin, server = nginx_site
    answer = server.ask(target, FA, *spoof)
    assert answer.text.startswith("raw ")
    assert "evil" not in answer.text.replace("X-Sarto-New=evil", "")
    assert origin.take()[-1].all("X-Sarto-Edge") == []


def test_our_own_pages_go_to_the_origin_as_they_came(nginx_site):
    _, server = nginx_site
    answer = server.ask(
        "/_sarto/consent", ("Cookie", "name=anna"), method="POST", body="choice=all"
    )
    assert answer.text.startswith("raw POST /_sarto/consent for anna")
    assert "choice=all" in answer.text
    assert answer.headers["set-cookie"] == "raw=1"


PASSED = [
    ("/menu/tea", "GET", [("Cookie", "pass=1; name=anna")], 1),
    ("/menu/tea", "GET", [("Authorization", "Basic x"), ("Cookie", "name=anna")], 0),
    ("/menu/tea", "POST", [("Cookie", "name=anna")], 0),
    ("/menu/tea", "DELETE", [("Cookie", "name=anna")], 0),
    ("/menu/tea", "OPTIONS", [("Cookie", "name=anna")], 0),
    (
        "/menu/tea",
        "GET",
        [("X-Requested-With", "XMLHttpRequest"), ("Cookie", "name=anna")],
        0,
    ),
    ("/menu/tea", "GET", [("HX-Request", "true"), ("Cookie", "name=anna")], 0),
    ("/menu/tea", "GET", [("Accept", "application/json"), ("Cookie", "name=anna")], 0),
    ("/filled", "GET", [("If-None-Match", "*"), ("Cookie", "name=anna")], 0),
    (
        "/menu/tea",
        "GET",
        [
            ("If-Unmodified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
            ("Cookie", "name=anna"),
        ],
        0,
    ),
    ("/owned", "GET", [("Cookie", "band=1; name=anna")], 1),
    ("/noted", "GET", [("Cookie", "noted=1; name=anna")], 1),
    ("/private", "GET", [("Cookie", "name=anna")], 0),
    ("/menu/again", "GET", [("Cookie", "name=anna")], 2),
]


@pytest.mark.parametrize(("target", "method", "fields", "before"), PASSED)
def test_what_is_one_visitors_own_goes_as_it_came_and_is_not_kept(
    nginx_site, target, method, fields, before
):
    origin, server = nginx_site
    for _ in range(2):
        answer = server.ask(
            target, FA, *fields, ("X-Evil", "1"), ("Range", "bytes=0-"), method=method
        )
        assert answer.text.startswith(f"raw {method} {target} for anna")
        assert answer.all("cache-control") == ["private, no-cache"]
        assert answer.all("vary") == ["Cookie"]
        assert answer.all("set-cookie") == ["raw=1"]
        assert answer.all("content-type") == ["text/html"]
    asked = origin.take()
    assert len(asked) == 2 + before + (target == "/menu/again")
    assert asked[-1].one("X-Evil") == "1"
    assert asked[-1].one("Range") == "bytes=0-"
    assert asked[-1].one("X-Forwarded-For") == "127.0.0.1"
    assert "raw" not in server.kept()


def test_a_body_goes_as_it_came_even_with_get(nginx_site):
    _, server = nginx_site
    for method in ("GET", "POST"):
        answer = server.ask("/menu/tea", FA, method=method, body="x" * 2_000_000)
        assert answer.text.endswith("x" * 2_000_000)


def test_who_owns_nothing_shares_owned_and_noted_pages(nginx_site):
    _, server = nginx_site
    assert "v1 fa none" in server.ask("/owned", FA).text
    assert "v1 fa" in server.ask("/noted", FA, ("Cookie", "band=1")).text
    assert "v1 fa" in server.ask("/menu/tea", FA, ("Cookie", "band=1; noted=1")).text


@pytest.mark.parametrize("status", [204, 301, 401, 403, 404, 429, 500, 503])
def test_where_a_look_up_fails_pages_go_as_they_came(nginx_site, status):
    origin, server = nginx_site
    origin.lookup_status, origin.left_out = status, LANGUAGE if status == 204 else ""
    answer = server.ask("/menu/tea", FA, ("Cookie", "name=anna"))
    assert answer.status == 200
    assert answer.text.startswith("raw GET /menu/tea for anna")
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize(
    "name", [LANGUAGE, DEVICE, OWN, "X-Sarto-Version", "X-Sarto-Pass"]
)
def test_where_a_key_is_missing_pages_go_as_they_came(nginx_site, name):
    origin, server = nginx_site
    origin.left_out = name
    assert server.ask("/menu/tea", FA).text.startswith("raw ")


@pytest.mark.parametrize("token", ["", "EVIL", "fa,en", "fa en", "x" * 33, "\u00e9"])
def test_a_key_of_another_form_is_no_key(nginx_site, token):
    origin, server = nginx_site
    answered = origin.looked_up

    def other(asked):
        status, headers, body = answered(asked)
        return status, [(n, token if n == LANGUAGE else v) for n, v in headers], body

    origin.looked_up = other
    assert server.ask("/menu/tea", FA).text.startswith("raw ")


def test_a_wrong_token_shares_nothing(nginx_site):
    origin, server = nginx_site
    origin.edge = replace(origin.edge, token="another" * 5)
    assert server.ask("/menu/tea", FA, ("Cookie", "name=anna")).text.startswith("raw ")


def test_a_stale_version_goes_as_it_came(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    origin.edge = replace(origin.edge, version="v2")
    assert "v1 fa" in server.ask("/menu/tea", FA).text
    answer = server.ask("/menu/coffee", FA, ("Cookie", ""))
    assert answer.text.startswith("raw GET /menu/coffee")
    assert "v2 fa" in server.ask("/menu/tea", FA, ("Cookie", "a=1")).text


def test_the_site_own_caching_is_heeded_where_no_rule_can_touch(nginx_site):
    origin, server = nginx_site
    counts = {
        "/plain": 1, "/plain/mine": 2, "/plain/vary": 2, "/plain/by-address": 2,
        "/plain/not-here": 2, "/other": 2,
    }  # fmt: skip
    for target, count in counts.items():
        for name in ("anna", "bob"):
            server.ask(target, ("Cookie", f"name={name}"))
        assert targets(origin) == [target] * count
    assert server.ask(
        "/plain", ("Authorization", "x"), ("Cookie", "name=bob")
    ).text.endswith("for bob  ")
    assert server.ask("/plain", ("If-None-Match", '"plain"')).status == 200
    assert len(origin.take()) == 2


def test_a_site_cannot_send_anybody_inside(nginx_site):
    origin, server = nginx_site
    server.ask("/plain/inside")
    assert targets(origin) == ["/plain/inside"]


def test_without_any_page_all_goes_the_site_s_own_way(nginx_started):
    _, server = nginx_started(
        keys=(),
        pages="$^",
        owned="$^",
        noted="$^",
        private="$^",
        filled="$^",
        ignored=(),
    )
    assert server.ask("/menu/tea").text.startswith("raw")


def test_a_page_that_is_only_noted_goes_the_site_s_own_way(nginx_started):
    origin, server = nginx_started(noted=r"[?&]from=")
    for cookie in ("name=anna", "name=bob", "noted=1; name=cyd"):
        server.ask("/plain?from=x", ("Cookie", cookie))
    asked = [each for each in origin.take() if "key" not in each.target]
    assert [each.one("Cookie") for each in asked] == ["name=anna", "noted=1; name=cyd"]
    assert all("x-sarto-edge" not in each.names for each in asked)


def test_many_who_ask_for_what_is_not_shared_wait_for_nobody_long(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    origin.delay = 0.05
    since = monotonic()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: server.ask("/menu/again", FA), range(8)))
    assert all(each.text.startswith("raw ") for each in found)
    assert monotonic() - since < 3


def test_only_a_websocket_is_an_upgrade(nginx_site):
    origin, server = nginx_site
    for name in ("h2c", "websocket"):
        server.ask("/menu/tea", ("Connection", "Upgrade"), ("Upgrade", name))
    plain, socket = origin.take()
    assert not {"upgrade", "connection"} & plain.names
    assert (socket.one("Upgrade"), socket.one("Connection")) == ("websocket", "upgrade")


@pytest.mark.parametrize(
    "name", ["X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Host"]
)
def test_what_is_taken_for_the_request_itself_is_not_kept(nginx_site, name):
    origin, server = nginx_site
    for target in ("/menu/tea", "/plain"):
        for _ in range(2):
            answer = server.ask(target, (name, "evil"))
            assert answer.text.startswith("raw")
    assert all(each.one(name) == "evil" for each in origin.asked)
    assert len(origin.asked) == 4
    assert "raw" not in server.kept()


def test_what_a_proxy_further_out_says_is_kept_by(nginx_site):
    origin, server = nginx_site
    for host in ("evil", "site.example", "evil"):
        for target in ("/menu/tea", "/plain"):
            server.ask(target, ("X-Forwarded-Host", host))
    hosts = [each.one("X-Forwarded-Host") for each in origin.take()]
    assert hosts == ["evil"] * 3 + ["site.example"] * 3
