import pytest

from sarto.cache.freshness import MOST, NONE, Freshness, freshness
from sarto.headers import Headers

DATE = ("date", "Sun, 22 Nov 2026 10:00:00 GMT")
SOON = ("expires", "Sun, 22 Nov 2026 10:01:30 GMT")


def fields(*pairs: tuple[str, str]) -> Headers:
    return [(name.encode(), value.encode("latin-1")) for name, value in pairs]


def kept(*pairs: tuple[str, str]) -> tuple[int, int]:
    found = freshness(fields(*pairs))
    return found.seconds, found.stale


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        pytest.param("max-age=60", 60, id="plain"),
        pytest.param("public, max-age=60", 60, id="beside others"),
        pytest.param("MAX-AGE=60", 60, id="in capitals"),
        pytest.param('max-age="60"', 60, id="in quotes"),
        pytest.param("max-age = 60", 60, id="with blanks"),
        pytest.param("max-age=060", 60, id="with a zero before it"),
        pytest.param("max-age=0", 0, id="none"),
        pytest.param("s-maxage=10, max-age=600", 10, id="for shared caches, less"),
        pytest.param("max-age=10, s-maxage=600", 600, id="for shared caches, more"),
        pytest.param("s-maxage=0, max-age=600", 0, id="for shared caches, none"),
        pytest.param("s-maxage=x, max-age=600", 0, id="for shared caches, junk"),
        pytest.param("max-age=60, max-age=60", 60, id="twice the same"),
        pytest.param("max-age=60, max-age=61", 0, id="twice another"),
        pytest.param("max-age=60, max-age", 0, id="twice, once without a number"),
        pytest.param("max-age", 0, id="no number"),
        pytest.param("max-age=", 0, id="an empty number"),
        pytest.param('max-age="60', 0, id="half a quote"),
        pytest.param('max-age=60"', 0, id="the other half"),
        pytest.param("max-age=-60", 0, id="below nothing"),
        pytest.param("max-age=+60", 0, id="with a sign"),
        pytest.param("max-age=60.5", 0, id="with a part"),
        pytest.param("max-age=6e1", 0, id="in another notation"),
        pytest.param("max-age=6 0", 0, id="in two parts"),
        pytest.param("max-age=\xb2", 0, id="a digit of another script"),
        pytest.param("max-age=4294967296", MOST, id="more than anybody counts"),
        pytest.param(f"max-age={'9' * 5000}", MOST, id="far more"),
        pytest.param(f"max-age={'0' * 5000}1", 1, id="zeros only"),
        pytest.param("public", 0, id="a leave and no time"),
        pytest.param("immutable", 0, id="for ever, and no time"),
        pytest.param("", 0, id="nothing"),
        pytest.param(", ,", 0, id="commas"),
        pytest.param("no-store", 0, id="not stored"),
        pytest.param("max-age=60, no-store", 0, id="not stored after all"),
        pytest.param("no-cache, max-age=60", 0, id="asked again each time"),
        pytest.param('no-cache="set-cookie", max-age=60', 0, id="a field is asked for"),
        pytest.param("private, max-age=60", 0, id="private"),
        pytest.param('max-age=60, private="x"', 0, id="a field is private"),
        pytest.param("PRIVATE, s-maxage=60", 0, id="private in capitals"),
        pytest.param('ext="private, no-store", max-age=60', 60, id="inside quotes"),
        pytest.param("must-revalidate, max-age=60", 60, id="never stale"),
    ],
)
def test_cache_control_says_how_long(said: str, seconds: int) -> None:
    assert kept(("cache-control", said)) == (seconds, 0)


def test_what_says_nothing_gives_no_leave() -> None:
    assert kept() == (0, 0)
    assert kept(("content-type", "text/html"), ("etag", '"1"'), DATE) == (0, 0)


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        (["max-age=60", "public"], 60),
        (["max-age=60", "no-store"], 0),
        (["max-age=60", "max-age=60"], 60),
        (["max-age=60", "max-age=70"], 0),
        (["", "max-age=60"], 60),
    ],
)
def test_all_lines_of_a_field_count(lines: list[str], seconds: int) -> None:
    assert kept(*[("cache-control", line) for line in lines]) == (seconds, 0)


@pytest.mark.parametrize(
    ("said", "stale"),
    [
        ("max-age=60, stale-while-revalidate=30", 30),
        ('max-age=60, stale-while-revalidate="30"', 30),
        ("max-age=60, stale-while-revalidate", 0),
        ("max-age=60, stale-while-revalidate=30, stale-while-revalidate=40", 0),
        ("max-age=60, stale-if-error=30", 0),
        ("max-age=60, stale-while-revalidate=30, must-revalidate", 0),
        ("max-age=60, stale-while-revalidate=30, proxy-revalidate", 0),
    ],
)
def test_what_may_be_served_stale_is_said_aloud(said: str, stale: int) -> None:
    assert kept(("cache-control", said)) == (60, stale)


