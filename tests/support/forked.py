"""A store used before and after forking, by the parent and its children alike."""

import asyncio
import os
import sys
from random import Random
from threading import Thread

from sarto.site.stores import store_of
from sarto.vocabulary.ports import ProfileStore
from support.increments import count_up


async def work(store: ProfileStore, times: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - only for pauses
    for _ in range(times):
        await count_up(store, "k", random)
    await store.load("k")


def main(address: str) -> int:
    store = store_of(address)
    assert store is not None
    asyncio.run(work(store, 10, 0))
    busy = Thread(target=lambda: asyncio.run(work(store, 40, 1)))
    busy.start()  # so that one forks in the midst of it
    children = []
    for seed in range(4):
        child = os.fork()
        if not child:
            asyncio.run(work(store, 10, 10 + seed))
            os._exit(0)
        children.append(child)
    ends = [os.waitpid(child, 0)[1] for child in children]
    busy.join()
    asyncio.run(work(store, 10, 2))
    return any(ends)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
