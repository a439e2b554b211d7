"""What a real Varnish does with what is written for it, before a noting origin."""

import gzip
import itertools
import threading
import time

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from sarto_adapters.edge.varnish import Varnish
from support.edge_asking import ask, said_raw
from support.edge_origin import Answer, EdgeOrigin, fixed
from support.varnish import Varnish as Varnishd

pytestmark = pytest.mark.slow

TOKEN = "".join(map(str, range(10)))
KEYS = ("X-Sarto-Language", "X-Sarto-Device", "X-Sarto-Own")
NUMBERS = itertools.count()
PRIVATE = ("Cache-Control", "private, no-store")

AGAIN, FOR_ALL = {"X-Sarto-Pass": "1"}, {"X-Sarto-Version": "v1", "X-Sarto-Pass": "0"}
FRESH = {"CDN-Cache-Control": "max-age=60"}


def told(token):
    return {**FOR_ALL, "X-Sarto-Noted": "0", **dict.fromkeys(KEYS, token)}


def whole(*paths):
    return rf"^(?:{'|'.join(paths)})(?:\?.*)?$"


PAGES = whole("/", "/menu/.*", "/own", "/noted", "/filled")


def edge_of(origin, **more):
    said = {
        "token": TOKEN,
        "version": "v1",
        "origin": origin.url,
        "keys": tuple(Key(header=name, pages=PAGES) for name in KEYS),
        "inputs": ("accept-language", "user-agent", "referer", "x-geo"),
        "pages": PAGES,
        "owned": whole("/own"),
        "noted": whole("/noted"),
        "filled": whole("/filled", "/menu/filled.*"),
        "private": whole("/private", "/menu/mine"),
        "ignored": ("_ga.*", "_gid"),
    }
    return Edge(**{**said, **more})


@pytest.fixture(scope="module")
def origins():
    found = EdgeOrigin(TOKEN)
    yield found
    found.close()


@pytest.fixture(scope="module")
def port(origins, tmp_path_factory):
    files = Varnish().files(edge_of(origins))
    started = Varnishd(tmp_path_factory.mktemp("varnish"), files)
    yield started.port
    started.close()


@pytest.fixture
def origin(origins, port):
    purge(port, "sarto")
    origins.forget()
    return origins


@pytest.fixture
def page():
    """Name a page that nobody has asked for yet."""
    return f"/menu/{next(NUMBERS)}"


