"""Counting up what a store keeps, with others doing the same: no step may be lost."""

import asyncio
import sys
from random import Random

from sarto.site.stores import store_of
from sarto.vocabulary.ports import ProfileStore
from sarto_adapters.stores.faults import LockedFileError


async def count_up(store: ProfileStore, key: str, random: Random) -> None:
    """Add one; whoever comes too late begins again."""
    while True:
        found = await store.load(key)
        number = int(found.data) + 1 if found else 1
        expected = found.version if found else None
        try:
            if await store.save(key, b"%d" % number, expected=expected, seconds=60):
                return
        except LockedFileError:
            pass
        await asyncio.sleep(random.random() * 0.05)


async def main(address: str, key: str, times: int, seed: int) -> None:
    store = store_of(address)
    assert store is not None
    random = Random(seed)  # noqa: S311 - only for pauses
    for _ in range(times):
        await count_up(store, key, random)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
