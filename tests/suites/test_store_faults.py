"""A real Redis is killed, stopped, restarted, slow, or talks nonsense.

Whoever asks a keeper meanwhile gets an answer or a silence in time, and never an error;
the store is asked again soon after it is back, and nothing has piled up.
"""

import asyncio
import os
import time
from contextlib import suppress
from random import Random

import pytest

from sarto.memory import calls, circuit
from sarto_adapters.stores import line
from sarto_adapters.stores.line import BusyError
from sarto_adapters.stores.redis import ProfileStore
from support.load import BUDGET, Load, told
from support.proxy import SPOILS, Proxy

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
CANCELS = int(os.environ.get("SARTO_CANCELS", "5000"))
PASSWORD = "not-a-secret"  # noqa: S105 - of a server that ends with its test
BACK = 2.0  # seconds until a store that is back is used

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def seed():
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    return SEED


@pytest.fixture
def proxy(redis_server):
    proxy = Proxy(redis_server.port, SEED)
    yield proxy
    proxy.close()


class Fault:
    """Something that befalls a server, and its end."""

    def __init__(self, server, *begin, end=()):
        self.server, self.began, self.ended = server, begin, end

    async def begin(self):
        await asyncio.to_thread(self._all, self.began)

    async def end(self):
        await asyncio.to_thread(self._all, self.ended)

    def _all(self, steps):
        for step in steps:
            step()


def killed(server):
    return Fault(server, server.kill, end=[server.start])


def restarted(server):
    return Fault(server, server.kill, server.start)


def hung(server):
    return Fault(server, server.hang, end=[server.go_on])


def without_memory(server):
    return Fault(
        server,
        lambda: server.tell("CONFIG", "SET", "maxmemory", "1"),
        end=[lambda: server.tell("CONFIG", "SET", "maxmemory", "0")],
    )


def read_only(server):
    return Fault(
        server,
        lambda: server.tell("REPLICAOF", "127.0.0.1", "1"),
        end=[lambda: server.tell("REPLICAOF", "NO", "ONE")],
    )


def locked_up(server):
    return Fault(
        server,
        lambda: server.tell("CONFIG", "SET", "requirepass", PASSWORD),
        lambda: server.tell("CLIENT", "KILL", "TYPE", "normal", password=PASSWORD),
        end=[
            lambda: server.tell("CONFIG", "SET", "requirepass", "", password=PASSWORD)
        ],
    )


async def load_endures(url, begin, end, *, seconds=1.5):
    load = Load(ProfileStore(url), SEED)
    async with load:
        await load.endure(begin, end, seconds=seconds, back=BACK)
    await load.leave_nothing()
    # Before 3.12 `asyncio.wait_for`, which redis-py calls, makes a task more; a page may
    # have one that saves, and one that is handed its turn.
    assert load.most_tasks < 3 * 16 + calls.MOST + 2 * (calls.MOST + line.MOST)
    return load


@pytest.mark.parametrize(
    "fault", [killed, restarted, hung, without_memory, read_only, locked_up]
)
def test_a_server_that_fails_is_a_silence_and_no_more(redis_server, fault):
    here = fault(redis_server)
    seconds = 3.0 if fault is hung else 1.5
    load = asyncio.run(
        load_endures(redis_server.url, here.begin, here.end, seconds=seconds)
    )
    assert load.noted.total() > 0


@pytest.mark.parametrize("spoil", [spoil for spoil in SPOILS if spoil != "nothing"])
def test_answers_that_are_none_are_a_silence_and_no_more(proxy, spoil):
    async def begin():
        proxy.tell(f"spoil {spoil}")

    async def end():
        proxy.tell("spoil nothing")

    load = asyncio.run(load_endures(proxy.url, begin, end))
    assert load.noted.total() > 0


@pytest.mark.parametrize("delay", [0.01, 0.1, 1.0])
def test_a_server_that_is_slow_costs_the_budget_at_most(proxy, delay):
    async def begin():
        proxy.tell(f"delay {delay}")

    async def end():
        proxy.tell("delay 0")

    load = asyncio.run(load_endures(proxy.url, begin, end, seconds=2.0))
    assert delay < BUDGET or load.noted.total() > 0


@pytest.mark.parametrize("fault", ["delay 0.1", "delay 1", "hung"])
def test_the_budget_holds_where_no_call_is_spared(
    proxy, redis_server, monkeypatch, fault
):
    monkeypatch.setattr(circuit, "ENOUGH", 10**9)

    async def scenario():
        async with Load(ProfileStore(proxy.url), SEED, visitors=3) as load:
            if fault == "hung":
                redis_server.hang()
            else:
                proxy.tell(fault)
            since = time.monotonic()
            await asyncio.sleep(3.0)
            until = time.monotonic()
            redis_server.go_on()
            proxy.tell("delay 0")
            await load.keeps_the_budget(since, until, at_least=BUDGET / 2)
            await asyncio.sleep(1.2)
        await load.leave_nothing()

    asyncio.run(scenario())


def test_an_erasure_survives_the_servers_absence(redis_server):
    async def scenario():
        async with Load(ProfileStore(redis_server.url), SEED, visitors=4) as load:
            for number in range(20):
                await load.keeper.save(
                    f"mine {number}", b"1", expected=None, seconds=60
                )
            redis_server.hang()
            for number in range(20):
                assert await load.keeper.erase(f"mine {number}") is False
                assert await load.keeper.load(f"mine {number}") is None
            await asyncio.sleep(1.0)
            redis_server.go_on()
            await load.settled(lambda: not load.keeper._erasures.left(), within=5.0)
        found = await asyncio.to_thread(redis_server.tell, "KEYS", "*mine*")
        assert found == "*0\r\n"

    asyncio.run(scenario())


async def asked(store, key):
    """Load a key, as soon as it may be, and see that it is that one's value."""
    found = None
    while found is None:
        try:
            found = await store.load(key)
        except BusyError:
            await asyncio.sleep(0.001)
    assert found.data == key.encode()


async def cancelled(store, key, random):
    """Cancel a call, sooner or later; tell whether it was in time."""
    task = asyncio.ensure_future(asked(store, key))
    for _ in range(random.randrange(12)):
        await asyncio.sleep(0)
    if random.random() < 0.5:
        await asyncio.sleep(random.random() * 0.002)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return task.cancelled()


def test_calls_cancelled_at_any_moment_never_mix_answers(redis_server):
    random = Random(SEED)  # noqa: S311 - any moment will do

    async def scenario():
        store = ProfileStore(redis_server.url)
        keys = [f"key {number}" for number in range(50)]
        for key in keys:
            await store.save(key, key.encode(), expected=None, seconds=600)
        done = 0
        while done < CANCELS:
            some = (cancelled(store, random.choice(keys), random) for _ in range(30))
            done += sum(await asyncio.gather(*some))
            await asyncio.gather(*(asked(store, key) for key in random.sample(keys, 5)))
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) == 1
        await store.close()
        return done

    told(f"{asyncio.run(scenario())} calls cancelled")