def test_a_page_is_asked_for_by_classes_alone(port, origin, page):
    got = ask(
        port,
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

    key, keyed = origin.asked
    assert (key.target, keyed.target) == ("/_sarto/key", page)
    assert key["cookie"] == "sid=1"
    assert key["referer"] == "https://a.example/"
    assert key["x-sarto-edge"] == keyed["x-sarto-edge"] == TOKEN
    assert keyed.names == {
        *("host", "accept-encoding", "x-varnish", "x-sarto-edge", "x-sarto-version"),
        *map(str.lower, KEYS),
    }
    assert "for fa mobile none" in origin.keyed(keyed).body
    assert got.text == f"<p>page {page} for fa mobile none</p>"


def test_visitors_of_the_same_classes_share_a_page_and_no_others(port, origin, page):
    for language, agent, cookie in itertools.product(
        ("fa", "fa-IR", "en", "de"),
        ("Mobile A", "Mobile B", "C"),
        ("a=1", "a=2", "band=1"),
    ):
        got = ask(port, page, Accept_Language=language, User_Agent=agent, Cookie=cookie)
        said = (
            language[:2].replace("de", "en"),
            "mobile" if agent[0] == "M" else "other",
            "own" if cookie == "band=1" else "none",
        )
        assert got.text == f"<p>page {page} for {' '.join(said)}</p>"

    assert len(origin.of(page)) == 8
    assert len(origin.of("/_sarto/key")) == 36


def test_nothing_of_ours_leaves_and_browsers_are_told_of_raw_headers(
    port, origin, page
):
    for _ in range(2):
        got = ask(port, page)
        told = {name.lower() for name in got.headers}
        assert not {name for name in told if name.startswith("x-sarto")}
        assert told.isdisjoint({"cdn-cache-control", "age", "accept-ranges"})
        assert got["vary"] == "Accept-Language, Cookie, User-Agent"
        assert got["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "path", ["/menu/spoofed", "/filled", "/private", "/none", "/_sarto/x"]
)
def test_what_a_client_says_in_our_name_is_not_heard(port, origin, path):
    names = (*KEYS, "X-Sarto-Version", "X-Sarto-Pass", "X-Sarto-Own", "X-Sarto-Noted")
    ours = (
        *names,
        "X-Sarto-Edge",
        "X-Sarto-Fill",
        "X-Sarto-Purge",
        "X-Sarto-Edge-Step",
    )
    more = ("X-Sarto-Edge-Url", "X-Sarto-Edge-Cookie", "X-Sarto-Edge-Referer")
    spoofed = {name.replace("-", "_"): ["evil", "page"] for name in (*ours, *more)}

    assert ask(port, path, Accept_Language="fa", Cookie="s=1", **spoofed).status == 200
    for request in origin.asked:
        assert "evil" not in str(request.fields)
        assert len(request.names) == len(request.fields)
    by_class = path in ("/menu/spoofed", "/filled")
    assert [("x-sarto-edge" in each) for each in origin.asked if each.path == path] == [
        by_class
    ]


@pytest.mark.parametrize(
    ("path", "cookie", "is_passed"),
    [
        ("/own", "band=1", True),
        ("/own", "a=1", False),
        ("/menu/own", "band=1", False),
        ("/noted", "seen=1", True),
        ("/noted", "a=1", False),
        ("/menu/noted", "seen=1", False),
        ("/menu/due", "due=1", True),
        ("/menu/due", "_ga=1; due=1; _gid=2", True),
        ("/menu/mine", "a=1", True),
        ("/private?x", "a=1", True),
        ("/_sarto/privacy", "a=1", True),
    ],
)
def test_who_is_nobodys_class_is_asked_for_as_they_are(
    port, origin, path, cookie, is_passed
):
    got = ask(port, path, Cookie=cookie, X_Forwarded_For="9.9.9.9")

    plain = path.partition("?")[0]
    assert ("raw" in got.text) is is_passed
    if is_passed:
        (request,) = origin.of(plain)
        assert request["cookie"] == cookie
        assert request["x-forwarded-for"] == "9.9.9.9, 127.0.0.1"
        assert not {name for name in request.names if name.startswith("x-sarto")}


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("POST", {}),
        ("PUT", {}),
        ("DELETE", {}),
        ("GET", {"Authorization": "Basic x"}),
        ("GET", {"Authorization": ""}),
        ("GET", {"X_HTTP_Method_Override": "DELETE"}),
        ("GET", {"X_Original_URL": "/admin"}),
        ("GET", {"Connection": "X-Geo", "X_Geo": "IR"}),
        ("GET", {"Connection": ["close", "keep-alive , x-sarto-language"]}),
    ],
)
def test_what_is_no_plain_question_for_a_page_is_passed_on(
    port, origin, page, method, fields
):
    got = ask(port, page, method, **fields)

    assert "raw" in got.text
    assert origin.paths() == [page]
    assert origin.asked[0].method == method


def test_a_body_nobody_wants_leaves_the_origin_in_order(port, origin, page):
    assert "raw" in ask(port, page, body=b"GET /evil HTTP/1.1\r\n\r\n").text
    assert ask(port, page).text == f"<p>page {page} for en other none</p>"
    assert origin.paths() == [page, "/_sarto/key", page]


def test_a_head_has_the_headers_of_a_get(port, origin, page):
    head, got = ask(port, page, "HEAD"), ask(port, page)

    assert head.body == b""
    assert head["etag"] == got["etag"]
    assert head["content-length"] == got["content-length"] == str(len(got.body))
    assert len(origin.of(page)) == 1


def test_a_known_variant_is_304_and_that_of_others_is_not(port, origin, page):
    tag = ask(port, page, Accept_Language="fa")["etag"]

    again = ask(port, page, Accept_Language="fa", If_None_Match=tag)
    other = ask(port, page, Accept_Language="en", If_None_Match=tag)
    assert (again.status, again["etag"]) == (304, tag)
    assert again["vary"] == "Accept-Language, Cookie, User-Agent"
    assert other.status == 200
    assert "for en" in other.text
    assert ask(port, page, If_Range=other["etag"], Range="bytes=1-2").status == 200


