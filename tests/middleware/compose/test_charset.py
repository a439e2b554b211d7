"""The charset of a page is found as a browser finds it; what is inserted is in it."""

import codecs

import pytest

from sarto.compose.charset import (
    LABELS,
    PRESCAN,
    encoded,
    is_enough,
    of_page,
)

HTML = b"text/html"
META = b"<!doctype html><meta %b><title>x</title>"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1256", "cp1256"),
        ("iso-8859-9", "cp1254"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("big5", "cp950"),
        ("gb2312", "gbk"),
        ("gb18030", "gb18030"),
        ("euc-jp", "euc_jp"),
        ("ks_c_5601-1987", "cp949"),
        ("koi8-r", "koi8_r"),
        ("tis-620", "cp874"),
        ("x-mac-cyrillic", "ascii"),
        ("utf-16", None),
        ("utf-16le", None),
        ("utf-32", None),
        ("utf-7", None),
        ("iso-2022-jp", None),
        ("hz-gb-2312", None),
        ("replacement", None),
        ("x-user-defined", None),
        ("cp037", None),  # EBCDIC, which Python knows
        ("rot13", None),
        ("hex", None),
        ("utf-8-sig", None),
        ("nonsense", None),
        ("\xff", None),
    ],
)
def test_a_label_in_the_header_is_read_as_browsers_do(
    label: str, codec: str | None
) -> None:
    said = b"text/html; charset=" + label.encode("latin-1")
    assert of_page(said, b'<meta charset="windows-1250">') == codec


@pytest.mark.parametrize(
    "header",
    [
        b"text/html; charset=windows-1256",
        b"text/html;charset=windows-1256;x=y",
        b'text/html; Charset="windows-1256"',
        b"text/html; charset = ' windows-1256 '",
        b"text/html; a=b; charset=WINDOWS-1256 ; c=d",
    ],
    ids=repr,
)
def test_the_label_is_found_in_the_header(header: bytes) -> None:
    assert of_page(header, b"") == "cp1256"


@pytest.mark.parametrize("codec", sorted(set(LABELS.values())))
def test_every_codec_exists_and_keeps_ascii(codec: str) -> None:
    plain = bytes(range(128))
    assert plain.decode("ascii").encode(codec) == plain
    assert plain.decode(codec) == plain.decode("ascii")


@pytest.mark.slow
@pytest.mark.parametrize("codec", sorted(set(LABELS.values())))
def test_nothing_that_is_not_ascii_is_written_with_markup_in_it(codec: str) -> None:
    for point in (*range(0x80, 0xD800), *range(0xE000, 0x11000), 0x1F600, 0x10FFFF):
        written = encoded(chr(point), codec)
        is_reference = written == b"&#%d;" % point
        is_native = written[0] >= 0x80 and not set(written) & set(b"<>\"'&= \t\n/")
        assert is_reference or is_native, (hex(point), written)


@pytest.mark.parametrize(
    ("meta", "codec"),
    [
        (b"charset=windows-1256", "cp1256"),
        (b'charset="windows-1256"', "cp1256"),
        (b"charset = 'windows-1256' /", "cp1256"),
        (b"name=x charset=windows-1256", "cp1256"),
        (b"hidden charset=windows-1256", "cp1256"),
        (b"charset=windows-1256 charset=big5", "cp1256"),
        (b"http-equiv=Content-Type content='text/html; charset=big5'", "cp950"),
        (b"content='text/html;charset=big5' http-equiv=content-type", "cp950"),
        (b"http-equiv=content-type content=text/html", "ascii"),
        (b"http-equiv=content-type", "ascii"),
        (b"http-equiv=refresh content='0; charset=big5'", "ascii"),
        (b"name=description content='charset=big5'", "ascii"),
        (b"title='a > charset=big5'", "ascii"),
        (b"data-charset=big5", "ascii"),
        (b"charset=nonsense", "ascii"),
        (b"charset=''", "ascii"),
        (b"charset=nonsense><meta charset=big5", "cp950"),
        (b"charset=utf-16", "utf-8"),
        (b"charset=utf-16be", "utf-8"),
        (b"charset=x-user-defined", "cp1252"),
        (b"charset=iso-2022-jp", None),
        (b"charset=replacement", None),
    ],
    ids=repr,
)
def test_a_meta_element_tells_where_the_header_does_not(
    meta: bytes, codec: str | None
) -> None:
    assert of_page(HTML, META % meta) == codec


@pytest.mark.parametrize(
    "beginning",
    [
        b"<!-- <meta charset=big5> -->",
        b"<p title='<meta charset=big5>'>",
        b"<a href=x <meta charset=big5>",
        b"</p <meta charset=big5>",
        b"<!doctype <meta charset=big5>",
        b"</meta charset=big5>",
        b"<metas charset=big5>",
        b"<meta charset=big5",
        b" " * PRESCAN + b"<meta charset=big5>",
        b"",
    ],
    ids=lambda text: repr(text.strip()),
)
def test_no_other_markup_tells(beginning: bytes) -> None:
    assert of_page(HTML, beginning) == "ascii"


@pytest.mark.parametrize(
    "before",
    [b"<!-->", b"<!--->", b"<!-- > -->", b"<?xml version='1.0'?>", b"<p a='>'>"],
)
def test_other_markup_is_passed(before: bytes) -> None:
    assert of_page(HTML, before + b"<meta charset=big5>") == "cp950"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, None),
        (codecs.BOM_UTF16_BE, None),
    ],
)
@pytest.mark.parametrize("header", [HTML, b"text/html; charset=big5"])
def test_a_byte_order_mark_tells_before_all_else(
    mark: bytes, codec: str | None, header: bytes
) -> None:
    assert of_page(header, mark + b"<meta charset=big5>") == codec


@pytest.mark.parametrize(
    ("header", "size"), [(HTML, PRESCAN), (b"text/html; charset=big5", 3)]
)
def test_so_many_bytes_are_enough(header: bytes, size: int) -> None:
    assert not is_enough(header, b" " * (size - 1))
    assert is_enough(header, b" " * size)


@pytest.mark.parametrize(
    ("codec", "written"),
    [
        ("utf-8", "aسق語é¥".encode()),
        ("cp1256", b"a\xd3\xde&#35486;\xe9\xa5"),
        ("cp932", b"a&#1587;&#1602;\x8c\xea&#233;&#165;"),
        ("gb18030", "aسق語é¥".encode("gb18030")),
        ("cp950", b"a&#1587;&#1602;\xbby&#233;&#165;"),
        ("euc_jp", b"a&#1587;&#1602;\xb8\xec\x8f\xab\xb1&#165;"),
        ("ascii", b"a&#1587;&#1602;&#35486;&#233;&#165;"),
    ],
)
def test_what_a_charset_lacks_becomes_character_references(
    codec: str, written: bytes
) -> None:
    assert encoded("aسق語é¥", codec) == written


def test_lone_surrogates_are_written_too() -> None:
    assert encoded("\udc80x", "utf-8") == b"&#56448;x"
