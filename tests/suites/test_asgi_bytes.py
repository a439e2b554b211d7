"""The ASGI law for bytes: however a page is cut and written, only its slots change."""

import pytest

from support.law import (
    FRAGMENT,
    HTML,
    OWN,
    PAGE,
    ROADS,
    SWAPPED,
    YOURS,
    body,
    length,
    said,
    start,
)

LONG = "سلام, dzień dobry, 你好 ".encode()


def in_chunks(law, chunks, path=ROADS[2], kind=HTML[1]):
    parts = [body(chunk, more=True) for chunk in chunks]
    return law.heard(said(start((b"content-type", kind)), *parts, body()), path).body


@pytest.mark.parametrize("path", ROADS)
def test_e32_a_letter_of_several_bytes_may_be_cut(law, path):
    page = LONG + PAGE + LONG
    wanted = page.replace(OWN, YOURS) if path == ROADS[2] else page

    for at in range(len(page)):
        assert in_chunks(law, [page[:at], page[at:]], path) == wanted


@pytest.mark.parametrize("before", [0, 1000, 65_530, 262_144])
def test_e33_a_marker_is_found_wherever_it_stands_and_is_cut(law, before):
    filler = (b"<p>text</p>" * (before // 11 + 1))[:before].ljust(before)
    marker = OWN[:24]

    for at in range(len(marker) + 1):
        cut = before + len(PAGE) - len(PAGE[PAGE.index(OWN) :]) + at
        page = filler + PAGE
        assert in_chunks(law, [page[:cut], page[cut:]]) == filler + SWAPPED


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("form", [bytes, bytearray, memoryview])
def test_e34_bytes_come_in_any_form_one_by_one_or_not_at_all(law, path, form):
    parts = [{"type": "http.response.body", "more_body": True}]
    for at in range(len(PAGE)):
        parts += [body(form(PAGE[at : at + 1]), more=True), body(form(b""), more=True)]
    wanted = SWAPPED if path == ROADS[2] else PAGE

    for last in ({"type": "http.response.body"}, body(form(b""))):
        answer = law.heard(said(start(HTML), *parts, last), path)
        assert (
            b"".join(bytes(each.get("body", b"")) for each in answer.bodies) == wanted
        )
        assert len(answer.bodies) == len(parts) + 1

    whole = law.heard(said(start(HTML, length(PAGE)), body(form(PAGE))), path)
    assert bytes(whole.bodies[0]["body"]) == wanted


@pytest.mark.parametrize(
    "charset", ["windows-1256", "shift_jis", "gb18030", "utf-8", "koi8-r"]
)
@pytest.mark.parametrize("place", ["header", "meta"])
def test_e39_a_fragment_is_written_in_the_pages_charset(law, charset, place):
    codec = {"windows-1256": "cp1256", "shift_jis": "cp932"}.get(charset, charset)
    meta = f'<meta charset="{charset}">' if place == "meta" else ""
    text = {"koi8-r": "привет", "windows-1256": "سلام"}.get(charset, "日本")
    page = f'{meta}{text}<p data-sarto="hero">own</p>{text}'
    kind = f"text/html; charset={charset}" if place == "header" else "text/html"
    wanted = page.replace("own", FRAGMENT).encode(codec, "xmlcharrefreplace")
    data = page.encode(codec)

    for at in range(0, len(data), 7):
        assert in_chunks(law, [data[:at], data[at:]], kind=kind.encode()) == wanted


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16le", "iso-2022-jp", "ebcdic-cp-us", "x"]
)
def test_e39_a_page_in_any_other_charset_passes(law, charset):
    assert in_chunks(law, [PAGE], kind=f"text/html; charset={charset}".encode()) == PAGE


@pytest.mark.parametrize("charset", ["shift_jis", "gb18030", "big5"])
def test_e40_half_a_letter_that_looks_like_ascii_is_none(law, charset):
    lead = {"shift_jis": b"\x83", "gb18030": b"\x81", "big5": b"\xa4"}[charset]
    odd = b"".join(lead + bytes([trail]) for trail in range(0x40, 0x7F))
    page = b"<p title='" + odd + b"'>" + odd + b"</p>" + OWN + odd
    kind = f"text/html; charset={charset}".encode()
    references = "".join(f"&#{ord(c)};" for c in "سلام").encode()

    got = in_chunks(law, [page[:20], page[20:]], kind=kind)

    filled = got.replace("سلام".encode("gb18030"), references)
    assert filled == page.replace(b">own<", b"><b>" + references + b"</b><")


def test_e41_bytes_that_are_no_utf_8_stay(law):
    broken = bytes(range(128, 256)) + b"\xff\xfe\xc3(\xed\xa0\x80"

    for at in range(0, len(broken), 5):
        page = [broken[:at], broken[at:] + PAGE + broken]
        assert in_chunks(law, page) == broken + SWAPPED + broken


CONTEXTS = [
    "<!-- {} -->",
    "<!--> <!-- {} --!>",
    "<script>'{}'</script>",
    "<script><!-- <script>{}</script> --></script>",
    "<style>{}</style>",
    "<textarea>{}</textarea>",
    "<title>{}</title>",
    "<p title='{}'>",
    "<iframe>{}</iframe>",
    "<noembed>{}</noembed>",
    "<xmp>{}</xmp>",
    "<template><div>{}</div></template>",
    "<svg><![CDATA[{}]]></svg>",
    "<plaintext>{}",
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_e44_a_marker_that_is_no_element_is_none(law, context):
    page = f"<body>{context}".replace("{}", OWN.decode()).encode()

    for at in range(len(page)):
        assert in_chunks(law, [page[:at], page[at:]]) == page


def test_e44_after_each_of_them_a_marker_counts_again(law):
    for context in CONTEXTS[:-1]:
        page = b"<body>" + context.replace("{}", "x").encode() + PAGE
        assert in_chunks(law, [page]) == page.replace(OWN, YOURS), context