def test_a_page_is_filled_in_for_each_visitor(port, origin):
    texts = []
    for cookie in ("me=1", "me=2"):
        got = ask(
            port,
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
    assert len(origin.of("/filled")) == 1
    for part in origin.of("/_sarto/fragment/name"):
        assert part.target == "/_sarto/fragment/name?p=1"
        assert part["x-sarto-edge"] == TOKEN
        assert part["x-forwarded-for"] == "9.9.9.9, 127.0.0.1"
        assert part.names.isdisjoint({"range", "if-none-match", "x-sarto-language"})


def test_parts_come_packed_in_a_packed_page_and_broken_ones_are_nothing(port, origin):
    def shell(request):
        text = '<p>1</p><esi:include src="/_sarto/fragment/broken"/>' * 2
        text += '<esi:include src="http://evil.example/_sarto/fragment/name"/>'
        text += '<esi:include src="/_sarto/fragment/../../secret"/>'
        return Answer(text, [*origin.keyed(request).fields])

    origin.answers["/menu/filled-packed"] = shell
    origin.answers["/_sarto/fragment/broken"] = fixed("<h1>broken</h1>", 500)
    got = ask(
        port,
        "/menu/filled-packed",
        Accept_Encoding="gzip",
        Cookie="me=3",
        Host="a.example",
    )

    body = gzip.decompress(got.body) if got["content-encoding"] == "gzip" else got.body
    assert body == b"<p>1</p><p>1</p><b>hello me=3</b>"
    assert {each["host"] for each in origin.asked} == {"a.example"}
    assert "/secret" not in origin.paths()


@pytest.mark.parametrize(
    "path",
    [
        "/_sarto/key",
        "/_sarto/key?a",
        "/_sarto/key/",
        "/_sarto/key;a",
        "/_sarto/fragment/name?p=1",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_edge_alone_is_nowhere(port, origin, path, method):
    got = ask(port, path, method, X_Sarto_Edge=TOKEN)

    assert (got.status, got.text, got["cache-control"]) == (
        404,
        "Not found\n",
        "no-store",
    )
    assert origin.paths() == []


@pytest.mark.parametrize(
    "path", ["/_sarto/%6bey", "/%5fsarto/key", "/_sarto//key", "/./_sarto/key"]
)
def test_a_disguised_look_up_proves_nothing(port, origin, path):
    ask(port, path)

    assert "x-sarto-edge" not in origin.asked[0]


def keeping(origin, **fields):
    """Answer a page by classes, these fields changed; what is raw stays."""
    said = {name.replace("_", "-"): value for name, value in fields.items()}

    def answer(request):
        if "x-sarto-version" not in request:
            return origin.raw(request)
        made = origin.keyed(request)
        kept = [pair for pair in made.fields if pair[0] not in said]
        return Answer(made.body, [*kept, *((n, v) for n, v in said.items() if v)])

    return answer


@pytest.mark.parametrize(
    "fields",
    [
        AGAIN,
        {"Set_Cookie": "sid=2"},
        {"Set_Cookie": "sid=2", "X_Sarto_Pass": "0"},
        {"Vary": "X-Sarto-Version, *"},
        {"Vary": "Accept-Language"},
        {"Vary": ""},
        {"CDN_Cache_Control": ""},
        {"CDN_Cache_Control": "no-store, max-age=60"},
        {"CDN_Cache_Control": "x-max-age=60"},
        {"CDN_Cache_Control": 'max-age="60"'},
    ],
)
def test_what_is_not_made_of_classes_is_asked_for_raw_and_never_kept(
    port, origin, page, fields
):
    origin.answers[page] = keeping(origin, **fields)

    for cookie in ("a=1", "a=2"):
        got = ask(port, page, Cookie=cookie)
        assert got.text == f"<p>raw {page} for {cookie}</p>"
        assert "set-cookie" not in {name.lower() for name in got.headers}
    assert [("x-sarto-version" in each) for each in origin.of(page)] == [
        True,
        False,
        False,
    ]
    del origin.answers[page]
    assert "for fa" in ask(port, page, Accept_Language="fa").text, "others share it"


def test_what_is_vouched_for_is_served_and_not_kept(port, origin, page):
    said = [PRIVATE, ("Vary", "X-Sarto-Version"), ("X-Sarto-Pass", "0")]
    origin.answers[page] = lambda _: Answer("no such dish", said, 404)

    for _ in range(2):
        assert (ask(port, page).status, ask(port, page).text) == (404, "no such dish")
    assert len(origin.of(page)) == 4


@pytest.mark.parametrize(
    "answer",
    [
        fixed("", 500),
        fixed("", 404, **FRESH, **told("en")),
        fixed("", 200, **FRESH, **FOR_ALL),
        fixed("", 200, **FRESH, **{**told("en"), "X-Sarto-Pass": ""}),
        fixed("", 200, **FRESH, **{**told("en"), "X-Sarto-Version": ""}),
        fixed("", 200, **FRESH, **told("")),
        fixed("", 200, **FRESH, **told("A")),
        fixed("", 200, **FRESH, **told("a" * 33)),
        fixed("", 200, **FRESH, **told("a, b")),
    ],
)
def test_without_a_whole_answer_to_the_look_up_all_is_raw(port, origin, page, answer):
    ask(port, page)
    origin.answers["/_sarto/key"] = answer
    cookie = f"a={next(NUMBERS)}"

    for _ in range(2):
        assert ask(port, page, Cookie=cookie).text == f"<p>raw {page} for {cookie}</p>"
    keyed = ["x-sarto-version" in each for each in origin.of(page)]
    assert keyed == [True, False, False]


@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"Accept_Language": ""}, {}, 2),
        ({"Accept_Language": "en"}, {"Accept_Language": ["en", "fa"]}, 2),
        (
            {"Accept_Language": "a", "X_Geo": "b"},
            {"Accept_Language": "ab", "X_Geo": ""},
            2,
        ),
        ({"Referer": ""}, {"X_Geo": ""}, 2),
        ({"Host": "a.example"}, {"Host": "b.example"}, 2),
        ({"Host": "a.example"}, {"Host": "A.EXAMPLE"}, 1),
        ({"X_Forwarded_Proto": "https"}, {"X_Forwarded_Proto": "http"}, 2),
        ({"X_Forwarded_For": "1.1.1.1"}, {"X_Forwarded_For": "2.2.2.2"}, 1),
        ({"Cookie": "sid=1; _ga=1"}, {"Cookie": "_ga_x=2; sid=1;_gid=3"}, 1),
        ({"Cookie": "_ga=1"}, {}, 1),
        ({"Cookie": "_gax=1; sid=1"}, {"Cookie": "_gax=1; sid=2"}, 2),
        ({"Cookie": "x_ga=1"}, {"Cookie": "x_ga=2"}, 2),
        ({"Cookie": "a=_ga=1"}, {"Cookie": "a=_ga=2"}, 2),
        ({"Cookie": "sid=1"}, {"Cookie": ["sid=1", "sid=2"]}, 2),
        ({"Referer": "https://a/b"}, {"Referer": "https://a/c?d"}, 1),
        ({"Referer": "https://a.b/"}, {"Referer": "https://a/b"}, 2),
        ({"DNT": "1"}, {"DNT": "0"}, 1),
    ],
)
def test_look_ups_are_kept_by_all_that_makes_them(port, origin, first, second, looks):
    browser = f"browser {next(NUMBERS)}"
    for fields in (first, second):
        ask(port, "/menu/kept", User_Agent=browser, **fields)

    assert len(origin.of("/_sarto/key")) == looks


