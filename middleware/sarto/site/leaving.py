"""What an answer takes along: our cookies, and never where others share the answer.

The last thing that happens to the start of an answer. Whatever fails here, the start
goes out as it came.
"""

from sarto.asgi import Message, Send
from sarto.cache.policy import directives, is_shareable, kept_private
from sarto.errors import Failures
from sarto.headers import Headers, first, listed
from sarto.site.dress import LENGTH, TYPE, is_html
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import Tier

START = "http.response.start"
SET_COOKIE = b"set-cookie"
UNSHARED = frozenset({"POST", "PUT", "PATCH", "DELETE"})  # nobody keeps their answers
SHARED = "What was to be remembered was not: caches share the answer that it came with"


def settled(visitor: Visitor, send: Send) -> Send:
    """Let a visitor who signed in meanwhile be known when the answer is decided."""

    async def settle_first(message: Message) -> None:
        if message["type"] == START:
            await visitor.settle()
        await send(message)

    return settle_first if visitor.is_stored else send


class Leaving:
    """One answer on its way out."""

    def __init__(self, send: Send, visitor: Visitor, failures: Failures) -> None:
        self._send = send
        self._visitor = visitor
        self._failures = failures

    async def send(self, message: Message) -> None:
        """Send one message of an answer; its start takes our cookies along."""
        if message["type"] == START:
            try:
                message = await self._noted(message)
            except Exception as error:  # noqa: BLE001 - the law
                self._failures.note("remember", error)
        await self._send(message)

    async def _noted(self, start: Message) -> Message:
        visitor, headers = self._visitor, listed(start.get("headers"))
        start = {**start, "headers": headers}  # they may be a generator, read now
        answered = visitor.answered
        if not answered.status:  # else the application's answer was read as it came
            answered.status = start["status"]
            answered.is_page = is_html(first(headers, TYPE) or b"")
        answered.is_whole = first(headers, LENGTH) is not None
        is_shared = is_shareable(headers)
        visitor.close(may_take=not is_shared or visitor.method in UNSHARED)
        if visitor.is_pressing:
            await visitor.press()
        given = visitor.cookies()
        if not given:
            return start
        if is_shared and visitor.method not in UNSHARED:
            self._failures.tell("shared", SHARED)
            return start
        is_ours = visitor.method in UNSHARED or b"private" in directives(headers)
        if is_shared or not is_ours:
            headers = kept_private(headers, Tier.PERSONAL)
        cookies: Headers = [(SET_COOKIE, value) for value in given]
        return {**start, "headers": [*headers, *cookies]}
