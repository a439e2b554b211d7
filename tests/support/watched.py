"""Pages that are watched as they are written: which places went out whole."""

from dataclasses import replace

from sarto.compose.edit import Edit
from sarto.compose.html.wanted import Wanted
from sarto.compose.learning import scanned
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Rewriter, Terms, rewritten
from sarto.compose.swap import Swap
from sarto.compose.watching import Need, Watched
from support.cuts import ROOM, UTF8, ways
from support.sent import CHANGED

PLACES = ("a", "b", "z", "home", "in", "x")
KEYS = [f"{kind}.{name}" for kind in ("slots", "layouts") for name in PLACES]
ALL = dict.fromkeys(KEYS, Need(room=True))  # some rule fills each
TAGGED = dict.fromkeys(KEYS, Need(tag=True))  # some rule has attributes alone


def watching(
    swaps: dict[str, Swap],
    *,
    cap: int = ROOM,
    kind: bytes = UTF8,
    regions: bool = False,
    watched: Watched = ALL,
) -> Terms:
    return Terms(
        swaps=swaps,
        content_type=kind,
        hold_cap=cap,
        wanted=Wanted(regions={} if regions else None),
        watched=watched,
    )


def edit(swaps: dict[str, Swap], **more: object) -> Edit:
    return Edit(headers=list(CHANGED), terms=watching(swaps), **more)


def left(page: bytes, terms: Terms) -> set[str]:
    """Tell what a page has whole, the same in every way that it may come.

    In each of them it is written byte for byte as if nobody watched.
    """
    found = set[str]()
    alone = replace(terms, watched={})
    seen = scanned(page, terms.wanted)
    body = rewritten(page, terms, seen, written=found)
    assert body == rewritten(page, alone, scanned(page, alone.wanted))
    for chunks in ways(page):
        written = set[str]()
        watched, plain = Rewriter(terms, written=written), Rewriter(alone)
        out = b"".join([*map(watched.feed, chunks), watched.finish()])
        assert out == b"".join([*map(plain.feed, chunks), plain.finish()]) == body
        assert written == found, chunks
    assert again(page, replace(terms, signature=b"one")) == (body, found)
    return found


def again(page: bytes, terms: Terms) -> tuple[bytes, set[str]]:
    """Write a page by the cut of one that came before."""
    given, outlines = Edit(headers=[], terms=terms), Outlines()
    for _ in range(3):
        written = set[str]()
        body = given.whole(
            page, lambda *asked: outlines.find("/", *asked), written=written
        )
    return body, written
