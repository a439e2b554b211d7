"""A small site that real servers run: `small_site:app` behind Sarto, `:bare` without."""

import asyncio
import os
from typing import Any

from sarto import Sarto

PAGE = b'<!doctype html><title>t</title><p data-sarto="hero">own</p><p>rest</p>'
HTML = (b"content-type", b"text/html; charset=utf-8")
TAGGED = (b"etag", b'"1"')
NEGOTIATED = (b"vary", b"Accept-Encoding")


class DiedError(Exception):
    """The application dies of its own accord."""


async def bare(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await echo(receive, send)
    else:
        path = scope["path"].rpartition("/")[2]
        await {
            "whole": whole,
            "chunks": chunks,
            "dies": dies,
            "endless": endless,
            "upload": upload,
        }[path](receive, send)


async def lifespan(receive: Any, send: Any) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def echo(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"].upper()})


async def begun(send: Any, *headers: Any) -> None:
    start = {"type": "http.response.start", "status": 200}
    await send({**start, "headers": [HTML, *headers]})


async def part(send: Any, data: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": more})


async def whole(_receive: Any, send: Any) -> None:
    page = PAGE + b"tail " * 200
    await begun(send, TAGGED, NEGOTIATED, (b"content-length", b"%d" % len(page)))
    await part(send, page, more=False)


async def chunks(_receive: Any, send: Any) -> None:
    """Send a page in pieces, the next only some time after the last."""
    await begun(send, NEGOTIATED)
    for at in range(0, len(PAGE), 20):
        await part(send, PAGE[at : at + 20])
        await asyncio.sleep(0.05)
    await part(send, b"", more=False)


async def dies(_receive: Any, send: Any) -> None:
    await begun(send)
    await part(send, PAGE)
    await asyncio.sleep(0.05)
    raise DiedError


async def endless(receive: Any, send: Any) -> None:
    """Send until nobody listens; the file says when that was noticed."""
    await begun(send)
    listening = asyncio.create_task(gone(receive))
    try:
        while not listening.done():
            await part(send, PAGE)
            await asyncio.sleep(0.01)
    except OSError:
        pass
    finally:
        listening.cancel()
        with open(os.environ["SARTO_TEST_NOTE"], "a") as note:  # noqa: ASYNC230, PTH123 - a test's
            note.write("gone\n")


async def gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def upload(receive: Any, send: Any) -> None:
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    page = PAGE + b"%d bytes" % length
    await begun(send)
    await part(send, page, more=False)


app = Sarto(bare, config=os.environ["SARTO_TEST_CONFIG"])
