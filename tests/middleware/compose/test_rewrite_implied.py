"""Slots whose tags are left out: two may begin at one place, at any chunking."""

import pytest

from sarto.compose.html.wanted import Wanted
from sarto.compose.learning import scanned
from sarto.compose.rewrite import Rewriter, Terms, rewritten
from sarto.vocabulary.selectors import selectors
from support.cuts import ROOM, UTF8, swap, ways

BOTH = Wanted({"page": selectors("html, body")})


@pytest.mark.parametrize(
    ("page", "new", "around"),
    [
        (b"</body></html>", b"N</html>", b"[[]</body>]</html>"),
        (b"x</html>y", b"N</html>y", b"[[x]]</html>y"),
        (b"<p>x</body> </html>", b"N</html>", b"[[<p>x]</body> ]</html>"),
        (b"<p>nothing ends it", b"<p>nothing ends it", b"<p>nothing ends it"),
    ],
)
def test_an_implied_slot_holds_another_that_begins_where_it_does(
    page: bytes, new: bytes, around: bytes
) -> None:
    for filling, expected in ((swap("N"), new), (swap("[", "]"), around)):
        terms = Terms(
            swaps={"page": filling}, content_type=UTF8, hold_cap=ROOM, wanted=BOTH
        )
        assert rewritten(page, terms, scanned(page, BOTH)) == expected
        for chunks in ways(page):
            rewriter = Rewriter(terms)
            out = b"".join([*map(rewriter.feed, chunks), rewriter.finish()])
            assert out == expected, chunks
