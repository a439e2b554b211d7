"""A site under development: Sarto before it, a bar below its pages.

What the bar pins travels in a cookie of its own, as the text that `--as` takes.
"""

import os
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import parse_qsl, quote, unquote

from sarto import headers
from sarto.asgi import ASGIApp, Receive, Scope, Send
from sarto.config.pins import pins
from sarto.errors import ConfigError
from sarto.middleware import Sarto
from sarto.site.current import Current
from sarto.site.options import SECRET
from sarto.site.spoken import spoken
from sarto.site.visitor import KEY, PINS, Visitor
from sarto.vocabulary.reading import ConditionError
from sarto.workbench.check.text import as_text
from sarto.workbench.dev.answers import answer, back, page_of
from sarto.workbench.dev.bar import STYLE, STYLE_NAME, Bar, asked_for
from sarto.workbench.dev.dressed import Dressed
from sarto.workbench.dev.holds import WAIT, Holds
from sarto.workbench.dev.timing import TIMING, Timing
from sarto.workbench.dev.trouble import Trouble

COOKIE = "sarto-dev"
STILL = (
    "sarto-dev-still"  # a cookie, too: this browser's pages do not come by themselves
)
BAR = "sarto.bar"  # a scope key: the bar that this answer goes out with
KEEP = b"; Path=/; HttpOnly; SameSite=Lax"


class DevSite:
    """A site under development; without `holds` its pages come only when asked for."""

    def __init__(
        self, app: ASGIApp, config: Path, *, holds: Holds | None = None
    ) -> None:
        self.app, self.config, self.holds = app, config, holds
        secret = os.environ.get(SECRET) or token_urlsafe()  # visitors last as long
        self.sarto = Sarto(self.meet, config=config, secret=secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = self.sarto.current
        if scope["type"] != "http" or current is None:
            await self.sarto(scope, receive, send)
            return
        current.refresh(settled=False)
        prefix = current.site.config.toml.prefix
        match scope["path"]:
            case path if path == f"{prefix}/{STYLE_NAME}":
                await answer(send, 200, STYLE.encode(), (b"content-type", b"text/css"))
            case path if path == f"{prefix}/dev":
                await self.switch(scope, send)
            case path if self.holds and path == f"{prefix}/{WAIT}":
                await self.holds(scope, receive, send)
            case _:
                await self.show(scope, receive, send, current)

    async def show(
        self, scope: Scope, receive: Receive, send: Send, current: Current
    ) -> None:
        """Answer with a page of the site, as whom the bar says."""
        bar, prefix = self.bar(scope, current), current.site.config.toml.prefix
        refresh = None
        if self.holds and bar.waits:
            refresh = self.holds.field(prefix, page_of(scope))
        dressed = Dressed(bar=bar, onward=send, refresh=refresh)
        asked = spoken(scope, current.site, bar.pins.get("language"))
        fields = headers.listed(asked.get("headers"))  # the bar goes in plain bytes
        fields = headers.without(fields, b"accept-encoding")
        timing = Timing(dressed.send)
        told = {PINS: bar.pins, BAR: bar, TIMING: timing}
        try:
            await self.sarto({**asked, "headers": fields, **told}, receive, timing.send)
            await dressed.end()
        except Exception as error:
            if not dressed.has_begun:
                trouble = Trouble.of_page(error, scope["path"])
                await trouble.at(prefix, holds=self.holds)(scope, receive, send)
            raise  # the server's log has it whole

    async def meet(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the bar know whom the application meets: what it tells is what was so."""
        bar, visitor = scope.get(BAR), scope.get(KEY)
        if isinstance(bar, Bar) and isinstance(visitor, Visitor):
            bar.visitor = visitor
        if isinstance(timing := scope.get(TIMING), Timing):
            send = timing.asked(send)
        await self.app(scope, receive, send)

    def bar(self, scope: Scope, current: Current) -> Bar:
        fields, site = headers.listed(scope.get("headers")), current.site
        text = unquote(headers.cookie(fields, COOKIE) or "")
        mistake = self.mistake(current)
        try:
            pinned = pins(site.config.dictionary, text, site.config.personas)
        except ConditionError as wrong:
            pinned, mistake = {}, mistake or wrong.message
        is_still = headers.cookie(fields, STILL) is not None
        return Bar(
            site=site,
            scope=scope,
            text=text,
            pins=pinned,
            mistake=mistake,
            waits=not is_still if self.holds else None,
        )

    def mistake(self, current: Current) -> str:
        """Say what is wrong with the last change, as `sarto check` does."""
        if isinstance(current.mistake, ConfigError):
            return as_text(current.mistake.findings, self.config.resolve().parent)
        return str(current.mistake or "")

    async def switch(self, scope: Scope, send: Send) -> None:
        """Take one of the bar's forms, keep it in a cookie, and go back to the page."""
        query = bytes(scope.get("query_string", b"")).decode("latin-1")
        form = dict(parse_qsl(query))
        if "still" in form:
            end = b"" if form["still"] == "yes" else b"; Max-Age=0"
            cookie = f"{STILL}=yes".encode() + end + KEEP
        else:
            cookie = f"{COOKIE}={quote(asked_for(form))}".encode() + KEEP
        await back(send, form.get("next", "/"), (b"set-cookie", cookie))
