"""What is Redis's own: addresses, connections, and a server that forgets scripts."""

import asyncio
import time

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from sarto_adapters.stores import line
from sarto_adapters.stores.line import BusyError, ClosedError
from sarto_adapters.stores.redis import ForeignValueError, ProfileStore, parted


@pytest.fixture
def play(redis_server):
    """Play a scenario with a store, its address given by what follows."""

    async def with_store(scenario, more):
        store = ProfileStore(redis_server.url + more)
        try:
            await scenario(store)
        finally:
            await store.close()

    return lambda scenario, more="": asyncio.run(with_store(scenario, more))


async def saved(store, key="k", data=b"1", *, expected=None):
    return await store.save(key, data, expected=expected, seconds=60)


@pytest.mark.parametrize(
    ("address", "plain", "prefix"),
    [
        ("redis://host", "redis://host", "sarto:profile:"),
        ("redis://u:p@host:6380/2?prefix=shop:", "redis://u:p@host:6380/2", "shop:"),
        (
            "rediss://host?prefix=&ssl_cert_reqs=none",
            "rediss://host?ssl_cert_reqs=none",
            "",
        ),
        (
            "unix:///run/redis.sock?db=1&prefix=a%20b",
            "unix:///run/redis.sock?db=1",
            "a b",
        ),
    ],
)
def test_an_address_may_name_a_prefix(address, plain, prefix):
    assert parted(address) == (plain, prefix)


@pytest.mark.parametrize(
    "address",
    [
        "http://host",
        "redis://u:hidden@host:port",
        "redis://u:hidden@host?db=one",
        "redis://u:hidden@[host",
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(address):
    with pytest.raises(ValueError, match="redis://user:password@host") as caught:
        ProfileStore(address)
    assert "hidden" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("more", "name"), [("", "sarto:profile:k"), ("?prefix=shop:", "shop:k")]
)
def test_keys_have_a_prefix_and_an_end(play, redis_server, more, name):
    async def scenario(store):
        await saved(store)
        assert redis_server.tell("DBSIZE") == ":1\r\n"
        assert redis_server.tell("EXISTS", name) == ":1\r\n"
        assert 50 < int(redis_server.tell("TTL", name)[1:]) <= 60

    play(scenario, more)


def test_a_socket_of_the_file_system_will_do(redis_server, tmp_path):
    redis_server.kill()
    redis_server.start("--unixsocket", str(tmp_path / "redis.sock"))

    async def scenario():
        store = ProfileStore(f"unix://{tmp_path}/redis.sock?prefix=a:")
        assert await saved(store)
        assert (await store.load("k")).data == b"1"
        await store.close()

    asyncio.run(scenario())


def test_a_server_that_forgot_its_scripts_learns_them_again(play, redis_server):
    async def scenario(store):
        for number in range(3):
            redis_server.tell("SCRIPT", "FLUSH")
            assert await saved(store, str(number))
        assert await saved(store, "more")

    play(scenario)


@pytest.mark.parametrize("value", ["", "short"])
def test_what_others_put_there_is_no_profile(play, redis_server, value):
    async def scenario(store):
        redis_server.tell("SET", "sarto:profile:k", value)
        with pytest.raises(ForeignValueError):
            await store.load("k")
        redis_server.tell("DEL", "sarto:profile:k")
        redis_server.tell("RPUSH", "sarto:profile:k", "1")
        with pytest.raises(RedisError, match="WRONGTYPE"):
            await store.load("k")
        with pytest.raises(RedisError, match="WRONGTYPE"):
            await saved(store)

    play(scenario)


def test_an_address_that_asks_for_text_gets_no_profile(play):
    async def scenario(store):
        await saved(store)
        with pytest.raises(ForeignValueError):
            await store.load("k")

    play(scenario, "?decode_responses=yes&encoding_errors=replace")


def test_nothing_is_tried_twice(play, redis_server):
    async def scenario(store):
        await saved(store)
        redis_server.kill()
        began = time.monotonic()
        with pytest.raises(RedisError):
            await store.load("k")
        with pytest.raises(RedisConnectionError):
            await store.load("k")
        assert time.monotonic() - began < 0.5

    play(scenario)


def test_after_an_error_no_other_connection_is_trusted(play, redis_server):
    async def scenario(store):
        await asyncio.gather(*(saved(store, str(n)) for n in range(20)))
        redis_server.kill()
        redis_server.start()
        failed = 0
        for _ in range(20):
            try:
                await store.load("k")
            except RedisError:
                failed += 1
        assert failed <= 1

    play(scenario)


def test_a_server_that_hangs_is_given_up_in_time(play, redis_server, monkeypatch):
    monkeypatch.setattr(line, "TIMEOUT", 0.1)

    async def scenario(store):
        await saved(store)
        redis_server.hang()
        began = time.monotonic()
        with pytest.raises(RedisError):
            await store.load("k")
        assert time.monotonic() - began < 1
        redis_server.go_on()
        assert (await store.load("k")).data == b"1"

    play(scenario)


def test_calls_that_nobody_waits_for_are_bounded_and_end(
    play, redis_server, monkeypatch
):
    monkeypatch.setattr(line, "TIMEOUT", 0.1)
    monkeypatch.setattr(line, "MOST", 5)

    async def scenario(store):
        await saved(store)
        redis_server.hang()
        tasks = [asyncio.ensure_future(store.load("k")) for _ in range(5)]
        await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        with pytest.raises(BusyError):
            await store.load("k")
        await asyncio.sleep(0.5)
        assert len(asyncio.all_tasks()) == 1
        redis_server.go_on()
        assert (await store.load("k")).data == b"1"

    play(scenario)


def test_a_call_that_is_given_up_as_it_ends_is_not_counted(play):
    async def scenario(store):
        for _ in range(20):
            asking = asyncio.ensure_future(store.load("k"))
            while not any(task.done() for task in store._line().calls):  # noqa: ASYNC110 - each turn of the loop counts
                await asyncio.sleep(0)
            asking.cancel()
            await asyncio.wait({asking})
        assert not store._line().behind

    play(scenario)


def test_who_is_asking_when_it_is_closed_is_told(play, redis_server):
    async def scenario(store):
        await saved(store)
        redis_server.hang()
        asking = asyncio.ensure_future(store.load("k"))
        await asyncio.sleep(0.01)
        await store.close()
        with pytest.raises(ClosedError):
            await asking
        redis_server.go_on()

    play(scenario)


def test_a_loop_that_is_gone_is_not_closed_again(redis_server):
    store = ProfileStore(redis_server.url)
    gone = asyncio.new_event_loop()

    async def leave():
        store._line()

    gone.run_until_complete(leave())
    asyncio.run(store.close())
    assert not store._lines
    gone.close()
