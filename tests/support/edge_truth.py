"""What may be shown behind caches, and nothing else; what the oracle says is right.

Old is only what the protocol allows. While a clock is behind where it was already, what
was right at a moment in between: caches count by that clock, and an answer made then is
right again when it comes back to it. For a minute after another version of the rules
came, and as long as an edge that tells classes by itself was not told of it, the version
before: a look-up is kept for 60 seconds at the most, and its answer names the version.
No page is of two versions, what the edge fills in included.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import TypeAlias
from urllib.parse import unquote

from support.edge_oracle import Oracle, Visitor, element, ruled
from support.edge_rules import TURNS
from support.edge_site import SLOTS
from support.edge_world import Clock
from support.model_http import Answered, Asked, plain

LOOKED_UP = 60  # seconds that a look-up may be kept
QUIET = 1800  # seconds without a request that end a visit
WAYS = ("en", "fa", "pl")  # what addresses may begin with
UNNOTED = 62  # seconds for which a request need not be noted


Maybe: TypeAlias = tuple[bool, bool, int]  # is back, is teased, how often looked


@dataclass
class Memory:
    """What is remembered in one browser: `low` and `high` visits, as far as is known.

    Behind a cache a request within a minute of the one before may not be noted.
    """

    low: int = 0
    high: int = 0
    last: float = 0.0
    owner: str = ""
    looked: int = 0  # pages of coffee
    teased: int = 0  # how often they surely were, and `most` perhaps
    most: int = 0
    before: tuple[float, int] = (0.0, 0)  # until when less may be told, from a store

    def note(self, now: float, user: str | None) -> None:
        if user is not None and self.owner not in ("", user):
            self.low = self.high = self.looked = self.teased = self.most = 0
        self.owner = user or self.owner
        gap = now - self.last
        is_first = not self.high
        self.low += is_first or gap >= QUIET
        self.high += is_first or gap >= QUIET - UNNOTED
        self.last = now if is_first else max(self.last, now)

    def look(self, until: float) -> None:
        """Note a page of coffee; a look-up may tell what was true before until then."""
        first = self.looked if self.last >= self.before[0] else self.before[1]
        self.before = until, first
        self.looked += 1

    def maybe(self, now: float) -> Iterator[Maybe]:
        """List what may be true."""
        looked = range(
            self.before[1] if now < self.before[0] else self.looked, self.looked + 1
        )
        for is_back in {self.low > 1, self.high > 1}:
            for is_teased in {self.teased > 1, self.most > 1}:
                yield from ((is_back, is_teased, each) for each in looked)


@dataclass
class Truth:
    """Judges answers; `counts` says how many were `right`, `old` or `wrong`."""

    clock: Clock
    zone: str
    moments: Sequence[float]
    rules: str = "A"
    until: dict[str, float] = field(default_factory=dict[str, float])
    known: str | None = None  # the version that an edge that knows tells
    counts: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])
    bodies: dict[tuple[str, str], bytes] = field(
        default_factory=dict[tuple[str, str], bytes]
    )
    tags: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @cached_property
    def oracles(self) -> dict[str, Oracle]:
        return {rules: Oracle(rules, self.zone) for rules in TURNS}

    def turned(self, rules: str) -> None:
        """Note that another version came."""
        if rules != self.rules:
            self.until[self.rules] = self.clock.peak + LOOKED_UP
        self.rules = rules

    def judge(
        self,
        who: Visitor,
        backs: list[Maybe],
        asked: Asked,
        answer: Answered,
        since: float,
    ) -> None:
        """Compare an answer with what this visitor must get; `since` it was asked."""
        path, mark, query = asked.target.partition("?")
        target = unquote(path) + mark + query
        is_told = answer.body or "content-range" in answer.headers
        if answer.status == 416 and not is_told:
            self.counts["right"] += 1  # of a part by no unit there is, nothing is shown
            return
        shown = self.shown(asked, answer)
        if "utm_medium=email" in query:
            who = replace(who, referer=None)
        if shown is None:
            self.missed(asked, answer, "no body can be told")
            return
        body, first, size = shown
        if (said := path.split("/")[1]) in WAYS:
            who = replace(who, by_path=said)
        who.is_back, who.is_teased, who.looked = backs[0]
        right = self.oracles[self.rules].expected(who, target, self.clock.now)
        if fits(body, first, size, right):
            self.counts["right"] += 1
            return
        may_be = self.allowed(who, backs, target, since)
        if any(fits(body, first, size, each) for each in may_be):
            self.counts["old"] += 1
            return
        self.missed(asked, answer, f"{who} needs {right!r}")

    def missed(self, asked: Asked, answer: Answered, why: str) -> None:
        self.counts["wrong"] += 1
        if len(self.wrong) < 9:
            self.wrong.append(f"{self.clock.utc()} {asked}\n  {answer}\n  {why}")

    def shown(self, asked: Asked, answer: Answered) -> tuple[bytes, int, int] | None:
        """Tell which bytes the client has now, where they begin, and of how many."""
        path = unquote(asked.path)
        whole = 200 if path in SLOTS and path != "/menu/gone" else 404
        tag = plain(answer.headers.get("etag", ""))
        body = answer.body
        if answer.status == 206 and "range" in asked.headers:
            span, _, size = answer.headers["content-range"][6:].partition("/")
            return body, int(span.partition("-")[0]), int(size)
        if answer.status == 416 and "range" in asked.headers:
            return b"", 0, int(answer.headers["content-range"].partition("/")[2])
        known = self.bodies.get((asked.target, tag))
        if answer.status == 304:
            return None if known is None else (known, 0, len(known))
        if answer.status != whole:
            return None
        if asked.method == "HEAD":
            return None if body else (known or b"", 0, len(known) if known else -1)
        self.note(asked.target, tag, body)
        return body, 0, len(body)

    def note(self, target: str, tag: str, body: bytes) -> None:
        """Remember which bytes a tag stands for: always the same."""
        if tag and self.bodies.setdefault((target, tag), body) != body:
            self.counts["retagged"] += 1
        elif tag and tag not in (tags := self.tags.setdefault(target, [])):
            tags.append(tag)

    def allowed(
        self, who: Visitor, backs: list[Maybe], target: str, since: float
    ) -> Iterator[bytes]:
        """Write all bodies that may be shown."""
        times = [since, *self.between(since, max(self.clock.peak, self.clock.now))]
        path, _, query = target.partition("?")
        of = {rules: self.oracles[rules] for rules in self.versions(since)}
        for oracle in of.values():
            people = [
                replace(who, is_back=back, is_teased=teased, looked=looked)
                for back, teased, looked in backs
            ]
            choices = [
                {
                    element(
                        slot, oracle.shown(slot, each, query, now), each, oracle.version
                    )
                    for each in people
                    for now in times
                }
                for slot in ruled(path)
            ]
            whole = oracle.expected(who, target, since)
            own = "".join(oracle.parts(who, target, since)).encode()
            for parts in product(*choices):
                yield whole.replace(own, "".join(parts).encode()) if own else whole

    def between(self, since: float, until: float) -> Sequence[float]:
        start, end = (bisect_right(self.moments, at) for at in (since, until))
        return self.moments[start:end]

    def versions(self, since: float) -> set[str]:
        """List the versions that a page may be of."""
        old = {rules for rules, end in self.until.items() if since < end}
        return {self.rules, *old, *filter(None, [self.known])}


def fits(body: bytes, first: int, size: int, whole: bytes) -> bool:
    """Whether bytes are a part of a whole; of no size, whatever it is."""
    if size < 0:
        return True
    return size == len(whole) and whole[first : first + len(body)] == body
