import gc
import re
import sys
import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import Language

from sarto.context.accepted import LONGEST, MOST, ranges, shortened
from sarto.context.language import (
    COMMON,
    closest,
    direction,
    language,
    matcher,
    negotiated,
)
from sarto.context.sources import Sources
from support.visits import sources, visit

LIMIT = (
    0.05 if sys.gettrace() is None else 0.5
)  # seconds, on a busy machine; what grows by squares takes minutes
SITE = ("en", "fa", "pl")
PATH = re.compile(r"/(?P<language>[^/]+)/.*")


def site(*languages: str, **given: Any) -> Sources:
    return sources(languages=languages, closest_language=matcher(languages), **given)


@pytest.mark.parametrize(
    ("header", "languages", "chosen"),
    [
        ("zh-TW", ("en", "zh-Hans", "zh-Hant"), "zh-Hant"),
        ("zh-TW,zh;q=0.9,en;q=0.8", ("en", "zh"), "zh"),
        ("pt", ("en", "pt-BR"), "pt-BR"),
        ("pt-BR", ("en", "pt"), "pt"),
        ("pt-PT", ("pt-BR", "pt-PT"), "pt-PT"),
        ("fa-AF", ("en", "fa"), "fa"),
        ("prs", ("en", "fa"), "fa"),
        ("nb", ("en", "no"), "no"),
        ("sr-Latn", ("en", "hr"), None),
        ("sr-Latn-HR", ("en", "hr"), None),
        ("sr-Latn", ("hr", "sr"), "sr"),
        ("da, en;q=0.5", ("nb", "en"), "en"),
        ("en-GB", ("fa", "EN"), "EN"),
        ("en", ("en-US", "en"), "en"),
        ("fr", ("en", "fa"), None),
        ("", ("en", "fa"), None),
        ("en-CA", ("en-GB", "en"), "en"),
        ("fr-BE", ("fr-CA", "fr-FR"), "fr-FR"),
        ("pt-AO", ("pt-MZ", "pt-PT"), "pt-PT"),
        ("en-NZ", ("en-ZA", "en-AU"), "en-ZA"),
        ("af-Latn-ZA", ("af", "af-Latn"), "af-Latn"),
        ("de-DE-x-a", ("de", "de-DE-x", "de-DE"), "de-DE"),
        ("und-CN", ("en", "zh"), "zh"),
        ("und", ("de", "en"), None),
        ("en", ("en-XA", "en-PSACCENT", "en-DE"), "en-DE"),
        ("en-XA", ("en", "en-PSACCENT"), "en-PSACCENT"),
        ("i-klingon", ("en", "tlh"), "tlh"),
        ("x-klingon", ("en", "x-elvish"), None),
    ],
)
def test_a_language_is_matched_by_dialect_and_script(
    header: str, languages: tuple[str, ...], chosen: str | None
) -> None:
    assert negotiated(header, languages) == chosen


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        pytest.param("pl;q=0.1, fa;q=0.9", "fa", id="the most wanted"),
        pytest.param("pl, fa", "pl", id="of equals the first"),
        pytest.param("pl;Q=0.2, fa;q=0.3", "fa", id="capital Q"),
        pytest.param("pl ; q = 0.2, fa", "fa", id="spaces around a quality"),
        pytest.param("fa;q=0, pl", "pl", id="refused"),
        pytest.param("fa;q=0.000", None, id="nothing but refused"),
        pytest.param("fa;q=0, fa-IR", None, id="refused with its dialects"),
        pytest.param("*", "en", id="any"),
        pytest.param("en;q=0, *", "fa", id="any but one"),
        pytest.param("en;q=0.1, *;q=0.5", "fa", id="rather any other"),
        pytest.param("de, *;q=0.5", "en", id="any where there is none"),
        pytest.param("*, fa", "en", id="any comes before"),
        pytest.param("en, fa, pl, *;q=0.5", "en", id="any of none left"),
        pytest.param("en;q=0, fa;q=0, pl;q=0, *", None, id="none left at all"),
        pytest.param("pl;q=1.5, fa;q=0.3", "fa", id="more than all is malformed"),
        pytest.param("pl;q=-1, fa", "fa", id="less than nothing, too"),
        pytest.param("pl;level=1, fa;q=0.1", "fa", id="another parameter, too"),
        pytest.param("pl;q=0.1234, fa;q=0.1233", "pl", id="more digits are not"),
        pytest.param(",, ;q=1, fa", "fa", id="empty members"),
        pytest.param("p\xc5l, fa", "fa", id="no ASCII"),
        pytest.param("pl;q=0.3, fa;q=0.5, pl", "fa", id="of equal ranges the first"),
        pytest.param("fa, pl;q=0.5, FA;q=0", "pl", id="refused, though wanted too"),
        pytest.param("pl-PL-u-ca-gregory-x-a-very-long-addition", "pl", id="long"),
    ],
)
def test_qualities_and_wildcards_are_weighed(header: str, chosen: str | None) -> None:
    assert negotiated(header, SITE) == chosen


