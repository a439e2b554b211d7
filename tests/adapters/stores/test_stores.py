"""The contract of a `ProfileStore`, kept by every one of ours."""

import asyncio
from itertools import pairwise

import pytest

from sarto.vocabulary.ports import Stored
from support.stores import saved

pytestmark = pytest.mark.parametrize("address", ["sqlite", "redis"], indirect=True)

KEYS = [
    "",
    "k",
    "a b",
    "sarto:profile:k",
    "żółć",
    "\0",
    "a\0b",
    "%s",
    "'; --",
    "\ud800",
    "\n",
    "x" * 4096,
    "🧵",
]
VALUES = [
    b"",
    b"\0",
    bytes(range(256)),
    b"\xff" * 70_000,
    b"\r\n$-1\r\n",
    "zażółć".encode(),
]


def test_what_nobody_saved_is_not_there(play):
    async def scenario(store):
        assert await store.load("k") is None

    play(scenario)


def test_what_was_saved_is_loaded(play):
    async def scenario(store):
        assert await saved(store, data=b"mine") is True
        found = await store.load("k")
        assert isinstance(found, Stored)
        assert found.data == b"mine"
        assert await store.load("other") is None

    play(scenario)


def test_another_store_at_that_place_has_it(play):
    async def first(store):
        await saved(store)

    async def second(store):
        assert (await store.load("k")).data == b"1"

    play(first)
    play(second)


def test_a_version_grows_with_each_save(play):
    async def scenario(store):
        await saved(store)
        versions = [(await store.load("k")).version]
        for number in range(5):
            assert await saved(store, data=b"%d" % number, expected=versions[-1])
            versions.append((await store.load("k")).version)
        assert all(before < after for before, after in pairwise(versions))

    play(scenario)


def test_nothing_is_begun_where_there_is_something(play):
    async def scenario(store):
        await saved(store, data=b"first")
        before = await store.load("k")
        assert await saved(store, data=b"second") is False
        assert await store.load("k") == before

    play(scenario)


def test_nothing_is_saved_over_what_nobody_read(play):
    async def scenario(store):
        await saved(store, data=b"first")
        version = (await store.load("k")).version
        assert await saved(store, data=b"second", expected=version)
        before = await store.load("k")
        for wrong in (version, version + 2, 0, 1):
            assert await saved(store, data=b"late", expected=wrong) is False
        assert await store.load("k") == before

    play(scenario)


def test_nothing_goes_on_that_was_never_begun(play):
    async def scenario(store):
        for wrong in (0, 1, 2**50):
            assert await saved(store, expected=wrong) is False
        assert await store.load("k") is None

    play(scenario)


def test_what_was_erased_is_gone(play):
    async def scenario(store):
        await saved(store)
        await saved(store, "other")
        assert await store.erase("k") is None
        assert await store.load("k") is None
        assert (await store.load("other")).data == b"1"
        await store.erase("k")

    play(scenario)


def test_who_read_it_before_it_was_erased_saves_nothing(play):
    async def scenario(store):
        await saved(store)
        version = (await store.load("k")).version
        await store.erase("k")
        assert await saved(store, expected=version) is False
        assert await store.load("k") is None

    play(scenario)


def test_no_two_lives_have_a_version_in_common(play):
    async def scenario(store):
        await saved(store)
        await saved(store, expected=(await store.load("k")).version)
        old = (await store.load("k")).version
        await store.erase("k")
        assert await saved(store, data=b"new life")
        for version in range(old - 5, old + 5):
            assert await saved(store, data=b"old", expected=version) is False
        assert (await store.load("k")).data == b"new life"

    play(scenario)


def test_what_has_expired_is_gone(play):
    async def scenario(store):
        await saved(store, seconds=1)
        await saved(store, "other", seconds=60)
        found = await store.load("k")
        assert found is not None
        await asyncio.sleep(1.2)
        assert await store.load("k") is None
        assert await saved(store, expected=found.version) is False
        assert await saved(store, data=b"again") is True
        again = await store.load("k")
        assert again.data == b"again"
        assert again.version > found.version
        assert await store.load("other") is not None

    play(scenario)


def test_each_save_says_anew_how_long(play):
    async def scenario(store):
        await saved(store, seconds=1)
        version = (await store.load("k")).version
        assert await saved(store, expected=version, seconds=60)
        await saved(store, "short", seconds=60)
        version = (await store.load("short")).version
        assert await saved(store, "short", expected=version, seconds=1)
        await asyncio.sleep(1.2)
        assert await store.load("k") is not None
        assert await store.load("short") is None

    play(scenario)


def test_any_text_is_a_key(play):
    async def scenario(store):
        for number, key in enumerate(KEYS):
            assert await saved(store, key, b"%d" % number)
        for number, key in enumerate(KEYS):
            assert (await store.load(key)).data == b"%d" % number
        for key in KEYS:
            await store.erase(key)
            assert await store.load(key) is None

    play(scenario)


def test_any_bytes_are_kept_as_they_are(play):
    async def scenario(store):
        for number, data in enumerate(VALUES):
            assert await saved(store, str(number), data)
            found = await store.load(str(number))
            assert found.data == data
            assert type(found.data) is bytes

    play(scenario)


def test_what_is_closed_opens_again(play):
    async def scenario(store):
        await store.close()
        await saved(store)
        await store.close()
        await store.close()
        assert (await store.load("k")).data == b"1"

    play(scenario)


def test_a_call_leaves_nothing_running(play):
    async def scenario(store):
        await asyncio.gather(*(saved(store, str(n)) for n in range(50)))
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) == 1

    play(scenario)
