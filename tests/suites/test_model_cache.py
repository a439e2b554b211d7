"""The model cache does what RFC 9111 says, and takes the liberties that it leaves."""

from email.utils import formatdate

import pytest

from support.model_cache import GUESS
from support.model_origin import Origin

FRESH = {"cache-control": "max-age=60"}


LIFETIMES = [  # the answer's headers; for how long a shared and a private cache keep it
    ({"cache-control": "max-age=60"}, 60, 60),
    ({"cache-control": "max-age=60, s-maxage=10"}, 10, 60),
    ({"cache-control": 'Max-Age="60"'}, 60, 60),
    ({"cache-control": "max-age=60, max-age=5"}, 60, 60),
    ({"cache-control": "max-age=x"}, 0, 0),
    ({"cache-control": "max-age=60", "age": "20"}, 40, 40),
    ({"cache-control": "private, max-age=60"}, 0, 60),
    ({"cache-control": "no-store, max-age=60"}, 0, 0),
    ({"cache-control": "no-cache, max-age=60"}, 0, 0),
    ({"cache-control": "public"}, 0, 0),
    ({"cache-control": "max-age=60", "vary": "*"}, 0, 0),
    ({"cache-control": "max-age=60", "vary": "Accept, *"}, 0, 0),
    ({"cache-control": "max-age=60", "date": formatdate(999_970)}, 30, 30),
    ({"expires": formatdate(1_000_060), "date": formatdate(1_000_000)}, 60, 60),
    ({"expires": formatdate(1_000_060)}, 60, 60),
    ({"expires": "0"}, 0, 0),
    ({"cache-control": "max-age=9", "expires": formatdate(1_000_060)}, 9, 9),
    ({"cdn-cache-control": "max-age=60"}, 0, 0),
    ({"etag": '"a"'}, 0, 0),
    ({}, 0, 0),
]


@pytest.mark.parametrize(("headers", "shared", "private"), LIFETIMES)
@pytest.mark.parametrize("is_shared", [True, False])
def test_an_answer_is_fresh_for_as_long_as_it_says(headers, shared, private, is_shared):
    seconds = shared if is_shared else private
    for age, lasts in [(seconds - 1, seconds > 0), (seconds, False)]:
        origin = Origin(is_shared=is_shared)
        origin.says(**headers)
        assert origin.lasts(max(0, age)) is lasts


def test_it_tells_the_age_of_what_it_kept():
    origin = Origin()
    origin.says(**FRESH, age="7")
    origin.ask()
    assert origin.ask(after=5).headers["age"] == "12"


def test_silence_is_kept_only_by_who_guesses():
    origin = Origin(guesses=True)
    assert origin.lasts(GUESS - 1)
    origin.says(status=302)
    assert not origin.lasts(1)
    origin.says(cache_control="private")
    assert not origin.lasts(1)


def test_what_a_request_will_not_have_stored_is_not():
    origin = Origin()
    origin.says(**FRESH)
    origin.ask(cache_control="no-store")
    assert origin.ask().body == b"body 2"


@pytest.mark.parametrize("said", ["no-cache", "max-age=0"])
def test_who_reloads_gets_what_the_origin_says(said):
    origin = Origin()
    origin.says(**FRESH)
    origin.ask()
    assert origin.ask(cache_control=said).body == b"body 2"


@pytest.mark.parametrize(
    ("said", "is_kept"),
    [("max-age=60", False), ("public, max-age=60", True), ("s-maxage=60", True)],
)
def test_what_was_asked_with_authorization_is_shared_only_if_said(said, is_kept):
    origin = Origin()
    origin.says(cache_control=said)
    origin.ask(authorization="Basic x")
    assert (origin.ask().body == b"body 1") is is_kept


def test_a_set_cookie_hinders_nobody():
    origin = Origin()
    origin.says(**FRESH)
    origin.cookies = ("a=1",)
    origin.ask()
    assert origin.ask().cookies == ("a=1",)
    assert [answer.cookies for _, answer in origin.cache.objects()] == [("a=1",)]


def test_requests_are_told_apart_by_what_vary_names():
    origin = Origin()
    origin.says(**FRESH, vary="Accept-Language, X-K")
    answers = [{}, {"x_k": ""}, {"x_k": "a"}, {"x_k": "a", "accept_language": "fa"}]
    first = [origin.ask(**headers).body for headers in answers]
    assert len(set(first)) == 4
    assert [origin.ask(**headers, user_agent="x").body for headers in answers] == first


def test_an_answer_that_forgot_its_vary_is_everybodys():
    origin = Origin()
    origin.says(**FRESH, vary="X-K")
    origin.ask(x_k="a")
    origin.says(**FRESH)
    origin.ask(x_k="b")
    assert origin.ask(x_k="a").body == b"body 2"


def test_hosts_queries_and_paths_are_apart():
    origin = Origin()
    origin.says(**FRESH)
    asked = [origin.ask(target) for target in ("/", "/?a", "/?b", "/a")]
    asked.append(origin.ask("/", host="b.example"))
    assert len({answer.body for answer in asked}) == 5


def test_what_was_changed_is_forgotten():
    origin = Origin()
    origin.says(**FRESH)
    origin.ask()
    origin.says(500)
    origin.ask(method="POST")
    assert origin.ask().body == b"body 1"
    origin.says(**FRESH)
    origin.ask(method="POST")
    assert origin.ask().body == b"body 4"


def test_what_is_stale_is_given_once_more_where_that_is_allowed():
    origin = Origin()
    origin.says(cache_control="max-age=60, stale-while-revalidate=30")
    origin.ask()
    assert origin.ask(after=89).body == b"body 1"
    assert origin.ask().body == b"body 2"
    assert origin.ask(after=90).body == b"body 3"
    origin.says(cache_control="max-age=60, stale-while-revalidate=30, must-revalidate")
    origin.ask(cache_control="no-cache")
    assert origin.ask(after=61).body == b"body 5"


def test_the_targeted_field_counts_for_who_knows_it():
    origin = Origin(targeted=True)
    origin.says(cache_control="private, no-store", cdn_cache_control="max-age=60")
    assert origin.lasts(59)
    assert not origin.lasts(60)
    origin.says(cache_control="max-age=60", cdn_cache_control="no-store")
    assert not origin.lasts(61)
    origin.says(cache_control="max-age=60", cdn_cache_control="")
    origin.ask()
    assert origin.lasts(59)


def test_it_holds_only_so_much():
    origin = Origin(most=3, variants=2)
    origin.says(**FRESH, vary="X-K")
    for number in range(9):
        origin.ask(f"/{number}")
        origin.ask("/8", x_k=str(number))
    assert len(origin.cache.shelves) == 3
    assert len([*origin.cache.objects()]) <= 6