@pytest.mark.parametrize(
    ("pairs", "seconds"),
    [
        pytest.param([("cdn-cache-control", "max-age=60")], 60, id="alone"),
        pytest.param([("cdn-cache-control", "max-age=60"), ("cache-control", "no-store")], 60, id="before the other"),
        pytest.param([("cache-control", "max-age=600"), ("cdn-cache-control", "max-age=60")], 60, id="after the other"),
        pytest.param([("cdn-cache-control", "no-store"), ("cache-control", "max-age=60")], 0, id="forbids"),
        pytest.param([("cdn-cache-control", "private"), ("cache-control", "s-maxage=60")], 0, id="is private"),
        pytest.param([("cdn-cache-control", "junk"), ("cache-control", "max-age=60")], 0, id="says no time"),
        pytest.param([("cdn-cache-control", ""), ("cache-control", "max-age=60")], 0, id="is empty"),
        pytest.param([("cdn-cache-control", "public"), DATE, SOON], 0, id="says no time, and a date does"),
        pytest.param([("surrogate-control", "max-age=60"), ("cache-control", "no-store")], 60, id="of surrogates"),
        pytest.param([("surrogate-control", 'content="ESI/1.0", max-age=60')], 60, id="of surrogates, with their words"),
        pytest.param([("surrogate-control", "max-age=60+30")], 0, id="of surrogates, with a grace"),
        pytest.param([("surrogate-control", "max-age=60, no-store-remote")], 0, id="not of far surrogates"),
        pytest.param([("surrogate-control", "max-age=9"), ("cdn-cache-control", "max-age=60")], 60, id="two of them"),
        pytest.param([("surrogate-control", "max-age=9"), ("cdn-cache-control", "no-store")], 0, id="two that disagree"),
    ],
)  # fmt: skip
def test_a_field_for_shared_caches_goes_before(
    pairs: list[tuple[str, str]], seconds: int
) -> None:
    assert kept(*pairs) == (seconds, 0)


@pytest.mark.parametrize(
    ("age", "seconds"),
    [
        (["10"], 50),
        (["60"], 0),
        (["61"], 0),
        ([" 10 "], 50),
        (["10, 20"], 50),
        (["10", "20"], 50),
        (["junk"], 60),
        ([""], 60),
        (["99999999999999999999"], 0),
    ],
)
def test_the_time_in_caches_behind_is_over(age: list[str], seconds: int) -> None:
    ages = [("age", each) for each in age]
    assert kept(("cache-control", "max-age=60"), *ages) == (seconds, 0)


@pytest.mark.parametrize(
    ("pairs", "seconds"),
    [
        pytest.param([DATE, SOON], 90, id="a minute and a half"),
        pytest.param([SOON, DATE], 90, id="in another order"),
        pytest.param([DATE, SOON, ("age", "30")], 60, id="kept already"),
        pytest.param([DATE, SOON, ("cache-control", "public")], 90, id="with a leave"),
        pytest.param([DATE, SOON, ("cache-control", "max-age=5")], 5, id="and a time"),
        pytest.param([DATE, SOON, ("cache-control", "no-cache")], 0, id="and none"),
        pytest.param([SOON], 0, id="no Date"),
        pytest.param([DATE], 0, id="no Expires"),
        pytest.param([DATE, ("expires", "0")], 0, id="gone"),
        pytest.param([DATE, ("expires", "-1")], 0, id="gone, too"),
        pytest.param([DATE, ("expires", DATE[1])], 0, id="at once"),
        pytest.param([DATE, ("expires", "Sat, 21 Nov 2026 10:00:00 GMT")], 0, id="gone by"),
        pytest.param([DATE, SOON, SOON], 90, id="twice the same"),
        pytest.param([DATE, SOON, ("expires", "0")], 0, id="twice another"),
        pytest.param([DATE, ("expires", "Sun, 22 Nov 2026 10:01:30 -0000")], 0, id="of no zone"),
        pytest.param([DATE, ("expires", "Sun, 22 Nov 2026 12:01:30 +0200")], 90, id="of another zone"),
        pytest.param([DATE, ("expires", "Sunday, 22-Nov-26 10:01:30 GMT")], 90, id="in the old form"),
        pytest.param([DATE, ("expires", "Sun, 99 Nov 2026 10:01:30 GMT")], 0, id="a day that is none"),
        pytest.param([DATE, ("expires", "\xff\xfe")], 0, id="junk"),
        pytest.param([("date", "junk"), SOON], 0, id="junk of a Date"),
    ],
)  # fmt: skip
def test_a_date_stands_where_no_time_is_said(
    pairs: list[tuple[str, str]], seconds: int
) -> None:
    assert kept(*pairs) == (seconds, 0)


def test_what_sets_a_cookie_is_nobody_else_s() -> None:
    said = ("cache-control", "public, s-maxage=60")
    assert kept(said, ("set-cookie", "a=1")) == (0, 0)
    assert kept(said, ("set-cookie", "")) == (0, 0)


@pytest.mark.parametrize(
    ("left", "seconds", "stale"),
    [
        (1000, 60, 30),
        (90, 60, 30),
        (89, 60, 29),
        (60, 60, 0),
        (59, 59, 0),
        (0, 0, 0),
        (-5, 0, 0),
    ],
)
def test_nothing_is_kept_or_served_beyond_its_end(
    left: int, seconds: int, stale: int
) -> None:
    assert Freshness(60, 30).until(left) == Freshness(seconds, stale)


def test_no_leave_stays_none() -> None:
    assert NONE.until(1000) == NONE
