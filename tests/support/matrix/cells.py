"""The rows and columns of the matrix."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from support.matrix.h1 import H1
from support.matrix.h2 import H2

SITES_AT = "support.matrix.sites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server, and how its users start it."""

    name: str
    package: str
    needs: tuple[str, ...] = ()
    words: Callable[[int], list[str]]
    client: type[H1] | type[H2] = H1

    def command(self, port: int, what: str) -> list[str]:
        words = self.words(port)
        return [sys.executable, "-m", self.package, *words, f"{SITES_AT}.{what}:app"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site, and what it has for the facts to be asked of."""

    name: str
    package: str
    has: frozenset[str]
    moved: str = "/old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    server: Server
    site: Site

    @property
    def name(self) -> str:
        return f"{self.server.name}-{self.site.name}"

    @property
    def missing(self) -> str | None:
        """The first package that is not installed."""
        packages = (self.server.package, *self.server.needs, self.site.package)
        return next((each for each in packages if find_spec(each) is None), None)


def _uvicorn(*words: str) -> Callable[[int], list[str]]:
    return lambda port: [
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"),
        *("--timeout-graceful-shutdown", "5", *words),
    ]


def _hypercorn(port: int) -> list[str]:
    # A stream whose application died ends with its connection, when that was idle.
    bind = ("--bind", f"127.0.0.1:{port}")
    return [
        *bind,
        "--keep-alive",
        "2",
        "--graceful-timeout",
        "1",
        "--log-level",
        "warning",
    ]


def _granian(port: int) -> list[str]:
    bind = ("--host", "127.0.0.1", "--port", str(port))
    return ["--interface", "asgi", *bind, "--log-level", "warning"]


SERVERS = (
    Server(
        name="uvicorn h11",
        package="uvicorn",
        needs=("h11",),
        words=_uvicorn("--http", "h11", "--loop", "asyncio"),
    ),
    Server(
        name="uvicorn httptools",
        package="uvicorn",
        needs=("httptools", "uvloop"),
        words=_uvicorn("--http", "httptools", "--loop", "uvloop"),
    ),
    Server(name="hypercorn h1", package="hypercorn", words=_hypercorn),
    Server(name="hypercorn h2", package="hypercorn", words=_hypercorn, client=H2),
    Server(name="granian", package="granian", words=_granian),
)
APP = frozenset({"app", "gzip", "websocket"})
SITES = (
    # Their page of a 500 is made outside of every middleware: it is not cut.
    Site(name="Starlette", package="starlette", has=APP | {"outer errors"}),
    Site(name="FastAPI", package="fastapi", has=APP | {"outer errors"}),
    Site(name="Django", package="django", has=APP - {"websocket"}),
    Site(name="Litestar", package="litestar", has=APP),
    Site(name="Quart", package="quart", has=APP - {"gzip"}),
    Site(name="static", package="starlette", has=frozenset(), moved="/menu"),
    Site(name="proxy", package="httptools", has=APP | {"beyond"}),
)
CELLS = [Cell(server=server, site=site) for site in SITES for server in SERVERS]
