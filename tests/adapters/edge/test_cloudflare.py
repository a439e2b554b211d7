"""What is written for Cloudflare, and what a Worker of it does before an origin."""

import itertools
import json
import re
import subprocess
import tomllib

import pytest

from sarto.vocabulary.edges import Edge, Key, Known
from sarto.vocabulary.globs import glob
from sarto_adapters.edge.cloudflare import Cloudflare, script
from support.edge_asking import ask
from support.edge_origin import Answer, EdgeOrigin, fixed
from support.worker import Worker, needed

TOKEN = "".join(map(str, range(10)))
KEYS = ("X-Sarto-Language", "X-Sarto-Device", "X-Sarto-Own")
NUMBERS = itertools.count()
AGAIN, FOR_ALL = {"X-Sarto-Pass": "1"}, {"X-Sarto-Version": "v1", "X-Sarto-Pass": "0"}
FRESH = {"CDN-Cache-Control": "max-age=60"}
EMPTY = Edge(token=TOKEN, version="v1")


def told(token):
    return {**FOR_ALL, "X-Sarto-Noted": "0", **dict.fromkeys(KEYS, token)}


def whole(*paths):
    return rf"^(?!/_sarto/)(?:{'|'.join(f'(?:{path})' for path in paths)})(?:\?.*)?$"


PAGES = whole("/", "(?>/menu/).*", "/own", "/noted", "/touch")


def edge_of(**more):
    said = {
        "token": TOKEN,
        "version": "v1",
        "keys": (
            Key(header=KEYS[0], pages=PAGES),
            Key(header=KEYS[1], pages=PAGES),
            Key(header=KEYS[2], pages=PAGES),
        ),
        "inputs": ("accept-language", "user-agent", "referer", "x-country"),
        "pages": PAGES,
        "owned": whole("/own"),
        "noted": whole("/noted", "/seen"),
        "private": whole("/private", "/menu/mine"),
        "ignored": ("_ga.*", "_gid"),
    }
    return Edge(**{**said, **more})


def parts(edge):
    return Cloudflare().files(edge)


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


def test_the_secret_is_in_a_file_of_its_own():
    (main, text), (settings, deploy), (secret, proof) = parts(edge_of()).items()

    assert (main, settings, secret) == ("worker.js", "wrangler.toml", "token.json")
    assert TOKEN not in text + deploy
    assert json.loads(proof) == {"SARTO_EDGE_TOKEN": TOKEN}
    assert tomllib.loads(deploy)["main"] == main


def test_every_edge_makes_a_module_that_node_reads(tmp_path):
    known = Known(header="accept-language", tokens=(("", "en"),), without=("x.odd",))
    edges = [
        EMPTY,
        edge_of(),
        edge_of(keys=(Key(header=KEYS[0], pages=PAGES, known=known),)),
        edge_of(private=r'^/"quoted"\\|/%20\.$', ignored=("a|b", r"[a-z]+_\d")),
    ]
    for number, edge in enumerate(edges):
        file = tmp_path / f"{number}.mjs"
        file.write_text(parts(edge)["worker.js"])
        said = subprocess.run(
            [needed(), str(file)], capture_output=True, text=True, check=False
        )
        assert (said.returncode, said.stderr) == (0, "")


GLOBS = ("/", "/menu/*", "/a*b*c*d", "/{name}/x", "/[ab]?", "/(x)", r"/\d", "*.html*")
TARGETS = (
    *("/", "/menu/", "/menu", "/menu/a/b", "/aXbYcZd", "/abcd", "/abdc", "/n/x"),
    *("/n/m/x", "/a1", "/c1", "/(x)", r"/\d", "/5", "/x.html", "/x.html?y", "/a?b"),
)


def test_patterns_mean_in_javascript_what_they_mean_in_python():
    texts = [whole(*(glob(each).pattern for each in some)) for some in (GLOBS, *GLOBS)]
    asked = {script(text): text for text in texts}
    code = "const [texts, targets] = JSON.parse(process.argv[1]);"
    code += "const found = texts.map((t) => targets.map((x) => new RegExp(t).test(x)));"
    code += "console.log(JSON.stringify(found))"
    words = [needed(), "-e", code, json.dumps([list(asked), TARGETS])]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout

    for found, text in zip(json.loads(said), asked.values(), strict=True):
        assert found == [bool(re.search(text, target)) for target in TARGETS], text


