import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.globs import any_of, example, glob

TABLE = [
    # glob, what it matches, what it does not
    ("/menu/*", "/menu/a/b", "/menu"),
    ("/menu/*", "/menu/", "/Menu/a"),
    ("*", "", None),
    ("**", "/a\nb", None),
    ("/a?", "/ab", "/a"),
    ("/a?", "/a/", "/abc"),
    ("/[ab]", "/b", "/c"),
    ("/[a-c]", "/-", "/b"),
    ("/[^]]", None, "/x"),
    ("/[!a]", "/!", "/b"),
    ("/[&&~~||--[[]", "/[", "/x"),
    ("/{language}/*", "/fa/menu", "/fa"),
    ("/{language}/x", "/fa/x", "//x"),
    ("/{a}", "/fa", "/fa/x"),
    ("/{a}-{b}", "/x-y-z", "/x"),
    ("/{1}", "/{1}", "/x"),
    ("/{}", "/{}", "/x"),
    ("/[]", "/[]", "/x"),
    ("/a.b+(c)", "/a.b+(c)", "/axb+(c)"),
    ("*a*b", "/xaab", "/ba"),
    ("*/x/*/y", "/1/x/2/x/3/y", "/x/y"),
    ("", "", "/"),
]


@pytest.mark.parametrize(("text", "yes", "no"), TABLE, ids=[t[0] for t in TABLE])
def test_a_glob_matches_a_whole_path(text, yes, no):
    assert yes is None or glob(text).fullmatch(yes)
    assert no is None or not glob(text).fullmatch(no)


def test_any_of_several_globs_matches():
    pattern = any_of(("/a/*", "/b"))
    assert pattern.fullmatch("/b")
    assert pattern.fullmatch("/a/x")
    assert not pattern.fullmatch("/bb")


def matches(parts, text):
    """Match a glob taken apart, slowly and plainly."""
    if not parts:
        return not text
    part, *rest = parts
    if part == "*":
        return any(matches(rest, text[i:]) for i in range(len(text) + 1))
    if part == "{n}":
        segment = text.partition("/")[0]
        return any(matches(rest, text[i:]) for i in range(1, len(segment) + 1))
    is_one = bool(text) and (part == "?" or text[0] in part.strip("[]"))
    return is_one and matches(rest, text[1:])


PARTS = st.lists(st.sampled_from(["*", "?", "{n}", "[ab]", "a", "b", "/"]), max_size=8)


@given(PARTS, st.text("ab/", max_size=8))
def test_no_match_is_lost_by_trying_none_again(parts, text):
    assert bool(glob("".join(parts)).fullmatch(text)) == matches(parts, text)


@pytest.mark.parametrize("text", ["*a*a*a*a*a*a*b", "{n}a*{n}a*{n}a*{n}a*/b"])
def test_neither_many_stars_nor_a_long_path_make_it_slow(text):
    started = time.perf_counter()
    assert not glob(text).fullmatch("a" * 20_000)
    assert time.perf_counter() - started < 20


@given(PARTS)
def test_its_example_is_matched(parts):
    text = "".join(parts)
    assert glob(text).fullmatch(example(text))
