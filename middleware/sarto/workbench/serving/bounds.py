"""How much, and for how long, a visitor may speak before there is a request.

uvicorn asks neither of who is heard by httptools: a head without end would be kept
whole, and who says nothing would keep a connection for good.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 65_536  # bytes of a head, or beside a body; uvicorn's own h11 has as much
LATEST: Final = 30.0  # seconds for a head to be whole
TOO_MUCH: Final = "Request header fields too large."


class Bounded(HttpToolsProtocol):
    """Hears one visitor."""

    _is_asked = False  # whether the head of the last request is whole
    _is_left = False  # to what speaks over a websocket
    _beside = 0  # bytes since then, or since the last piece of a body, or at all
    _timer: asyncio.TimerHandle | None = None

    @property
    def _is_answered(self) -> bool:
        """Whether an answer is under way."""
        return bool(self.cycle) and not self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's own is as narrow
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        self._beside += len(data)
        super().data_received(data)
        if self._beside > MOST:
            self._refuse()
        elif self._is_left or (self._is_asked and self._is_answered):
            self._wait_no_more()
        else:
            self._wait()

    def handle_websocket_upgrade(self) -> None:
        self._is_left = True
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    # the parser's calls

    def on_message_begin(self) -> None:
        self._is_asked = False
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._is_asked:  # a trailer is no field of the head (RFC 9110 §6.5.1)
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_asked, self._beside = True, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._beside = 0
        super().on_body(body)

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(LATEST, self._be_late)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _be_late(self) -> None:
        self._timer = None
        if not self._is_answered:
            self.transport.close()

    def _refuse(self) -> None:
        if self._is_answered:  # a second answer would be taken for part of the first
            self.transport.close()
        elif not self.transport.is_closing():
            self.send_400_response(TOO_MUCH)
