"""Fastly: a whole VCL in its own dialect, and beside it what proves it to the origin.

In: an `Edge`. Out: two texts. The secret is no VCL: it goes into a dictionary that can
be written and not read, `sarto_edge`, so that whoever may read a service's VCL cannot
ask the site in its name.

Trap: Fastly reads `%41` in a string as `A`, so no string here has a percent sign: in a
pattern it is `\\x25`, in another word `%25`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from sarto.vocabulary.edges import NEVER, Edge, Key
from sarto_adapters.edge.raw import CONDITIONS, HOPS, OUTER, OVERRIDING, RAW
from sarto_adapters.edge.varnish import each, either, ignored, lowered, ours

MAIN: Final = "fastly.vcl"
SECRET: Final = "token.txt"  # noqa: S105 - its name
LONGEST: Final = 60  # seconds that a look-up may be kept
TOLD: Final = ("X-Sarto-Version", "X-Sarto-Pass", "X-Sarto-Own", "X-Sarto-Noted")
KEPT: Final = ("X-Sarto-Edge-Url", "X-Sarto-Edge-Cookie", "X-Sarto-Edge-Referer")
TARGETED: Final = (
    "CDN-Cache-Control",
    "Cache-Tag",
    "Surrogate-Control",
    "Surrogate-Key",
    "X-Accel-Expires",
    "X-Accel-Redirect",
)
PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
ODD: Final = re.compile(r"[^\x20-\x7e]")
LETTERS: Final = re.compile(r'\\?[%"]|\\.', re.DOTALL)
CODES: Final = {"%": r"\x25", '"': r"\x22"}


@dataclass(frozen=True, slots=True)
class Fastly:
    """Writes `fastly.vcl`, the main VCL of a service, and `token.txt`."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        text = templates().get_template("fastly.vcl.jinja").render(words(edge))
        return {MAIN: text, SECRET: edge.token}


@cache
def templates() -> Environment:
    """Make ready the templates, once."""
    made = Environment(
        loader=PackageLoader("sarto_adapters.edge", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - VCL has no markup
        keep_trailing_newline=True,
    )
    made.filters |= {"pattern": pattern, "quoted": quoted}
    return made


def words(edge: Edge) -> Mapping[str, object]:
    """Gather all that the templates say."""
    keys = named(ours(key.header) for key in edge.keys)
    told = named((*TOLD, *keys))
    inputs = named(edge.inputs)
    asked = each(("Cookie", *inputs))
    wanted = either((edge.pages, edge.filled, edge.owned, edge.noted))
    prefix = re.escape(edge.prefix)
    is_known = not keys or any(key.known for key in edge.keys)
    return {
        "edge": edge,
        "never": NEVER,
        "secret": SECRET,
        "origin": origin(edge.origin),
        "own": f"^{prefix}(?:[/?]|$)",
        "closed": f"^{prefix}/(?:key|fragment)(?:[/?;]|$)",
        "parts": f"^{prefix}/fragment/",
        "key": f"{edge.prefix}/key",
        "wanted": wanted,
        "ignored": ignored(edge.ignored),
        "known": tuple(knowing(edge.keys)) if is_known else (),
        "is_known": is_known,
        "has_referer": "referer" in lowered(inputs),
        "has_addresses": edge.is_by_address,
        "countries": [name for name in inputs if name.lower() in edge.countries],
        "overriding": OVERRIDING,
        "conditions": CONDITIONS,
        "outer": OUTER,
        "asked": asked,
        "collected": named((*asked[1:], *headers_known(edge.keys))),
        "told": told,
        "classes": keys,
        "inner": [*KEPT, *(name for name in TOLD[1:] if name not in keys)],
        "unasked": [
            name for name in (*RAW, *HOPS) if name.lower() not in lowered(asked)
        ],
        "targeted": TARGETED,
        "longest": LONGEST,
    }


def named(names: Iterable[str]) -> tuple[str, ...]:
    """Say each header once; not all that HTTP allows can be named in Fastly's VCL."""
    found = each(names)
    for name in found:
        if not PLAIN.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header for Fastly")
    return found


def headers_known(keys: Iterable[Key]) -> Iterator[str]:
    """List the headers that classes are known by."""
    for key in keys:
        if key.known:
            yield key.known.header
            yield from key.known.without


def knowing(keys: Iterable[Key]) -> Iterator[Mapping[str, object]]:
    """Describe the keys that pages want, each with a table where it is known."""
    for number, key in enumerate(key for key in keys if key.pages != NEVER):
        tokens: dict[str, str] = {}
        for value, token in key.known.tokens if key.known else ():
            tokens.setdefault(value, token)
        yield {
            "key": key,
            "table": f"sarto_known_{number}",
            "none": tokens.pop("", None),
            "tokens": tokens,
            "known": key.known,
        }


def quoted(text: str) -> str:
    """Write a word as a string."""
    if ODD.search(text):
        raise ValueError(f"{text!r} cannot be written in Fastly's VCL")
    return '"' + text.replace("%", "%25").replace('"', "%22") + '"'


def pattern(text: str) -> str:
    """Write a pattern as a string: nothing in it is read before it is a pattern."""
    if ODD.search(text):
        raise ValueError(f"{text!r} cannot be written in Fastly's VCL")
    return f'"{LETTERS.sub(lambda found: CODES.get(found[0][-1], found[0]), text)}"'


def origin(address: str) -> SplitResult | None:
    """Tell where the origin is; `None`: where the service says, for it is not here.

    Fastly cannot reach this machine: that is what is written where nothing is said.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_plain = parts.scheme in ("http", "https") and host and not parts.query
    if not is_plain or parts.username or parts.path not in ("", "/"):
        raise ValueError(f'Fastly cannot ask {address}: write "https://HOST"')
    return None if is_here(host) else parts


def is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
