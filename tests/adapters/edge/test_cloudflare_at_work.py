"""What a Worker does with what clients ask, before a noting origin."""

import itertools

import pytest

from support.edge_asking import ask
from support.edge_origin import Answer, EdgeOrigin
from support.worker import Worker
from support.worker_site import KEYS, TOKEN, edge_of, parts

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def origins():
    found = EdgeOrigin(TOKEN)
    yield found
    found.close()


@pytest.fixture(scope="module")
def started(origins, tmp_path_factory):
    made = []

    def start(edge, token=TOKEN):
        folder = tmp_path_factory.mktemp("worker")
        made.append(Worker(folder, parts(edge), origins.url, token))
        return made[-1].port

    yield start
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def port(started):
    return started(edge_of())


@pytest.fixture
def origin(origins, port):
    origins.forget()
    return origins


@pytest.fixture
def page():
    return f"/menu/{next(NUMBERS)}"


def test_a_page_is_asked_for_by_classes_alone(port, origin, page):
    got = ask(
        port,
        page,
        Cookie="sid=1; _ga=2",
        Accept_Language="fa",
        User_Agent="Mobile",
        Referer="https://a.example/b?c",
        X_Country="US",
        Test_Country="IR",
        Sec_CH_UA="x",
        Range="bytes=0-3",
        If_None_Match='W/"x"',
        X_Forwarded_Host="evil.example",
        Host="site.example",
    )

    key, keyed = origin.asked
    assert (key.target, keyed.target) == ("/_sarto/key", page)
    assert key["cookie"] == "sid=1"
    assert key["referer"] == "https://a.example/"
    assert key["x-country"] == "IR"
    assert key["x-sarto-edge"] == keyed["x-sarto-edge"] == TOKEN
    assert keyed.names - {"connection"} == {
        *("host", "accept", "x-sarto-edge", "x-sarto-version"),
        *map(str.lower, KEYS),
    }
    assert key["host"] == keyed["host"] == "site.example"
    assert got.text == f"<p>page {page} for fa mobile none</p>"


def test_visitors_of_the_same_classes_share_a_page_and_no_others(port, origin, page):
    visitors = itertools.product(
        ("fa", "fa-IR", "en", "de"), ("Mobile A", "C"), ("a=1", "a=2", "band=1")
    )
    for language, agent, cookie in visitors:
        got = ask(port, page, Accept_Language=language, User_Agent=agent, Cookie=cookie)
        said = (
            language[:2].replace("de", "en"),
            "mobile" if agent[0] == "M" else "other",
            "own" if cookie == "band=1" else "none",
        )
        assert got.text == f"<p>page {page} for {' '.join(said)}</p>"

    assert len(origin.of(page)) == 8
    assert len(origin.of("/_sarto/key")) == 24


def test_nothing_of_ours_leaves_and_browsers_are_told_of_raw_headers(
    port, origin, page
):
    for _ in range(2):
        got = ask(port, page)
        said = {name.lower() for name in got.headers}
        assert not {name for name in said if name.startswith("x-sarto")}
        assert said.isdisjoint({"cdn-cache-control", "cache-tag", "age"})
        assert got["vary"] == "Accept-Language, Cookie, User-Agent"
        assert got["cache-control"] == "private, no-cache"
    assert len(origin.of(page)) == 1


@pytest.mark.parametrize(
    "path", ["/menu/spoofed", "/private", "/none", "/_sarto/x", "/own"]
)
def test_what_a_client_says_in_our_name_is_not_heard(port, origin, path):
    names = (*KEYS, "X-Sarto-Version", "X-Sarto-Pass", "X-Sarto-Noted", "X-Sarto-Edge")
    more = ("X-Sarto-Fill", "X-Sarto-Until", "X-Sarto-New")
    spoofed = {name.replace("-", "_"): "evil" for name in (*names, *more)}

    assert ask(port, path, Accept_Language="fa", **spoofed).status == 200
    assert "evil" not in str([request.fields for request in origin.asked])
    by_class = path in ("/menu/spoofed", "/own")
    (last,) = (each for each in origin.asked if each.path == path)
    assert ("x-sarto-edge" in last) is by_class


