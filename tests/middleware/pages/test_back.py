"""A form sends its visitor back to a page of this site, and nowhere else."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.pages.back import LONGEST, back, spelt, spelt_path

SHUT = ("/_sarto/consent", "/_sarto/forget")
OURS = [
    "/",
    "/menu",
    "/menu/pizza",
    "/menu/",
    "/menu?a=1&b=2",
    "/menu?next=https://other.example/",
    "/menu#top",
    "/menu?a=/../..//x",
    "/_sarto/privacy#consent",
    "/_sarto/privacy?page=/menu//x",
    "/_sarto/consents",
    "/%D9%85%D9%86%D9%88",
    "/a%20b",
    "/100%25",
    "/a:b",
    "/a@b.example",
    "/~user/;v=1,2",
    "/.well-known/x",
    "/..a",
]
OTHERS = [
    "",
    " ",
    "menu",
    "?a=1",
    "#a",
    ".",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/%2f..",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/a\\b",
    "/a?b=\\",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:a@b.example",
    "@evil.example",
    ":80/x",
    " //evil.example",
    " /menu",
    "/menu ",
    "\t/menu",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/menu\r\nLocation: //evil.example",
    "/menu\x00",
    "/menu\x7f",
    "/\u2028/evil.example",
    "/\u2215evil.example",
    "/\uff0fevil.example",
    "/\u3002evil.example",
    "/منو",
    "/é",
    "/\u200b/evil.example",
    "/\ud800",
    "/%2f",
    "/%2F",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "/%5c",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/%252fevil.example",
    "/%25252fevil.example",
    "/%25252525252fevil.example",
    "/%09/evil.example",
    "/%0d%0aSet-Cookie:%20a=b",
    "/%00",
    "/%7f",
    "/%c2%85/evil.example",
    "/a%2f%2fevil.example",
    "/a/%5cevil.example",
    "/a//evil.example",
    "/menu//",
    "/.//evil.example",
    "/./menu",
    "/..//evil.example",
    "/../menu",
    "/a/../..//evil.example",
    "/%2e%2e//evil.example",
    "/%2e/%2fevil.example",
    "/a/%2e%2e/b",
    "/%252e%252e/b",
    "/_sarto/consent",
    "/_sarto/consent?choice=all",
    "/_sarto/consent#x",
    "/_sarto/consent/",
    "/_sarto/consent/x",
    "/_sarto/forget",
    "/_sarto/%63onsent",
    "/_sarto/%2563onsent",
    "/%5fsarto/forget",
    "/x/../_sarto/forget",
    "/" + "a" * LONGEST,
]


@pytest.mark.parametrize("path", OURS)
def test_a_page_of_this_site_is_gone_back_to(path) -> None:
    assert back(path, SHUT) == path


@pytest.mark.parametrize("path", OTHERS)
def test_nothing_else_is(path) -> None:
    assert back(path, SHUT) is None


def test_there_are_enough_of_them() -> None:
    assert len({*OTHERS}) >= 60
    assert back(None, SHUT) is None


@given(st.text(max_size=60))
def test_no_text_leads_off_the_site(text) -> None:
    for path in (text, f"/{text}", f"//{text}", f"/%2f{text}"):
        found = back(path)
        if found is not None:
            assert found == path
            assert found.startswith("/")
            assert found.isascii()
            assert found.isprintable()
            assert found[1:2] not in ("/", "\\")


def test_a_person_s_path_is_spelt_as_browsers_do() -> None:
    assert spelt("/منو?a=ب") == "/%D9%85%D9%86%D9%88?a=%D8%A8"
    assert spelt("/a%20b") == "/a%20b"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_path_that_was_decoded_is_spelt_so_that_it_decodes_to_itself(text) -> None:
    raw = spelt_path(f"/{text}")
    assert unquote(raw) == f"/{text}"
    assert not {*raw} & {"?", "#"}
