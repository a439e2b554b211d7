"""What a bare sleep of some length takes on this machine, right now.

A process of its own that does nothing but sleep: where it is late, so is everybody, and
no call is to blame for that.
"""

import asyncio
import json
import subprocess
import sys
import time

SLEEPERS = 3


class Sleepers:
    """The process, seen from a test."""

    def __init__(self, seconds: float) -> None:
        words = [sys.executable, __file__, str(seconds)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe)

    def wake(self) -> list[tuple[float, float]]:
        """End it; give when each sleep began, by the monotonic clock, and its length."""
        out, _ = self._process.communicate()
        return [(began, seconds) for began, seconds in json.loads(out)]

    def close(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


async def sleep_on(seconds: float, slept: list[tuple[float, float]]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(seconds)
        slept.append((began, time.monotonic() - began))


async def main(seconds: float) -> None:
    slept: list[tuple[float, float]] = []
    tasks = [asyncio.create_task(sleep_on(seconds, slept)) for _ in range(SLEEPERS)]
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    json.dump(slept, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
