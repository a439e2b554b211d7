"""Varnish 7: a whole VCL file, and beside it what proves it to the origin.

In: an `Edge`. Out: two texts that `varnishd -C` accepts. They need no vmod but `std`.
The main one includes the secret one. Tried with 7.1: `./token.vcl` is found beside the
file that `-f` or `vcl.load` names by its whole path (a link is not followed), and is
read by whom varnishd became: `varnish` by its own jail, `vcache` in Debian's unit, both
of the group `varnish`. So it wants mode 640 and that group; 600 of root's is not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from sarto.vocabulary.edges import NEVER, Edge, Known
from sarto_adapters.edge.names import TARGETED, TOLD, each, knowing, lowered, ours
from sarto_adapters.edge.origins import is_bare
from sarto_adapters.edge.raw import HOPS, OUTER, RAW
from sarto_adapters.edge.templates import templates
from sarto_adapters.edge.vcl import shared

MAIN: Final = "varnish.vcl"
SECRET: Final = "token.vcl"  # noqa: S105 - its name
KEPT: Final = ("Step", "Url", "Cookie", "Referer", "Known")  # carried along
SAID: Final = tuple(
    f"X-Sarto-{name}" for name in ("Edge", "Fill", "Purge", "Tags", "Vary")
)
ACCELERATED: Final = (  # for an nginx between
    "X-Accel-Buffering",
    "X-Accel-Charset",
    "X-Accel-Expires",
    "X-Accel-Limit-Rate",
    "X-Accel-Redirect",
)
HARMLESS: Final = "close|keep-alive|upgrade|te|http2-settings"
SECRETS: Final = """\
sub sarto_proven {
    set bereq.http.X-Sarto-Edge = TOKEN;
}

sub sarto_asked {
    if (req.http.X-Sarto-Edge != TOKEN) {
        return (synth(403, "Forbidden"));
    }
}
"""
NOMINATING: Final = rf"(?i)(?:^|,)[ \t]*(?!(?:{HARMLESS})?[ \t]*(?:,|$))[^, \t]"
PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
CONTROLS: Final = re.compile(r"[\0-\x1f\x7f]")
MARKS: Final = (('"', '"'), ('{"', '"}'), ('"""', '"""'))


@dataclass(frozen=True, slots=True)
class Varnish:
    """Writes `varnish.vcl`, to be started with, and `token.vcl`."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        text = templates().get_template("varnish.vcl.jinja").render(words(edge))
        token = quoted(edge.token)
        return {MAIN: text.rstrip("\n"), SECRET: SECRETS.replace("TOKEN", token)}


def words(edge: Edge) -> Mapping[str, object]:
    """Gather all that the templates say."""
    keys = tuple(ours(key.header) for key in edge.keys)
    kept = tuple(f"X-Sarto-Edge-{name}" for name in KEPT)
    told = each((*TOLD, *keys))
    asked = each(("Cookie", *edge.inputs, *(HOPS if edge.is_by_address else ())))
    said = shared(edge)
    known = [key for key in edge.keys if key.pages != NEVER]
    return {
        **said,
        "secret": beside(edge.secrets),
        "backend": tuple(backend(edge.origin)),
        "known": known if said["is_known"] else (),
        "nominating": NOMINATING,
        "asked": asked,
        "collected": each((*OUTER, *asked[1:], *knowing(edge.keys))),
        "told": told,
        "classes": [name for name in keys if name not in TOLD],
        "keys": each(("X-Sarto-Version", *keys)),
        "ours": each((*SAID, *told, *kept, *map(ours, edge.others))),
        "answers": each((*SAID, *told)),
        "inner": each((*kept[:-1], *(name for name in TOLD[1:] if name not in keys))),
        "unasked": [name for name in RAW if name.lower() not in lowered(asked)],
        "targeted": sorted((*TARGETED, *ACCELERATED)),
        "cases": cases,
        "field": field,
        "quoted": quoted,
    }


def cases(known: Known) -> Iterator[tuple[str, str]]:
    """Pair conditions with the tokens that hold under them; the first counts."""
    said: dict[str, list[str]] = {}
    for value, token in known.tokens:
        said.setdefault(token, []).append(value)
    header = field(known.header)
    without = "".join(f"!{field(name)} && " for name in known.without)
    for token, values in said.items():
        if "" in values:
            yield f"{without}!{header}", token
        exact = "|".join(re.escape(value) for value in values if value)
        if exact:
            yield f"{without}{header} ~ {quoted(f'^(?:{exact})$')}", token


def field(name: str, side: str = "req") -> str:
    """Name a header of a request; odd ones are quoted."""
    return f"{side}.http.{name}" if PLAIN.fullmatch(name) else f'{side}.http."{name}"'


def quoted(text: str) -> str:
    """Write a string: nothing is escaped in one, so the marks around it differ."""
    for start, end in MARKS:
        is_whole = f"{text}{end}".index(end) == len(text)
        if is_whole and not CONTROLS.search(text):
            return f"{start}{text}{end}"
    raise ValueError(f"{text!r} cannot be written in VCL")


def beside(folder: str) -> str:
    """Say where the secret is; what is not a whole path begins beside the file."""
    path = PurePosixPath(folder) / SECRET
    return str(path) if path.is_absolute() else f"./{path}"


def backend(origin: str) -> Iterator[tuple[str, str]]:
    """Tell where the origin is: Varnish itself speaks plain HTTP."""
    parts = urlsplit(origin)
    if parts.scheme == "unix" and parts.path:
        yield "path", parts.path
        return
    if parts.scheme != "http" or not is_bare(parts):
        raise ValueError(f'Varnish cannot ask {origin}: write "http://HOST:PORT"')
    yield "host", str(parts.hostname)
    yield "port", str(parts.port or 80)
