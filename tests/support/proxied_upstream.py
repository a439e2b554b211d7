"""An upstream in a process of its own: pages, bodies without end, and what it counts.

`python -m support.proxied_upstream PORT`. `GET /page?300000` is a page with three slots
of about that size, `GET /bytes?1000000` so many bytes, `PUT` counts what it is sent.
"""

import asyncio
import sys
from asyncio import IncompleteReadError, StreamReader, StreamWriter

BLOCK = bytes(range(256)) * 256
SLOT = '<section data-sarto="{}"><h2>Default</h2></section>\n'
DISH = "<article><h3>Dish</h3><p>Slowly roasted, with lemon and herbs.</p></article>\n"
HEAD = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Shop</title>\n'


def page(size: int) -> bytes:
    blocks = [SLOT.format(name) + DISH * (size // 3 // len(DISH)) for name in "abc"]
    return (HEAD + "".join(blocks) + "</html>").encode()


async def serve(reader: StreamReader, writer: StreamWriter) -> None:
    try:
        while await answered(reader, writer):
            pass
    except (ConnectionError, IncompleteReadError):
        pass
    finally:
        writer.close()


async def answered(reader: StreamReader, writer: StreamWriter) -> bool:
    """Answer one request; tell whether another may follow."""
    head = await reader.readuntil(b"\r\n\r\n")
    method, target, _ = head.split(b" ", 2)
    path, _, size = target.partition(b"?")
    if method == b"PUT":
        await reply(writer, b"%d" % await taken(reader, head), b"text/plain")
    elif path == b"/bytes":
        await pour(writer, int(size))
    else:
        await reply(writer, page(int(size or 20_000)), b"text/html; charset=utf-8")
    return True


async def taken(reader: StreamReader, head: bytes) -> int:
    told = head.lower().partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
    left = length = int(told)
    while left:
        data = await reader.read(min(left, 65_536))
        if not data:
            raise ConnectionError
        left -= len(data)
    return length


async def pour(writer: StreamWriter, size: int) -> None:
    start(writer, size, b"application/octet-stream")
    while size > 0:
        writer.write(BLOCK[:size])
        size -= len(BLOCK)
        await writer.drain()


async def reply(writer: StreamWriter, body: bytes, kind: bytes) -> None:
    start(writer, len(body), kind)
    writer.write(body)
    await writer.drain()


def start(writer: StreamWriter, size: int, kind: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n" % kind)
    writer.write(b"Content-Length: %d\r\n\r\n" % size)


async def main(port: int) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
