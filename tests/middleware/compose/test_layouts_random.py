"""Regions of pages made of anything come out the same at any chunking."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.compose.html.wanted import Wanted
from sarto.compose.rewrite import Rewriter
from sarto.compose.swap import Swap
from sarto.vocabulary.selectors import selectors
from support.cuts import ROOM, UTF8, swap
from support.layouts import BOTH, terms

PIECES = (
    *("<p data-sarto=a>", "</p>", "<div data-sarto=b>", "</div>", "<li data-sarto=a>", "</ul>"),
    *("<main data-sarto-layout=home>", "</main>", "<section data-sarto-layout=in>", "</section>"),
    *("<body data-sarto-layout=in>", "</body>", "<table data-sarto-layout=home>", "<tr data-sarto=a>"),
    *("</table>", "<a data-sarto=c data-sarto-layout=home>", "</a>", "<b data-sarto-layout=in>", "</b>"),
    *("<img data-sarto=a data-sarto-swap=element>", "<!--# sarto b -->", "<!--# /sarto b -->", "x", "é"),
    *("<form data-sarto=b data-sarto-layout=in>", "</form>", "<ul>", "<template>", "</template>", "<!--"),
)  # fmt: skip
TEXTS = st.sampled_from(
    [
        BOTH,
        "{{ rest }}",
        "gone",
        "{{ slot('b') }}{{ slot('a') }}",
        "{{ slot('c') }}({{ rest }})",
    ]
)
SWAPS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(
        [
            swap("new"),
            swap("[", "]"),
            Swap(attrs=(("id", "i"),)),
            Swap(render=lambda: None),
        ]
    ),
)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25),
    SWAPS,
    st.dictionaries(st.sampled_from(["home", "in"]), TEXTS),
    st.one_of(st.integers(0, 200), st.just(ROOM)),
    st.sampled_from([UTF8, b"text/html"]),
    st.data(),
)
def test_any_page_comes_out_the_same_at_any_chunking(  # noqa: PLR0917 - drawn
    pieces: list[str],
    swaps: dict[str, Swap],
    texts: dict[str, str],
    cap: int,
    kind: bytes,
    data: st.DataObject,
) -> None:
    page = "".join(pieces).encode()
    wanted = Wanted({"c": selectors("tbody, li")}, {"home": selectors("ul, td")})
    said = terms(swaps, texts, cap=cap, kind=kind, wanted=wanted)
    whole = Rewriter(said).finish(page)
    places = st.lists(st.integers(0, len(page)), max_size=5).map(sorted)
    cuts = [0, *data.draw(places), len(page)]
    some = [page[a:b] for a, b in pairwise(cuts)]
    for chunks in (some, [page[at : at + 1] for at in range(len(page))]):
        rewriting = Rewriter(said)
        assert b"".join([*map(rewriting.feed, chunks), rewriting.finish()]) == whole
