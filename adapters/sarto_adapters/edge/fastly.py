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
from typing import Final
from urllib.parse import SplitResult, urlsplit

from sarto.vocabulary.edges import NEVER, Edge, Key
from sarto_adapters.edge.names import TARGETED, TOLD, each, knowing, lowered, ours
from sarto_adapters.edge.origins import is_bare, is_here
from sarto_adapters.edge.raw import HOPS, RAW
from sarto_adapters.edge.templates import templates
from sarto_adapters.edge.vcl import shared

MAIN: Final = "fastly.vcl"
TEMPLATE: Final = "fastly.vcl.jinja"
SECRET: Final = "token.txt"  # noqa: S105 - its name
LONGEST: Final = 60  # seconds that a look-up may be kept
KEPT: Final = ("X-Sarto-Edge-Url", "X-Sarto-Edge-Cookie", "X-Sarto-Edge-Referer")
ACCELERATED: Final = ("X-Accel-Expires", "X-Accel-Redirect")  # for an nginx between
PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
ODD: Final = re.compile(r"[^\x20-\x7e]")
LETTERS: Final = re.compile(r'\\?[%"]|\\.', re.DOTALL)
CODES: Final = {"%": r"\x25", '"': r"\x22"}


@dataclass(frozen=True, slots=True)
class Fastly:
    """Writes `fastly.vcl`, the main VCL of a service, and `token.txt`."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        text = templates(pattern, quoted).get_template(TEMPLATE).render(words(edge))
        return {MAIN: text, SECRET: edge.token}


def words(edge: Edge) -> Mapping[str, object]:
    """Gather all that the templates say."""
    keys = named(ours(key.header) for key in edge.keys)
    told = named((*TOLD, *keys))
    inputs = named(edge.inputs)
    asked = each(("Cookie", *inputs))
    said = shared(edge)
    return {
        **said,
        "secret": SECRET,
        "origin": origin(edge.origin),
        "known": tuple(tables(edge.keys)) if said["is_known"] else (),
        "has_addresses": edge.is_by_address,
        "countries": [name for name in inputs if name.lower() in edge.countries],
        "asked": asked,
        "collected": named((*asked[1:], *knowing(edge.keys))),
        "told": told,
        "classes": keys,
        "inner": [*KEPT, *(name for name in TOLD[1:] if name not in keys)],
        "unasked": [
            name for name in (*RAW, *HOPS) if name.lower() not in lowered(asked)
        ],
        "targeted": sorted((*TARGETED, *ACCELERATED)),
        "longest": LONGEST,
    }


def named(names: Iterable[str]) -> tuple[str, ...]:
    """Say each header once; not all that HTTP allows can be named in Fastly's VCL."""
    found = each(names)
    for name in found:
        if not PLAIN.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header for Fastly")
    return found


def tables(keys: Iterable[Key]) -> Iterator[Mapping[str, object]]:
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
    if parts.scheme not in ("http", "https") or not is_bare(parts):
        raise ValueError(f'Fastly cannot ask {address}: write "https://HOST"')
    return None if is_here(str(parts.hostname)) else parts
