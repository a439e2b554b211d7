import time

import pytest

from sarto.config.paths import crowded
from sarto.vocabulary.globs import glob

PAGE = '[[pages]]\npath = "/"\nshow = [{ serve = '
STARTS = "matches no path: paths start with /"
WRONG = [
    ('level.freeze = ["/a", "book"]', "1:23", "17", f'"book" {STARTS} (did you mean \'/book\'?)'),
    ('language.path = "{language}x"', None, "", ""),
    ('language.path = "x/{language}"', "1:17", "17", f'"x/{{language}}" {STARTS} (did you mean \'/x/{{language}}\'?)'),
    ('[slots.a]\npages = ["/", "/{a}{b}"]', "2:15", "17", '"/{a}{b}" can be slow (write one of {a} and {b} between two slashes)'),
    ('[slots.a]\npages = ["/*{b}.html"]', "2:10", "17", '"/*{b}.html" can be slow (write one of * and {b} between two slashes)'),
    ('signals.a.on = "GET /{a}-{b}"', "1:16", "17", '"/{a}-{b}" can be slow (write one of {a} and {b} between two slashes)'),
    ('audiences.a.path = "/{a}{b}"', "1:20", "06", '`path`: "/{a}{b}" can be slow (write one of {a} and {b} between two slashes)'),
    ('audiences.a.host = ["a", "{a}{b}"]', "1:26", "06", '`host`: "{a}{b}" can be slow (write one of {a} and {b} between two slashes)'),
    (PAGE + '"/a?b=1" }]', "3:19", "17", '"/a?b=1" is more than a path (end it before the ?: the visitor\'s own query is kept)'),
    (PAGE + '"/a#b" }]', "3:19", "17", '"/a#b" is more than a path (end it before the #: the visitor\'s own query is kept)'),
    ('interests.from = ["/menu"]', "1:19", "16", '"/menu" does not say where a topic stands (write it like "/menu/{topic}" or "?q")'),
    ('interests.from = ["?q", "?"]', "1:25", "16", '"?" does not say where a topic stands (write it like "/menu/{topic}" or "?q")'),
    ('interests.from = ["/{a}{b}"]', "1:19", "17", '"/{a}{b}" can be slow (write one of {a} and {b} between two slashes)'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "code", "told"), WRONG, ids=[w[0] for w in WRONG]
)
def test_a_path_that_is_none_is_told(wrong, text, place, code, told):
    assert wrong(text) == ([f"{place}: SARTO0{code}: {told}"] if place else [])


FINE = [
    'interests.from = ["/menu/{topic}", "?q", "/a/{topic}/{b}"]',
    'signals.a.on = "POST /book"\nsignals.b.on = "GET {any}"',
    PAGE + '"/home/expert" }]',
    '[slots.a]\npages = ["/*/{a}x/*", "/{a}.html", "/**"]',
]


@pytest.mark.parametrize("text", FINE)
def test_a_path_that_is_one_is_fine(wrong, text):
    assert wrong(text) == []


GLOBS = [
    "/*/{a}x",
    "{a}/{b}/{c}x",
    "*a*b*c",
    "/{a}[ab]?x",
    "**" * 50 + "x",
    "?" * 100 + "*x",
]
LONG = ["/" * 8_000, "/a" * 4_000, "a" * 8_000, "ab" * 4_000]


@pytest.mark.parametrize("text", GLOBS)
def test_a_glob_that_is_allowed_is_quick_on_any_long_path(text):
    assert crowded(text) == ""
    started = time.process_time()
    for path in LONG:
        glob(text).fullmatch(path)
    assert time.process_time() - started < 5
