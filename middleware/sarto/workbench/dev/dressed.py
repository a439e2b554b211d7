"""An answer of `sarto dev` as it passes: the bar last in its page, and how it waits."""

from dataclasses import dataclass, field

from sarto import headers
from sarto.asgi import Message, Send
from sarto.cache.policy import forbids_transforming
from sarto.headers import Headers
from sarto.site.dress import is_page
from sarto.site.placing import Placing
from sarto.workbench.dev.answers import START
from sarto.workbench.dev.bar import Bar

FAILED = 500
KEPT = b"cache-control"
NO_STORE = (KEPT, b"no-store")


@dataclass(slots=True, kw_only=True)
class Dressed:
    """One answer; `refresh` is the field that lets its page wait for a change."""

    bar: Bar
    onward: Send
    refresh: tuple[bytes, bytes] | None
    has_begun: bool = False
    placing: Placing = field(init=False)
    _status: int = 0
    _kept: list[Message] = field(default_factory=list[Message])

    def __post_init__(self) -> None:
        self.placing = Placing(
            send=self.onward,
            method=self.bar.scope["method"],
            made=self.html,
            dress=self.dress,
            failures=self.bar.site.failures,
        )

    async def send(self, message: Message) -> None:
        """Send on; a few words about a failure are kept until it is known which."""
        if self._kept or is_bare(message):
            self._kept.append(message)
        else:
            await self.pass_on(message)

    async def end(self) -> None:
        """Send what was kept, as nothing better is known."""
        kept, self._kept = self._kept, []
        for message in kept:
            await self.pass_on(message)

    async def pass_on(self, message: Message) -> None:
        if message["type"] == START:
            self.has_begun, self._status = True, message["status"]
        await self.placing.sent(message)

    def html(self) -> str:
        """Render the bar, once all of the page has passed."""
        self.bar.came = self.placing.came
        return self.bar.html()

    def dress(self, fields: Headers) -> Headers:
        """Let nobody keep a page with a bar, nor one that comes anew."""
        waits = [self.refresh] if self.refresh and self.may_wait(fields) else []
        has_bar = is_page(fields) and not forbids_transforming(fields)
        if not (has_bar or waits):
            return fields
        return [*headers.without(fields, KEPT), NO_STORE, *waits]

    def may_wait(self, fields: Headers) -> bool:
        """Whether a browser shows this by itself, in a window of its own."""
        asked, status = headers.listed(self.bar.scope.get("headers")), self._status
        goes_to = headers.first(asked, b"sec-fetch-dest") or b"document"
        is_shown = status not in (204, 205) and not 300 <= status < 400  # noqa: PLR2004 - HTTP's
        return (
            is_shown
            and goes_to == b"document"
            and self.bar.scope["method"] == "GET"
            and kind(fields) in (b"text/html", b"text/plain")
            and headers.first(fields, b"refresh") is None
            and headers.first(fields, b"content-disposition") is None
        )


def is_bare(message: Message) -> bool:
    """Whether a framework says that code failed, and no more."""
    fields = headers.listed(message.get("headers"))
    is_start = message["type"] == START
    return is_start and message["status"] == FAILED and kind(fields) == b"text/plain"


def kind(fields: Headers) -> bytes:
    said = headers.first(fields, b"content-type") or b""
    return said.partition(b";")[0].strip().lower()