@pytest.mark.parametrize(
    ("path", "cookie", "is_passed"),
    [
        ("/own", "band=1", True),
        ("/own", "a=1", False),
        ("/menu/own", "band=1", False),
        ("/noted", "seen=1", True),
        ("/noted", "a=1", False),
        ("/seen", "seen=1", True),
        ("/menu/due", "due=1", True),
        ("/menu/mine", "a=1", True),
        ("/private?x", "a=1", True),
        ("/_sarto/privacy", "a=1", True),
    ],
)
def test_who_is_nobodys_class_is_asked_for_as_they_are(
    port, origin, path, cookie, is_passed
):
    plain = path.partition("?")[0]

    def loose(request):
        found = origin.answered(request)
        is_raw = "x-sarto-edge" not in request
        public = [("Cache-Control", "public, max-age=9")]
        return Answer(found.body, public) if is_raw else found

    origin.answers[plain] = loose
    for _ in range(2):
        got = ask(port, path, Cookie=cookie)
    assert ("raw" in got.text) is is_passed
    if is_passed:
        requests = origin.of(plain)
        assert len(requests) == 2, "nothing of it is kept"
        assert requests[0]["cookie"] == cookie
        assert not {name for name in requests[0].names if name.startswith("x-sarto")}


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("POST", {}),
        ("PUT", {}),
        ("GET", {"Authorization": "Basic x"}),
        ("GET", {"X_HTTP_Method_Override": "DELETE"}),
        ("GET", {"X_Original_URL": "/admin"}),
        ("GET", {"HX_Request": "true"}),
        ("GET", {"Accept": "application/json"}),
        ("GET", {"If_None_Match": "*"}),
        ("GET", {"If_Match": '"a"'}),
    ],
)
def test_what_is_no_plain_question_for_a_page_is_passed_on(
    port, origin, page, method, fields
):
    got = ask(port, page, method, body=b"a=1" if method != "GET" else b"", **fields)

    assert "raw" in got.text
    assert origin.paths() == [page]
    assert origin.asked[0].method == method


def test_a_head_has_the_headers_of_a_get(port, origin, page):
    head, got = ask(port, page, "HEAD"), ask(port, page)

    assert head.body == b""
    assert head["etag"] == got["etag"]
    assert len(origin.of(page)) == 1


def test_a_known_variant_is_304_and_that_of_others_is_not(port, origin, page):
    tag = ask(port, page, Accept_Language="fa")["etag"]

    for sent in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = ask(port, page, Accept_Language="fa", If_None_Match=sent)
        assert (again.status, again.body, again["etag"]) == (304, b"", tag)
        assert again["vary"] == "Accept-Language, Cookie, User-Agent"
    other = ask(port, page, Accept_Language="en", If_None_Match=tag)
    assert other.status == 200
    assert "for en" in other.text


@pytest.mark.parametrize(
    "path",
    [
        *("/_sarto/key", "/_sarto/key?a", "/_sarto/key/", "/_sarto/key;a"),
        *("/_sarto/fragment/name?p=1", "/_sarto/cache/0123", "/./_sarto/key"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_edge_alone_is_nowhere(port, origin, path, method):
    got = ask(port, path, method, X_Sarto_Edge=TOKEN)

    assert (got.status, got.text) == (404, "Not found\n")
    assert got["cache-control"] == "no-store"
    assert origin.paths() == []


@pytest.mark.parametrize("path", ["/_sarto/%6bey", "/%5fsarto/key", "/_sarto//key"])
def test_a_disguised_look_up_proves_nothing(port, origin, path):
    ask(port, path)

    assert "x-sarto-edge" not in origin.asked[0]
