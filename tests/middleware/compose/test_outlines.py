"""Outlines find just what a full scan finds, whatever differs between two answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.compose import learning, outlines
from sarto.compose.learning import learned, opened_attribute, scanned
from sarto.compose.outlines import PATIENCE, Outlines
from sarto.compose.scanner import looked_through, scan

PAGE = (
    '<html lang="en"><head><title>{title}</title><meta name="t" content="{token}">'
    "<script>var a = '{script}';</script><!-- {comment} --></head><body>"
    '<p data-sarto="hero" class="{css}">{hero}</p><ul><li>{item}<li data-sarto="offer">'
    "own</ul><p>{tail}</body></html>"
)
NAMES = ("title", "token", "script", "comment", "css", "hero", "item", "tail")
PLAIN = dict.fromkeys(NAMES, "plain")


def body(**said):
    return PAGE.format(**{**PLAIN, **said}).encode()


def full(page):
    return looked_through(page)  # by a scan that knows nothing of other answers


HOSTILE = st.sampled_from(
    [
        "plain",
        "words and words",
        "",
        " ",
        ">",
        "<",
        '"',
        "'",
        "-->",
        "--!>",
        "<!--",
        "</script>",
        "</title>",
        '"><p data-sarto="hero">',
        "<p data-sarto='hero'>x</p>",
        "</p>",
        "<li>",
        "&lt;",
        "<script>",
        "a > b",
        "--",
        "<template>",
        "' data-sarto='hero",
        'x" data-sarto="more',
    ]
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, HOSTILE)), max_size=6))
def test_what_is_found_is_what_a_scan_finds(answers):
    kept = Outlines()

    for said in ({}, {"token": "1"}, {"hero": "one", "item": "two"}, *answers):
        page = body(**said)
        assert kept.find("/", page).spans == scan(page)


@given(HOSTILE, HOSTILE, st.sampled_from(NAMES))
def test_a_learned_place_is_never_trusted_with_anything_else(first, second, name):
    kept = Outlines()

    for said in ("plain", "other words", first, second):
        page = body(**{name: said})
        seen = kept.find("/", page)
        assert (seen.spans, seen.language) == full(page)


@pytest.fixture
def scans(monkeypatch):
    """Count how often something is learned."""
    count = []
    real = outlines.learned

    def counted(*args):
        count.append(args)
        return real(*args)

    monkeypatch.setattr(outlines, "learned", counted)
    return count


def found(kept, **said):
    return kept.find("/", body(**said)).spans


def test_the_same_body_is_only_compared(scans, monkeypatch):
    kept = Outlines()
    spans = found(kept)
    monkeypatch.setattr(outlines, "scanned", None)

    assert found(kept) == spans
    assert scans == []


@pytest.mark.parametrize("name", ["title", "token", "script", "css", "hero", "item"])
def test_a_place_that_differed_once_may_differ_again(scans, name):
    kept = Outlines()

    for number in range(10):
        page = body(**{name: "word" * number + "s"})
        assert kept.find("/", page).spans == scan(page)

    assert len(scans) == 1


def test_several_places_are_learned_together(scans):
    kept = Outlines()

    for number in range(10):
        said = str(number) * (number + 1)
        page = body(title=said, token=said, hero=said, tail=said)
        assert kept.find("/", page).spans == scan(page)

    assert len(scans) <= 2


def test_slots_move_with_what_stands_before_them():
    kept = Outlines()
    found(kept, title="a")
    found(kept, title="bb")

    near, far = found(kept, title="c"), found(kept, title="c" * 100)

    assert [b.start - a.start for a, b in zip(near, far, strict=True)] == [99, 99]


@pytest.mark.parametrize("name", ["data-sarto", "lang", "type", "DATA-SARTO-SWAP"])
def test_an_attribute_that_a_scan_reads_may_not_differ(name):
    page = f'<p {name}="%s">a</p>'.encode()
    kept = scanned(page % b"one").outline

    assert learned(page % b"two", kept).gaps == ()


def test_a_page_with_more_differences_than_are_worth_it_has_none():
    page = b"<p>%s</p>"
    many = learning.GAPS + 1

    kept = scanned(page % b"one" * many).outline

    assert learned(page % b"two" * many, kept).gaps == ()


def test_another_structure_is_another_page(scans):
    kept = Outlines()
    found(kept)

    other = b"<p>quite another"

    assert kept.find("/", other).spans == ()
    assert kept.find("/", other).spans == ()
    assert len(scans) == 1


def test_a_page_of_as_many_tags_may_be_another(scans):
    kept = Outlines()

    for page in (b'<p data-sarto="a">a</p>"', b'<p data-sarto=""a">a</p>'):
        assert kept.find("/", page).spans == scan(page)

    assert len(scans) == 1


def test_a_page_that_is_always_another_is_left_alone(scans):
    kept = Outlines()

    for number in range(PATIENCE + 5):
        kept.find("/", b"<p>" * (number + 1))

    assert len(scans) == PATIENCE  # the rest is looked through for slots only


def test_a_huge_page_is_not_remembered(monkeypatch, scans):
    monkeypatch.setattr(outlines, "LARGEST", 10)
    kept = Outlines()

    found(kept)
    found(kept)

    assert scans == []


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        (b'<p class="', b"class"),
        (b"<p a b = c d='e' CLASS = \"", b"class"),
        (b'<p class="a" id="', b"id"),
        (b'</p class="', b"class"),
        (b'<p title="a="', None),
        (b'<p ="', None),
        (b"<p a = 'x y=\"", None),
        (b"<p a='x y=\"", None),
        (b'<p a = b = "', None),
        (b"<p class='", None),
        (b"<p class=", None),
        (b'<p title="x', None),
        (b'text class="', None),
        (b'<!-- class="', None),
        (b"", None),
    ],
)
def test_the_open_attribute_of_an_open_tag_is_known(tail, name):
    assert opened_attribute(tail) == name


def test_all_that_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(
        outlines, "ROOM", 3 * (outlines.LEAST + outlines.SHARE * len(body()))
    )
    kept = Outlines()

    for number in range(10):
        kept.find(f"/{number}", body())

    assert len(kept._entries) <= 3
