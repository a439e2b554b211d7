"""nginx with what we write for it: parts of a page for each visitor."""

import pytest

from support.nginx_origin import targets
from support.nginx_told import FA, SPOOFS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("spoof", SPOOFS)
def test_a_clients_keys_reach_no_part_of_a_page(nginx_site, spoof):
    origin, server = nginx_site
    assert (
        "[for anna ]" in server.ask("/filled", FA, ("Cookie", "name=anna"), *spoof).text
    )
    part = origin.take()[-1]
    assert part.target.startswith("/_sarto/fragment/name?p=%2Ffilled&s=aaa")
    assert {name for name in part.names if "sarto" in name} == {"x-sarto-edge"}
    assert part.all("X-Sarto-Edge") == [origin.edge.token]


def test_parts_are_filled_in_for_each_visitor(nginx_site):
    origin, server = nginx_site
    for name in ("anna", "bob", "anna"):
        answer = server.ask(
            "/filled",
            FA,
            ("Cookie", f"name={name}"),
            ("Range", "bytes=0-3"),
            ("If-None-Match", 'W/"v1-fa"'),
            ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        )
        assert answer.status == 200
        assert f"[for {name} ]" in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
        assert (
            not {"etag", "last-modified", "set-cookie", "accept-ranges"}
            & answer.headers.keys()
        )
    asked = origin.take()
    assert [each.target for each in asked].count("/filled") == 1
    assert sum("fragment" in each.target for each in asked) == 3
    assert asked[1].one("X-Sarto-Fill") == "ssi"
    assert origin.faults == []
    assert "[for" not in server.kept()


def test_a_page_includes_nothing_but_our_parts(nginx_site):
    origin, server = nginx_site
    answer = server.ask("/filled", FA)
    assert not {"/menu/evil", "/_sarto/privacy"} & set(targets(origin))
    assert "raw" not in answer.text
    assert "204" not in answer.text
    assert "<!--#" not in answer.text
    assert "own" in answer.text


def test_parts_are_left_out_where_the_origin_fails(nginx_site):
    origin, server = nginx_site
    server.ask("/filled", FA)
    answered = origin.answer
    origin.answer = lambda asked: (
        (500, [], "trace") if "fragment" in asked.target else answered(asked)
    )
    answer = server.ask("/filled", FA)
    assert answer.status == 200
    assert "v1 fa" in answer.text
    assert "trace" not in answer.text
    assert "nginx" not in answer.text


@pytest.mark.parametrize(
    "target",
    [
        "/_sarto/key", "/_sarto/fragment/name", "/_sarto/fragment/", "/_sarto/%6bey",
        "//_sarto/key", "/x/../_sarto/key", "/_sarto/./key?x=1", "/_sarto/fragment%2Fname",
        "/%5Fsarto/fragment/x", "http://site.example/_sarto/key",
    ],
)  # fmt: skip
def test_nobody_asks_for_keys_or_parts_from_outside(nginx_site, target):
    origin, server = nginx_site
    answer = server.ask(target, ("X-Sarto-Edge", origin.edge.token))
    assert answer.status == 404
    assert targets(origin) == []
