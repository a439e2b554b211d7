"""Asks a server for one page over and over, on kept connections; in its own process.

`python hammer.py`, then a line `PORT PATH SECONDS CONNECTIONS` gives a line: requests per
second, and all that were answered. Nothing is parsed but the length: the server is to be
slower than this.
"""

import asyncio
import sys
from time import perf_counter
from typing import Any

import uvloop

ASKED = (
    "GET {path} HTTP/1.1\r\nHost: bistro.example\r\n"
    "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) "
    "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 "
    "Safari/604.1\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
    "Accept-Language: fa-IR,fa;q=0.9,en;q=0.5\r\nCF-IPCountry: IR\r\n"
    "Cookie: session=0123456789abcdef; theme=dark\r\n\r\n"
)


class Client(asyncio.Protocol):
    """One connection: the next request as soon as the last answer is whole."""

    def __init__(self, asked: bytes) -> None:
        self.asked, self.left, self.done, self.head = asked, 0, 0, b""
        self.is_stopped = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.asked)

    def data_received(self, data: bytes) -> None:
        if self.left:
            self.left -= len(data)
        else:
            self.head += data
            head, end, body = self.head.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode("latin-1"))
            at = head.lower().index(b"content-length:") + 15
            self.left = int(head[at : at + 12].split(b"\r")[0]) - len(body)
            self.head = b""
        if self.left == 0:
            self.done += 1
            if not self.is_stopped:
                self.transport.write(self.asked)


async def hammered(
    port: int, path: str, seconds: float, connections: int
) -> tuple[float, int]:
    """Give requests per second, and how many were answered in all."""
    loop = asyncio.get_running_loop()
    asked = ASKED.format(path=path).encode()
    made = [
        await loop.create_connection(lambda: Client(asked), "127.0.0.1", port)
        for _ in range(connections)
    ]
    clients = [client for _, client in made]
    await asyncio.sleep(seconds / 5)  # the first are not counted
    before, began = sum(client.done for client in clients), perf_counter()
    await asyncio.sleep(seconds)
    figure = (sum(client.done for client in clients) - before) / (
        perf_counter() - began
    )
    for transport, client in made:
        client.is_stopped = True
        transport.close()
    return figure, sum(client.done for client in clients)


if __name__ == "__main__":
    for line in sys.stdin:
        port, path, seconds, connections = line.split()
        figure = hammered(int(port), path, float(seconds), int(connections))
        print(*uvloop.run(figure), flush=True)
