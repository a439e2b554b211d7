"""`Pages`: our own URLs. One request in, one whole answer out, whatever fails."""

import json
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from sarto import headers
from sarto.asgi import ASGIApp, Receive, Scope, Send
from sarto.context.visit import inside
from sarto.pages import known, screens
from sarto.pages.back import spelt_path
from sarto.pages.caller import Caller
from sarto.pages.choosing import Choosing
from sarto.pages.console.console import Console
from sarto.pages.door import POST, READING, Door, Taken
from sarto.pages.erasing import withdrawn
from sarto.pages.fragment import Filling, slot_of
from sarto.pages.lookup import Lookup
from sarto.pages.lookup import Resolve as Asking
from sarto.pages.offer import Offer
from sarto.pages.own import is_own
from sarto.pages.posted import GoneError, UnreadableError, posted
from sarto.pages.preview import EXIT, LINKS, NOINDEX, Previews
from sarto.pages.proof import Sink, to_log
from sarto.pages.reply import BROKEN, FOREVER, JSON, TEXT, Reply
from sarto.pages.style import named
from sarto.pages.visitors import Guest, Meeting
from sarto.site.admitted import EDGE
from sarto.site.current import Current
from sarto.site.explained import explained_of
from sarto.site.looking import Looking
from sarto.site.passes import Passes
from sarto.site.site import Site

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

Resolve: TypeAlias = Callable[[Guest, Scope], Awaitable[None]]

SAVED: Final = (b"content-disposition", b'attachment; filename="my-data.json"')


class Pages:
    """The pages of one site; `meet` makes the visitors they speak to.

    `resolve` lets the site's own resolvers tell what they know of one. `prove` takes
    the lines that prove consent: the logger `sarto.consent`, unless told otherwise.
    With `secrets` authors can sign links to previews, and ask for explanations.
    `before` are those of the version before: pages of it may still be filled in.
    """

    def __init__(  # noqa: PLR0913 - all but the site may be left out
        self,
        site: Site,
        *,
        meet: Meeting | None = None,
        resolve: Resolve | None = None,
        app: ASGIApp | None = None,
        prove: Sink = to_log,
        secrets: Sequence[str] = (),
        current: Current | None = None,
        before: "Pages | None" = None,
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
            filling = Filling(site, site.sharing, app, asking)
            before_it = before.filling if before else None
            self.filling = filling.after(before_it) if before_it else filling
        take, form = Choosing(prove), self.offer.form
        passes = Passes.of(secrets, site.config.toml.site)
        self.previews = Previews(site, passes)
        spared = self.previews.sparing
        agree = spared(partial(take.consent, form)) if form else None
        self.doors = {
            "privacy": Door(self.privacy),
            "consent": Door(consent, agree),
            "preferences": Door(preferences, spared(take.preferences)),
            "forget": Door(take=spared(take.forget)),
            "export": Door(export),
        }
        self.console = Console(site, current, secrets)
        if passes is not None:
            self.doors[EXIT] = Door(self.previews.leaving, self.previews.leave)

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

    async def turned(
        self, came: Scope, scope: Scope, send: Send
    ) -> tuple[Scope, Send] | None:
        """Heed a pass that a request came with; `None`: it is answered by that."""
        try:
            shown = self.previews.shown(came, scope, send)
            if EDGE in scope or not self.previews.may_ask(came):
                return shown
            reply = await self.explained(shown[0])
        except Exception as error:  # noqa: BLE001 - the law: then it is as any other
            self.site.failures.note("preview", error)
            return scope, send
        await reply.send(scope, send)
        return None

    async def explained(self, scope: Scope) -> Reply:
        """Explain this very request to whoever sent it; nothing is noted of them."""
        visitor = cast("Visitor", await self.met(scope))
        telling = partial(explained_of, self.site, visitor, is_their_own=True)
        told = await to_thread(telling)  # near misses take their time
        text = json.dumps(told, ensure_ascii=False, indent=2)
        return Reply(body=text.encode(errors="replace"), kind=JSON, fields=[NOINDEX])

    def linked(self, name: str) -> Door | None:
        """Open a link to a preview; one that is no good says so calmly."""
        if self.previews.passes is None or not name.startswith(LINKS):
            return None
        return Door(partial(self.previews.enter, name.removeprefix(LINKS)))

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
        door = self.doors.get(name) or self.linked(name)
        door = door or self.console.door(name, caller)
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
        is_looking(guest)
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
        is_looking(met)
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
            "raw_path": spelt_path(caller.root + path).encode(),
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


def is_looking(guest: Guest) -> None:
    """Let nobody take part in an experiment for having looked at one of our pages."""
    if guest.memory is not None:
        guest.memory.may_begin = False


async def consent(caller: Caller) -> Reply:
    return screens.consent(caller)


async def preferences(caller: Caller) -> Reply:
    return screens.preferences(caller)


async def export(caller: Caller) -> Reply:
    """Give a copy of all we have, as a file."""
    text = json.dumps(known.copy(caller), ensure_ascii=False, indent=2, default=str)
    return Reply(body=text.encode(), kind=JSON, fields=[SAVED])
