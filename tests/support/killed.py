"""Writers that are killed in the midst of it, and whoever looks what is left.

Forks writers one after the other; each acknowledges what it has saved on a pipe, and is
killed at a random moment. Readers look on all the while. Prints what came of it.
"""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from random import Random

from sarto_adapters.stores.sqlite import ProfileStore

WRITERS = 6  # at once, in one process
SIZE = 200  # times its number each profile holds


def profile(number: int) -> bytes:
    return b"%d " % number * SIZE


def number_of(data: bytes) -> int:
    """Read a profile's number; one that is not whole is none."""
    words = data.split()
    assert len(words) == SIZE
    assert len(set(words)) == 1
    return int(words[0])


async def write(store: ProfileStore, key: int, pipe: int) -> None:
    """Save one number after the other, and acknowledge each that is saved."""
    found = await store.load(str(key))
    while True:
        number = number_of(found.data) + 1 if found else 1
        expected = found.version if found else None
        assert await store.save(
            str(key), profile(number), expected=expected, seconds=600
        )
        os.write(pipe, b"%d %d\n" % (key, number))
        found = await store.load(str(key))


async def writing(address: str, pipe: int) -> None:
    store = ProfileStore(address)
    await asyncio.gather(*(write(store, key, pipe) for key in range(WRITERS)))


async def reading(address: str) -> None:
    """Look at everything, without an end; no number ever falls."""
    store, seen = ProfileStore(address), [0] * WRITERS
    for turn in count():
        found = await store.load(str(turn % WRITERS))
        number = number_of(found.data) if found else 0
        assert number >= seen[turn % WRITERS]
        seen[turn % WRITERS] = number
        await asyncio.sleep(0.0005)


def forked(work) -> int:
    child = os.fork()
    if not child:
        with suppress(BaseException):
            asyncio.run(work)
        os._exit(1)
    work.close()
    return child


def one_life(address: str, seconds: float) -> list[bytes]:
    """Let a writer live that long; give what it acknowledged."""
    out, pipe = os.pipe()
    child = forked(writing(address, pipe))
    os.close(pipe)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, "it ended by itself"
    with os.fdopen(out, "rb") as lines:
        return lines.read().splitlines()


def looked(file: Path, acknowledged: list[int]) -> list[int]:
    """See that all is there that was acknowledged, and one more at most; give it."""
    found = []
    with closing(sqlite3.connect(file, timeout=5)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for key, least in enumerate(acknowledged):
            question = "SELECT data FROM profiles WHERE key = ?"
            row = connection.execute(question, (b"%d" % key,)).fetchone()
            number = number_of(row[0]) if row else 0
            assert least <= number <= least + 1, (key, least, number)
            found.append(number)
    return found


def killing(address: str, file: Path, kills: int, random: Random) -> int:
    """Kill so many writers; give how many saves were acknowledged."""
    there, total = [0] * WRITERS, 0
    for _ in range(kills):
        lines = one_life(address, random.uniform(0.005, 0.15))
        total += len(lines)
        for line in lines:
            key, number = (int(word) for word in line.split())
            there[key] = number
        there = looked(file, there)
    return total


def main(file: Path, kills: int, seed: int) -> None:
    address, random = f"sqlite:///{file}", Random(seed)  # noqa: S311 - moments
    readers = [forked(reading(address)) for _ in range(2)]
    try:
        total = killing(address, file, kills, random)
    finally:
        for reader in readers:
            os.kill(reader, signal.SIGKILL)
        ends = [os.waitpid(reader, 0)[1] for reader in readers]
    assert set(ends) == {signal.SIGKILL}, "a reader saw a fault"
    print(f"{kills} kills, {total} acknowledged saves, 0 lost")  # noqa: T201 - the figure


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
