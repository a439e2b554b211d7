"""Sarto: a pure ASGI middleware. One request, read top to bottom."""

import logging
import os
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
from sarto.site.leaving import Leaving, overlooked, settled, unmet
from sarto.site.lending import Lending
from sarto.site.options import Options, means_of
from sarto.site.remembering import Means
from sarto.site.resolving import Resolving
from sarto.site.site import Site
from sarto.site.visitor import KEY
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.ports import FragmentSource, ProfileStore

METHODS = frozenset({"GET", "HEAD", "POST"})

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
        fragments: FragmentSource | None = None,
        clock: Clock = utc_now,
        budget: float = 0.025,
    ) -> None:
        self.app = app
        self._has_told = False
        self._pages: Pages | None = None
        self.current: Current | None = None
        self._means = Means()
        self.resolving: Resolving | None = None
        if os.environ.get("SARTO_OFF", "") in ("", "0"):
            self.resolving = Resolving.of(resolvers, budget)
            declared = self.resolving.declared if self.resolving else Declared()
            failures = Failures()
            self._means = means_of(secret, profiles, budget, failures)
            options = Options(
                clock=clock,
                fragments=fragments,
                failures=failures,
                declared=declared,
                means=self._means,
            )
            self.current = opened(config, options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = self.current
        if current is None or scope["type"] != "http" or KEY in scope:
            self.step_aside(scope)
            await self.app(scope, receive, send)
            await self.end(scope)
            return

        site = current.site
        scope = site.admitted(scope)
        if site.is_own(scope):
            await self.pages(site).answer(scope, receive, send)
            return
        try:
            current.watch()
            visitor = site.meet(scope)  # context: who is asking
            may_change = visitor.plan.can_change and scope["method"] in METHODS
            if site.listens:
                await visitor.recollection.open()
                send = Leaving(send, visitor, site.failures).send
            else:
                send = overlooked(visitor, send, site.failures)
            if self.resolving is not None and visitor.sent.visit is None:
                await self.resolving.resolve(site, visitor, scope, is_page=may_change)
            serve = visitor.serve() if visitor.plan.swaps else None  # decide: a page
            answer = Answer(site, visitor, scope, serve)
            asked = answer.asked() if may_change else {**scope, KEY: visitor}
            find = partial(site.outlines.find, scope["path"])
            is_vain = visitor.sent.is_keyed and Lending(answer).is_vain
        except Exception as error:  # noqa: BLE001 - the law
            site.failures.note("meet", error)
            await self.app(scope, receive, unmet(scope, send, site))
            return
        if is_vain:
            await Lending(answer).refuse(send)
            return
        # decide and compose: its parts, once the answer starts and as it streams by
        page = Page(send, answer.edits, site.failures, find) if may_change else None
        answered = page.send if page else send
        if site.listens:
            answered = settled(visitor, answered)
        try:
            await self.app(asked, receive, answered)
        finally:
            if page and not page.is_done:
                await page.close()
            if site.listens:
                await visitor.recollection.save()  # remember

    def pages(self, site: Site) -> Pages:
        """Give our own pages, as this version of the site has them."""
        if self._pages is None or self._pages.site is not site:
            asking = self.resolving
            resolve = asking and partial(asking.resolve, site, is_page=True)
            resolving = cast("Resolve | None", resolve)
            self._pages = Pages(site, resolve=resolving, app=self.app)
        return self._pages

    async def end(self, scope: Scope) -> None:
        """Let go of the store, when the server stops."""
        if scope["type"] == "lifespan" and self._means.keeper is not None:
            await self._means.keeper.close()

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
