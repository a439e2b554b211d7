"""Starlette: `install(app)` puts Sarto where it belongs among the middlewares.

What was added last stands outermost. What compresses, and what turns requests away,
belongs outside of Sarto; what keeps pages, or may want to know the visitor, inside.
"""

from pathlib import Path
from typing import TypeVar, Unpack

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.templating import Jinja2Templates

from sarto import Config
from sarto_adapters.frameworks.before import Before
from sarto_adapters.frameworks.options import Options
from sarto_adapters.templates import jinja

App = TypeVar("App", bound=Starlette)

OUTSIDE = frozenset(  # by their names: most are packages that may not be here
    {
        "BrotliMiddleware",
        "CompressMiddleware",
        "GZipMiddleware",
        "HTTPSRedirectMiddleware",
        "ProxyHeadersMiddleware",
        "TrustedHostMiddleware",
        "ZstdMiddleware",
    }
)
KEEPING = frozenset({"CacheMiddleware"})  # of asgi-caches, starlette-caches: deaf ones
STARTED = (
    "This application has started, and its middlewares are built: "
    "call install(app) where the application is put together, before it serves."
)


def install(
    app: App,
    *,
    config: str | Path | Config = "sarto.toml",
    templates: Jinja2Templates | None = None,
    **options: Unpack[Options],
) -> App:
    """Put Sarto before an application, and its tag into the templates it renders.

    Gives the application, which is what the server is to run. Raises `ConfigError` for
    a mistake in the config, and `RuntimeError` where the application has started.
    """
    if app.middleware_stack is not None:
        raise RuntimeError(STARTED)
    before = Middleware(Before(config, options))
    app.user_middleware.insert(place(app.user_middleware), before)
    if templates is not None:
        jinja.install(templates.env)
    return app


def place(listed: list[Middleware]) -> int:
    """Find the place right inside of all that belongs outside; the outermost else.

    Never inside of a cache that would give to all what was cut to one.
    """
    outer = [at for at, each in enumerate(listed) if is_one_of(OUTSIDE, each.cls)]
    caches = [at for at, each in enumerate(listed) if is_one_of(KEEPING, each.cls)]
    return min(outer[-1] + 1 if outer else 0, *caches, len(listed))


def is_one_of(names: frozenset[str], kind: object) -> bool:
    """Whether a middleware, or what it is made of, is called one of these."""
    lineage = kind.mro() if isinstance(kind, type) else ()
    return any(each.__name__ in names for each in lineage)
