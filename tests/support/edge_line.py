"""Asks a real cache as fast as Python can: a connection for each, kept alive."""

import asyncio
import zlib
from contextlib import suppress

from support.edge_rules import tell
from support.model_http import Answered, Asked

PATIENCE = 20  # seconds
GZIP = 31  # what `zlib` calls a gzip stream


class Line:
    """One connection, one question at a time. `close` it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._turn = asyncio.Lock()

    async def __call__(self, asked: Asked) -> Answered:
        """Ask; once more where the other side had let an idle connection go."""
        async with self._turn, asyncio.timeout(PATIENCE):
            is_fresh = self._writer is None
            try:
                return await self._once(asked)
            except (ConnectionError, asyncio.IncompleteReadError):
                await self.close()
                if is_fresh:
                    raise
                return await self._once(asked)

    async def _once(self, asked: Asked) -> Answered:
        if self._reader is None or self._writer is None:
            opened = await asyncio.open_connection("127.0.0.1", self.port)
            self._reader, self._writer = opened
        self._writer.write(written(asked))
        reader = self._reader
        head = await reader.readuntil(b"\r\n\r\n")
        while head[9:10] == b"1":  # of what is on its way
            head = await reader.readuntil(b"\r\n\r\n")
        answer = read(head)
        if asked.method != "HEAD" and answer.status not in (204, 304):
            answer.body = await body(reader, answer.headers)
        if answer.headers.pop("connection", "") == "close":
            await self.close()
        if answer.headers.pop("content-encoding", "") == "gzip":
            answer.body = zlib.decompress(answer.body, GZIP) if answer.body else b""
        return answer

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()
        self._reader = self._writer = None


def written(asked: Asked) -> bytes:
    lines = [f"{asked.method} {asked.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in asked.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + asked.body


def read(head: bytes) -> Answered:
    """Read a status line and fields."""
    first, *lines = head[:-4].split(b"\r\n")
    answer = Answered(int(first[9:12]))
    fields = (line.partition(b":")[::2] for line in lines)
    tell(answer, ((name, value.strip()) for name, value in fields))
    return answer


async def body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.pop("transfer-encoding", "") != "chunked":
        return await reader.readexactly(int(headers["content-length"]))
    parts: list[bytes] = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readuntil(b"\r\n")
    return b"".join(parts)
