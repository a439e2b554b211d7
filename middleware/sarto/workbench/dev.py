"""`sarto dev`: the site with Sarto in front, and a bar to be another visitor.

Config and fragments are read again before each request when they changed; a change with
a mistake in it is shown in the bar while the last good version goes on. What the bar
pins travels in a cookie of its own, as the text that `--as` takes.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from secrets import token_urlsafe
from typing import cast
from urllib.parse import parse_qsl, quote, unquote

from sarto import headers
from sarto.asgi import ASGIApp, Message, Receive, Scope, Send
from sarto.config.config import Config
from sarto.config.pins import pins
from sarto.middleware import Sarto
from sarto.site.options import SECRET
from sarto.site.site import Site
from sarto.site.visitor import KEY, PINS, Visitor
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.reading import ConditionError
from sarto.workbench.bar import STYLE, STYLE_NAME, Bar, asked_for

COOKIE = "sarto-dev"
BAR = "sarto.bar"  # a scope key: the bar that this answer goes out with
START, BODY = "http.response.start", "http.response.body"


class TargetError(Exception):
    """Raised when what is to be served cannot be found; says what to do."""


def served(target: str | None, config: Path) -> ASGIApp:
    """Find what to serve: a URL, a folder, or an application as `module:name`."""
    named = target or Config.read(config).toml.dev.app
    if not named:
        raise TargetError("Name an app, a folder or a URL, or set `app` under [dev].")
    if is_application(named):
        return application(named, config.resolve().parent)
    if is_url(named):
        return cast("ASGIApp", adapter("sites", "proxy")(named))
    return cast("ASGIApp", adapter("sites", "static")(Path(named)))


def is_url(named: str) -> bool:
    return named.startswith(("http://", "https://"))


def is_application(named: str) -> bool:
    """Whether it can only be meant as `module:name`."""
    return not is_url(named) and not Path(named).is_dir()


def application(named: str, folder: Path) -> ASGIApp:
    """Import an application; its folder is the config's."""
    module, colon, name = named.partition(":")
    if not colon:
        raise TargetError(f"{named!r} is no folder here, no URL and no `module:name`.")
    sys.path.insert(0, str(folder))
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise TargetError(f"There is no module {module!r} in {folder}.") from None
    if not hasattr(found, name):
        raise TargetError(f"The module {module!r} has no {name!r}.")
    return cast("ASGIApp", getattr(found, name))


class DevSite:
    """A site under development."""

    def __init__(self, app: ASGIApp, config: Path) -> None:
        self.app = app
        secret = os.environ.get(SECRET) or token_urlsafe()  # visitors last as long
        self.sarto = Sarto(self.meet, config=config, secret=secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = self.sarto.current
        if scope["type"] != "http" or current is None:
            await self.sarto(scope, receive, send)
            return
        current.refresh(settled=False)
        site, path = current.site, scope["path"]
        prefix = site.config.toml.prefix
        if path == f"{prefix}/{STYLE_NAME}":
            await answer(send, 200, STYLE.encode(), (b"content-type", b"text/css"))
        elif path == f"{prefix}/dev":
            await self.switch(scope, send)
        else:
            bar = self.bar(scope, site)
            asked = spoken(scope, site, bar.pins.get("language"))
            fields = headers.listed(asked.get("headers"))  # the bar goes in plain bytes
            fields = headers.without(fields, b"accept-encoding")
            asked = {**asked, "headers": fields, PINS: bar.pins, BAR: bar}
            await self.sarto(asked, receive, bar.around(send))

    async def meet(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the bar know whom the application meets: what it tells is what was so."""
        bar, visitor = scope.get(BAR), scope.get(KEY)
        if isinstance(bar, Bar) and isinstance(visitor, Visitor):
            bar.visitor = visitor
        await self.app(scope, receive, send)

    def bar(self, scope: Scope, site: Site) -> Bar:
        told = headers.cookie(headers.listed(scope.get("headers")), COOKIE)
        text = unquote(told or "")
        current = self.sarto.current
        mistake = str(current.mistake) if current and current.mistake else ""
        try:
            pinned = pins(site.config.dictionary, text, site.config.personas)
        except ConditionError as wrong:
            pinned, mistake = {}, mistake or wrong.message
        return Bar(site=site, scope=scope, text=text, pins=pinned, mistake=mistake)

    async def switch(self, scope: Scope, send: Send) -> None:
        """Take the bar's form, keep it in the cookie, and go back to the page."""
        query = bytes(scope.get("query_string", b"")).decode("latin-1")
        form = dict(parse_qsl(query))
        cookie = f"{COOKIE}={quote(asked_for(form))}; Path=/; HttpOnly; SameSite=Lax"
        back = form.get("next", "/")
        is_safe = back.startswith("/") and not back.startswith(("//", "/\\"))
        location = quote(back, safe="/?&=%:@+,;~!*'()") if is_safe else "/"
        await answer(
            send,
            303,
            b"",
            (b"location", location.encode()),
            (b"set-cookie", cookie.encode()),
        )

    def run(self, *, host: str, port: int) -> None:
        """Serve until interrupted."""
        import uvicorn  # noqa: PLC0415 - only here, and an extra

        uvicorn.run(
            self, host=host, port=port, proxy_headers=False, server_header=False
        )


def spoken(scope: Scope, site: Site, language: object) -> Scope:
    """Let the site's own code hear the pinned language too."""
    if not isinstance(language, str):
        return scope
    fields = headers.listed(scope.get("headers"))
    fields = headers.without(fields, b"accept-language")
    fields.append((b"accept-language", language.encode()))
    if name := site.config.toml.language.cookie:
        kept = [line for key, line in fields if key == b"cookie"]
        pairs = [part.strip() for line in kept for part in line.split(b";")]
        own = name.encode() + b"="
        said = [pair for pair in pairs if pair and not pair.startswith(own)]
        fields = headers.without(fields, b"cookie")
        fields.append((b"cookie", b"; ".join([*said, own + language.encode()])))
    return {**scope, "headers": fields}


async def answer(
    send: Send, status: int, body: bytes, *fields: tuple[bytes, bytes]
) -> None:
    message: Message = {"type": START, "status": status, "headers": [*fields]}
    await send(message)
    await send({"type": BODY, "body": body})
