"""A proxy that passes bytes on to a port, and spoils or delays what comes back.

It is a process of its own, so that its work is not on the clock of whoever is measured;
it is told what to do by lines on its input: `delay 0.1`, `spoil garbage`.
"""

import asyncio
import subprocess
import sys
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from random import Random

from support.redis_server import free_port, is_up

Spoil = Callable[[bytes, Random], bytes | None]  # `None`: hang up

SPOILS: dict[str, Spoil] = {
    "nothing": lambda data, _: data,
    "moved": lambda _, __: b"-MOVED 1 127.0.0.1:1\r\n",
    "loading": lambda _, __: b"-LOADING Redis is loading the dataset in memory\r\n",
    "cut short": lambda data, _: data[:-1],
    "hung up": lambda _, __: None,
    "garbage": lambda _, random: random.randbytes(random.randint(1, 300)),
    "mixture": lambda data, random: bytes(
        byte if random.random() < 0.9 else random.randrange(256) for byte in data
    ),
    "of another kind": lambda _, __: b"*2\r\n:1\r\n$3\r\nabc\r\n",
}


class Proxy:
    """The process, seen from a test."""

    def __init__(self, target: int, seed: int) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        words = [sys.executable, "-m", "support.proxy"]
        more = [str(self.port), str(target), str(seed)]
        self._process = subprocess.Popen(
            [*words, *more],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        until = time.monotonic() + 20
        while not is_up(self.port):
            assert time.monotonic() < until, "the proxy did not start"
            time.sleep(0.01)

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class Passing:
    """What the process does."""

    def __init__(self, target: int, seed: int) -> None:
        self.target = target
        self.random = Random(seed)  # noqa: S311 - any nonsense will do
        self.delay = 0.0
        self.spoil = SPOILS["nothing"]

    def hear(self) -> None:
        """Take a line; the end of them is the end of it all."""
        word, _, rest = sys.stdin.readline().strip().partition(" ")
        if word == "delay":
            self.delay = float(rest)
        elif word == "spoil":
            self.spoil = SPOILS[rest]
        else:
            sys.exit()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            back, there = await asyncio.open_connection("127.0.0.1", self.target)
            ways = (self._ahead(reader, there), self._back(back, writer))
            await asyncio.gather(*ways, return_exceptions=True)
            there.close()
        except OSError:
            pass
        writer.close()

    async def _ahead(self, reader: StreamReader, there: StreamWriter) -> None:
        while data := await reader.read(65_536):
            there.write(data)
        there.close()

    async def _back(self, back: StreamReader, writer: StreamWriter) -> None:
        while data := await back.read(65_536):
            await asyncio.sleep(self.delay)
            spoilt = self.spoil(data, self.random)
            if spoilt is None:
                break
            writer.write(spoilt)
        writer.close()


async def main(port: int, target: int, seed: int) -> None:
    passing = Passing(target, seed)
    asyncio.get_running_loop().add_reader(sys.stdin, passing.hear)
    server = await asyncio.start_server(passing.serve, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*(int(word) for word in sys.argv[1:])))
