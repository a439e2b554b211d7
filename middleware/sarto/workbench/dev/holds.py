"""Pages that reload without JavaScript: a held response, and the field `Refresh`.

A page says `Refresh: 0; url=…/dev/wait`. Once it is loaded its browser goes there, and
as long as no answer comes the page stays, whole and in use: a link that is followed
takes the place of the waiting. A change answers 303 back to the page, which comes anew;
204 leaves everything as it is, and the page waits no more.
"""

import asyncio
from collections import deque
from secrets import token_hex
from typing import Final, Literal, TypeAlias
from urllib.parse import parse_qsl, quote

from sarto import headers
from sarto.asgi import Receive, Scope, Send
from sarto.workbench.dev.answers import answer, back

Held: TypeAlias = Literal["changed", "stay", "longer", "left"]

WAIT: Final = "dev/wait"  # below our prefix
MOST = 3  # pages of one client that wait; a browser has six connections to a host
TURNS = 14  # browsers follow some twenty redirects, and Safari fewer
PATIENCE, SHORT = 240.0, 50.0  # seconds; WebKit gives up after sixty


class Holds:
    """The pages that wait for a change; of one event loop."""

    def __init__(self) -> None:
        self._begun, self._changes = token_hex(4), 0
        self._waiting: dict[str, deque[asyncio.Future[bool]]] = {}
        self._last: bool | None = None  # what is said to all, when the server stops
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self) -> None:
        """Belong to the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    @property
    def version(self) -> str:
        """What a page was made of; another one in each process."""
        return f"{self._begun}.{self._changes}"

    def change(self) -> None:
        """Let all pages come anew."""
        self._changes += 1
        self._tell(is_changed=True)

    def change_soon(self) -> None:
        """Say so from another thread."""
        if self._loop is None:
            self._changes += 1  # nobody waits as yet
        else:
            self._loop.call_soon_threadsafe(self.change)

    def end(self, *, may_come_back: bool) -> None:
        """Hold nothing any more: the server stops, to begin anew or for good."""
        self._last = may_come_back
        self._tell(is_changed=may_come_back)

    def _tell(self, *, is_changed: bool) -> None:
        for row in self._waiting.values():
            while row:
                tell(row.popleft(), is_changed=is_changed)

    async def held(self, seen: str, whose: str, receive: Receive, limit: float) -> Held:
        """Wait for a change of what a page was made of; of who waits, the newest."""
        if self._last is not None or seen != self.version:
            return "stay" if self._last is False else "changed"
        row = self._waiting.setdefault(whose, deque())
        waiting = asyncio.get_running_loop().create_future()
        row.append(waiting)
        if len(row) > MOST:
            tell(row.popleft(), is_changed=False)
        leaving = asyncio.ensure_future(left(receive))
        try:
            first = asyncio.FIRST_COMPLETED
            await asyncio.wait({waiting, leaving}, timeout=limit, return_when=first)
        finally:
            leaving.cancel()
            if waiting in row:
                row.remove(waiting)
        if waiting.done():
            return "changed" if waiting.result() else "stay"
        return "left" if leaving.done() else "longer"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who waits."""
        raw = bytes(scope.get("query_string", b"")).decode("latin-1")
        query = dict(parse_qsl(raw))
        seen, page, turn = (query.get(name, "") for name in ("v", "next", "turn"))
        whose = str((scope.get("client") or ("",))[0])
        match await self.held(seen, whose, receive, patience(scope)):
            case "changed":
                await back(send, page)
            case "longer" if len(turn) < TURNS:
                where = (b"location", place(scope["path"], seen, page, f"{turn}."))
                await answer(send, 307, b"", where)
            case "longer" | "stay":
                await answer(send, 204, b"")
            case "left":
                return

    def field(self, prefix: str, page: str) -> tuple[bytes, bytes]:
        """Write the field that lets a page wait."""
        return (b"refresh", b"0; url=" + place(f"{prefix}/{WAIT}", self.version, page))


def place(path: str, seen: str, page: str, turn: str = "") -> bytes:
    """Write where a page of this version waits; each turn is a dot more.

    Each waits at an address of its own: browsers ask for the same one page by page.
    """
    query = f"v={seen}&turn={turn}&of={token_hex(4)}&next={quote(page, safe='')}"
    return f"{path}?{query}".encode()


def tell(waiting: "asyncio.Future[bool]", *, is_changed: bool) -> None:
    if not waiting.done():
        waiting.set_result(is_changed)


async def left(receive: Receive) -> None:
    """Wait until the client goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def patience(scope: Scope) -> float:
    """Say for how many seconds a browser waits."""
    agent = headers.first(headers.listed(scope.get("headers")), b"user-agent") or b""
    is_webkit = b"AppleWebKit" in agent and b"Chrome/" not in agent
    return SHORT if is_webkit else PATIENCE
