"""On which side of Sarto an application is compressed: outside, inside, or not at all.

In: an application as `module:name` gives it, which is looked at and never called. Out:
the names of the compressing parts around it, as far as what wraps what can be seen.
Either side gives right pages; outside each is packed once, by the site's own settings.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, TypeAlias

from sarto.config.config import Config
from sarto.config.locate import Places
from sarto.errors import Finding

Layer: TypeAlias = tuple[
    str, ...
]  # what one wrapper is: "package:Class", and its bases

SARTO = "sarto:Sarto"
LITESTAR = "litestar:compression_config"
# What compresses; whether, asked for plain bytes, it still says that it would have
# (`Vary: Accept-Encoding`). Where it does not, Sarto cannot know, and packs nothing.
COMPRESSING: Mapping[str, bool] = {
    "asgi_gzip:GZipMiddleware": True,
    "brotli_asgi:BrotliMiddleware": False,
    "django:GZipMiddleware": True,
    "starlette:GZipMiddleware": True,
    "starlette_compress:CompressMiddleware": True,
    "zstd_asgi:ZstdMiddleware": False,
    LITESTAR: False,
}
INNER = ("app", "application", "asgi_app")  # what wrappers call what they wrap
DEEPEST = 50  # wrappers in wrappers

CODE = "SARTO025"
NOWHERE = Places(keys={}, values={})
INSIDE = "{} stands inside of Sarto, which asks for plain bytes there{}"
OUTSIDE = "{} stands outside of Sarto: each page is encoded once. That is best."
SPOKEN = " and encodes pages itself"
SILENT = "; it then says nothing of codings, and pages go out uncompressed"
HELP = "put it around Sarto; of `add_middleware` the last one added is the outermost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What compresses around a Sarto, outermost first; nothing where there is none."""

    outside: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    is_seen: bool = field(default=True, compare=False)

    @classmethod
    def of(cls, app: object) -> "Order":
        """Look at an application; what cannot be looked at tells nothing."""
        seen: list[Layer] = []
        with suppress(Exception):  # attributes of strangers do anything
            seen += layers(app)
        outside = [*takewhile(lambda layer: SARTO not in layer, seen)]
        if len(outside) == len(seen):
            return cls()
        inside = seen[len(outside) :]
        return cls(outside=compressing(outside), inside=compressing(inside))

    def findings(self, named: str, config: Config) -> tuple[Finding, ...]:
        """Say what stands inside, at the place where the application is named."""
        is_in_file = named == config.toml.dev.app
        places = config.places if is_in_file else NOWHERE
        place = places.nearest(("dev", "app"), value=True)
        return tuple(
            Finding(
                code=CODE,
                severity="warning",
                file=config.file if is_in_file else named,
                line=place.line,
                column=place.column,
                length=place.length,
                message=INSIDE.format(
                    told(key), SPOKEN if COMPRESSING[key] else SILENT
                ),
                help=HELP,
            )
            for key in self.inside
        )

    @property
    def remarks(self) -> tuple[str, ...]:
        """Say what stands outside, which is nothing to mend."""
        return tuple(OUTSIDE.format(told(key)) for key in self.outside)


def told(key: str) -> str:
    return key.partition(":")[2]


def compressing(layers: Iterable[Layer]) -> tuple[str, ...]:
    found = (key for layer in layers for key in layer if key in COMPRESSING)
    return tuple(dict.fromkeys(found))


def layers(app: Any) -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List what an application is wrapped in, outermost first."""
    for _ in range(DEEPEST):
        yield layer(app)
        yield from registered(app)
        inner = (getattr(app, name, None) for name in INNER)
        app = next((each for each in inner if each is not None), None)
        if app is None:
            return


def layer(wrapper: object) -> Layer:
    kind = wrapper if isinstance(wrapper, type) else type(wrapper)
    return tuple(f"{b.__module__.partition('.')[0]}:{b.__name__}" for b in kind.mro())


def registered(app: Any) -> Iterator[Layer]:  # noqa: ANN401 - anybody's
    """List what a framework puts around its own routes."""
    for each in getattr(app, "user_middleware", ()):  # Starlette, FastAPI
        yield layer(each.cls)
    if getattr(app, "compression_config", None) is not None:
        yield (LITESTAR,)
    if "django:ASGIHandler" in layer(app):
        for name in sys.modules["django.conf"].settings.MIDDLEWARE:
            yield (f"{name.partition('.')[0]}:{name.rpartition('.')[2]}",)
