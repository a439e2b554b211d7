import pytest

from sarto.memory.noticed import Sign
from sarto.vocabulary.globs import glob

BOOK = Sign(name="booked", method="POST", path=glob("/book/*"))


@pytest.mark.parametrize(
    ("method", "status", "is_seen"),
    [
        ("POST", 200, True),
        ("POST", 303, True),
        ("POST", 399, True),
        ("POST", 400, False),
        ("POST", 500, False),
        ("GET", 200, False),
        ("", 200, False),
    ],
)
def test_a_request_of_its_method_that_went_well_is_one(method, status, is_seen):
    assert BOOK.is_seen(method, status) is is_seen


@pytest.mark.parametrize(
    ("statuses", "seen"),
    [({"2xx", "303"}, [200, 204, 303]), ({"404"}, [404]), ({"5xx"}, [500])],
)
def test_of_statuses_those_named_count(statuses, seen):
    sign = Sign(name="s", method="GET", statuses=frozenset(statuses))
    every = (200, 204, 302, 303, 404, 500)
    assert [status for status in every if sign.is_seen("GET", status)] == seen


def test_it_is_on_the_paths_of_its_glob():
    assert BOOK.is_on("/book/4")
    assert not BOOK.is_on("/book")


def test_what_only_code_tells_is_no_request():
    assert not Sign(name="left").is_on("/")
    assert not Sign(name="left").is_seen("GET", 200)
