"""`Pages`: our own URLs. One request in, one whole answer out, whatever fails."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final, TypeAlias, cast

from sarto import headers
from sarto.asgi import ASGIApp, Receive, Scope, Send
from sarto.context.visit import inside
from sarto.pages import known, screens
from sarto.pages.back import spelt
from sarto.pages.caller import Caller
from sarto.pages.choosing import Choosing
from sarto.pages.erasing import withdrawn
from sarto.pages.fragment import Filling, slot_of
from sarto.pages.lookup import Lookup
from sarto.pages.lookup import Resolve as Asking
from sarto.pages.offer import Offer
from sarto.pages.own import is_own
from sarto.pages.posted import GoneError, Posted, UnreadableError, posted
from sarto.pages.proof import Sink, to_log
from sarto.pages.reply import BROKEN, FOREVER, JSON, TEXT, Reply
from sarto.pages.style import named
from sarto.pages.visitors import Guest, Meeting
from sarto.site.admitted import EDGE
from sarto.site.looking import Looking
from sarto.site.site import Site

Shown: TypeAlias = Callable[[Caller], Awaitable[Reply]]
Resolve: TypeAlias = Callable[[Guest, Scope], Awaitable[None]]
Taken: TypeAlias = Callable[[Caller, Posted], Awaitable[Reply]]

READING: Final = ("GET", "HEAD")
POST: Final = "POST"
SAVED: Final = (b"content-disposition", b'attachment; filename="my-data.json"')


@dataclass(frozen=True, slots=True)
class Door:
    """What one address does: what it shows, what it takes."""

    show: Shown | None = None
    take: Taken | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        return (*(READING if self.show else ()), *((POST,) if self.take else ()))


class Pages:
    """The pages of one site; `meet` makes the visitors they speak to.

    `resolve` lets the site's own resolvers tell what they know of one. `prove` takes
    the lines that prove consent: the logger `sarto.consent`, unless told otherwise.
    """

    def __init__(
        self,
        site: Site,
        *,
        meet: Meeting | None = None,
        resolve: Resolve | None = None,
        app: ASGIApp | None = None,
        prove: Sink = to_log,
    ) -> None:
        self.site = site
        self.meet = meet or cast("Meeting", site.meet)
        self.resolve = resolve
        self.offer = Offer.of(site)
        self.lookup: Lookup | None = None
        self.filling: Filling | None = None
        if site.sharing is not None:
            looking = Looking(site=site, sharing=site.sharing)
            asking = cast("Asking", resolve)
            self.lookup = Lookup(looking, asking)
            self.filling = Filling(site, site.sharing, app, asking)
        take, form = Choosing(prove), self.offer.form
        self.doors = {
            "privacy": Door(self.privacy),
            "consent": Door(consent, partial(take.consent, form) if form else None),
            "preferences": Door(preferences, take.preferences),
            "forget": Door(take=take.forget),
            "export": Door(export),
        }

    def is_ours(self, path: str) -> bool:
        """Whether a path, less `root_path`, is one of ours."""
        return self.offer.is_ours(path)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of our pages."""
        try:
            if self.lookup is not None and self.is_looked_up(scope):
                await self.lookup.send(scope, send)
                return
            if self.filling and (name := slot_of(scope, self.offer.prefix)):
                await self.filling.send(scope, send, name)
                return
            reply = await self.reply(scope, receive)
        except GoneError:
            return
        except Exception as error:  # noqa: BLE001 - the law: an answer, in any case
            self.site.failures.note("pages", error)
            reply = BROKEN
        await reply.send(scope, send)

    def is_looked_up(self, scope: Scope) -> bool:
        """Whether the edge asks who somebody is."""
        is_ours = EDGE in scope and scope.get("method") == "GET"
        return is_ours and inside(scope) == f"{self.offer.prefix}/key"

    async def reply(self, scope: Scope, receive: Receive) -> Reply:
        name = inside(scope).removeprefix(f"{self.offer.prefix}/")
        method = scope.get("method")
        style = named().get(name) if method in READING else None
        if style is not None:
            return Reply(body=style.text, kind=TEXT, keeping=FOREVER)
        caller = await self.caller(scope)
        door = self.doors.get(name)
        if door is None:
            return screens.refused(caller, HTTPStatus.NOT_FOUND)
        if method not in door.methods:
            allow = (b"allow", ", ".join(door.methods).encode())
            return screens.refused(caller, HTTPStatus.METHOD_NOT_ALLOWED, allow)
        if method != POST and door.show:
            gone = await withdrawn(caller)
            return (await door.show(caller)).also(*gone)
        is_secure = caller.names.is_secure
        if not is_own(scope, self.offer.origins, is_secure=is_secure):
            return screens.refused(caller, HTTPStatus.FORBIDDEN)
        return await self.taken(caller, cast("Taken", door.take), receive)

    async def caller(self, scope: Scope) -> Caller:
        """Meet whoever asks."""
        return Caller(
            scope=scope,
            offer=self.offer,
            guest=await self.met(scope),
            now=self.site.sources.clock(),
            fields=headers.listed(scope.get("headers")),
        )

    async def met(self, scope: Scope) -> Guest:
        guest = self.meet(scope)
        await guest.load()
        await self.resolved(guest, scope)
        return guest

    async def resolved(self, guest: Guest, scope: Scope) -> None:
        """Let the site's own resolvers tell what they know."""
        if self.resolve is not None:
            await self.resolve(guest, scope)

    async def there(self, guest: Guest, scope: Scope) -> Guest:
        """Meet the same visitor on another page; what is remembered is known by now."""
        met = self.meet(scope)
        if guest.memory is not None and met.memory is not None:
            met.memory.kept = guest.memory.kept
        await self.resolved(met, scope)
        return met

    async def privacy(self, caller: Caller) -> Reply:
        """Show all we know, and why the page that is asked about looks as it does."""
        path, _, query = caller.page.partition("?")
        there = {
            **caller.scope,
            "method": "GET",
            "path": caller.root + path,
            "raw_path": spelt(caller.root + path).encode(),
            "query_string": query.encode(),
        }
        return screens.privacy(caller, await self.there(caller.guest, there))

    @staticmethod
    async def taken(caller: Caller, take: Taken, receive: Receive) -> Reply:
        """Take a form; one that cannot be read changes nothing."""
        try:
            return await take(caller, await posted(caller.scope, receive))
        except UnreadableError as error:
            return screens.refused(caller, error.status)


async def consent(caller: Caller) -> Reply:
    return screens.consent(caller)


async def preferences(caller: Caller) -> Reply:
    return screens.preferences(caller)


async def export(caller: Caller) -> Reply:
    """Give a copy of all we have, as a file."""
    text = json.dumps(known.copy(caller), ensure_ascii=False, indent=2, default=str)
    return Reply(body=text.encode(), kind=JSON, fields=[SAVED])
