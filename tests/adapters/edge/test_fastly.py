"""What is written for Fastly. No simulator of it is to be had: the text is looked at."""

import re

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from sarto_adapters.edge.fastly import Fastly, pattern, quoted
from sarto_adapters.edge.raw import CONDITIONS, RAW
from support.falco import mistakes

TOKEN = "0123456789abcdef" * 2
HOME, MENU = r"^(?:/)(?:\?.*)?$", r"^(?:/|(?>/menu/).*)(?:\?.*)?$"
LANGUAGE = Known(
    header="accept-language", tokens=(("", "en"), ("fa", "fa"), ("fa", "never"))
)
DEVICE = Known(
    header="sec-ch-ua-mobile",
    tokens=(("?0", "desktop"), ('"50%"', "mobile")),
    without=("sec-ch-ua-form-factors",),
)
EDGES = {
    "bare": Edge(token=TOKEN, version="v1"),
    "private": Edge(token=TOKEN, version="v1", private=HOME),
    "keyed": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(Key(header="X-Sarto-Stage", pages=MENU),),
    ),
    "filled": Edge(token=TOKEN, version="v1", filled=HOME, prefix="/a.b/sarto"),
    "known": Edge(
        token=TOKEN,
        version="v1",
        pages=MENU,
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Device", pages=MENU, known=DEVICE),
        ),
    ),
    "all": Edge(
        token=TOKEN,
        version="v1",
        origin="https://origin.example",
        keys=(
            Key(header="X-Sarto-Language", pages=HOME, known=LANGUAGE),
            Key(header="X-Sarto-Own", pages=MENU),
            Key(header="X-Sarto-Value-Facts-0a1b2c3d4e5f", pages=MENU),
        ),
        inputs=("accept-language", "referer", "x-country"),
        countries=("x-country",),
        is_by_address=True,
        pages=MENU,
        owned=HOME,
        noted=MENU,
        private=r'^(?:/"quoted"|/%20\.)(?:\?.*)?$',
        filled=HOME,
        ignored=("_ga.*", "a|b", r"[a-z]+_\d"),
    ),
}
STRINGS = re.compile(r'"[^"\n]*"|#[^\n]*|//[^\n]*')
BUILT_IN = ("recv", "hash", "hit", "miss", "pass", "fetch", "deliver", "error", "log")


def text_of(edge):
    return Fastly().files(edge)["fastly.vcl"]


def sub(text, name):
    """Give the body of a subroutine."""
    return text.partition(f"\nsub {name} {{\n")[2].partition("\n}\n")[0]


@pytest.mark.parametrize("name", EDGES)
def test_what_is_written_is_of_one_piece(name):
    text = text_of(EDGES[name])
    code = STRINGS.sub('""', text)

    depth = 0
    for letter in code:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert code.count("(") == code.count(")")
    made = re.findall(r"^sub (\w+) \{", code, re.MULTILINE)
    assert len(made) == len(set(made))
    assert set(re.findall(r"call (\w+);", code)) == set(made) - {
        f"vcl_{each}" for each in BUILT_IN
    }


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("state", BUILT_IN)
def test_each_state_has_its_macro(name, state):
    assert f"#FASTLY {state}" in sub(text_of(EDGES[name]) + "\n", f"vcl_{state}")


@pytest.mark.parametrize("name", EDGES)
def test_a_linter_finds_nothing_wrong(tmp_path, name):
    assert mistakes(tmp_path, Fastly().files(EDGES[name])) == []


def test_the_secret_is_in_a_file_of_its_own():
    (main, text), (secret, proof) = Fastly().files(EDGES["all"]).items()

    assert (main, secret, proof) == ("fastly.vcl", "token.txt", TOKEN)
    assert TOKEN not in text
    assert 'table.lookup(sarto_edge, "token")' in text


def test_nothing_of_one_visitor_goes_with_a_class():
    text = text_of(EDGES["all"])
    page = sub(text, "sarto_unasked") + sub(text, "sarto_asked")

    for name in (*RAW, *CONDITIONS, "accept-language", "x-country", "Cookie"):
        assert f"unset bereq.http.{name};".lower() in page.lower(), name
    for name in ("Url", "Cookie", "Referer"):
        assert f"unset bereq.http.X-Sarto-Edge-{name};" in page


