import sys

import pytest

from sarto.site.stores import store_of
from sarto_adapters.stores import redis, sqlite
from support.stores import MemoryStore


def test_none_is_none():
    assert store_of(None) is None


def test_an_object_of_that_shape_is_taken_as_it_is():
    store = MemoryStore()
    assert store_of(store) is store


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("sqlite:///profiles.db", sqlite.ProfileStore),
        ("sqlite:////var/profiles.db", sqlite.ProfileStore),
        ("redis://host", redis.ProfileStore),
        ("rediss://host", redis.ProfileStore),
        ("unix:///run/redis.sock", redis.ProfileStore),
    ],
)
def test_a_url_is_read_by_its_scheme(address, wanted):
    assert type(store_of(address)) is wanted


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("", "this text is no URL; write `sqlite:///profiles.db`"),
        ("profiles.db", "this text is no URL; write `sqlite:///profiles.db`"),
        (
            "mongodb://u:hidden@host",
            "nobody answers to `mongodb://`; known: redis, rediss, sqlite, unix; write",
        ),
        ("sqlite:///", "'sqlite:///' names no file: write"),
        ("redis://u:hidden@host:port", "not one that redis-py reads: write"),
        (object(), "object has no method `load`; write"),
        ({}, "dict has no method `load`; write"),
    ],
)
def test_anything_else_is_told_with_what_to_do(given, text):
    with pytest.raises(ValueError, match="Sarto") as caught:
        store_of(given)
    assert str(caught.value).startswith("Sarto(profiles=…): ")
    assert text in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_package_that_is_not_there_is_named(monkeypatch):
    for name in ("redis", "line"):
        monkeypatch.delitem(sys.modules, f"sarto_adapters.stores.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(
        ValueError,
        match=r"`redis://` needs redis.asyncio; install it, .*sarto\[redis\]",
    ):
        store_of("redis://host")
