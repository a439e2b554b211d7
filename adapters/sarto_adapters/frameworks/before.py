"""A Sarto that is made before its application is: a mistake stops the start."""

from pathlib import Path
from typing import NoReturn

from sarto import Config, Sarto
from sarto.asgi import ASGIApp, Receive, Scope, Send
from sarto_adapters.frameworks.options import Options


class Before:
    """Stands in a framework's list of middlewares for the Sarto that it puts there.

    Frameworks build what they list when the first request or the server's start comes,
    and some servers go on where that fails. So the config is read now, and whatever is
    wrong with it raises `ConfigError` where the site is put together.
    """

    def __init__(self, config: str | Path | Config, options: Options) -> None:
        self.sarto = Sarto(nothing, config=config, **options)

    def __call__(self, app: ASGIApp) -> Sarto:
        """Put it before what the framework built."""
        self.sarto.app = app
        return self.sarto


async def nothing(_scope: Scope, _receive: Receive, _send: Send) -> NoReturn:
    """Be no application yet."""
    raise RuntimeError("Sarto was asked before its framework had built the application")
