"""Sarto: a pure ASGI middleware. One request, read top to bottom."""

import logging
import os
from asyncio import to_thread
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

from sarto.asgi import ASGIApp, Receive, Scope, Send
from sarto.clock import Clock, utc_now
from sarto.compose.page import Page
from sarto.config.config import Config
from sarto.errors import Failures
from sarto.pages.pages import Pages, Resolve
from sarto.site.answer import Answer
from sarto.site.current import Current
from sarto.site.declaring import Resolvers
from sarto.site.leaving import Leaving, settled, unmet
from sarto.site.options import Options, means_of
from sarto.site.passes import has_pass
from sarto.site.recording import Recording
from sarto.site.remembering import Means
from sarto.site.resolving import Resolving
from sarto.site.site import Site
from sarto.site.starting import refused, within
from sarto.site.times import Times
from sarto.site.visitor import KEY, Visitor
from sarto.site.watching import looked_on
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.ports import EventStore, FragmentSource, ProfileStore

log = logging.getLogger("sarto")


class Sarto:
    """Wraps an ASGI 3 application and cuts each page to its visitor.

    `config` is a path or a `Config`; a mistake in it raises `ConfigError` at the start.
    `fragments` replaces the folder they are read from, `clock` gives an aware UTC
    `datetime`. `resolvers` give facts of the site's own: `{"weather": weather}` is
    `facts.weather`; `budget` is how many seconds all of them may take. `SARTO_OFF=1` in
    the environment leaves the site untouched.
    """

    def __init__(  # noqa: PLR0913 - the options of the contract
        self,
        app: ASGIApp,
        *,
        config: str | Path | Config = "sarto.toml",
        resolvers: Resolvers = (),
        secret: str | Sequence[str] = (),
        profiles: str | ProfileStore | None = None,
        events: str | EventStore | None = None,
        fragments: FragmentSource | None = None,
        clock: Clock = utc_now,
        budget: float = 0.025,
    ) -> None:
        self.app = app
        self._has_told = False
        self._pages: Pages | None = None
        self.current: Current | None = None
        self._means = Means()
        self._recording: Recording | None = None
        self.resolving: Resolving | None = None
        self._mistake: Exception | None = None  # it could not start: nothing is done
        if os.environ.get("SARTO_OFF", "") not in ("", "0"):
            return
        try:
            self.resolving = Resolving.of(resolvers, budget)
            declared = self.resolving.declared if self.resolving else Declared()
            failures = Failures()
            self._means = means_of(secret, profiles, budget, failures)
            self._recording = Recording(events, failures)
            options = Options(
                clock=clock,
                fragments=fragments,
                failures=failures,
                declared=declared,
                means=self._means,
                recording=self._recording,
            )
            self.current = opened(config, options)
        except Exception as error:
            scope = within()
            if scope is None:
                raise
            self._mistake = error
            if scope != "lifespan":  # there the server tells it
                log.error("Sarto could not start.\n%s", error)  # noqa: TRY400 - it is the author's

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = self.current
        if current is None or scope["type"] != "http" or KEY in scope:
            await self.passed(scope, receive, send)
            return

        site = current.site
        times = Times() if site.is_timed else None
        is_own = site.is_own(scope)
        if is_own or site.sharing is not None or self._means.secrets:
            admitted = await self.admitted(site, scope, receive, send, is_own=is_own)
            if admitted is None:
                return
            scope, send = admitted
        met = await self.met(current, site, scope, receive, send)
        if met is None:
            return
        answer, asked = met
        visitor = answer.visitor
        send = Leaving(send, visitor, site).send
        # decide and compose: its parts, once the answer starts and as it streams by
        page = None
        if visitor.may_change:
            edits = answer.edits if times is None else times.edits_of(answer)
            inserted, going = visitor.inserted, visitor.going
            page = Page(send, edits, site.failures, answer.find, inserted, going=going)
            send, receive = page.send, visitor.hearing(receive)
        if visitor.is_kept:
            send = settled(visitor, send)
        try:
            await self.app(asked, receive, send)
        finally:
            if page and not page.is_done:
                await page.close()
            await self.after(site, visitor)

    @staticmethod
    async def after(site: Site, visitor: Visitor) -> None:
        """Note the rest, now that the last byte is out."""
        if site.measuring is not None:
            site.measuring.note(visitor)  # measure
        if visitor.is_kept:
            await visitor.recollection.save()  # remember
        if site.watchers:
            looked_on(site.watchers, visitor, site.failures)

    async def passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the site answer what is not for us."""
        if self._mistake and await refused(scope, receive, send, self._mistake):
            return
        self.step_aside(scope)
        await self.app(scope, receive, send)
        await self.end(scope)

    async def admitted(
        self, site: Site, came: Scope, receive: Receive, send: Send, *, is_own: bool
    ) -> tuple[Scope, Send] | None:
        """Give what the site is to answer, and to whom; `None`: we did."""
        scope = site.admitted(came)
        if not (is_own or (self._means.secrets and has_pass(came))):
            return scope, send
        try:
            pages = self.pages(site)
        except Exception as error:  # noqa: BLE001 - the law
            site.failures.note("pages", error)
            return scope, send
        if is_own:
            await pages.answer(scope, receive, send)
            return None
        return await pages.turned(came, scope, send)

    async def met(
        self, current: Current, site: Site, scope: Scope, receive: Receive, send: Send
    ) -> tuple[Answer, Scope] | None:
        """Meet who asks, and say what the site is asked; `None`: all was answered."""
        try:
            if not current.is_watched:
                current.watch()
            visitor = site.meet(scope)  # context: who is asking
            may_change = visitor.may_change
            if visitor.is_kept:
                await visitor.recollection.open()
            if self.resolving is not None and visitor.sent.visit is None:
                await self.resolving.resolve(site, visitor, scope, is_page=may_change)
            if site.measuring is not None:
                visitor.is_measured = site.measuring.is_wanted(visitor)
            serve = visitor.serve() if visitor.plan.swaps else None  # decide: a page
            answer = Answer(site, visitor, scope, serve)
            asked = answer.asked() if may_change else {**scope, KEY: visitor}
            lending = answer.lending
            is_vain = lending is not None and lending.is_vain
        except Exception as error:  # noqa: BLE001 - the law
            site.failures.note("meet", error)
            await self.app(scope, receive, unmet(scope, send, site))
            return None
        if lending is not None and is_vain:
            await lending.refuse(Leaving(send, visitor, site).send)
            return None
        return answer, asked

    def pages(self, site: Site) -> Pages:
        """Give our own pages, as this version of the site has them."""
        if self._pages is None or self._pages.site is not site:
            asking = self.resolving
            resolve = asking and partial(asking.resolve, site, is_page=True)
            resolving = cast("Resolve | None", resolve)
            secrets = self._means.secrets
            self._pages = Pages(
                site,
                resolve=resolving,
                app=self.app,
                secrets=secrets,
                current=self.current,
                before=self._pages,
            )
        return self._pages

    async def end(self, scope: Scope) -> None:
        """Let go of the stores, when the server stops."""
        if scope["type"] != "lifespan":
            return
        if self._means.keeper is not None:
            await self._means.keeper.close()
        if self._recording is not None:
            await to_thread(self._recording.close)

    def step_aside(self, scope: Scope) -> None:
        """Let an outer Sarto act; with another config, that is an author's mistake."""
        outer = scope.get(KEY)
        if outer is None or self.current is None or self._has_told:
            return
        if outer.config != self.current.site.home:
            self._has_told = True
            log.error("Two Sartos with different configs stand before one site")


def opened(config: str | Path | Config, options: Options) -> Current:
    """Compile a config, and keep it as current as its file."""

    def compiled(before: Site | None) -> Site:
        read = config if isinstance(config, Config) else Config.read(config)
        return options.compiled(read, before)

    return Current(compiled, None if isinstance(config, Config) else Path(config))
