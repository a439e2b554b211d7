import pytest

from sarto.cache.policy import (
    UNTRUE,
    directives,
    forbids_transforming,
    is_shareable,
    kept_private,
)
from sarto.headers import Headers, without
from sarto.vocabulary.facts import Tier

PRIVATE = (b"cache-control", b"private, no-cache")
UNSTORED = (b"cache-control", b"private, no-store")


@pytest.mark.parametrize(
    ("tier", "policy"),
    [(Tier.SEGMENT, PRIVATE), (Tier.BAND, UNSTORED), (Tier.PERSONAL, UNSTORED)],
)
def test_the_more_private_the_values_the_less_is_kept(
    tier: Tier, policy: tuple[bytes, bytes]
) -> None:
    assert kept_private([], tier) == [policy]


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        (b"public, max-age=3600", PRIVATE),
        (b"max-age=60, s-maxage=600, immutable", PRIVATE),
        (b"private", PRIVATE),
        (b"no-cache", PRIVATE),
        (b"no-store", UNSTORED),
        (b"NO-STORE , max-age=0", UNSTORED),
    ],
)
def test_the_site_s_own_policy_is_never_loosened(
    said: bytes, policy: tuple[bytes, bytes]
) -> None:
    assert kept_private([(b"cache-control", said)], Tier.SEGMENT) == [policy]


def test_all_lines_of_a_policy_count() -> None:
    lines = [(b"cache-control", b"public"), (b"cache-control", b"no-store")]
    assert kept_private(lines, Tier.SEGMENT) == [UNSTORED]


@pytest.mark.parametrize(
    "name",
    [
        b"expires",
        b"pragma",
        b"surrogate-control",
        b"x-accel-expires",
        b"cdn-cache-control",
        b"cloudflare-cdn-cache-control",
        b"vercel-cdn-cache-control",
        b"x-litespeed-cache-control",
    ],
)
def test_what_a_shared_cache_would_rather_obey_goes(name: bytes) -> None:
    assert kept_private([(name, b"max-age=3600")], Tier.SEGMENT) == [PRIVATE]


def test_every_other_header_stays_as_it_was() -> None:
    kept: Headers = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"age", b"0")]
    assert kept_private(kept, Tier.SEGMENT) == [*kept, PRIVATE]


def test_headers_that_speak_of_other_bytes_are_untrue() -> None:
    sent = [(name, b"x") for name in (b"etag", b"last-modified", b"accept-ranges")]
    digests = [(name, b"x") for name in (b"digest", b"repr-digest", b"content-digest")]
    assert without([*sent, *digests, (b"content-md5", b"x")], *UNTRUE) == []


def test_directives_are_names_in_lower_case() -> None:
    headers = [(b"cache-control", b"Public, MAX-AGE=5, , s-maxage = 4")]
    assert directives(headers) == {b"public", b"max-age", b"s-maxage"}


@pytest.mark.parametrize(
    ("said", "forbids"),
    [
        (b"no-transform", True),
        (b"max-age=1, No-Transform", True),
        (b"public", False),
        (b"", False),
    ],
)
def test_a_site_may_forbid_to_change_its_bytes(said: bytes, forbids: bool) -> None:
    assert forbids_transforming([(b"cache-control", said)]) is forbids


@pytest.mark.parametrize(
    ("name", "value", "is_so"),
    [
        (b"cache-control", b"max-age=60", True),
        (b"cache-control", b"max-age=0", False),
        (b"cache-control", b"private, max-age=60", False),
        (b"cache-control", b"no-store, s-maxage=60", False),
        (b"cache-control", b"no-cache", False),
        (b"cache-control", b"public", True),
        (b"expires", b"Sun, 22 Nov 2026 10:00:00 GMT", True),
        (b"expires", b" 0 ", False),
        (b"expires", b"-1", False),
        (b"surrogate-control", b"max-age=60", True),
        (b"cdn-cache-control", b"max-age=60", True),
        (b"pragma", b"cache", False),
        (b"etag", b"1", False),
    ],
)
def test_a_site_says_aloud_that_others_may_have_it(name, value, is_so) -> None:
    assert is_shareable([(name, value)]) is is_so
