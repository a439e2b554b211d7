"""What a Worker keeps, by what and for how long, before a noting origin."""

import itertools

import pytest

from sarto.vocabulary.edges import Key, Known
from support.edge_asking import ask
from support.edge_origin import Answer, EdgeOrigin, fixed
from support.worker import Worker
from support.worker_site import KEYS, PAGES, TOKEN, changed, edge_of, parts, whole

NUMBERS = itertools.count()
AGAIN, FOR_ALL = {"X-Sarto-Pass": "1"}, {"X-Sarto-Version": "v1", "X-Sarto-Pass": "0"}
FRESH = {"CDN-Cache-Control": "max-age=60"}


def told(token):
    return {**FOR_ALL, "X-Sarto-Noted": "0", **dict.fromkeys(KEYS, token)}


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
def test_who_is_known_by_a_header_shares_one_look_up(
    knowing, origins, page, fields, said
):
    origins.forget()
    for name in ("one", "other"):
        got = ask(knowing, page, Host=f"{page[6:]}.example", User_Agent=name, **fields)

    looks = [each.names - {"host", "connection"} for each in origins.of("/_sarto/key")]
    assert (looks == [{"x-sarto-edge"}]) is (said is not None)
    assert origins.of(page)[-1].names.isdisjoint({"accept-language", "cookie"})
    if said:
        assert got.text == f"<p>page {page} for {said}</p>"


def test_who_is_known_by_a_header_is_given_the_version_that_is_served(
    knowing, origins, page
):
    origins.forget()
    origins.version = "v2"
    known = {"Sec_CH_UA_Mobile": "?1", "Host": "new.example"}

    assert ask(knowing, page, **known).text == f"<p>page {page} for en mobile none</p>"
    assert origins.of(page)[0]["x-sarto-version"] == "v2"


def test_only_the_keys_of_a_page_are_sent_and_kept_by(started, origin):
    touch = Key(header=KEYS[1], pages=whole("/touch"))
    language = Key(header=KEYS[0], pages=whole("/"))
    port = started(edge_of(keys=(language, touch)))
    for language in ("fa", "en"):
        ask(port, "/touch", Accept_Language=language)

    assert all("x-sarto-language" not in each for each in origin.of("/touch"))
