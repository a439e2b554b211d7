"""nginx, from 1.22 on: one configuration file, and its secret beside it.

In: an `Edge`. Out: two texts that `nginx -t` accepts. It needs no module but those that
Debian's package is built with, and writes nothing outside of its folder, so that
anybody may start it. A value that nginx would take for more than a value is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sarto.vocabulary.edges import Edge, Key
from sarto_adapters.edge.names import TARGETED
from sarto_adapters.edge.nginx_words import patterns, quoted, steps
from sarto_adapters.edge.raw import ADDRESSES, HINTS, OUTER, OVERRIDING, PLACES, WISHES
from sarto_adapters.edge.templates import templates

MAIN: Final = "nginx.conf"
SECRET: Final = "token.conf"  # noqa: S105 - its name
OURS: Final = tuple(
    f"X-Sarto-{name}"
    for name in ("Edge", "Version", "Pass", "Own", "Noted", "Fill", "Vary", "Tags")
)
OF_VISITORS: Final = (  # what parts for one visitor may be made of, beside the `inputs`
    "Accept-Language",
    "User-Agent",
    "Sec-Fetch-Site",
    "X-Requested-With",
    *(*ADDRESSES, *PLACES, *HINTS, *WISHES),
)
APART: Final = frozenset(  # they have a line of their own, or must not be sent
    [
        *("accept-encoding", "connection", "cookie", "host", "referer"),
        *("forwarded", "x-forwarded-for", *map(str.lower, OUTER)),
    ]
)
SAFE: Final = re.compile(r"[A-Za-z0-9_.~:*/\[\]+=-]+")
HEADER: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
HOPS: Final = (
    ("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
    ("Forwarded", "$http_forwarded"),
)


@dataclass(frozen=True, slots=True)
class Nginx:
    """Writes `nginx.conf`, to be started with, and `token.conf`."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        text = templates(quoted).get_template("nginx.conf.jinja").render(words(edge))
        proof = f'proxy_set_header X-Sarto-Edge "{safe(edge.token)}";\n'
        return {MAIN: text, SECRET: proof}


@dataclass(frozen=True, slots=True)
class Field:
    """A key, and what its variables are called by."""

    header: str
    pages: tuple[str, ...]

    @classmethod
    def of(cls, key: Key) -> "Field":
        return cls(header(key.header), tuple(patterns(key.pages)))

    @property
    def variable(self) -> str:
        return self.header.lower().replace("-", "_")

    @property
    def name(self) -> str:
        return self.variable.removeprefix("x_sarto_")


def words(edge: Edge) -> Mapping[str, object]:
    """Gather all that the template says."""
    origin = urlsplit(safe(edge.origin))
    if origin.scheme not in ("http", "https") or origin.path or not origin.hostname:
        raise ValueError(f'{edge.origin} is no origin: write "http://127.0.0.1:8000"')
    secure = origin.scheme == "https" and origin.port is None
    keys = tuple(map(Field.of, edge.keys))
    ours = dict.fromkeys((*OURS, *(key.header for key in keys)))
    return {
        "listen": safe(edge.listen),
        "prefix": safe(edge.prefix),
        "scheme": origin.scheme,
        "name": origin.hostname,
        "authority": origin.netloc + (":443" if secure else ""),
        "keys": keys,
        "cookies": tuple(steps(edge.ignored)),
        "token": quoted(include(edge.secrets)),
        "pages": tuple(ways(edge)),
        "keyed_pages": tuple(patterns(edge.pages)),
        "owned": tuple(patterns(edge.owned)),
        "noted": tuple(patterns(edge.noted)),
        "filled": tuple(patterns(edge.filled)),
        "ours": tuple(ours),
        "outer": tuple(outer()),
        "overriding": "".join(variable(name) for name in OVERRIDING),
        "hidden": (*ours, *TARGETED),
        "asking": tuple(asking(edge)),
        "telling": tuple(telling(edge)),
    }


def include(folder: str) -> str:
    """Name the secret file; without it nothing would be shared, and nobody told so."""
    if set(folder) & set("*?["):
        raise ValueError(f"nginx takes {folder} for a pattern: choose another folder")
    return SECRET if folder == "." else f"{folder}/{SECRET}"


def ways(edge: Edge) -> Iterator[tuple[str, str]]:
    """Tell which way pages go; the first pattern that matches counts."""
    yield from (("private", each) for each in patterns(edge.private))
    for some in (edge.pages, edge.filled, edge.owned, edge.noted):
        yield from (("keyed", each) for each in patterns(some))


def asking(edge: Edge) -> Iterator[tuple[str, str]]:
    """List what a look-up is made of, and kept by."""
    yield "Cookie", "$sarto_cookie"
    if "referer" in edge.inputs:
        yield "Referer", "$sarto_referer"
    yield from (sent(name) for name in edge.inputs if name not in APART)
    if edge.is_by_address:
        yield from HOPS


def telling(edge: Edge) -> Iterator[tuple[str, str]]:
    """List what is told of a visitor to a part of a page."""
    yield "Cookie", "$http_cookie"
    yield "Referer", "$http_referer"
    names = {name.lower(): name for name in (*OF_VISITORS, *edge.inputs)}
    yield from (sent(name) for key, name in names.items() if key not in APART)
    yield from HOPS


def outer() -> Iterator[tuple[str, str]]:
    """List what a proxy further out may say; all that is kept is kept by it."""
    for name in OUTER:
        is_scheme = name == "X-Forwarded-Proto"
        yield name, "$sarto_scheme" if is_scheme else variable(name)


def sent(name: str) -> tuple[str, str]:
    return header(name), variable(name)


def variable(name: str) -> str:
    """Name what holds a header as it was sent."""
    return "$http_" + name.lower().replace("-", "_")


def header(name: str) -> str:
    if not HEADER.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a header that nginx passes on")
    return name


def safe(word: str) -> str:
    if not SAFE.fullmatch(word):
        raise ValueError(f"{word!r} has something in it that nginx reads otherwise")
    return word
