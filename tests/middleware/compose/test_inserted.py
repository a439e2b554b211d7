"""What a tag put into a page is not scanned again, at any chunking."""

import pytest

from sarto.compose.inserted import Text
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Rewriter, Terms, rewritten
from support.cuts import UTF8, swap, ways

FRAGMENT = '<b>yours</b><i data-sarto="a">inner</i>'
AROUND = Text(('<section data-sarto="a">[', "]</section>"), '<p data-sarto="a">o</p>')
CASES = {
    "a slot of a fragment stays": (
        f'<p data-sarto="a">x</p>{FRAGMENT}<p data-sarto="a">y</p>',
        [Text((FRAGMENT,), "")],
        f'<p data-sarto="a">new</p>{FRAGMENT}<p data-sarto="a">new</p>',
    ),
    "at the very beginning, and at the very end": (
        FRAGMENT * 2,
        [Text((FRAGMENT,), "")],
        FRAGMENT * 2,
    ),
    "the same element outside of the fragment is the page's own": (
        f'<i data-sarto="a">inner</i>{FRAGMENT}<i data-sarto="a">inner</i>',
        [Text((FRAGMENT,), "")],
        f'<i data-sarto="a">new</i>{FRAGMENT}<i data-sarto="a">new</i>',
    ),
    "the page's own content inside of a fragment is the page's own": (
        'a<section data-sarto="a">[<p data-sarto="a">o</p>]</section>z',
        [AROUND],
        'a<section data-sarto="a">[<p data-sarto="a">new</p>]</section>z',
    ),
    "a page ends where a fragment would go on": (
        '<b>yours</b><i data-sarto="a">inn</i>',
        [Text((FRAGMENT,), "")],
        '<b>yours</b><i data-sarto="a">new</i>',
    ),
    "a page that nearly is a fragment": (
        FRAGMENT.replace("yours", "theirs"),
        [Text((FRAGMENT,), "")],
        '<b>theirs</b><i data-sarto="a">new</i>',
    ),
    "marks of a fragment": (
        "x<!--# sarto a -->in<!--# /sarto a -->y<!--# sarto a -->o<!--# /sarto a -->",
        [Text(("<!--# sarto a -->in<!--# /sarto a -->",), "")],
        "x<!--# sarto a -->in<!--# /sarto a -->y<!--# sarto a -->new<!--# /sarto a -->",
    ),
    "one fragment in the content of another": (
        f'<u data-sarto="a">{FRAGMENT}</u>',
        [Text((FRAGMENT,), ""), Text(('<u data-sarto="a">', "</u>"), FRAGMENT)],
        f'<u data-sarto="a">{FRAGMENT}</u>',
    ),
    "letters that are no ASCII": (
        '<em>żółć ☃</em><i data-sarto="a">i</i><i data-sarto="a">i</i>',
        [Text(('<em>żółć ☃</em><i data-sarto="a">i</i>',), "")],
        '<em>żółć ☃</em><i data-sarto="a">i</i><i data-sarto="a">new</i>',
    ),
}


def terms(**more):
    given = {"swaps": {"a": swap("new")}, "content_type": UTF8, "hold_cap": 10_000}
    return Terms(**{**given, **more})


def in_chunks(chunks, texts, **more):
    rewriter = Rewriter(terms(**more), lambda: texts)
    out = b"".join([*map(rewriter.feed, chunks), rewriter.finish()])
    assert rewriter.held == b""
    return out


@pytest.mark.parametrize(("page", "texts", "wanted"), CASES.values(), ids=[*CASES])
def test_what_a_tag_wrote_stays_as_it_is(page, texts, wanted) -> None:
    body = page.encode()
    seen = Outlines().find("/", body)
    assert rewritten(body, terms(), seen, lambda: texts) == wanted.encode()
    for chunks in ways(body):
        assert in_chunks(chunks, texts) == wanted.encode(), chunks


def test_without_texts_a_slot_of_the_same_words_is_swapped() -> None:
    page = FRAGMENT.encode()
    assert in_chunks([page], []) == b'<b>yours</b><i data-sarto="a">new</i>'


def test_a_text_is_looked_for_in_the_charset_of_the_page() -> None:
    text = '<em>żółć ☃</em><i data-sarto="a">i</i>'
    page = text.encode("iso-8859-2", "xmlcharrefreplace")
    kind = b"text/html; charset=iso-8859-2"
    for chunks in ways(page):
        assert in_chunks(chunks, [Text((text,), "")], content_type=kind) == page


def test_a_text_that_is_written_while_the_page_streams_counts_from_then_on() -> None:
    texts = []
    rewriter = Rewriter(terms(), lambda: tuple(texts))
    out = rewriter.feed(b'<i data-sarto="a">inner</i>')
    texts.append(Text((FRAGMENT,), ""))
    for at in range(len(FRAGMENT)):
        out += rewriter.feed(FRAGMENT[at : at + 1].encode())
    out += rewriter.finish()
    assert out == b'<i data-sarto="a">new</i>' + FRAGMENT.encode()


def test_nothing_is_held_for_longer_than_it_may_be_of_a_fragment() -> None:
    rewriter = Rewriter(terms(), lambda: [Text((FRAGMENT,), "")])
    out = rewriter.feed(b'<b>yours</b><i data-sarto="a">in')
    assert out == b"<b>yours</b>"
    out = rewriter.feed(b"stead</i>")
    assert out == b'<i data-sarto="a">new</i>'


def test_what_is_kept_of_the_page_is_no_longer_than_the_longest_text() -> None:
    rewriter = Rewriter(terms(), lambda: [Text((FRAGMENT,), "")])
    for _ in range(500):
        rewriter.feed(b"<p>more of it</p>")
    assert len(rewriter._before) == len(FRAGMENT)
