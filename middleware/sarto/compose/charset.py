"""Which charset a page is in, so that what we insert is written in the same one.

In come the Content-Type and the page's first bytes, out comes the name of a codec whose
ASCII is ASCII and whose multi-byte characters hold no "<", ">", quote, "=" or space
(shift_jis, gb18030 and big5 only hold 0x30 and above 0x3F), or `None`: leave the page
alone. The labels are those browsers know (WHATWG Encoding §4.2); any other is alien.
"""

import codecs
import re
from functools import lru_cache

from sarto.compose.html.patterns import compiled

PRESCAN = 1024  # bytes, HTML §13.2.3.2
ALIEN = ""  # no codec: its ASCII is not always ASCII, or browsers refuse it


def by_label(labels: dict[str, str]) -> dict[str, str]:
    return {label: codec for codec, all_ in labels.items() for label in all_.split()}


LABELS = by_label(
    {
        "utf-8": """unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8
            x-unicode20utf8""",
        "cp866": "866 cp866 csibm866 ibm866",
        "iso8859_2": """csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592
            iso_8859-2 iso_8859-2:1987 l2 latin2""",
        "iso8859_3": """csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593
            iso_8859-3 iso_8859-3:1988 l3 latin3""",
        "iso8859_4": """csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594
            iso_8859-4 iso_8859-4:1988 l4 latin4""",
        "iso8859_5": """csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5
            iso88595 iso_8859-5 iso_8859-5:1988""",
        "iso8859_6": """arabic asmo-708 csiso88596e csiso88596i csisolatinarabic
            ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6
            iso88596 iso_8859-6 iso_8859-6:1987""",
        "iso8859_7": """csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7
            iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek""",
        "iso8859_8": """csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e
            iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual
            csiso88598i iso-8859-8-i logical""",
        "iso8859_10": """csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6
            latin6""",
        "iso8859_13": "iso-8859-13 iso8859-13 iso885913",
        "iso8859_14": "iso-8859-14 iso8859-14 iso885914",
        "iso8859_15": """csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15
            l9""",
        "iso8859_16": "iso-8859-16",
        "koi8_r": "cskoi8r koi koi8 koi8-r koi8_r",
        "koi8_u": "koi8-ru koi8-u",
        "mac_roman": "csmacintosh mac macintosh x-mac-roman",
        "cp874": """dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
            windows-874""",
        "cp1250": "cp1250 windows-1250 x-cp1250",
        "cp1251": "cp1251 windows-1251 x-cp1251",
        "cp1252": """ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1
            iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1
            us-ascii windows-1252 x-cp1252""",
        "cp1253": "cp1253 windows-1253 x-cp1253",
        "cp1254": """cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599
            iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254""",
        "cp1255": "cp1255 windows-1255 x-cp1255",
        "cp1256": "cp1256 windows-1256 x-cp1256",
        "cp1257": "cp1257 windows-1257 x-cp1257",
        "cp1258": "cp1258 windows-1258 x-cp1258",
        "gbk": """chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk
            iso-ir-58 x-gbk""",
        "gb18030": "gb18030",
        # Python's own big5 and shift_jis differ from what browsers read by these names.
        "cp950": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
        "cp932": """csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j
            x-sjis""",
        "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
        "cp949": """cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987
            ks_c_5601-1989 ksc5601 ksc_5601 windows-949""",
        "ascii": "x-mac-cyrillic x-mac-ukrainian",  # Python has no codec that agrees
    }
)
BY_META = LABELS | by_label(
    {
        ALIEN: """csiso2022jp csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext
            iso-2022-jp iso-2022-kr replacement""",
        # One that could be read as ASCII does not speak of UTF-16 (HTML §13.2.3.2).
        "utf-8": """csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff unicodefffe
            utf-16 utf-16be utf-16le""",
        "cp1252": "x-user-defined",
    }
)
GAP = rb"[\t\n\f\r ]*"
QUOTED = rb"""=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|"""
IN_TYPE = re.compile(
    rb"charset" + GAP + QUOTED + rb"""([^\t\n\f\r ;"']+))""", re.IGNORECASE
)
# What a parser looks through before it parses: comments, tags and other markup.
MARKUP = compiled(
    rb"<!--(?:-?>|.*?-->)|"
    rb"""<(/?[a-z][^\t\n\f\r />]*)((?:[^>"']|"[^"]*"|'[^']*')*+)>|<[!/?][^>]*>""",
    re.IGNORECASE | re.DOTALL,
)
PAIR = re.compile(rb"([^\t\n\f\r />=]+)" + GAP + QUOTED + rb"""([^\t\n\f\r "'>]+))""")


def label_of(said: bytes | None) -> str:
    return (said or b"").decode("latin-1").strip("\t\n\f\r ").lower()


@lru_cache(maxsize=256)
def declared(content_type: bytes) -> str:
    """Read the charset's label out of a Content-Type; empty where it says none."""
    found = IN_TYPE.search(content_type)
    return label_of(b"".join(filter(None, found.groups()))) if found else ""


def in_meta(beginning: bytes) -> str:
    """Find the first label a browser knows in the meta elements of the beginning."""
    for found in MARKUP.finditer(beginning[:PRESCAN]):
        if found[1] is not None and found[1].lower() == b"meta":
            label = of_meta(found[2])
            if label in BY_META:
                return label
    return ""


def of_meta(attributes: bytes) -> str:
    said: dict[bytes, bytes] = {}
    for pair in PAIR.finditer(attributes):
        said.setdefault(pair[1].lower(), b"".join(filter(None, pair.groups()[1:])))
    if label := label_of(said.get(b"charset")):
        return label
    is_header = label_of(said.get(b"http-equiv")) == "content-type"
    return declared(said.get(b"content", b"")) if is_header else ""


def is_enough(content_type: bytes, beginning: bytes) -> bool:
    """Whether more of the page could no longer change what `of_page` says."""
    enough = len(codecs.BOM_UTF8) if declared(content_type) else PRESCAN
    return len(beginning) >= enough


def of_page(content_type: bytes, beginning: bytes) -> str | None:
    """Tell the page's charset: by a byte order mark, else its header, else itself.

    A page that nowhere says so gets ASCII with character references, right in any.
    """
    if beginning.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return None
    if beginning.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if label := declared(content_type):
        return LABELS.get(label)
    if label := in_meta(beginning):
        return BY_META[label] or None
    return "ascii"


def encoded(text: str, charset: str) -> bytes:
    """Write text in a page's charset; what it lacks becomes character references."""
    data = as_it_is(text, charset)
    if data is not None:
        return data
    each = (as_it_is(char, charset) or b"&#%d;" % ord(char) for char in text)
    return b"".join(each)


def as_it_is(text: str, charset: str) -> bytes | None:
    """Encode text that comes back the same: some codecs write a yen as a backslash."""
    try:
        data = text.encode(charset)
    except UnicodeEncodeError:
        return None
    return data if data.decode(charset) == text else None
