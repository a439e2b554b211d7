"""What a real Varnish fills in: parts of a page for each visitor."""

import gzip

import pytest

from support.edge_described import TOKEN, whole
from support.edge_origin import Answer, fixed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cache(opened):
    filled = whole("/filled", "/menu/filled.*")
    return opened("varnish", "/filled", filled=filled)


def test_what_a_client_says_in_our_name_is_not_heard(site):
    spoofed = dict.fromkeys(
        ("X_Sarto_Fill", "X_Sarto_Language", "X_Sarto_Edge"), "evil"
    )

    assert site.ask("/filled", Accept_Language="fa", **spoofed).status == 200
    asked = site.origin.asked
    assert "evil" not in str([each.fields for each in asked])
    assert ["x-sarto-edge" in each for each in asked if each.path == "/filled"] == [
        True
    ]


def test_a_page_is_filled_in_for_each_visitor(site):
    texts = []
    for cookie in ("me=1", "me=2"):
        got = site.ask(
            "/filled",
            Cookie=cookie,
            Range="bytes=0-3",
            If_None_Match="*",
            X_Forwarded_For="9.9.9.9",
            X_Sarto_Edge="evil",
        )
        texts.append(got.text)
        assert got.status == 200
        assert got["cache-control"] == "private, no-store"
        assert not {"etag", "last-modified", "age"} & {n.lower() for n in got.headers}

    shell = "<p>page /filled for en other none</p>"
    assert texts == [f"{shell}<b>hello me=1</b>", f"{shell}<b>hello me=2</b>"]
    assert len(site.origin.of("/filled")) == 1
    for part in site.origin.of("/_sarto/fragment/name"):
        assert part.target == "/_sarto/fragment/name?p=1"
        assert part["x-sarto-edge"] == TOKEN
        assert part["x-forwarded-for"] == "9.9.9.9, 127.0.0.1"
        assert part.names.isdisjoint({"range", "if-none-match", "x-sarto-language"})


def test_parts_come_packed_in_a_packed_page_and_broken_ones_are_nothing(site):
    def shell(request):
        text = '<p>1</p><esi:include src="/_sarto/fragment/broken"/>' * 2
        text += '<esi:include src="http://evil.example/_sarto/fragment/name"/>'
        text += '<esi:include src="/_sarto/fragment/../../secret"/>'
        return Answer(text, [*site.origin.keyed(request).fields])

    site.origin.answers["/menu/filled-packed"] = shell
    site.origin.answers["/_sarto/fragment/broken"] = fixed("<h1>broken</h1>", 500)
    got = site.ask(
        "/menu/filled-packed",
        Accept_Encoding="gzip",
        Cookie="me=3",
        Host="a.example",
    )

    body = gzip.decompress(got.body) if got["content-encoding"] == "gzip" else got.body
    assert body == b"<p>1</p><p>1</p><b>hello me=3</b>"
    assert {each["host"] for each in site.origin.asked} == {"a.example"}
    assert "/secret" not in site.origin.paths()
