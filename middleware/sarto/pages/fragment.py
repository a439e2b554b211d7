"""`GET fragment/NAME`: what the edge fills into a shared page for one visitor.

The address is signed and names the page; the request is the visitor's own. Whatever is
wrong with it, the answer is a part of a page: the slot's default, which is anybody's.
Where somebody has to be signed in, the site itself is asked who it is: it is asked for
that page, and what it answers is dropped.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote

from sarto.asgi import ASGIApp, Message, Scope, Send
from sarto.context.visit import inside
from sarto.decide.rules import Place
from sarto.headers import Headers
from sarto.pages.lookup import Resolve
from sarto.site.admitted import EDGE
from sarto.site.answer import Answer
from sarto.site.filling import is_by_site
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
UNREAD: Final[Message] = {"type": "http.request", "body": b"", "more_body": False}


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills the slots of one version of a site."""

    site: Site
    sharing: Sharing
    app: ASGIApp | None
    resolve: Resolve | None

    async def send(self, scope: Scope, send: Send, name: str) -> None:
        """Answer the edge."""
        body = (await self.html(scope, name)).encode("utf-8", "xmlcharrefreplace")
        length = (b"content-length", b"%d" % len(body))
        start: Message = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body})

    async def html(self, scope: Scope, name: str) -> str:
        """Render one slot for whoever asks."""
        place = next((each for each in self.site.slots if each.name == name), None)
        if place is None:
            return ""
        target, signature = asked(scope)
        if not self.sharing.proof.is_signed(signature, "fragment", name, target):
            return self.default(place)
        try:
            found = await self.filled(there(scope, target), place)
        except Exception as error:  # noqa: BLE001 - the law
            self.site.failures.note("fill", error)
            found = None
        return self.default(place) if found is None else found

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

    def default(self, place: Place) -> str:
        """Render what everybody may see."""
        first = self.site.config.toml.languages[0]
        try:
            fragment = self.site.fragments.of(place.default or "", lambda: first)
            return "".join(fragment.constant or ())
        except LookupError:
            return ""


def asked(scope: Scope) -> tuple[str, str]:
    """Read for which page a slot is, and the signature of that."""
    query = bytes(scope.get("query_string") or b"").decode("latin-1")
    found = parse_qs(query[:LONGEST], keep_blank_values=True)
    target, signature = found.get("p", [""]), found.get("s", [""])
    return (target[0], signature[0]) if len(target) == len(signature) == 1 else ("", "")


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
