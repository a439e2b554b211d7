"""Cloudflare: a Worker, how to deploy it, and its secret.

In: an `Edge`. Out: three texts. The Worker is a module of plain JavaScript that wants
nothing but what every Worker has; what it knows of the site is one constant in it. It
fills nothing in: pages with parts for one visitor are asked for as they are.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import Final
from urllib.parse import urlsplit

from sarto.vocabulary.edges import NEVER, Edge, Key
from sarto_adapters.edge.names import NAME, header
from sarto_adapters.edge.origins import is_bare, is_here
from sarto_adapters.edge.patterns import joined
from sarto_adapters.edge.raw import OVERRIDING

MAIN: Final = "worker.js"
SETTINGS: Final = "wrangler.toml"
SECRET: Final = "token.json"  # noqa: S105 - its name
GAP: Final = "const SITE = {};"
CODE: Final = ("cloudflare.js", "cloudflare.kept.js")
ATOMIC: Final = "(?>"
WORDS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|\(\?>|\(|\)|.", re.DOTALL)
DEPLOY: Final = f"""\
# Put your domain in, and then, in this folder:
#
#   npx wrangler deploy
#   npx wrangler secret bulk {SECRET}
#
# {SECRET} is a secret: who reads it can ask the site in the name of this Worker. Until
# Cloudflare has it, pages pass and nothing is shared.
name = "sarto-edge"
main = "{MAIN}"
compatibility_date = "2025-04-02" # from 2024-11-11 on, fetch() knows `no-store`
workers_dev = false # caches do nothing there

[[routes]]
pattern = "site.example/*"
zone_name = "site.example"
"""


@dataclass(frozen=True, slots=True)
class Cloudflare:
    """Writes `worker.js`, `wrangler.toml` to deploy it, and `token.json`."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        here = resources("sarto_adapters.edge")
        code = "\n".join(here.joinpath(name).read_text() for name in CODE)
        site = json.dumps(site_of(edge), indent=2)
        token = json.dumps({"SARTO_EDGE_TOKEN": edge.token})
        return {
            MAIN: code.replace(GAP, f"const SITE = {site};"),
            SETTINGS: DEPLOY,
            SECRET: f"{token}\n",
        }


def site_of(edge: Edge) -> Mapping[str, object]:
    """Gather all that the Worker knows."""
    inputs = [header(name).lower() for name in edge.inputs]
    return {
        "origin": own_origin(edge.origin),
        "prefix": edge.prefix,
        "pages": script(edge.pages),
        "wanted": script(joined((edge.pages, edge.owned, edge.noted))),
        "owned": script(edge.owned),
        "noted": script(edge.noted),
        "private": script(joined((edge.private, edge.filled))),
        "ignored": script(f"^(?:{joined(edge.ignored) or NEVER})$"),
        "keys": [key_of(key) for key in edge.keys],
        "inputs": [name for name in inputs if name != "cookie"],
        "countries": [name for name in inputs if name.lower() in edge.countries],
        "byAddress": edge.is_by_address,
        "overriding": list(OVERRIDING),
    }


def key_of(key: Key) -> Mapping[str, object]:
    """Describe one key."""
    made: dict[str, object] = {"header": header(key.header), "pages": script(key.pages)}
    if key.known:
        made["known"] = {
            "header": header(key.known.header).lower(),
            "tokens": list(reversed(key.known.tokens)),  # of two the first counts
            "without": [header(name).lower() for name in key.known.without],
        }
    return made


def own_origin(origin: str) -> str:
    """Name the host that is asked for the site; `""`: the one that DNS names.

    Cloudflare cannot reach this machine: that is what is written where nothing is said.
    """
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.scheme in ("http", "https") and is_here(host):
        return ""
    is_named = NAME.fullmatch(host) and not parts.port
    if parts.scheme != "https" or not is_named or not is_bare(parts):
        text = 'write "https://HOST" of the same zone, or nothing for what DNS says'
        raise ValueError(f"Cloudflare cannot ask {origin}: {text}")
    return host


def script(pattern: str) -> str:
    r"""Write a pattern as JavaScript reads it.

    It has no `(?>…)`, but what looks ahead is as final: `(?=(…))\1`, by name.
    """
    return "".join(translated(pattern))


def translated(pattern: str) -> Iterator[str]:
    """Give the words of a pattern, one by one."""
    opened: list[str] = []
    number = 0
    for found in WORDS.finditer(pattern):
        word = found[0]
        if word == ATOMIC:
            number += 1
            opened.append(f"))\\k<final{number}>")
            yield f"(?=(?<final{number}>"
        elif word == "(":
            opened.append(")")
            yield word
        else:
            yield opened.pop() if word == ")" else word
