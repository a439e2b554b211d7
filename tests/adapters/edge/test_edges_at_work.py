"""What every cache does with what clients ask, before a noting origin."""

import itertools

import pytest

from support.edge_described import KEYS, TOKEN
from support.edge_origin import Answer

CALLED = {  # what headers of ours are to each alone
    "cloudflare": ("Purge", "Until", "New"),
    "nginx": (),
    "varnish": ("Purge", *(f"Edge-{n}" for n in ("Step", "Url", "Cookie", "Referer"))),
}


def test_a_page_is_asked_for_by_classes_alone(site, page):
    got = site.ask(
        page,
        Cookie="sid=1; _ga=2",
        Accept_Language="fa",
        User_Agent="Mobile",
        Referer="https://a.example/b?c",
        X_Geo="IR",
        Sec_CH_UA="x",
        CF_IPCountry="IR",
        Range="bytes=0-3",
        If_None_Match='W/"x"',
        If_Modified_Since="Sun, 22 Nov 2026 13:01:05 GMT",
    )

    key, keyed = site.origin.asked
    assert (key.target, keyed.target) == ("/_sarto/key", page)
    assert key["cookie"] == "sid=1"
    assert key["referer"] == "https://a.example/"
    assert key["x-geo"] == "IR"
    assert key["x-sarto-edge"] == keyed["x-sarto-edge"] == TOKEN
    assert key["host"] == keyed["host"] == site.host
    told = {"x-sarto-edge", "x-sarto-version", *map(str.lower, KEYS)}
    assert keyed.names - {"connection"} == {*told, *site.added}
    assert got.text == f"<p>page {page} for fa mobile none</p>"


def test_visitors_of_the_same_classes_share_a_page_and_no_others(site, page):
    for language, agent, cookie in itertools.product(
        ("fa", "fa-IR", "en", "de"),
        ("Mobile A", "Mobile B", "C"),
        ("a=1", "a=2", "band=1"),
    ):
        got = site.ask(page, Accept_Language=language, User_Agent=agent, Cookie=cookie)
        said = (
            language[:2].replace("de", "en"),
            "mobile" if agent[0] == "M" else "other",
            "own" if cookie == "band=1" else "none",
        )
        assert got.text == f"<p>page {page} for {' '.join(said)}</p>"

    assert len(site.origin.of(page)) == 8
    assert len(site.origin.of("/_sarto/key")) == 36


def test_nothing_of_ours_leaves_and_browsers_are_told_of_raw_headers(site, page):
    for _ in range(2):
        got = site.ask(page)
        said = {name.lower() for name in got.headers}
        assert not {name for name in said if name.startswith("x-sarto")}
        assert said.isdisjoint({"cdn-cache-control", "cache-tag", "age"})
        assert "accept-ranges" not in said
        packed = "Accept-Encoding, " if site.kind == "nginx" else ""
        assert got["vary"] == f"{packed}Accept-Language, Cookie, User-Agent"
        assert got["cache-control"] == "private, no-cache"
    assert len(site.origin.of(page)) == 1


@pytest.mark.parametrize(
    "path", ["/menu/spoofed", "/own", "/private", "/none", "/_sarto/x"]
)
def test_what_a_client_says_in_our_name_is_not_heard(site, path):
    ours = ("Version", "Pass", "Own", "Noted", "Edge", "Fill", "Tags", "Vary")
    names = (*KEYS, *(f"X-Sarto-{name}" for name in (*ours, *CALLED[site.kind])))
    spoofed = {name.replace("-", "_"): ["evil", "page"] for name in names}

    assert site.ask(path, Accept_Language="fa", Cookie="s=1", **spoofed).status == 200
    for request in site.origin.asked:
        assert "evil" not in str(request.fields)
        assert len(request.names) == len(request.fields)
    by_class = path in ("/menu/spoofed", "/own")
    (last,) = site.origin.of(path)
    assert ("x-sarto-edge" in last) is by_class


@pytest.mark.parametrize(
    ("path", "cookie", "is_passed"),
    [
        ("/own", "band=1", True),
        ("/own", "a=1", False),
        ("/menu/own", "band=1", False),
        ("/noted", "seen=1", True),
        ("/noted", "a=1", False),
        ("/menu/noted", "seen=1", False),
        ("/seen", "seen=1", True),
        ("/menu/due", "due=1", True),
        ("/menu/due", "_ga=1; due=1; _gid=2", True),
        ("/menu/mine", "a=1", True),
        ("/private?x", "a=1", True),
        ("/_sarto/privacy", "a=1", True),
    ],
)
def test_who_is_nobodys_class_is_asked_for_as_they_are(site, path, cookie, is_passed):
    plain = path.partition("?")[0]

    def loose(request):
        found = site.origin.answered(request)
        is_raw = "x-sarto-edge" not in request
        public = [("Cache-Control", "public, max-age=9")]
        return Answer(found.body, public) if is_raw else found

    site.origin.answers[plain] = loose
    for _ in range(2):
        got = site.ask(path, Cookie=cookie)
    assert ("raw" in got.text) is is_passed
    if is_passed:
        requests = site.origin.of(plain)
        assert len(requests) == 2, "nothing of it is kept"
        assert requests[0]["cookie"] == cookie
        assert not {name for name in requests[0].names if name.startswith("x-sarto")}


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("POST", {}),
        ("PUT", {}),
        ("DELETE", {}),
        ("GET", {"Authorization": "Basic x"}),
        ("GET", {"X_HTTP_Method_Override": "DELETE"}),
        ("GET", {"X_Original_URL": "/admin"}),
    ],
)
def test_what_is_no_plain_question_for_a_page_is_passed_on(site, page, method, fields):
    got = site.ask(page, method, body=b"a=1" if method != "GET" else b"", **fields)

    assert "raw" in got.text
    assert site.origin.paths() == [page]
    assert site.origin.asked[0].method == method


def test_a_head_has_the_headers_of_a_get(site, page):
    head, got = site.ask(page, "HEAD"), site.ask(page)

    assert head.body == b""
    assert head["etag"] == got["etag"]
    assert len(site.origin.of(page)) == 1


def test_a_known_variant_is_304_and_that_of_others_is_not(site, page):
    tag = site.ask(page, Accept_Language="fa")["etag"]

    again = site.ask(page, Accept_Language="fa", If_None_Match=tag)
    assert (again.status, again.body, again["etag"]) == (304, b"", tag)
    assert again["vary"] == "Accept-Language, Cookie, User-Agent"
    other = site.ask(page, Accept_Language="en", If_None_Match=tag)
    assert other.status == 200
    assert "for en" in other.text


@pytest.mark.parametrize(
    "path", ["/_sarto/key", "/_sarto/key?a", "/_sarto/fragment/name?p=1"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_edge_alone_is_nowhere(site, path, method):
    got = site.ask(path, method, X_Sarto_Edge=TOKEN)

    assert (got.status, site.origin.paths()) == (404, [])
    if site.kind != "nginx":  # which says so in its own words
        assert (got.text, got["cache-control"]) == ("Not found\n", "no-store")


@pytest.mark.parametrize("path", ["/_sarto/%6bey", "/%5fsarto/key", "/_sarto//key"])
def test_a_disguised_look_up_proves_nothing(site, path):
    site.ask(path)

    assert not any("x-sarto-edge" in each for each in site.origin.asked)
