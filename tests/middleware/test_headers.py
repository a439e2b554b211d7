import math
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto import headers as fields
from sarto.headers import (
    cookie,
    cookies,
    first,
    joined,
    listed,
    members,
    without,
)

HEADERS = [(b"vary", b"a"), (b"etag", b'"x"'), (b"vary", b"b")]


def test_an_application_s_headers_are_read_once_with_names_in_lower_case():
    sent = ([name, value] for name, value in [(b"ETag", b"X"), (b"VARY", b"Y")])
    assert listed(sent) == [(b"etag", b"X"), (b"vary", b"Y")]


def test_no_headers_are_an_empty_list():
    assert listed(None) == []


def test_the_first_field_line_is_found():
    assert first(HEADERS, b"vary") == b"a"
    assert first(HEADERS, b"age") is None


def test_all_field_lines_of_a_name_are_joined():
    assert joined(HEADERS, b"vary") == b"a, b"
    assert joined(HEADERS, b"age") is None


def test_every_field_of_a_name_is_left_out():
    assert without(HEADERS, b"vary", b"age") == [(b"etag", b'"x"')]


MEMBERS = [
    (None, []),
    (b"", []),
    (b" , ,", []),
    (b"a, b ,c", [b"a", b"b", b"c"]),
    (b'"a,b", W/"c,d"', [b'"a,b"', b'W/"c,d"']),
    (b'"a\\", "b"', [b'"a\\"', b'"b"']),
    (b'private="set-cookie, x", max-age=1', [b'private="set-cookie, x"', b"max-age=1"]),
    (b'", 192.0.2.1', [b'"', b"192.0.2.1"]),
    (b'a"b, c', [b'a"b', b"c"]),
]


@pytest.mark.parametrize(("value", "found"), MEMBERS, ids=[str(m[0]) for m in MEMBERS])
def test_a_field_is_split_at_its_commas_but_those_in_quotes(value, found):
    assert list(members(value)) == found


@given(st.lists(st.from_regex(rb"[!#-+\--~]+", fullmatch=True)))
def test_members_without_quotes_come_apart_as_they_were_put_together(parts):
    assert list(members(b",".join(parts))) == parts


def test_a_hostile_field_is_split_in_time():
    started = time.perf_counter()
    list(members(b'"' * 100_001 + b",a" * 100_000))
    assert time.perf_counter() - started < 20


LIMIT = (
    0.05 if sys.gettrace() is None else 0.5
)  # seconds, on a busy machine; counting lines takes its own
COOKIES = [
    ("one", [b"a=1"], "1"),
    ("among others", [b"b=2; a=1"], "1"),
    ("over lines", [b"b=2", b"a=1"], "1"),
    ("the first", [b"a=1; a=2", b"a=3"], "1"),
    ("no other's end", [b"ba=1"], None),
    ("with an equals sign", [b"a=b=c"], "b=c"),
    ("empty", [b"a="], ""),
    ("without a value", [b"a"], None),
    ("none", [], None),
    ("in another's value", [b"b=x a=1; c=a=2;a=3"], "3"),
    ("in another's value alone", [b"b=x a=1; ba=2"], None),
    ("among spaces", [b" ;\t a=1 \t; b=2"], "1"),
    ("hostile bytes", [b"a=\xff\x00"], "\xff\x00"),
]


@pytest.mark.parametrize(
    ("lines", "value"), [c[1:] for c in COOKIES], ids=[c[0] for c in COOKIES]
)
def test_a_cookie_is_found_by_its_name(lines, value):
    headers = [(b"host", b"a=0"), *((b"cookie", line) for line in lines)]
    assert cookie(headers, "a") == value


def quickest(ask):
    times = []
    for _ in range(7):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return min(times)


CROWDS = [b"a=1;", b"a;", b";", b"=;", b'a="";', b" ", b"a=b=c;", b"wanted ;"]


@pytest.mark.parametrize("crowd", CROWDS)
def test_finding_a_cookie_takes_time_in_proportion_to_the_line(crowd):
    def took(size):
        sent = [(b"cookie", b"wanted;" + crowd * (size // len(crowd)))]
        return quickest(lambda: [cookie(sent, "wanted") for _ in range(20)])

    few, many = fields.COOKIES // 8, fields.COOKIES - 100
    growth = min(math.log(took(many) / took(few), 8) for _ in range(5))
    assert growth <= 1.2


@pytest.mark.parametrize(
    "lines",
    [
        [b"wanted;" * 150_000],
        [b"x" * 1_000_000 + b";wanted=1"],
        [b"wanted"] * 10_000,
        [b"a=1"] * 10_000,
    ],
    ids=["pairs", "one pair", "lines", "other lines"],
)
def test_hostile_cookies_cost_little_and_are_not_read_to_the_end(lines):
    sent = [*((b"cookie", line) for line in lines), (b"cookie", b"wanted=2")]
    assert cookie(sent, "wanted") is None
    assert quickest(lambda: cookie(sent, "wanted")) < LIMIT


def test_a_cookie_that_is_cut_is_not_read():
    room = fields.COOKIES - len(b"a=1; wanted=1234")
    sent = b"a=1;" + b" " * room + b" wanted=1234"
    assert cookie([(b"cookie", sent)], "wanted") == "1234"
    assert cookie([(b"cookie", sent + b"5")], "wanted") is None
    assert cookie([(b"cookie", sent + b"; b=1")], "wanted") == "1234"
    assert cookie([(b"cookie", sent), (b"cookie", b"b=1")], "b") is None


def test_more_cookies_than_a_browser_keeps_are_found():
    sent = b"; ".join(b"c%d=%d" % (number, number) for number in range(200))
    assert cookie([(b"cookie", sent)], "c199") == "199"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((), {}),
        ((b"",), {}),
        ((b"a=1; b=2",), {"a": ("1",), "b": ("2",)}),
        ((b"a=1;b = 2 ;c",), {"a": ("1",), "b": ("2",)}),
        ((b"a=1; a=2; a=1",), {"a": ("1", "2")}),
        ((b"a=1", b"b=2; a=3"), {"a": ("1", "3"), "b": ("2",)}),
        ((b"a=b=c",), {"a": ("b=c",)}),
        (
            (b'x={"a":1, "b":"c"}; a="quoted"',),
            {"x": ('{"a":1, "b":"c"}',), "a": ('"quoted"',)},
        ),
        ((b"p=permit 1,2,3; b=2",), {"p": ("permit 1,2,3",), "b": ("2",)}),
        ((b"a=\xc3\xa9; b=\xff",), {"a": ("é",), "b": ("\udcff",)}),
        ((b"=x; ;",), {"": ("x",)}),
    ],
)
def test_all_cookies_are_listed_as_they_were_sent(lines, found):
    assert cookies([(b"host", b"x"), *((b"cookie", line) for line in lines)]) == found


def test_of_more_cookies_than_are_read_nobody_knows_which_are_missing():
    half = b"a=" + b"x" * (fields.COOKIES // 2 - 2)
    assert cookies([(b"cookie", half)] * 2) is not None
    assert cookies([(b"cookie", half)] * 2 + [(b"cookie", b"b")]) is None


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_listing_cookies_never_raises(lines):
    assert cookies([(b"cookie", line) for line in lines]) is not None
