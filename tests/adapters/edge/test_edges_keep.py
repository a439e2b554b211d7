"""What every cache keeps, and by what, before a noting origin."""

import itertools

import pytest

from support.edge_described import KEYS, knowing
from support.edge_kinds import EXACT
from support.edge_origin import changed, fixed

NUMBERS = itertools.count()
AGAIN, FOR_ALL = {"X-Sarto-Pass": "1"}, {"X-Sarto-Version": "v1", "X-Sarto-Pass": "0"}
FRESH = {"CDN-Cache-Control": "max-age=60"}


def told(token):
    return {**FOR_ALL, "X-Sarto-Noted": "0", **dict.fromkeys(KEYS, token)}


@pytest.mark.parametrize("cache", EXACT, indirect=True)  # nginx has to be told so
@pytest.mark.parametrize(
    "fields",
    [
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
    site, page, fields
):
    site.origin.answers[page] = changed(site.origin, **fields)

    for cookie in ("a=1", "a=2"):
        got = site.ask(page, Cookie=cookie)
        assert got.text == f"<p>raw {page} for {cookie}</p>"
        assert "set-cookie" not in {name.lower() for name in got.headers}
    if site.kind == "varnish":  # which keeps in mind that it is not to be shared
        keyed = ["x-sarto-version" in each for each in site.origin.of(page)]
        assert keyed == [True, False, False]
    del site.origin.answers[page]
    assert "for fa" in site.ask(page, Accept_Language="fa").text, "others share it"


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
def test_without_a_whole_answer_to_the_look_up_all_is_raw(site, page, answer):
    site.ask(page)
    site.origin.answers["/_sarto/key"] = answer

    for _ in range(2):
        assert site.ask(page, Cookie="a=1").text == f"<p>raw {page} for a=1</p>"
    keyed = ["x-sarto-version" in each for each in site.origin.of(page)]
    assert keyed == [True, False, False]


@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"Accept_Language": "a"}, {"Accept_Language": "ab"}, 2),
        (
            {"Accept_Language": "a", "X_Geo": "b"},
            {"Accept_Language": "ab", "X_Geo": ""},
            2,
        ),
        ({"Host": "a.example"}, {"Host": "b.example"}, 2),
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
def test_look_ups_are_kept_by_all_that_makes_them(site, first, second, looks):
    browser = f"browser {next(NUMBERS)}"  # where the host is the same as before
    for fields in (first, second):
        site.ask("/menu/kept", User_Agent=browser, **fields)

    assert len(site.origin.of("/_sarto/key")) == looks


@pytest.mark.parametrize("cache", EXACT, indirect=True)
@pytest.mark.parametrize(
    ("first", "second", "looks"),
    [
        ({"Accept_Language": ""}, {}, 2),
        ({"Accept_Language": "en"}, {"Accept_Language": ["en", "fa"]}, 2),
        ({"Referer": ""}, {"X_Geo": ""}, 2),
        ({"Host": "a.example"}, {"Host": "A.EXAMPLE"}, 1),
    ],
)
def test_what_is_empty_or_said_twice_is_something_else(site, first, second, looks):
    browser = f"browser {next(NUMBERS)}"
    for fields in (first, second):
        site.ask("/menu/kept", User_Agent=browser, **fields)

    assert len(site.origin.of("/_sarto/key")) == looks


def test_a_new_version_is_asked_for_by_who_was_told_of_it(site, page):
    site.ask(page, Cookie="late=1")
    site.origin.version = "v2"
    unseen = f"{page}/unseen"

    assert "page" in site.ask(page, Cookie="late=1").text
    assert "raw" in site.ask(unseen, Cookie="late=1").text
    assert "page" in site.ask(unseen, Cookie="new=1").text
    asked = site.origin.of(unseen)
    assert [each["x-sarto-version"] for each in asked] == ["v1", "", "v2"]


def test_who_is_to_be_asked_for_again_is(site, page):
    site.origin.answers[page] = changed(site.origin, **AGAIN)

    for cookie in ("a=1", "a=2"):
        assert site.ask(page, Cookie=cookie).text == f"<p>raw {page} for {cookie}</p>"
    if site.kind == "varnish":
        keyed = ["x-sarto-version" in each for each in site.origin.of(page)]
        assert keyed == [True, False, False]
    del site.origin.answers[page]
    assert "for fa" in site.ask(page, Accept_Language="fa").text, "others share it"


@pytest.fixture(scope="module", params=EXACT)
def knowing_cache(request, opened):
    """Start one that tells classes by itself; nginx looks everybody up."""
    return opened(request.param, describe=knowing)


@pytest.fixture
def knowing_site(knowing_cache):
    return knowing_cache.anew()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Sec_CH_UA_Mobile": "?1"}, "en mobile none"),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa"}, "fa mobile none"),
        ({"Sec_CH_UA_Mobile": "?0", "Cookie": "_ga=1"}, "en other none"),
        (
            {
                "Sec_CH_UA_Mobile": "?0",
                "Accept_Language": "en;q=0.9",
                "Cookie": "_ga=1",
            },
            "en other none",
        ),
        ({"Sec_CH_UA_Mobile": "?1", "Cookie": "a=1"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": ""}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "fa-IR"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "en;qx0.9"}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Accept_Language": "constructor"}, None),
        ({"Sec_CH_UA_Mobile": ["?1", "?0"]}, None),
        ({"Sec_CH_UA_Mobile": "?1", "Sec_CH_UA_Form_Factors": ""}, None),
        ({"X_Sarto_Device": "mobile"}, None),
        ({}, None),
    ],
)
def test_who_is_known_by_a_header_shares_one_look_up(knowing_site, page, fields, said):
    site = knowing_site
    for name in ("one", "other"):
        got = site.ask(page, User_Agent=name, **fields)

    looks = [
        each.names - site.added - {"connection", "x-sarto-edge-known"}
        for each in site.origin.of("/_sarto/key")
    ]
    assert (looks == [{"x-sarto-edge"}]) is (said is not None)
    assert not any(each & {*map(str.lower, KEYS)} for each in looks)
    raw = {"accept-language", "sec-ch-ua-mobile", "cookie"}
    assert site.origin.of(page)[-1].names.isdisjoint(raw)
    if said:
        assert got.text == f"<p>page {page} for {said}</p>"


def test_who_is_known_by_a_header_is_given_the_version_that_is_served(
    knowing_site, page
):
    knowing_site.origin.version = "v2"

    got = knowing_site.ask(page, Sec_CH_UA_Mobile="?1")
    assert got.text == f"<p>page {page} for en mobile none</p>"
    assert knowing_site.origin.of(page)[0]["x-sarto-version"] == "v2"
