"""`GET fragment/NAME`: what the edge fills into a shared page for one visitor.

The address is signed and names the page; the request is the visitor's own. Whatever is
wrong with it, the answer is a part of a page: the slot's default, which is anybody's.
Where somebody has to be signed in, the site itself is asked who it is: it is asked for
that page, and what it answers is dropped.

A page of another version gets its part of that one: where this process had it lately,
as its visitor sees it; else as a stranger does, which the address tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final
from urllib.parse import unquote

from sarto.asgi import ASGIApp, Message, Scope, Send
from sarto.context.visit import inside
from sarto.decide.rules import Place
from sarto.headers import Headers
from sarto.pages.lookup import Resolve
from sarto.site.admitted import EDGE
from sarto.site.answer import Answer
from sarto.site.anybody import html_for_anybody
from sarto.site.filling import Part, asked, is_by_site
from sarto.site.leaving import settled
from sarto.site.sharing import Sharing
from sarto.site.site import Site
from sarto.site.visitor import Visitor

HEADERS: Final[Headers] = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-robots-tag", b"noindex"),
    (b"x-content-type-options", b"nosniff"),
]
LONGEST: Final = 65_536  # characters of an address
OLDER: Final = 2  # versions whose pages may still be filled in
UNREAD: Final[Message] = {"type": "http.request", "body": b"", "more_body": False}


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills the slots of one version of a site."""

    site: Site
    sharing: Sharing
    app: ASGIApp | None
    resolve: Resolve | None
    older: Mapping[str, "Filling"] = field(default_factory=dict[str, "Filling"])

    def after(self, before: "Filling") -> "Filling":
        """Give one that fills in pages of the versions before, too, for some of them.

        None of those knows older ones, so that no chain of versions stays in memory.
        """
        known = {before.site.version: replace(before, older={}), **before.older}
        known.pop(self.site.version, None)
        return replace(self, older=dict(islice(known.items(), OLDER)))

    async def send(self, scope: Scope, send: Send, name: str) -> None:
        """Answer the edge."""
        body = (await self.html(scope, name)).encode("utf-8", "xmlcharrefreplace")
        length = (b"content-length", b"%d" % len(body))
        start: Message = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body})

    async def html(self, scope: Scope, name: str) -> str:
        """Render one slot for whoever asks."""
        query = bytes(scope.get("query_string") or b"").decode("latin-1")
        part, signature = asked(name, query[:LONGEST]) or (None, "")
        if part is None or not part.is_signed(signature, self.sharing.proof):
            return self.default(name, "/")
        of = self if part.version == self.site.version else self.older.get(part.version)
        return part.instead if of is None else await of.part(scope, part)

    async def part(self, scope: Scope, part: Part) -> str:
        """Render a part of a page of this version."""
        place = self.place(part.slot)
        if place is None:
            return ""
        try:
            found = await self.filled(there(scope, part.target), place)
        except Exception as error:  # noqa: BLE001 - the law
            self.site.failures.note("fill", error)
            found = None
        return part.instead if found is None else found

    def place(self, name: str) -> Place | None:
        return next((each for each in self.site.slots if each.name == name), None)

    async def filled(self, scope: Scope, place: Place) -> str | None:
        """Decide the slot as on its page; `None`: it cannot be filled."""
        visitor = self.site.meet(scope)
        await visitor.load()
        if self.resolve is not None:
            await self.resolve(visitor, scope)
        answer = Answer(self.site, visitor, scope, visitor.serve())
        if self.app is not None and is_by_site(place):
            await self.introduced(self.app, answer, visitor)
        swap = answer.swap(place.name)
        html = swap.render() if swap and swap.render else None
        return html[0] if html and len(html) == 1 else None

    @staticmethod
    async def introduced(app: ASGIApp, answer: Answer, visitor: Visitor) -> None:
        """Let the site say who is signed in."""

        async def receive() -> Message:
            return UNREAD

        async def drop(_message: Message) -> None:
            """Nobody asked for the page itself."""

        await app(answer.asked(), receive, settled(visitor, drop))

    def default(self, name: str, path: str) -> str:
        """Render what everybody may see."""
        place = self.place(name)
        return "" if place is None else html_for_anybody(self.site, place, path)


def there(scope: Scope, target: str) -> Scope:
    """Make the request that the visitor sent for the page."""
    path, _, query = target.partition("?")
    made: Scope = {
        **scope,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode("latin-1"),
    }
    del made[EDGE]
    return made


def slot_of(scope: Scope, prefix: str) -> str | None:
    """Name the slot that the edge asks for; `None`: it asks for none."""
    start = f"{prefix}/fragment/"
    path = inside(scope)
    is_asked = EDGE in scope and scope.get("method") == "GET"
    return path.removeprefix(start) if is_asked and path.startswith(start) else None
