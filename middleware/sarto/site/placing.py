"""Something of ours put last into a page as it passes: a bar, a banner.

Nothing is held back: all but the last piece goes out as it comes. A page that came in a
coding all the same is unpacked, once its first bytes show that it is in it; what is no
page, or is in a charset whose ASCII is not ASCII, passes without it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sarto.asgi import Message, Send
from sarto.cache.policy import UNTRUE, forbids_transforming
from sarto.compose.charset import PRESCAN, of_page
from sarto.compose.codings import known
from sarto.compose.packing import Unpacker, ways
from sarto.errors import Failures
from sarto.headers import Headers, first, listed, without
from sarto.site.dress import LENGTH, TYPE, coding, is_page

START, BODY = "http.response.start", "http.response.body"
END: Final = re.compile(rb"</body\s*>\s*(?:</html\s*>\s*)?\Z", re.IGNORECASE)
TAIL: Final = 256  # bytes at the end in which a page closes
BARE: Final = frozenset({204, 205, 206, 304})  # no page comes with these

Dress: TypeAlias = Callable[[Headers], Headers]


@dataclass(slots=True, kw_only=True)
class Placing:
    """One answer on its way out, and what goes last into it."""

    send: Send
    method: str
    made: Callable[[], str]  # HTML; asked for once all the rest has passed
    dress: Dress  # every answer's headers, page or not
    failures: Failures
    came: str = ""  # the coding of the page, though plain bytes were asked for
    _is_page: bool = False
    _type: bytes = b""
    _beginning: bytes = b""
    _unpacker: Unpacker | None = field(default=None)
    _starts: tuple[Message, Message] | None = None  # of the page unpacked, and as it is
    _is_torn: bool = False  # the rest of a packed page cannot be read

    async def sent(self, message: Message) -> None:
        """Take one message of the answer; send what it becomes."""
        if message["type"] == START:
            begun = self.begun(message)
            if self._unpacker is not None:
                self._starts = begun, self.as_it_is(message)
                return
            message = begun
        elif message["type"] == BODY and self._is_page:
            if self._starts and message.get("more_body") and not message.get("body"):
                return  # nothing shows yet what it is
            message = self.passed(message)
            await self.start()
        await self.send(message)

    async def start(self) -> None:
        """Send the start that waited for the first bytes of a packed page."""
        if self._starts is not None:
            unpacked, as_it_is = self._starts
            self._starts = None
            await self.send(unpacked if self._unpacker else as_it_is)

    def as_it_is(self, start: Message) -> Message:
        return {**start, "headers": self.dress(listed(start.get("headers")))}

    def begun(self, start: Message) -> Message:
        fields = listed(start.get("headers"))
        is_whole = self.method != "HEAD" and start["status"] not in BARE
        is_fit = is_page(fields) and not forbids_transforming(fields)
        self._is_page, self._type = is_whole and is_fit, first(fields, TYPE) or b""
        if is_fit:
            self.came = coding(fields)
            way = ways()[known(self.came)] if self.came and self._is_page else None
            self._unpacker = way.unpacker() if way else None
            fields = without(fields, LENGTH, *UNTRUE, b"content-encoding")
        return {**start, "headers": self.dress(fields)}

    def passed(self, message: Message) -> Message:
        """Pass a piece of the page; after its last one comes ours."""
        body = bytes(message.get("body") or b"")
        if self._unpacker is not None:
            body = self.unpacked(self._unpacker, body)
        if not self._is_page:
            return {**message, "body": body}
        if len(self._beginning) < PRESCAN:
            self._beginning += body[: PRESCAN - len(self._beginning)]
        if not message.get("more_body", False):
            self._is_page = False
            body = self.placed(body)
        return {**message, "body": body}

    def unpacked(self, unpacker: Unpacker, body: bytes) -> bytes:
        """Unpack a piece; a page that is not what it says it is passes as it is."""
        try:
            return b"" if self._is_torn else b"".join(unpacker.pieces(body))
        except Exception as error:  # noqa: BLE001 - whatever a packer of the site did
            self.failures.note("placing", error)
        if self._starts is None:
            self._is_torn = True
            return b""
        self._unpacker, self._is_page = None, False
        return body

    def placed(self, tail: bytes) -> bytes:
        """Put it before the page's end, if that is in sight."""
        if of_page(self._type, self._beginning) is None:
            return tail
        try:
            piece = self.made().encode("ascii", "xmlcharrefreplace")
        except Exception as error:  # noqa: BLE001 - the law: the page goes out without
            self.failures.note("placing", error)
            return tail
        found = END.search(tail, max(len(tail) - TAIL, 0))
        at = found.start() if found else len(tail)
        return tail[:at] + piece + tail[at:]