def test_a_page_is_stale_no_longer_than_is_said(port, origin, page):
    origin.freshness = "max-age=1, stale-while-revalidate=1"
    ask(port, page)
    time.sleep(1.3)
    ask(port, page)  # stale, and renewed behind
    until = time.monotonic() + 5
    while len(origin.of(page)) < 2:
        assert time.monotonic() < until
        time.sleep(0.01)
    origin.freshness = "max-age=1"
    time.sleep(2.2)
    origin.answers[page] = fixed(
        "new", 200, CDN_Cache_Control="max-age=1", Vary="X-Sarto-Version"
    )
    assert ask(port, page).text == "new"
    time.sleep(1.2)
    origin.answers[page] = fixed(
        "newer", 200, CDN_Cache_Control="max-age=0", Vary="X-Sarto-Version"
    )
    assert [ask(port, page).text for _ in range(2)] == ["newer", "newer"]
    assert len(origin.of(page)) == 5


def test_a_failure_behind_a_stale_page_is_not_shown(port, origin, page):
    origin.freshness = "max-age=1, stale-while-revalidate=30"
    good = ask(port, page).text
    origin.answers[page] = fixed("broken", 500)
    time.sleep(1.2)

    for _ in range(3):
        assert ask(port, page).text == good
        time.sleep(0.1)


