"""An edge that follows the protocol, as a model: a shared cache that asks for keys.

It asks for what the visitor is (the look-up), fetches pages by that alone, asks again
with the raw request where the origin wants it, fills parts in for each visitor, and lets
nothing of all that leave. As `varnish` it keeps pages by their `Vary`; as `nginx` by the
keys of each page, whatever `Vary` says. `faults` are those of edges that once leaked.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sarto.vocabulary.edges import Edge, Key
from support.model_cache import CONDITIONS
from support.model_http import Answered, Asked, Origin, Time, names, tailored, without
from support.model_shelves import FAULTS, OURS, PASS, TOKEN, VERSION, Shelves

FILL = {
    "varnish": ("esi", re.compile(rb'<esi:include src="([^"]*)"\s*/>')),
    "nginx": ("ssi", re.compile(rb'<!--# include virtual="([^"]*)" -->')),
}
RAW = frozenset({"cookie", "authorization", "referer", "cf-ipcountry", *CONDITIONS})
WHENCE = ("x-forwarded-for", "forwarded", "x-real-ip")
KEPT_IN = ("cdn-cache-control", "surrogate-", "cache-tag", "x-accel-", OURS)


@dataclass(frozen=True, slots=True)
class Way:
    """How requests of one target go."""

    is_passed: bool
    is_keyed: bool
    is_owned: bool
    is_noted: bool
    is_filled: bool
    keys: tuple[Key, ...]


class ModelEdge:
    """Stands before an origin; `ask` it. `counts` of its `cache` say what it did."""

    def __init__(
        self,
        edge: Edge,
        origin: Origin,
        clock: Time,
        *,
        kind: Literal["varnish", "nginx"] = "varnish",
        targeted: bool = True,
        knows: bool = False,
        faults: Iterable[str] = (),
    ) -> None:
        self.origin = origin
        self.kind, self.knows = kind, knows
        self.faults = frozenset(faults)
        assert self.faults <= FAULTS
        self.cache = Shelves(origin, clock, targeted=targeted, variants=1000)
        self.cache.kind, self.cache.faults = kind, self.faults
        self.load(edge)

    def load(self, edge: Edge) -> None:
        """Go on with another configuration; what is kept stays."""
        self.edge = edge
        self.fill, self.include = FILL[self.kind]
        self.left = RAW | {*WHENCE, *edge.inputs}
        self.way = lru_cache(4096)(self.way_of)
        self.cookies = lru_cache(4096)(self.cookies_of)

    def way_of(self, target: str) -> Way:
        edge = self.edge
        hits = {
            name: re.search(getattr(edge, name), target) is not None
            for name in ("pages", "owned", "noted", "private", "filled")
        }
        is_own = target.partition("?")[0].startswith(edge.prefix + "/")
        return Way(
            is_own or hits["private"],
            hits["pages"] or hits["filled"] or hits["owned"] or hits["noted"],
            hits["owned"],
            hits["noted"],
            hits["filled"],
            tuple(each for each in edge.keys if re.search(each.pages, target)),
        )

    def cookies_of(self, line: str) -> str:
        """Leave out the cookies that change nothing."""
        ignored = self.edge.ignored
        pairs = [each.strip() for each in line.split(";")]
        kept = [
            each
            for each in pairs
            if each
            and not any(re.fullmatch(it, each.partition("=")[0]) for it in ignored)
        ]
        return "; ".join(kept)

    async def ask(self, asked: Asked) -> Answered:
        """Answer a client."""
        sent = asked.headers
        raw = asked.but({k: v for k, v in sent.items() if not k.startswith(OURS)})
        self.cache.client = raw.headers
        path, prefix = asked.path, self.edge.prefix
        if path == f"{prefix}/key" or path.startswith(f"{prefix}/fragment/"):
            return Answered(404, {"cache-control": "no-store"})
        way = self.way(asked.target)
        is_simple = asked.method in ("GET", "HEAD")
        if way.is_passed or not is_simple or "authorization" in sent:
            return await self.passed(raw)
        if not way.is_keyed:
            return cleaned(await self.cache.ask(raw, ("site", host(raw), raw.target)))
        classes = (
            self.known(way, raw) if self.knows else None
        ) or await self.looked_up(raw)
        if classes is None or self.must_pass(way, classes):
            return await self.passed(raw)
        return await self.keyed(way, raw, classes, sent)

    def must_pass(self, way: Way, classes: Mapping[str, str]) -> bool:
        return (
            classes.get(PASS) == "1"
            or (way.is_owned and classes.get("x-sarto-own") == "own")
            or (way.is_noted and classes.get("x-sarto-noted") == "1")
        )

    async def passed(self, raw: Asked) -> Answered:
        """Let the origin answer what the client sent."""
        self.cache.counts["passed"] += 1
        headers = {**raw.headers, **came_from(raw), TOKEN: self.edge.token}
        answer = await self.origin(raw.but(headers))
        return cleaned(answer)

    async def looked_up(self, raw: Asked) -> dict[str, str] | None:
        """Ask what the visitor is; `None` where nobody can tell."""
        edge, sent = self.edge, raw.headers
        told = {name: sent[name] for name in edge.inputs if name in sent}
        cookie = self.cookies(sent["cookie"]) if "cookie" in sent else ""
        if "referer" in told:
            told["referer"] = "/".join([*told["referer"].split("/")[:3], ""])
        told |= {"cookie": cookie} if cookie else {}
        address = raw.address if edge.is_by_address else ""
        key = ("key", host(raw), tuple(told.items()), address)
        lookup = Asked(
            f"{edge.prefix}/key",
            {"host": host(raw), **told, **came_from(raw), TOKEN: edge.token},
            address=raw.address,
        )
        answer = await self.cache.ask(lookup, key)
        wanted = {VERSION, *(each.header.lower() for each in edge.keys)}
        missing = [name for name in wanted if not answer.headers.get(name)]
        if "absent-is-empty" in self.faults:
            missing = []
        return None if answer.status != 200 or missing else answer.headers

    def known(self, way: Way, raw: Asked) -> dict[str, str] | None:
        """Tell the classes of who sends no cookie and only what is listed."""
        sent = raw.headers
        if "cookie" in sent and self.cookies(sent["cookie"]):
            return None
        told = {VERSION: self.edge.version}
        for key in way.keys:
            known = key.known
            if known is None or any(name.lower() in sent for name in known.without):
                return None
            token = dict(known.tokens).get(sent.get(known.header.lower(), ""))
            if token is None:
                return None
            told[key.header.lower()] = token
        self.cache.counts["known"] += 1
        return told

    async def keyed(
        self,
        way: Way,
        raw: Asked,
        classes: Mapping[str, str],
        sent: Mapping[str, str],
    ) -> Answered:
        """Fetch a page by what the visitor is, and make it the visitor's own."""
        keys = way.keys if self.kind == "nginx" or self.knows else self.edge.keys
        used = {each.header.lower() for each in keys} & classes.keys()
        told = {name: classes[name] for name in (VERSION, *sorted(used))}
        page = {
            name: value
            for name, value in raw.headers.items()
            if name not in self.left and not name.startswith(("sec-ch-", "if-"))
        }
        asked = Asked(raw.target, {**page, **told, TOKEN: self.edge.token})
        if way.is_filled:
            asked.headers["x-sarto-fill"] = self.fill
        by = tuple(told.items()) if self.kind == "nginx" else ()
        answer = await self.cache.ask(asked, ("page", host(raw), raw.target, by))
        if answer.headers.get(PASS) == "1":
            self.cache.counts["asked again"] += 1
            return await self.passed(raw)
        if answer.headers.get("x-sarto-fill") == self.fill:
            answer = await self.filled(raw, answer, sent)
            return cleaned(tailored(raw.but(without(raw.headers, "range")), answer))
        return cleaned(tailored(raw, answer))

    async def filled(
        self, raw: Asked, answer: Answered, sent: Mapping[str, str]
    ) -> Answered:
        """Put each visitor's own parts in."""
        whole, at = b"", 0
        headers = dict(sent) if "strips-once" in self.faults else raw.headers
        headers = {**headers, **came_from(raw), TOKEN: self.edge.token}
        headers = without(headers, *CONDITIONS)
        for found in self.include.finditer(answer.body):
            target = html.unescape(found[1].decode())
            whole += answer.body[at : found.start()]
            at = found.end()
            if target.startswith(f"{self.edge.prefix}/fragment/"):
                self.cache.counts["filled"] += 1
                part = await self.origin(Asked(target, headers, address=raw.address))
                assert part.status == 200, target
                whole += part.body
        whole += answer.body[at:]
        kept = without(answer.headers, "content-length")
        return Answered(answer.status, kept, whole, answer.cookies)


def host(asked: Asked) -> str:
    return asked.headers.get("host", "")


def came_from(raw: Asked) -> dict[str, str]:
    before = raw.headers.get("x-forwarded-for")
    return {"x-forwarded-for": f"{before}, {raw.address}" if before else raw.address}


def cleaned(answer: Answered) -> Answered:
    """Take out what is between the edge and the origin."""
    headers = {k: v for k, v in answer.headers.items() if not k.startswith(KEPT_IN)}
    shown = answer.headers.get("x-sarto-vary")
    if shown is not None:
        headers["vary"] = shown
    elif OURS in headers.get("vary", "").lower():
        left = [n for n in names(headers["vary"]) if not n.startswith(OURS)]
        headers["vary"] = ", ".join(left)
    if "private" in headers.get("cache-control", ""):
        headers.pop("age", None)
    return Answered(answer.status, headers, answer.body, answer.cookies)
