"""What is written for Fastly. No simulator of it is to be had: the text is looked at."""

import re
from dataclasses import replace

import pytest

from sarto.vocabulary.edges import Key
from sarto_adapters.edge.fastly import Fastly, pattern, quoted
from sarto_adapters.edge.raw import CONDITIONS, RAW
from support.edge_described import EDGES, MENU, edge_of
from support.falco import mistakes

NAMED = replace(EDGES["all"], origin="https://origin.example")
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


def test_a_linter_finds_nothing_wrong_where_a_backend_is_named(tmp_path):
    assert mistakes(tmp_path, Fastly().files(NAMED)) == []


def test_the_secret_is_the_token_and_is_looked_up():
    (main, text), (secret, proof) = Fastly().files(EDGES["all"]).items()

    assert (main, secret, proof) == ("fastly.vcl", "token.txt", EDGES["all"].token)
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

    assert 'table sarto_known_0 {\n    "fa": "fa",\n    "en;q=0.9": "en",\n}' in text
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
    assert '.host = "origin.example";\n    .port = "443";' in text_of(NAMED)
    plain = edge_of(origin="http://a.example:8080")
    assert '.port = "8080";' in text_of(plain)
    assert ".ssl" not in text_of(plain)
    assert "backend " not in STRINGS.sub("", text_of(EDGES["keyed"]))


@pytest.mark.parametrize(
    "more", [{"inputs": ("x.odd",)}, {"keys": (Key(header="Cookie", pages=MENU),)}]
)
def test_a_header_that_cannot_be_named_is_refused(more):
    with pytest.raises(ValueError, match="is no "):
        text_of(edge_of(**more))


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