@pytest.mark.parametrize(
    "origin",
    ["http://site.example", "https://a:8000", "https://a/b", "https://u@a", "ftp://a"],
)
def test_an_origin_that_cloudflare_cannot_ask_is_refused(origin):
    with pytest.raises(ValueError, match="Cloudflare cannot ask"):
        parts(edge_of(origin=origin))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://origin.site.example", "origin.site.example"),
        ("http://127.0.0.1:8000", ""),
        ("http://[::1]:8000", ""),
        ("http://localhost", ""),
    ],
)
def test_an_origin_is_a_host_of_the_zone_or_what_dns_says(origin, host):
    assert f'"origin": "{host}"' in parts(edge_of(origin=origin))["worker.js"]


@pytest.mark.parametrize(
    "edge", [edge_of(inputs=("x: y",)), edge_of(keys=(Key(header="", pages=PAGES),))]
)
def test_a_header_of_no_name_is_refused(edge):
    with pytest.raises(ValueError, match="is no name of a header"):
        parts(edge)


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
    origin.answers[plain] = lambda request: Answer(
        (found := origin.answered(request)).body,
        [*found.fields, ("Cache-Control", "public, max-age=9")],
    )
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


def changed(origin, **fields):
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
        {"Vary": "X-Sarto-Version, *"},
        {"Vary": "Accept-Language"},
        {"Vary": ""},
        {"CDN_Cache_Control": ""},
        {"CDN_Cache_Control": "max-age=0"},
        {"CDN_Cache_Control": "no-store, max-age=60"},
        {"CDN_Cache_Control": "x-max-age=60"},
    ],
)
def test_what_is_not_made_of_classes_is_asked_for_raw_and_never_kept(
    port, origin, page, fields
):
    origin.answers[page] = changed(origin, **fields)

    for cookie in ("a=1", "a=2"):
        got = ask(port, page, Cookie=cookie)
        assert got.text == f"<p>raw {page} for {cookie}</p>"
        assert "set-cookie" not in {name.lower() for name in got.headers}
    del origin.answers[page]
    assert "for fa" in ask(port, page, Accept_Language="fa").text, "others share it"


@pytest.mark.parametrize(
    "answer",
    [
        fixed("", 500),
        fixed("", 404, **FRESH, **told("en")),
        fixed("", 200, **FRESH, **FOR_ALL),
        fixed("", 200, **FRESH, **{**told("en"), "X-Sarto-Pass": ""}),
        fixed("", 200, **FRESH, **{**told("en"), "X-Sarto-Version": ""}),
        fixed("", 200, **FRESH, **told("A")),
        fixed("", 200, **FRESH, **told("a" * 33)),
    ],
)
def test_without_a_whole_answer_to_the_look_up_all_is_raw(port, origin, page, answer):
    origin.answers["/_sarto/key"] = answer
    cookie = f"a={next(NUMBERS)}"

    for _ in range(2):
        assert ask(port, page, Cookie=cookie).text == f"<p>raw {page} for {cookie}</p>"


@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"Accept_Language": ""}, {}, 2),
        ({"Accept_Language": "a"}, {"Accept_Language": "ab"}, 2),
        ({"Host": "a.example"}, {"Host": "b.example"}, 2),
        ({"Host": "a.example"}, {"Host": "A.EXAMPLE"}, 1),
        ({"Test_Country": "IR"}, {"Test_Country": "PL"}, 2),
        ({"X_Country": "IR"}, {"X_Country": "PL"}, 1),
        ({"CF_Connecting_IP": "1.1.1.1"}, {"CF_Connecting_IP": "2.2.2.2"}, 1),
        ({"Cookie": "sid=1; _ga=1"}, {"Cookie": "_ga_x=2; sid=1;_gid=3"}, 1),
        ({"Cookie": "_ga=1"}, {}, 1),
        ({"Cookie": "x_ga=1"}, {"Cookie": "x_ga=2"}, 2),
        ({"Cookie": "a=_ga=1"}, {"Cookie": "a=_ga=2"}, 2),
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


