"""What an answer takes along: our cookies, and never where others share the answer.

The last thing that happens to the start of an answer. Whatever fails here, the start
goes out as it came.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from sarto.asgi import Message, Scope, Send
from sarto.cache.policy import directives, is_shareable, kept_private
from sarto.cache.shared import again
from sarto.errors import Failures
from sarto.headers import Headers, first, listed
from sarto.site.admitted import keys_of
from sarto.site.dress import LENGTH, TYPE, is_html
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import Tier

START = "http.response.start"
SET_COOKIE = b"set-cookie"
UNSHARED = frozenset({"POST", "PUT", "PATCH", "DELETE"})  # nobody keeps their answers
SHARED = "What was to be remembered was not: caches share the answer that it came with"

STRAYED = (
    "The site's code read of a visitor what [app] reads does not name; that answer is "
    "for nobody else"
)


def settled(visitor: Visitor, send: Send) -> Send:
    """Let a visitor who signed in meanwhile be known when the answer is decided."""

    async def settle_first(message: Message) -> None:
        if message["type"] == START:
            await visitor.recollection.settle()
        await send(message)

    return settle_first if visitor.recollection.stored else send


def alone(visitor: Visitor, start: Message) -> Headers:
    """Say that an answer is for nobody else; an edge is to ask again."""
    headers = listed(start.get("headers"))
    shared = visitor.sent.shared
    return shared.refused(headers) if shared else kept_private(headers, Tier.PERSONAL)


def unmet(scope: Scope, send: Send, site: Site) -> Send:
    """Let nobody keep an answer to an edge whose visitors could not be met."""
    if not keys_of(scope):
        return send

    def asked_again(start: Message) -> Message:
        vendor = site.config.toml.cache.edge
        return {**start, "headers": again(listed(start.get("headers")), vendor)}

    async def keep_back(message: Message) -> None:
        if message["type"] == START:
            message = changed(message, asked_again, site.failures)
        await send(message)

    return keep_back


def changed(
    start: Message, change: Callable[[Message], Message], failures: Failures
) -> Message:
    """Change the start of an answer; whatever fails, it goes out as it came."""
    start = read_once(start)
    try:
        return change(start)
    except Exception as error:  # noqa: BLE001 - the law
        failures.note("leave", error)
        return start


def read_once(start: Message) -> Message:
    """Keep the headers of an answer, which may be a generator."""
    headers = start.get("headers", ())
    is_kept = isinstance(headers, list | tuple)
    return start if is_kept else {**start, "headers": list(headers or ())}


class Leaving:
    """One answer on its way out."""

    __slots__ = ("_failures", "_send", "_site", "_visitor")

    def __init__(self, send: Send, visitor: Visitor, site: Site) -> None:
        self._send = send
        self._visitor = visitor
        self._site = site
        self._failures = site.failures

    def send(self, message: Message) -> Awaitable[None]:
        """Send one message of an answer; only its start is looked at."""
        if message["type"] != START:
            return self._send(message)
        return self._send(message) if self._is_light() else self._begun(message)

    def _is_light(self) -> bool:
        """Whether the answer takes nothing of its visitor along, and tells nothing."""
        try:
            return self._visitor.leave()
        except Exception:  # noqa: BLE001 - the law; it is noted where it fails again
            return False

    async def _begun(self, start: Message) -> None:
        """Send the start; it takes our cookies along, and is nobody else's if so."""
        start = read_once(start)
        if self._site.listens:
            try:
                start = await self._noted(start)
            except Exception as error:  # noqa: BLE001 - the law
                self._failures.note("remember", error)
        await self._send(changed(start, self._kept_back, self._failures))

    def _kept_back(self, start: Message) -> Message:
        """Keep an answer from others whose code read more than it declared."""
        visitor = self._visitor
        has_strayed = visitor.has_strayed
        if has_strayed:
            self._failures.tell("reads", STRAYED)
        is_alone = has_strayed or (visitor.sent.is_keyed and visitor.is_told)
        return {**start, "headers": alone(visitor, start)} if is_alone else start

    async def _noted(self, start: Message) -> Message:
        visitor, headers = self._visitor, listed(start.get("headers"))
        answered = visitor.answered
        if not answered.status:  # else the application's answer was read as it came
            answered.status = start["status"]
            answered.is_page = is_html(first(headers, TYPE) or b"")
        answered.is_whole = first(headers, LENGTH) is not None
        answered.is_again = start["status"] == HTTPStatus.NOT_MODIFIED
        is_alone = visitor.method in UNSHARED or visitor.has_strayed
        is_shared = is_shareable(headers) and not is_alone
        recollection = visitor.recollection
        is_urgent = visitor.is_withdrawn or recollection.is_flushed
        may_take = not is_shared or is_urgent
        recollection.close(answered, visitor.decided, may_take=may_take)
        if recollection.is_pressing:
            await recollection.press()
        given = [] if visitor.sent.is_keyed else recollection.cookies()
        if given and is_shared and not is_urgent:
            self._failures.tell("shared", SHARED)
            given = []
        return self._dressed(start, headers, given)

    def _dressed(self, start: Message, headers: Headers, given: list[bytes]) -> Message:
        """Let an answer take cookies along, and be nobody else's where it has to."""
        if not given:
            return start
        is_shared = is_shareable(headers) or b"public" in directives(headers)
        is_passing = self._visitor.method in UNSHARED and not is_shared
        if not (is_passing or b"private" in directives(headers)):
            headers = kept_private(headers, Tier.PERSONAL)
        cookies: Headers = [(SET_COOKIE, value) for value in given]
        return {**start, "headers": [*headers, *cookies]}
