"""What an application is wrapped in, as far as it can be seen without calling it.

In: an application as `module:name` gives it. Out: its layers, outermost first. Where
nothing in front of a site is a Sarto, what it mounts is looked at as well.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SARTO = "sarto:Sarto"
OURS = ("sarto_adapters:Before", "sarto_adapters:SartoPlugin")
LITESTAR = "litestar:compression_config"
INNER = ("app", "application", "asgi_app")  # what wrappers call what they wrap
DEEPEST = 50  # wrappers in wrappers
ROUTES = "routes"  # the place of what stands behind a router


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One wrapper: `names` are its class as "package:Class", and that class's bases."""

    names: tuple[str, ...]
    config: str = ""  # the file of a Sarto
    place: str = ""  # where it is not before the whole site: ROUTES, or a path

    @property
    def is_sarto(self) -> bool:
        return SARTO in self.names


def layers(app: Any, place: str = "") -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List the layers of an application; odd attributes of strangers raise anything."""
    has_sarto = False
    for _ in range(DEEPEST):
        for found in (seen(app, place), *registered(app, place)):
            has_sarto |= found.is_sarto
            yield found
        inner = (getattr(app, name, None) for name in INNER)
        further = next((each for each in inner if each is not None), None)
        if further is None:
            break
        app = further
    if not (has_sarto or place):
        yield from mounted(app)


def seen(wrapper: Any, place: str = "") -> Layer:  # noqa: ANN401 - anybody's
    """Look at one wrapper, or at the class of one."""
    kind = wrapper if isinstance(wrapper, type) else type(wrapper)
    names = [f"{b.__module__.partition('.')[0]}:{b.__name__}" for b in kind.mro()]
    if not set(OURS).isdisjoint(names):
        names.append(SARTO)
    inner = getattr(wrapper, "sarto", wrapper) if SARTO in names else None
    current = getattr(inner, "current", None)
    home = current.site.home if current else getattr(wrapper, "config", "")
    return Layer(names=tuple(names), config=file(home), place=place)


def file(config: object) -> str:
    """Name the file of a config as all name it; nothing for what has none."""
    is_named = isinstance(config, str | Path) and str(config)
    return str(Path(str(config)).resolve()) if is_named else ""


def registered(app: Any, place: str) -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List what a framework puts around its own routes."""
    for each in getattr(app, "user_middleware", ()):  # Starlette, FastAPI
        yield given(each.cls, each.kwargs, place)
    yield from of_litestar(app, place)
    if any(name == "django:ASGIHandler" for name in seen(app).names):
        for name in sys.modules["django.conf"].settings.MIDDLEWARE:
            key = f"{name.partition('.')[0]}:{name.rpartition('.')[2]}"
            yield Layer(names=(key,), place=place)


def of_litestar(app: Any, place: str) -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List what Litestar has around its routes: behind its router, but for plugins."""
    plugins = [seen(each, place) for each in getattr(app, "plugins", None) or ()]
    ours = [each for each in plugins if each.is_sarto]
    yield from ours
    if getattr(app, "compression_config", None) is not None and not ours:
        yield Layer(names=(LITESTAR,), place=place)
    if hasattr(app, "compression_config"):
        for each in getattr(app, "middleware", ()):
            kind = getattr(each, "middleware", each)
            yield given(kind, getattr(each, "kwargs", {}), ROUTES)


def given(kind: Any, options: dict[str, Any], place: str) -> Layer:  # noqa: ANN401 - anybody's
    """Look at what a list names, and at the options it is to be made with."""
    found = seen(kind, place)
    if not found.is_sarto or found.config:
        return found
    config = file(options.get("config", "sarto.toml"))
    return Layer(names=found.names, config=config, place=place)


def mounted(app: Any) -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List the layers of the first part of a site that a Sarto stands before."""
    for route in getattr(app, "routes", ()):
        path, inner = getattr(route, "path", ""), getattr(route, "app", None)
        if isinstance(path, str) and path and inner is not None:
            found = [*layers(inner, path)]
            if any(each.is_sarto for each in found):
                yield from found
                return
