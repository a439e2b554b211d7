"""`Server-Timing`: how long a page waited for Sarto, and how long for the site.

Only `sarto dev` says it: on a site that is open to the world it would tell strangers
what is decided quickly, and what is not.
"""

from time import perf_counter
from typing import Final

from sarto import headers
from sarto.asgi import Message, Send
from sarto.headers import Headers
from sarto.site.dress import is_page
from sarto.workbench.dev.answers import START

FIELD: Final = b"server-timing"
TIMING: Final = "sarto.timing"  # a scope key: what times this answer


class Timing:
    """One answer, until its start goes out."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._came = self._since = perf_counter()  # Sarto's turn began
        self._ours = 0.0  # seconds
        self._is_ours, self._has_begun = True, False

    def asked(self, send: Send) -> Send:
        """Note that the site's code is asked now; give it what it sends by."""
        self._rest()

        async def sent(message: Message) -> None:
            self._begin()
            try:
                await send(message)
            finally:
                self._rest()

        return sent

    async def send(self, message: Message) -> None:
        """Send on; the start of a page says how long it took."""
        if message["type"] == START and not self._has_begun:
            self._has_begun = True
            message = self._told(message)
        await self._send(message)

    def _begin(self) -> None:
        self._since, self._is_ours = perf_counter(), True

    def _rest(self) -> None:
        if self._is_ours:
            self._ours += perf_counter() - self._since
            self._is_ours = False

    def _told(self, start: Message) -> Message:
        fields = headers.listed(start.get("headers"))
        if not is_page(fields):
            return start
        self._rest()
        ours = self._ours * 1e3
        theirs = (perf_counter() - self._came) * 1e3 - ours
        said = f'sarto;dur={ours:.2f};desc="meet and decide", app;dur={theirs:.2f}'
        return {**start, "headers": timed(fields, said.encode())}


def timed(fields: Headers, said: bytes) -> Headers:
    """Add it to what the site says of itself."""
    before = [value for name, value in fields if name.lower() == FIELD]
    rest = headers.without(fields, FIELD)
    return [*rest, (FIELD, b", ".join([*before, said]))]
