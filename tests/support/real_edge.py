"""A real cache before a real server before a site, all for one test."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sarto import Sarto
from sarto.vocabulary.edges import Edge
from support.edge_asking import Got, ask
from support.edge_caches import Kind, RealCache, files_for, started
from support.edge_oracle import Visitor
from support.invariants import HOST, NOTHING, Fields, Front
from support.model_browser import Browser
from support.model_http import Answered, Asked
from support.redis_server import free_port
from support.serve import serving

OURS = b"x-sarto-edge", b"x-sarto-version"


@dataclass
class Real:
    """What clients ask; `counts` says what came to the site, by kind and path."""

    sarto: Any
    clock: Any
    edge: Edge
    port: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    cache: RealCache | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count what comes in."""
        if scope["type"] == "http":
            names = {name for name, _ in scope["headers"]}
            kind = ["raw", "proven", "keyed"][sum(name in names for name in OURS)]
            self.counts[kind, scope["path"]] += 1
        await self.sarto(scope, receive, send)

    def ask(
        self, target: str, fields: Fields = NOTHING, method: str = "GET"
    ) -> Answered:
        said = {name.replace("-", "_"): value for name, value in fields.items()}
        return read(ask(self.port, target, method, **{"Host": HOST, **said}))

    def browser(self, who: Visitor | None = None) -> Browser:
        """Open a browser before the cache."""

        async def net(asked: Asked) -> Answered:
            fields = dict(asked.headers)
            host = fields.pop("host")
            fields.pop("content-length", None)
            said = {name.replace("-", "_"): value for name, value in fields.items()}
            got = ask(
                self.port, asked.target, asked.method, asked.body, Host=host, **said
            )
            return read(got)

        return Browser(net, self.clock, (who or Visitor()).headers())

    def empty(self) -> None:
        assert self.cache is not None
        self.cache.empty()
        self.counts.clear()


def read(got: Got) -> Answered:
    headers: dict[str, str] = {}
    for name, value in got.headers.items():
        if name.lower() != "set-cookie":
            before = headers.get(name.lower())
            headers[name.lower()] = value if before is None else f"{before}, {value}"
    cookies = tuple(got.headers.get_all("set-cookie", []))
    return Answered(got.status, headers, got.body, cookies)


@contextmanager
def fronted(
    kind: Kind,
    sarto: Sarto,
    clock: Any,
    folder: Path,
    *,
    through: Callable[[str], str] = lambda url: url,
    start: Callable[..., Any] | None = None,
) -> Iterator[Real]:
    """Start all of it; `through` may put something between the cache and the site."""
    real = Real(sarto, clock, Front(sarto, clock, kind).edge)
    with serving(real) as url:
        real.port = free_port()
        where = {"origin": through(url), "listen": f"127.0.0.1:{real.port}"}
        real.edge = replace(real.edge, **where)
        folder.mkdir(exist_ok=True)
        files = files_for(kind, real.edge)
        real.cache = (start or partial(started, kind))(folder, files, real.port)
        real.port = getattr(real.cache, "port", real.port)
        try:
            yield real
        finally:
            real.cache.close()