def test_a_new_version_is_asked_for_by_who_was_told_of_it(port, origin, page):
    ask(port, page, Cookie="late=1")
    origin.version = "v2"
    unseen = f"{page}/unseen"

    assert "page" in ask(port, page, Cookie="late=1").text
    assert "raw" in ask(port, unseen, Cookie="late=1").text
    assert "page" in ask(port, unseen, Cookie="new=1").text
    assert [each["x-sarto-version"] for each in origin.of(unseen)] == ["v1", "", "v2"]


def purge(port, tag, proof=TOKEN):
    return ask(port, "/", "BAN", X_Sarto_Purge=tag, X_Sarto_Edge=proof).status


def test_a_purge_takes_what_has_just_that_tag(port, origin, page):
    def fetches():
        ask(port, page)
        return len(origin.of(page))

    assert fetches() == 1
    assert [
        purge(port, tag) for tag in ("sarto-slot-her", "slot-hero", "sarto-slot.hero")
    ] == [200] * 3
    assert fetches() == 1
    assert purge(port, "sarto-slot-hero") == 200
    assert fetches() == 2
    assert [purge(port, tag) for tag in ("", "a b", "(.*", '"')] == [400] * 4
    assert [purge(port, "sarto", proof) for proof in ("", "x", TOKEN[:-1])] == [403] * 3
    assert fetches() == 2
    assert purge(port, "sarto-v1") == 200
    assert fetches() == 3
    assert origin.paths().count("/_sarto/key") == 1


def test_who_may_not_share_does_not_wait_for_others(port, origin, page):
    origin.answers[page] = fixed("", 200, **AGAIN)
    ask(port, page)
    origin.asked.clear()
    origin.hold()
    some = [threading.Thread(target=ask, args=(port, page)) for _ in range(6)]
    for each in some:
        each.start()
    until = time.monotonic() + 10
    while len(origin.of(page)) < 6:
        assert time.monotonic() < until, "one waits for another"
        time.sleep(0.01)
    origin.go_on()
    for each in some:
        each.join()


@pytest.mark.parametrize(
    "path",
    [
        "//menu/1",
        "/menu/..%2fprivate",
        "/menu/%2e%2e/x",
        "/menu/1;a=1",
        "/%6denu/1",
        "/menu/1.css",
        "/menu/?a?b&c",
        "/menu/" + "a" * 6000,
        "/menu/" * 1000,
    ],
)
def test_an_odd_target_reaches_the_origin_as_it_is(port, origin, path):
    assert ask(port, path, Cookie="a=1").status == 200
    assert origin.asked[-1].target.lstrip("/") == path.lstrip("/")


def test_http_1_0_has_no_host_and_http_1_1_must(port, origin, page):
    assert said_raw(port, f"GET {page} HTTP/1.0").startswith(b"HTTP/1.1 200 ")
    assert said_raw(port, f"GET {page} HTTP/1.1").startswith(b"HTTP/1.1 400 ")


def test_other_pages_go_varnishs_own_way(port, origin):
    said = [
        ("Cache-Control", "max-age=60"),
        ("CDN-Cache-Control", "max-age=9"),
        ("X-Sarto-Own", "x"),
    ]
    origin.answers["/site"] = lambda _: Answer("site", said)

    for _ in range(2):
        got = ask(port, "/site")
        assert (got.text, got["cdn-cache-control"], got["x-sarto-own"]) == (
            "site",
            "max-age=9",
            "",
        )
    assert ask(port, "/site", Cookie="a=1")["age"] == "0"
    assert len(origin.of("/site")) == 2
    assert "x-sarto-edge" not in origin.asked[0]


