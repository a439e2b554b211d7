"""Links and cookies of the console: each for its own purpose, site and time."""

from datetime import timedelta

import pytest

from sarto.pages.console.keys import LONGEST, OPEN, Keys, Link
from support.browsers import NOON, SECRET

OTHER = "another secret, as long as the first"


@pytest.fixture
def keys():
    return Keys.checked((SECRET,), "")


def test_a_link_tells_how_long_somebody_stays(keys) -> None:
    link = keys.linked(keys.link(timedelta(hours=2), NOON), NOON)
    assert link == Link(int((NOON + OPEN).timestamp()), 7200)
    assert keys.stays_until(keys.stay(link, NOON), NOON) == NOON.timestamp() + 7200


def test_nobody_stays_longer_than_a_month(keys) -> None:
    link = keys.linked(keys.link(timedelta(days=900), NOON), NOON)
    assert timedelta(seconds=link.lasts) == LONGEST


def test_a_link_is_no_cookie_and_a_cookie_no_link(keys) -> None:
    text = keys.link(timedelta(hours=1), NOON)
    stay = keys.stay(keys.linked(text, NOON), NOON)
    assert keys.stays_until(text, NOON) is None
    assert keys.linked(stay, NOON) is None


def test_no_two_cookies_are_the_same(keys) -> None:
    link = Link(0, 60)
    assert keys.stay(link, NOON) != keys.stay(link, NOON)


@pytest.mark.parametrize(("secret", "site"), [(OTHER, ""), (SECRET, "other")])
def test_another_site_s_are_none(keys, secret, site) -> None:
    theirs = Keys.checked((secret,), site)
    text = theirs.link(timedelta(hours=1), NOON)
    assert keys.linked(text, NOON) is None
    assert keys.stays_until(theirs.stay(theirs.linked(text, NOON), NOON), NOON) is None


def test_secrets_can_be_changed_one_after_the_other(keys) -> None:
    both = Keys.checked((OTHER, SECRET), "")
    assert both.linked(keys.link(timedelta(hours=1), NOON), NOON)


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93\x01\x02\x03", b"\x92\xa1a\x01"])
def test_what_is_signed_and_none_of_it_is_nothing(keys, data) -> None:
    assert keys.linked(keys.links.seal.sealed(data), NOON) is None
    assert keys.stays_until(keys.stays.seal.sealed(data), NOON) is None


@pytest.mark.parametrize("secrets", [(), ("short",)])
def test_without_a_secret_there_are_none(secrets) -> None:
    assert Keys.of(secrets, "") is None
