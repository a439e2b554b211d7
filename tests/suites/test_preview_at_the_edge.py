"""Behind an edge a preview is its own: nothing that is kept is shown in it, or of it.

A model of the edge protocol stands before a site whose cookies otherwise keep nothing
from being shared; with real Varnish in front the same holds.
"""

import asyncio
from dataclasses import replace
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto_adapters.edge.varnish import Varnish as Written
from support.browsers import NOON, SECRET
from support.edge_rules import Origin
from support.model_edge import ModelEdge
from support.model_http import Asked
from support.previewed_site import link
from support.redis_server import free_port
from support.serve import serving
from support.shared_site import HERO, behind
from support.varnish import Varnish

OPEN = "cookies = []"  # no cookie of the site's own keeps a page from being shared
HOST = {"host": "bistro.example"}


def described(site, origin="http://127.0.0.1:8000"):
    looking = Looking(site=site.site, sharing=site.site.sharing)
    return Described(looking).edge(origin, "127.0.0.1:8080")


@pytest.mark.parametrize("cache", [OPEN, ""], ids=["open", "closed"])
@pytest.mark.parametrize("kind", ["varnish", "nginx"])
@pytest.mark.parametrize("knows", [True, False])
def test_a_preview_passes_and_nothing_of_it_is_kept(kind, knows, cache) -> None:
    site = behind(HERO, edge=kind, cache=cache, clock=lambda: NOON, secret=SECRET)
    edge = ModelEdge(
        described(site), Origin(site.app), NOON.timestamp, kind=kind, knows=knows
    )

    def ask(**headers):
        return asyncio.run(edge.ask(Asked("/", {**HOST, **headers})))

    own = ask().body
    assert b"default" in own
    assert ask().body == own
    kept = edge.cache.counts.copy()

    seen = ask(cookie=f"__Host-sarto-preview={link()}")
    assert b"touch" in seen.body
    assert b"sarto-preview" in seen.body
    assert seen.headers["cache-control"] == "private, no-store"
    assert not any(name.startswith("x-sarto") for name in seen.headers)
    assert edge.cache.counts["passed"] == kept["passed"] + 1

    assert ask().body == own
    forged = ask(cookie="__Host-sarto-preview=forged")
    assert forged.body == own


def test_where_an_edge_says_classes_a_preview_is_decided_without_them() -> None:
    site = behind(HERO, cache=OPEN, clock=lambda: NOON, secret=SECRET)
    cookie = ("cookie", f"sarto-preview={link()}")
    answer = site.keyed("/", [*site.keys().items(), cookie])

    assert "touch" in answer.text
    assert answer.header("cdn-cache-control") is None
    assert answer.header("cache-control") == "private, no-store"


class Staying(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.mark.slow
def test_behind_varnish_it_is_the_same(tmp_path) -> None:
    site = behind(HERO, cache=OPEN, clock=lambda: NOON, secret=SECRET)
    with serving(site.app) as origin:
        edge = replace(described(site, origin), listen=f"127.0.0.1:{free_port()}")
        files = Written().files(edge)
        varnish = Varnish(tmp_path, files)
        try:

            def ask(path="/", **headers):
                url = f"http://127.0.0.1:{varnish.port}{path}"
                answer = build_opener(Staying).open(Request(url, headers=headers))
                return answer.read(), answer.headers

            own, _ = ask()
            assert b"default" in own
            for _ in range(3):
                seen, said = ask(Cookie=f"sarto-preview={link()}")
                assert b"touch" in seen
                assert b"sarto-preview" in seen
                assert said["cache-control"] == "private, no-store"
                assert said["x-robots-tag"] == "noindex"
                assert ask()[0] == own
        finally:
            varnish.close()