def test_an_origin_that_is_down_is_told_and_kept_pages_go_on(tmp_path):
    origin = EdgeOrigin(TOKEN)
    varnish = Varnishd(tmp_path, Varnish().files(edge_of(origin)))
    try:
        said = ask(varnish.port, "/menu/1", Connection="close")
        filled = ask(varnish.port, "/filled")
        origin.close()
        origin.answers.clear()
        assert "hello stranger" in filled.text
        assert ask(varnish.port, "/menu/1").text == said.text
        for path, cookie in (("/menu/2", ""), ("/menu/1", "new=1"), ("/private", "")):
            assert ask(varnish.port, path, Cookie=cookie).status == 503
        assert (
            ask(varnish.port, "/filled").text == "<p>page /filled for en other none</p>"
        )
    finally:
        varnish.close()


OF_A_VISITOR = {"accept-language", "cookie", "sec-ch-ua-mobile", "user-agent"}


@pytest.fixture(scope="module")
def knowing(origins, tmp_path_factory):
    """Start one that tells classes by itself."""
    device = Known(
        header="sec-ch-ua-mobile",
        tokens=(("?0", "other"), ("?1", "mobile")),
        without=("sec-ch-ua-form-factors",),
    )
    language = Known(
        header="accept-language", tokens=(("", "en"), ("fa", "fa"), ("en;q=0.9", "en"))
    )
    own = Known(header="cookie", tokens=(("", "none"),))
    keys = tuple(
        Key(header=n, pages=PAGES, known=k)
        for n, k in zip(KEYS, (language, device, own), strict=True)
    )
    started = Varnishd(
        tmp_path_factory.mktemp("varnish"),
        Varnish().files(edge_of(origins, keys=keys, is_by_address=True)),
    )
    yield started.port
    started.close()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Sec_CH_UA_Mobile": "?1"}, "en mobile none"),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa"}, "fa mobile none"),
        (
            {
                "Sec_CH_UA_Mobile": "?0",
                "Accept_Language": "en;q=0.9",
                "Cookie": "_ga=1",
            },
            "en other none",
        ),
        ({"Sec_CH_UA_Mobile": "?1", "Cookie": ""}, "en mobile none"),
        ({"Sec_CH_UA_Mobile": "?1", "Cookie": "a=1"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": ""}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa-IR"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "en;qx0.9"}, None),
        ({"Sec_CH_UA_Mobile": ["?1", "?0"]}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Sec_CH_UA_Form_Factors": ""}, None),
        ({"X_Sarto_Device": "mobile"}, None),
        ({}, None),
    ],
)
def test_of_a_class_that_a_header_tells_nothing_but_the_version_is_looked_up(
    knowing, origins, page, fields, said
):
    origins.forget()
    got = ask(knowing, page, User_Agent=page, **fields)

    looked_up = [each.names for each in origins.of("/_sarto/key")]
    assert len(looked_up) <= 1
    assert origins.of(page)[-1].names.isdisjoint(
        {"accept-language", "sec-ch-ua-mobile", "cookie"}
    )
    if said:
        assert all(names.isdisjoint(OF_A_VISITOR) for names in looked_up)
        assert got.text == f"<p>page {page} for {said}</p>"
    else:
        assert looked_up[0].isdisjoint(map(str.lower, KEYS))


def test_where_the_address_tells_look_ups_are_kept_by_it(knowing, origins, page):
    origins.forget()
    for address in ("1.1.1.1", "1.1.1.1", "2.2.2.2", ["1.1.1.1", "2.2.2.2"]):
        ask(knowing, page, Cookie="a=1", X_Forwarded_For=address)

    chains = [each["x-forwarded-for"] for each in origins.of("/_sarto/key")]
    assert chains == [
        f"{it}, 127.0.0.1" for it in ("1.1.1.1", "2.2.2.2", "1.1.1.1, 2.2.2.2")
    ]
    assert "x-forwarded-for" not in origins.of(page)[0]
