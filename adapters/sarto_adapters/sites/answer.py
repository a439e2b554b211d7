"""An upstream's answer, parsed as it arrives (httptools) and kept until it is read.

In: bytes, and how the connection ended. Out: interim heads, a head, pieces of a body.
Never: an answer that broke off and looks whole; more than about 32 KiB in memory; a
second answer to one request.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from sarto_adapters.sites.asking import FRAMING

if TYPE_CHECKING:
    from sarto.headers import Headers

MOST_KEPT: Final = 16_384  # bytes of a body that nobody has read yet
LONGEST_HEAD: Final = 262_144  # bytes, interim answers included; a trailer likewise
BEGINNINGS: Final = (b"H", b"\r", b"\n")  # the parser knows RTSP and ICE too
HINTS: Final = 103  # RFC 8297
FIRST_STATUS, LAST_STATUS = 100, 599  # RFC 9110 §15; no server of ours can say others


class SilentUpstreamError(Exception):
    """Raised when the upstream is down, hangs up, or answers no HTTP."""


class LateUpstreamError(SilentUpstreamError):
    """Raised when the upstream took the request, and said nothing in time."""


class StaleError(SilentUpstreamError):
    """Raised when a connection ended before a byte of an answer was heard."""


class Answer:
    """One answer in flight; `pause` and `resume` are its transport's.

    `is_bodyless`: to HEAD, whose answer tells of a body and has none.
    """

    def __init__(
        self,
        *,
        is_bodyless: bool,
        pause: Callable[[], None],
        resume: Callable[[], None],
    ) -> None:
        self.status = self._heard = self._kept = 0
        self.headers: Headers = []
        self.hints: list[bytes] = []
        self.has_head = self.is_whole = self.may_be_followed = False
        self._is_bodyless, self._is_paused = is_bodyless, False
        self._pause, self._resume = pause, resume
        self._pieces: list[bytes] = []
        self._error: Exception | None = None
        self._news: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._parser: HttpResponseParser | None = HttpResponseParser(self)

    @property
    def is_read(self) -> bool:
        """Whether it is whole, and none of it is left here."""
        return self.is_whole and not self._pieces

    async def news(self) -> None:
        """Wait until something happens; raise what went wrong."""
        if self._error is not None:
            raise self._error
        self._news = self._loop.create_future()
        try:
            await self._news
        finally:
            self._news = None

    async def read(self) -> bytes:
        """Take a piece of the body, or wait for it; all that is left once it is whole.

        Pieces stay small, since who is in front of us may hold two of each.
        """
        while not self._pieces:
            if self.is_whole:
                return b""
            await self.news()
        many = len(self._pieces) if self.is_whole else 1
        piece = self._pieces[0] if many == 1 else b"".join(self._pieces)
        del self._pieces[:many]
        self._kept -= len(piece)
        if self._is_paused and self._kept <= MOST_KEPT:
            self._is_paused = False
            self._resume()
        return piece

    def feed(self, data: memoryview) -> bool:
        """Take what arrived; tell whether the connection is of any use still."""
        is_first, self._heard = not self._heard, self._heard + len(data)
        if self._heard > LONGEST_HEAD:
            self.fail(SilentUpstreamError("a head or a trailer without end"))
            return False
        if is_first and bytes(data[:1]) not in BEGINNINGS:
            self.fail(SilentUpstreamError("no HTTP: another protocol"))
            return False
        try:
            if self._parser is not None:
                self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self.may_be_followed = False
            why = error.__context__ or error  # ours, where a call of ours refused
            self.fail(SilentUpstreamError(f"no HTTP: {str(why) or 'an upgrade'}"))
            return False
        return True

    def end(self, error: Exception | None) -> None:
        """Note that the connection is gone."""
        is_ended = self.has_head and error is None and self._ends_with_connection()
        if is_ended and not self.is_whole:
            self.is_whole = True
        kind = SilentUpstreamError if self._heard else StaleError
        self.fail(kind(f"it hung up: {error or 'in the midst of it'}"))

    def fail(self, error: Exception) -> None:
        """Break off, unless it is whole already."""
        if self._error is None and not self.is_whole:
            self._error = error
        self.cease()
        self._wake()

    def cease(self) -> None:
        """Let go of parser and timer: nothing more is expected."""
        self.stop_timer()
        self._parser = None  # it holds us, and we hold it

    def give(self, seconds: float) -> None:
        """Fail unless something happens within so many seconds."""
        self.stop_timer()
        self._timer = self._loop.call_later(seconds, self.be_late, seconds)

    def be_late(self, seconds: float) -> None:
        """Fail: nothing happened within so many seconds."""
        self.fail(LateUpstreamError(f"nothing within {seconds} s"))

    def stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    def _ends_with_connection(self) -> bool:
        """Whether only the connection's end is the body's (RFC 9112 §6.3)."""
        return all(name not in FRAMING for name, _ in self.headers)

    def _look_at_codings(self) -> None:
        """Refuse what we never asked for and would pass on coded (RFC 9112 §6.1)."""
        said = [value for name, value in self.headers if name == b"transfer-encoding"]
        if said and (len(said) > 1 or said[0].lower() != b"chunked"):
            raise SilentUpstreamError("a transfer coding but chunked")

    # the parser's calls

    def on_message_begin(self) -> None:
        if self.is_whole:
            raise SilentUpstreamError("more than one answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.has_head:  # a trailer ends here (RFC 9110 §6.5.1)
            self.headers.append((name.lower(), value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        if self._parser is None:
            return
        self.status = self._parser.get_status_code()
        if not FIRST_STATUS <= self.status <= LAST_STATUS:
            raise SilentUpstreamError("a status that is none")
        if self.status < HTTPStatus.OK:
            return
        self._look_at_codings()
        self.has_head = True
        self.stop_timer()
        if self._is_bodyless:
            self._be_whole(self._parser)
        self._wake()

    def on_body(self, body: bytes) -> None:
        if self._is_bodyless:
            raise SilentUpstreamError("a body of an answer that has none")
        self._pieces.append(body)
        self._kept += len(body)
        self._heard = 1  # what counts now is what comes beside the body
        if self._kept > MOST_KEPT and not self._is_paused:
            self._is_paused = True
            self._pause()
        self._wake()

    def on_message_complete(self) -> None:
        if self.has_head:
            if not self.is_whole and self._parser is not None:
                self._be_whole(self._parser)
        else:
            if self.status == HINTS:
                self.hints += [text for name, text in self.headers if name == b"link"]
            self.headers = []
        self._wake()

    def _be_whole(self, parser: HttpResponseParser) -> None:
        # Some send to HEAD the body all the same: it must not answer the next request.
        self.may_be_followed = parser.should_keep_alive() and not self._is_bodyless
        self.is_whole = True
