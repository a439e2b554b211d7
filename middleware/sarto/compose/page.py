"""One response in flight: all its state, from the application's start to the last byte.

Messages come in as the application sends them and go out in the same order. What is not
a page that can change goes out as it came. When anything of ours fails, the bytes the
application sent go out instead, and the failure is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sarto.asgi import Message, Send
from sarto.compose import charset
from sarto.compose.rewrite import Rewriter, Terms
from sarto.compose.swap import Swap
from sarto.errors import Failures
from sarto.headers import Headers, first, listed, without

START, BODY = "http.response.start", "http.response.body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one answer is changed: its headers, and what becomes of its slots."""

    headers: Headers
    swaps: dict[str, Swap] = field(default_factory=dict[str, Swap])
    hold_cap: int = 0
    is_known: bool = False  # the client has these very bytes: 304

    def begin(self, beginning: bytes) -> Rewriter | None:
        """Start rewriting, once the first bytes tell the charset."""
        said = charset.of_page(first(self.headers, b"content-type") or b"", beginning)
        if said is None or not self.swaps:
            return None
        return Rewriter(Terms(swaps=self.swaps, charset=said, hold_cap=self.hold_cap))


Edits: TypeAlias = Callable[[int, Headers], Edit | None]


class Page:
    """One response in flight."""

    def __init__(self, send: Send, edits: Edits, failures: Failures) -> None:
        self._send = send
        self._edits = edits
        self._failures = failures
        self._edit: Edit | None = None
        self._start: Message | None = None  # held until the first bytes are seen
        self._rewriter: Rewriter | None = None
        self._is_open = False  # bytes are being rewritten
        self._is_done = False

    async def send(self, message: Message) -> None:
        """Take one message of the application's."""
        if message["type"] == START and self._edit is None:
            await self._on_start(message)
        elif message["type"] == BODY and self._edit is not None and not self._is_done:
            await self._on_body(self._edit, message)
        else:
            await self._send(message)

    async def _on_start(self, message: Message) -> None:
        raw = list(message.get("headers") or ())  # it may be a generator: read once
        message = {**message, "headers": raw}
        try:
            self._edit = self._edits(message["status"], listed(raw))
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("decide", error)
        self._start = message
        if self._edit is None:
            await self._send_start(message)
        elif not self._edit.is_known and first(listed(raw), b"content-length") is None:
            await self._send_start(self._changed(self._edit, message))

    async def _send_start(self, message: Message) -> None:
        self._start = None
        await self._send(message)

    def _changed(
        self, edit: Edit, start: Message, length: int | None = None
    ) -> Message:
        headers = without(edit.headers, b"content-length")
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        return {**start, "headers": headers}

    async def _on_body(self, edit: Edit, message: Message) -> None:
        data = bytes(message.get("body", b""))
        more = bool(message.get("more_body", False))
        self._is_done = not more
        if edit.is_known:
            await self._not_modified(edit)
        elif self._start is not None and not more:
            await self._whole(edit, self._start, data)
        else:
            await self._chunk(edit, data, more=more)

    async def _whole(self, edit: Edit, start: Message, data: bytes) -> None:
        """Send a page that came in one piece, with its exact length."""
        try:
            rewriter = edit.begin(data)
            body = data if rewriter is None else rewriter.feed(data) + rewriter.finish()
            start = self._changed(edit, start, len(body) if data else None)
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("compose", error)
            body = data
        await self._send_start(start)
        await self._send({"type": BODY, "body": body, "more_body": False})

    async def _chunk(self, edit: Edit, data: bytes, *, more: bool) -> None:
        """Send what can be let go of a page that comes in chunks."""
        if self._start is not None:
            await self._send_start(self._changed(edit, self._start))
        try:
            body = self._rewrite(edit, data, more=more)
        except Exception as error:  # noqa: BLE001 - the law
            self._failures.note("compose", error)
            body = self._rewriter.held if self._rewriter else data
            self._rewriter = None
        if body or not more:
            await self._send({"type": BODY, "body": body, "more_body": more})

    def _rewrite(self, edit: Edit, data: bytes, *, more: bool) -> bytes:
        if data and not self._is_open:
            self._is_open = True
            self._rewriter = edit.begin(data)
        if self._rewriter is None:
            return data
        out = self._rewriter.feed(data)
        return out if more else out + self._rewriter.finish()

    async def _not_modified(self, edit: Edit) -> None:
        """Answer 304 once, and swallow the body that the client already has."""
        if self._start is not None:
            headers = without(edit.headers, b"content-length", b"content-type")
            await self._send_start({**self._start, "status": 304, "headers": headers})
            await self._send({"type": BODY, "body": b"", "more_body": False})

    async def close(self) -> None:
        """Let go what is held when the application stopped without an end."""
        if self._start is not None:
            await self._send_start(self._start)
        if not self._is_done and self._rewriter and (held := self._rewriter.held):
            await self._send({"type": BODY, "body": held, "more_body": True})
