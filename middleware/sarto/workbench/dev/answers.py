"""The short answers of `sarto dev`, and where they may send somebody back to."""

import re
from urllib.parse import quote

from sarto.asgi import Message, Scope, Send

START, BODY = "http.response.start", "http.response.body"
KEPT = "/?&=%:@+,;~!*'()"
IN_PATH = "/:@!$&'()*+,;=~"  # what else stands in a path means something there
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f]*")


def local(page: str) -> str:
    """Give a page of this very site, as it is sent; the first one for any other."""
    return quote(page, safe=KEPT) if LOCAL.fullmatch(page) else "/"


def page_of(scope: Scope) -> str:
    """Spell the page that was asked for, with its query, as browsers send it."""
    query = quote(bytes(scope.get("query_string", b"")), safe=KEPT)
    path = quote(str(scope["path"]), safe=IN_PATH, errors="replace")
    return f"{path}?{query}" if query else path


def typed(scope: Scope) -> str:
    """Write that page as `sarto explain` takes it: its path as the site reads it."""
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    path = str(scope["path"])
    return f"{path}?{query}" if query else path


async def answer(
    send: Send, status: int, body: bytes, *fields: tuple[bytes, bytes]
) -> None:
    message: Message = {"type": START, "status": status, "headers": [*fields]}
    await send(message)
    await send({"type": BODY, "body": body})


async def back(send: Send, page: str, *fields: tuple[bytes, bytes]) -> None:
    """Send a browser back to a page of this site."""
    where = (b"location", local(page).encode())
    await answer(send, 303, b"", where, (b"cache-control", b"no-store"), *fields)