def test_a_page_is_kept_no_longer_than_is_said(port, origin, page):
    origin.freshness = "max-age=30, stale-while-revalidate=600"
    for later, fetches in ((0, 1), (29_000, 1), (31_000, 2), (60_000, 2), (0, 2)):
        ask(port, page, Test_Later=str(later))
        assert len(origin.of(page)) == fetches


def test_a_new_version_is_asked_for_by_who_was_told_of_it(port, origin, page):
    ask(port, page, Cookie="late=1")
    origin.version = "v2"
    unseen = f"{page}/unseen"

    assert "page" in ask(port, page, Cookie="late=1").text
    assert "raw" in ask(port, unseen, Cookie="late=1").text
    assert "page" in ask(port, unseen, Cookie="new=1").text
    assert [each["x-sarto-version"] for each in origin.of(unseen)] == ["v1", "", "v2"]


def test_other_pages_go_cloudflares_own_way(port, origin):
    said = [("Cache-Control", "max-age=60"), ("CDN-Cache-Control", "max-age=9")]
    origin.answers["/site"] = lambda _: Answer("site", said)

    for _ in range(2):
        got = ask(port, "/site", X_Sarto_Own="evil", Cookie="a=1")
        assert (got.text, got["cdn-cache-control"]) == ("site", "max-age=9")
    (asked,) = origin.of("/site")
    assert not {name for name in asked.names if name.startswith("x-sarto")}


def test_without_a_token_nothing_is_shared(started, origin, page):
    port = started(edge_of(), token="")

    for cookie in ("a=1", "a=2"):
        assert ask(port, page, Cookie=cookie).text == f"<p>raw {page} for {cookie}</p>"
    assert ask(port, "/_sarto/key").status == 404
    assert "/_sarto/key" not in origin.paths()


def test_whatever_fails_it_is_the_sites_own_page_that_comes(port, origin, page):
    origin.answers["/_sarto/key"] = lambda _: 1 / 0  # the line goes dead

    assert ask(port, page, Cookie="a=9").text == f"<p>raw {page} for a=9</p>"


def test_where_the_address_tells_look_ups_are_kept_by_it(started, origin, page):
    port = started(edge_of(is_by_address=True))
    for address in ("1.1.1.1", "1.1.1.1", "2.2.2.2"):
        ask(port, page, CF_Connecting_IP=address, X_Forwarded_For="9.9.9.9")

    keys = [each["x-forwarded-for"] for each in origin.of("/_sarto/key")]
    assert keys == ["1.1.1.1", "2.2.2.2"]
    assert origin.of(page)[0].names.isdisjoint({"x-forwarded-for", "cf-connecting-ip"})


@pytest.fixture(scope="module")
def knowing(started):
    """Start one that tells classes by itself."""
    device = Known(
        header="sec-ch-ua-mobile",
        tokens=(("?0", "other"), ("?1", "mobile"), ("?1", "never")),
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
    return started(edge_of(keys=keys))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Sec_CH_UA_Mobile": "?1"}, "en mobile none"),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa"}, "fa mobile none"),
        ({"Sec_CH_UA_Mobile": "?0", "Cookie": "_ga=1"}, "en other none"),
        ({"Sec_CH_UA_Mobile": "?1", "Cookie": "a=1"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": ""}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa-IR"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "constructor"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Sec_CH_UA_Form_Factors": ""}, None),
        ({"X_Sarto_Device": "mobile"}, None),
        ({}, None),
    ],
)
def test_a_class_that_a_header_tells_needs_no_look_up(
    knowing, origins, page, fields, said
):
    origins.forget()
    got = ask(knowing, page, User_Agent=page, **fields)

    assert ("/_sarto/key" in origins.paths()) is (said is None)
    assert origins.of(page)[-1].names.isdisjoint({"accept-language", "cookie"})
    if said:
        assert got.text == f"<p>page {page} for {said}</p>"


def test_only_the_keys_of_a_page_are_sent_and_kept_by(started, origin):
    touch = Key(header=KEYS[1], pages=whole("/touch"))
    language = Key(header=KEYS[0], pages=whole("/"))
    port = started(edge_of(keys=(language, touch)))
    for language in ("fa", "en"):
        ask(port, "/touch", Accept_Language=language)

    assert all("x-sarto-language" not in each for each in origin.of("/touch"))
