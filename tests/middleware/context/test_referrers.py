"""The kept list: every line of it can be found, and says what it says."""

import pytest

from sarto.context.hosts import listed
from sarto.context.referrers import KNOWN, kind_of_app, kind_of_host, kind_of_source
from sarto.vocabulary.facts import CHANNELS

LINES = [
    (channel, name, what)
    for channel, (name, *others) in listed("referrers.txt")
    for what in ("=" + name, *others)
]


@pytest.mark.parametrize(("channel", "_name", "what"), LINES)
def test_every_word_of_the_list_is_found(channel: str, _name: str, what: str) -> None:
    assert channel in CHANNELS
    if what.startswith("="):
        assert kind_of_source(what[1:].upper()) == channel
    elif what.startswith("@"):
        assert kind_of_app(what[1:]) == channel
    elif what.endswith(".*"):
        for suffix in ("com", "pl", "co.uk", "com.br"):
            assert kind_of_host(f"{what[:-2]}.{suffix}") == channel
        assert kind_of_host(f"{what[:-2].lstrip('.')}.example") in (None, "email")
    else:
        assert kind_of_host(what.removeprefix(".")) == channel
        below = kind_of_host(f"some.{what.removeprefix('.')}")
        assert below == channel or not what.startswith(".")


def test_no_word_of_the_list_stands_there_twice() -> None:
    words = [what for _, _, what in LINES]
    assert len(words) == len(set(words)) == len(KNOWN)


@pytest.mark.parametrize(
    "host", ["", "com", "example.com", "facebook.com.example", "."]
)
def test_who_is_not_on_the_list_is_nobody(host: str) -> None:
    assert kind_of_host(host) is None


@pytest.mark.parametrize("word", ["", "partner", "may", "a" * 1000, "example.com"])
def test_a_source_that_is_not_on_the_list_says_nothing(word: str) -> None:
    assert kind_of_source(word) is None
