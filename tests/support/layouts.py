"""Layouts in tests: regions to be arranged, and pages written in every way they come."""

from sarto.compose.arranging import ARRANGEMENT
from sarto.compose.fragments import Fragments
from sarto.compose.html.wanted import Wanted
from sarto.compose.rewrite import Rewriter, Terms
from sarto.compose.swap import Swap
from sarto.compose.watching import Watched
from support.cuts import ROOM, UTF8, swap, ways
from support.templates import Texts

BOTH = '<i>{{ slot("a") }}|{{ rest }}</i>'


def arranged(text: str) -> Swap:
    found = Fragments(Texts({"home.html": text}), ("en",), ARRANGEMENT)
    found.use("home.html")
    html = found.of("home.html", lambda: "en").render({})
    return Swap(render=lambda: html)


def terms(
    swaps: dict[str, Swap],
    texts: dict[str, str],
    *,
    cap: int = ROOM,
    kind: bytes = UTF8,
    wanted: Wanted | None = None,
    watched: Watched | None = None,
) -> Terms:
    return Terms(
        swaps=swaps,
        content_type=kind,
        hold_cap=cap,
        wanted=wanted or Wanted(regions={}),
        layouts={name: arranged(text) for name, text in texts.items()},
        watched=watched or {},
    )


def written(page: bytes, said: Terms) -> bytes:
    """Rewrite a page in every way it may come; the result is always the same."""
    whole = Rewriter(said).finish(page)
    for chunks in ways(page):
        rewriting = Rewriter(said)
        out = b"".join([*map(rewriting.feed, chunks), rewriting.finish()])
        assert out == whole, chunks
        assert rewriting.held == b""
    return whole


NEW, AROUND = {"a": swap("A")}, {"a": swap("[", "]")}
