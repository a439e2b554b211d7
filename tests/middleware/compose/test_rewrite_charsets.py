"""What is written into a page is in its charset, and says its language."""

import pytest

from sarto.compose.swap import Swap
from support.cuts import rewritten, swap

SLOT = b"<p data-sarto=a>1234567890</p>"
NEW = {"a": swap("new")}
CLASS = {"a": Swap(attrs=(("class", "x"),))}

CHARSETS = [
    (b"text/html; charset=windows-1256", b"", b"\xd3&#35486;"),
    (b"text/html; charset=shift_jis", b"", b"&#1587;\x8c\xea"),
    (b"text/html; charset=gb18030", b"", "س語".encode("gb18030")),
    (b"text/html; charset=big5", b"", b"&#1587;\xbby"),
    (b"text/html; charset=iso-8859-1", b"", b"&#1587;&#35486;"),
    (b"text/html; charset=utf-8", b"", "س語".encode()),
    (b"text/html", b"\xef\xbb\xbf", "س語".encode()),
    (b"text/html", b"<meta charset=windows-1256>", b"\xd3&#35486;"),
    (b"text/html", b"", b"&#1587;&#35486;"),
]


@pytest.mark.parametrize(("header", "head", "written"), CHARSETS, ids=repr)
def test_a_fragment_is_written_in_the_charset_of_the_page(
    header: bytes, head: bytes, written: bytes
) -> None:
    page = head + b"\xe0\x5c|<p data-sarto=a>\x81\x5c</p>\x5c"
    swaps = {"a": swap("س語")}
    expected = page.replace(b">\x81\x5c<", b">%b<" % written)
    assert rewritten(page, swaps, content_type=header) == expected


def test_an_attribute_is_written_in_the_charset_of_the_page() -> None:
    page = b"<html data-sarto=a><meta charset=windows-1256>"
    swaps = {"a": Swap(attrs=(("title", "س語"),))}
    expected = page.replace(b"=a>", b'=a title="\xd3&#35486;">')
    assert rewritten(page, swaps, content_type=b"text/html") == expected


@pytest.mark.parametrize(
    ("header", "page"),
    [
        (b"text/html; charset=utf-16", SLOT),
        (b"text/html; charset=iso-2022-jp", SLOT),
        (b"text/html; charset=nonsense", SLOT),
        (b"text/html", b"<meta charset=iso-2022-jp>" + SLOT),
        (b"text/html", b"<html data-sarto=a><meta charset=iso-2022-jp>" + SLOT),
        (b"text/html", SLOT.decode().encode("utf-16")),
        (b"text/html; charset=utf-8", b"\xfe\xff" + SLOT.decode().encode("utf-16be")),
    ],
)
def test_a_page_in_another_charset_passes_untouched(header: bytes, page: bytes) -> None:
    assert rewritten(page, NEW | CLASS, content_type=header) == page
    assert rewritten(page, NEW, content_type=header) == page


LANGUAGE = Swap(render=lambda: ("سلام",), language="fa", direction="rtl")
IN_PERSIAN = '<p data-sarto=a lang="fa" dir="rtl">سلام</p>'.encode()
PLAIN = "<p data-sarto=a>سلام</p>".encode()


@pytest.mark.parametrize(
    ("html", "slot"),
    [
        (b"<html>", IN_PERSIAN),
        (b"", IN_PERSIAN),
        (b"<html lang=en>", IN_PERSIAN),
        (b"<html lang='FA'>", PLAIN),
    ],
)
def test_a_twin_says_its_language_where_it_is_not_the_pages(
    html: bytes, slot: bytes
) -> None:
    assert rewritten(html + SLOT, {"a": LANGUAGE}) == html + slot


@pytest.mark.parametrize(
    ("said", "set_to", "slot"), [("en", "fa", PLAIN), ("fa", "en", IN_PERSIAN)]
)
def test_the_pages_language_is_the_one_that_a_rule_sets(
    said: str, set_to: str, slot: bytes
) -> None:
    swaps = {"page": Swap(attrs=(("lang", set_to),)), "a": LANGUAGE}
    page = f"<html lang={said} data-sarto=page><p data-sarto=none>x</p>".encode()
    expected = page.replace(said.encode(), b'"%b"' % set_to.encode(), 1)
    assert rewritten(page + SLOT, swaps) == expected + slot
