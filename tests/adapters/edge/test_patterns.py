"""Patterns put together."""

import re

from sarto.vocabulary.edges import NEVER
from sarto_adapters.edge.patterns import either, ignored, joined


def test_what_is_joined_matches_what_any_of_them_matches():
    found = [bool(re.fullmatch(joined(("a|b", "c")), each)) for each in "abcd"]

    assert found == [True, True, True, False]
    assert joined(()) == ""


def test_a_pattern_is_said_once_and_one_that_nothing_matches_not_at_all():
    assert either(("^a$", NEVER, "^a$")) == "^a$"
    assert either(("^a$", "^b$", "^a$", NEVER)) == "(?:^a$)|(?:^b$)"
    assert either((NEVER,)) == ""


def test_cookies_are_found_by_the_whole_of_their_name():
    left = re.sub(ignored(("_ga.*", "b")), "", "; _ga=1; a=b=1; bb=2; _gax=3; b=4; c")

    assert left == "; a=b=1; bb=2; c"
    assert ignored(()) == ""