def test_what_is_asked_for_raw_has_nothing_of_ours():
    text = text_of(EDGES["all"])

    assert "unset bereq.http.X-Sarto-*;" in sub(text, "sarto_asked")
    assert "unset bereq.http.X-Sarto-*;" in sub(text, "vcl_pass")
    assert "unset req.http.X-Sarto-*;" in sub(text, "sarto_unkey")
    assert "unset resp.http.X-Sarto-*;" in sub(text, "vcl_deliver")


def test_a_look_up_is_kept_by_all_that_makes_it():
    key = sub(text_of(EDGES["all"]), "vcl_hash")

    for name in ("Cookie", "accept-language", "referer", "x-country"):
        assert f'if(req.http.{name}, "1" req.http.{name}, "0") LF' in key
    assert "req.http.Fastly-Client-IP LF" in key
    assert "set req.http.x-country = client.geo.country_code;" in text_of(EDGES["all"])


def test_pages_are_kept_by_the_classes_they_differ_by():
    page = sub(text_of(EDGES["all"]), "vcl_hash").partition('== "page"')[2]

    assert "X-Sarto-Version LF" in page
    for key in EDGES["all"].keys:
        at = page.index(f'"{key.header}:" req.http.{key.header} LF')
        assert pattern(key.pages) in page[:at].rpartition("if (")[2]


def test_known_classes_are_in_tables():
    text = text_of(EDGES["known"])

    assert 'table sarto_known_0 {\n    "fa": "fa",\n}' in text
    assert '"%2250%25%22": "mobile",' in text
    known = sub(text, "sarto_known")
    assert 'set req.http.X-Sarto-Language = "en";' in known
    assert "if (req.http.sec-ch-ua-form-factors) {\n            return;" in known
    assert "sarto_known" not in text_of(EDGES["keyed"])


def test_nothing_is_asked_for_where_no_page_differs():
    text = text_of(EDGES["bare"])

    assert "restart;" not in text
    assert "sarto_page" not in text


def test_a_backend_is_written_where_one_is_named():
    assert '.host = "origin.example";\n    .port = "443";' in text_of(EDGES["all"])
    plain = Edge(token=TOKEN, version="v1", origin="http://a.example:8080")
    assert '.port = "8080";' in text_of(plain)
    assert ".ssl" not in text_of(plain)
    assert "backend " not in STRINGS.sub("", text_of(EDGES["keyed"]))


@pytest.mark.parametrize(
    "origin", ["http://", "http://a/b", "http://a/?b", "ftp://a", "http://u@a"]
)
def test_an_origin_that_fastly_cannot_ask_is_refused(origin):
    with pytest.raises(ValueError, match="Fastly cannot ask"):
        text_of(Edge(token=TOKEN, version="v1", origin=origin))


@pytest.mark.parametrize(
    "edge",
    [
        Edge(token=TOKEN, version="v", pages=MENU, inputs=('x" client.ip "',)),
        Edge(token=TOKEN, version="v", pages=MENU, inputs=("x.odd",)),
        Edge(token=TOKEN, version="v", keys=(Key(header="Cookie", pages=MENU),)),
    ],
)
def test_a_header_of_no_name_is_refused(edge):
    with pytest.raises(ValueError, match="is no "):
        text_of(edge)


def test_no_string_has_what_fastly_reads_otherwise():
    assert quoted('50%"') == '"50%25%22"'
    assert pattern(r'/%20"\%\"\\%') == r'"/\x2520\x22\x25\x22\\\x25"'
    for text in ("a\nb", "قهوه"):
        with pytest.raises(ValueError, match="cannot be written"):
            quoted(text)
        with pytest.raises(ValueError, match="cannot be written"):
            pattern(text)


@pytest.mark.parametrize("target", ['/"quoted"', "/%20.", "/%20x", "/%20.?a"])
def test_a_pattern_means_what_it_meant(target):
    text = EDGES["all"].private
    written = pattern(text)[1:-1]

    assert bool(re.search(written, target)) is bool(re.search(text, target))