def test_a_dialect_that_is_asked_for_outlives_the_refusal_of_its_language() -> None:
    assert negotiated("en;q=0, en-GB", ("en", "en-GB")) == "en-GB"


def test_a_long_header_is_cut_between_two_members() -> None:
    header = "de," * (LONGEST // 3) + "fa;q=0.1,pl"
    assert not shortened(header).endswith("fa")
    assert negotiated(shortened(header), SITE) is None


def test_one_endless_member_asks_for_nothing() -> None:
    assert shortened("x" * (LONGEST + 1)) == ""


def test_of_many_ranges_the_first_are_read() -> None:
    assert len(ranges(",".join(f"de-{n:02}" for n in range(MOST + 5)))) == MOST


def quickest(ask: Callable[[], object]) -> float:
    """Time the best of a few runs: what the machine does beside it is not asked."""
    times = []
    for _ in range(5):
        start = perf_counter()
        ask()
        times.append(perf_counter() - start)
    return min(times)


MEGABYTE = ",".join(f"q{index:05}" for index in range(150_000))
HOSTILE = {
    "ranges": [("accept-language", MEGABYTE)],
    "one range": [("accept-language", "x" * 1_000_000)],
    "one tag": [("accept-language", "en" + "-a" * 500_000)],
    "refusals": [("accept-language", "en;q=0," * 150_000)],
    "commas": [("accept-language", "," * 1_000_000)],
    "a cookie": [("cookie", "lang=" + "e" * 1_000_000)],
    "cookies": [("cookie", "lang;" * 200_000)],
    "lines": [("accept-language", "de")] * 10_000,
    "lines of cookies": [("cookie", "a=b")] * 10_000,
}


@pytest.mark.parametrize("fields", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_costs_next_to_nothing(
    fields: list[tuple[str, str]],
) -> None:
    asked = visit(*fields, of=ALL)
    assert asked.headers
    assert quickest(lambda: language(asked, "language")) < LIMIT
    assert asked["language"] == "en"


def test_half_a_megabyte_of_path_is_the_first_language() -> None:
    asked = visit(of=ALL, scope={"path": f"/{'en-' * 200_000}/"})
    assert quickest(lambda: language(asked, "language")) < 0.01
    assert asked["language"] == "en"


def kept() -> int:
    """Count what langcodes remembers: it never forgets a tag it was asked about."""
    return sum(type(thing) is Language for thing in gc.get_objects())


def test_tags_of_strangers_are_not_kept_for_ever() -> None:
    before = kept()
    choose = matcher(SITE)
    for index in range(100):
        choose(f"en-x{index},pl-q{index}-zz,zz-{index:03}")
    assert kept() == before


def test_headers_of_any_number_keep_less_than_half_a_megabyte() -> None:
    choose = matcher(SITE)
    tracemalloc.start()
    try:
        for index in range(10_000):
            choose(f"{'x' * (COMMON - 30)}-{index:06}, de-{index:06}")
            choose(f"de-{index:06}, {'x' * 1000}")
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 500_000
    finally:
        tracemalloc.stop()


def test_a_long_header_is_answered_like_a_short_one() -> None:
    assert (
        matcher(SITE)("fr-FR-u-ca-gregory," * 12 + "pl")
        == "pl"
        == matcher(SITE)("fr,pl")
    )


def test_no_tags_are_close_to_nothing() -> None:
    assert closest(["en"], ()) is None


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("fa", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("ckb", "rtl"),
        ("az-IR", "rtl"),
        ("en", "ltr"),
        ("az", "ltr"),
        ("zh-Hant", "ltr"),
        ("???", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_direction_follows_the_script(tag: str, told: str) -> None:
    assert direction(tag) == told


ALL = site(*SITE, language_path=PATH, language_cookie="lang")
HEADER = ("accept-language", "pl")
COOKIE = ("cookie", "a=1; lang=fa; b=2")


@pytest.mark.parametrize(
    ("path", "headers", "known"),
    [
        pytest.param("/en/menu", (COOKIE, HEADER), ("en", "path"), id="path"),
        pytest.param("/menu/x", (COOKIE, HEADER), ("fa", "cookie lang"), id="cookie"),
        pytest.param("/", (COOKIE, HEADER), ("fa", "cookie lang"), id="no such path"),
        pytest.param("/", (HEADER,), ("pl", "accept-language"), id="header"),
        pytest.param("/", (), ("en", "the first language"), id="nothing"),
        pytest.param(
            "/",
            (("cookie", "lang=xx"), HEADER),
            ("pl", "accept-language"),
            id="odd one",
        ),
        pytest.param(
            "/", (("accept-language", "fr"),), ("en", "the first language"), id="other"
        ),
    ],
)
def test_the_path_comes_first_then_the_cookie_then_the_header(
    path: str, headers: tuple[tuple[str, str], ...], known: tuple[str, str]
) -> None:
    assert visit(*headers, of=ALL, scope={"path": path}).known("language") == known


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("FA", "fa"),
        ("fa_IR", "fa"),
        ("prs", "fa"),
        ('"fa"', "fa"),
        ("en-US", "en"),
        ("pl-PL", "pl"),
    ],
)
def test_a_site_s_own_spelling_of_a_language_is_understood(
    said: str, language: str
) -> None:
    assert visit(("cookie", f"lang={said}"), of=ALL)["language"] == language
    assert visit(of=ALL, scope={"path": f"/{said}/"})["language"] == language


@pytest.mark.parametrize("said", ["en-route", "pl-attachments", "english", "fa.html"])
def test_another_word_that_begins_like_a_language_is_none(said: str) -> None:
    asked = visit(HEADER, of=ALL, scope={"path": f"/{said}/"})
    assert asked.known("language") == ("pl", "accept-language")


def test_a_tag_of_the_site_s_own_is_understood_whatever_it_looks_like() -> None:
    own = site("en", "sl-rozaj", language_path=PATH)
    assert visit(of=own, scope={"path": "/SL_rozaj/"})["language"] == "sl-rozaj"


def test_a_site_that_names_no_cookie_reads_none() -> None:
    assert visit(("cookie", "lang=fa"), of=site(*SITE))["language"] == "en"


def test_all_lines_of_the_header_are_read() -> None:
    lines = ("accept-language", "fr"), ("accept-language", "pl;q=0.5")
    assert visit(*lines, of=site(*SITE))["language"] == "pl"


@given(st.binary(max_size=300), st.binary(max_size=60), st.text(max_size=60))
def test_whatever_is_sent_the_language_is_one_of_the_site_s(
    header: bytes, cookie: bytes, path: str
) -> None:
    scope = {
        "headers": [(b"accept-language", header), (b"cookie", b"lang=" + cookie)],
        "path": f"/{path}/",
    }
    assert visit(of=ALL, scope=scope)["language"] in SITE


RANGES = st.lists(
    st.tuples(
        st.sampled_from(["en", "fa", "pl", "*", "de", "en-GB"]),
        st.sampled_from(["", ";q=1", ";q=0.5", ";q=0", ";q=0.001"]),
    ),
    max_size=8,
)


def header_of(members: list[tuple[str, str]]) -> str:
    return ", ".join(tag + quality for tag, quality in members)


@given(RANGES)
def test_capitals_do_not_matter(members: list[tuple[str, str]]) -> None:
    header = header_of(members)
    assert negotiated(header, SITE) == negotiated(header.upper(), SITE)


@given(RANGES)
def test_what_is_refused_is_not_chosen(members: list[tuple[str, str]]) -> None:
    refused = {tag for tag, quality in members if quality == ";q=0"}
    assert negotiated(header_of(members), SITE) not in refused


@given(st.permutations(SITE))
def test_of_equal_qualities_the_visitor_s_order_counts(order: list[str]) -> None:
    assert negotiated(",".join(f"{tag};q=0.7" for tag in order), SITE) == order[0]


@given(st.text(alphabet="abcdef,;-q=.01* ", max_size=2 * LONGEST))
def test_the_cut_falls_between_two_members(header: str) -> None:
    cut = shortened(header)
    assert len(cut) <= LONGEST
    whole = [part.strip() for part in header.split(",")]
    assert (
        cut == "" or [p.strip() for p in cut.split(",")] == whole[: cut.count(",") + 1]
    )
