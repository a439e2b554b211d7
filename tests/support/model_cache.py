"""A cache as RFC 9111 has it, shared or private, under a clock that is set by hand.

It takes every liberty that the standard leaves: it stores whatever it may, `Set-Cookie`
and all; asks with the tags of all it holds of a URL, and believes the answer; serves
stale answers where it may (RFC 5861), HEAD and parts from whole ones. With `guesses` it
keeps for an hour what nobody said anything about; with `targeted` it reads
`CDN-Cache-Control` (RFC 9213). Time is in seconds, and never steps back by itself.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from support.model_http import (
    Answered,
    Asked,
    Origin,
    Time,
    directives,
    moment,
    names,
    plain,
    seconds,
    tailored,
    without,
)

HEURISTIC = frozenset({200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
GUESS = 3600.0
UNCHANGED = ("content-length", "content-encoding", "content-type", "content-range")
TARGETED = "cdn-cache-control"
CONDITIONS = ("if-none-match", "if-modified-since", "range", "if-range")


@dataclass(slots=True, frozen=True)
class Terms:
    """How an answer may be kept: `lifetime` from its birth, then `grace` while stale."""

    lifetime: float
    grace: float = 0.0
    is_asked_always: bool = False


@dataclass(slots=True)
class Stored:
    """An answer that is kept; `born` when the origin made it, as far as anybody knows."""

    answer: Answered
    terms: Terms
    born: float
    number: int

    def is_fresh(self, now: float) -> bool:
        terms = self.terms
        return now - self.born < terms.lifetime and not terms.is_asked_always

    def may_be_stale(self, now: float) -> bool:
        terms = self.terms
        late = now - self.born - terms.lifetime
        return late < terms.grace and not terms.is_asked_always


Key: TypeAlias = tuple[Hashable, ...]
Shelf: TypeAlias = dict[tuple[str, ...], dict[tuple[str | None, ...], Stored]]


class Cache:
    """Stands before an origin; `ask` it. `counts` says what it did."""

    def __init__(
        self,
        origin: Origin,
        clock: Time,
        *,
        is_shared: bool = True,
        targeted: bool = False,
        guesses: bool = False,
        most: int = 20_000,
        variants: int = 16,
    ) -> None:
        self.origin = origin
        self.clock = clock
        self.is_shared = is_shared
        self.targeted = targeted
        self.guesses = guesses
        self.most = most
        self.variants = variants
        self.shelves: dict[Key, Shelf] = {}
        self.counts: Counter[str] = Counter()
        self.number = 0

    def objects(self) -> Iterator[tuple[Key, Answered]]:
        """Give all that is kept."""
        for key, shelf in self.shelves.items():
            for held in shelf.values():
                for stored in held.values():
                    yield key, stored.answer

    async def ask(self, asked: Asked, key: Key = ()) -> Answered:
        """Answer from what is kept, or from the origin.

        `key` is what stands for the URL; requests of one key are told apart by `Vary`.
        """
        key = key or (asked.headers.get("host"), asked.target)
        said = directives(asked.headers.get("cache-control", ""))
        if asked.method not in ("GET", "HEAD") or "no-store" in said:
            return await self.passed(asked, key)
        stored = self.found(asked, key)
        if stored is not None and "no-cache" not in said and said.get("max-age") != "0":
            now = self.clock()
            if stored.is_fresh(now):
                self.counts["hit"] += 1
                return tailored(asked, self.aged(stored, now))
            if stored.may_be_stale(now):
                self.counts["stale"] += 1
                aged = self.aged(stored, now)
                await self.fetched(asked.but(without(asked.headers, *CONDITIONS)), key)
                return tailored(asked, aged)
        return await self.fetched(asked, key)

    async def passed(self, asked: Asked, key: Key) -> Answered:
        """Ask the origin; what was changed is forgotten (RFC 9111 section 4.4)."""
        answer = await self.origin(asked)
        if asked.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
            self.shelves.pop(key, None) if answer.status < 400 else None
        return answer

    def found(self, asked: Asked, key: Key) -> Stored | None:
        """Find the latest of those that this request selects (section 4.1)."""
        best: Stored | None = None
        for selecting, held in self.shelves.get(key, {}).items():
            stored = held.get(self.selected(asked, selecting))
            if stored and (best is None or stored.number > best.number):
                best = stored
        return best

    def selected(
        self, asked: Asked, selecting: tuple[str, ...]
    ) -> tuple[str | None, ...]:
        """Give the values that a `Vary` nominates; one not sent is not an empty one."""
        return tuple(map(asked.headers.get, selecting))

    def aged(self, stored: Stored, now: float) -> Answered:
        answer = stored.answer
        headers = {**answer.headers, "age": str(max(0, int(now - stored.born)))}
        return Answered(answer.status, headers, answer.body, answer.cookies)

    async def fetched(self, asked: Asked, key: Key) -> Answered:
        """Ask the origin, by the tags of all that is kept of this URL."""
        if asked.method == "HEAD":
            return await self.origin(asked)
        known = self.known(key)
        headers = asked.headers
        if known:
            tags = ", ".join(each.answer.headers["etag"] for each in known.values())
            headers = {**without(headers, *CONDITIONS), "if-none-match": tags}
        elif self.is_shared and ("range" in headers or "if-range" in headers):
            headers = without(headers, "range", "if-range")
        answer = await self.origin(asked.but(headers))
        if answer.status != 304:
            self.counts["fetched"] += 1
            is_kept = self.keep(asked, key, answer)
            return tailored(asked, answer) if is_kept or known else answer
        self.counts["unchanged"] += 1
        if not known:
            return answer
        fitting = known.get(plain(answer.headers.get("etag", "")))
        if fitting is None and len(known) == 1 and "etag" not in answer.headers:
            (fitting,) = known.values()
        if fitting is None:
            self.shelves.pop(key)
            return await self.fetched(asked, key)
        return tailored(asked, self.freshened(asked, key, fitting.answer, answer))

    def known(self, key: Key) -> dict[str, Stored]:
        """Give what is kept of a URL by its tag."""
        return {
            plain(stored.answer.headers["etag"]): stored
            for held in self.shelves.get(key, {}).values()
            for stored in held.values()
            if "etag" in stored.answer.headers
        }

    def freshened(
        self, asked: Asked, key: Key, old: Answered, new: Answered
    ) -> Answered:
        """Keep what a 304 says of it from now on (section 3.2)."""
        headers = {**without(old.headers, "age"), **without(new.headers, *UNCHANGED)}
        whole = Answered(old.status, headers, old.body, new.cookies)
        self.keep(asked, key, whole)
        return whole

    def keep(self, asked: Asked, key: Key, answer: Answered) -> bool:
        """Store an answer, if that is allowed."""
        selecting = names(answer.headers.get("vary", ""))
        terms = None if "*" in selecting else self.terms(asked, answer)
        if terms is None:
            return False
        while len(self.shelves) >= self.most and key not in self.shelves:
            del self.shelves[next(iter(self.shelves))]
        now = self.clock()
        stated = answer.headers.get("date")
        apparent = max(0.0, now - moment(stated)) if stated else 0.0
        born = now - max(apparent, seconds(answer.headers.get("age")))
        self.number += 1
        stored = Stored(answer, terms, born, self.number)
        held = self.shelves.setdefault(key, {}).setdefault(selecting, {})
        held.pop(selected := self.selected(asked, selecting), None)
        while len(held) >= self.variants:
            del held[next(iter(held))]
        held[selected] = stored
        return True

    def terms(self, asked: Asked, answer: Answered) -> Terms | None:
        """Tell for how long it may be kept; `None`: not at all (section 3)."""
        headers = answer.headers
        if answer.status < 200 or answer.status in (206, 304):
            return None
        said = directives(headers.get("cache-control", ""))
        expires = headers.get("expires")
        if self.targeted and directives(headers.get(TARGETED, "")):
            said, expires = directives(headers[TARGETED]), None
        if "no-store" in said or (self.is_shared and "private" in said):
            return None
        may_know = {"public", "s-maxage", "must-revalidate"} & said.keys()
        if self.is_shared and "authorization" in asked.headers and not may_know:
            return None
        lifetime = self.lifetime(said, expires, headers.get("date"))
        if lifetime is None:
            if not said.keys() & {"public", "private"} and (
                answer.status not in HEURISTIC
            ):
                return None
            lifetime = GUESS if self.guesses and answer.status in HEURISTIC else 0.0
        is_strict = "must-revalidate" in said
        grace = None if is_strict else said.get("stale-while-revalidate")
        return Terms(lifetime, seconds(grace), "no-cache" in said)

    def lifetime(
        self, said: Mapping[str, str], expires: str | None, date: str | None
    ) -> float | None:
        """Tell the freshness that is said; `None` where nothing is (section 4.2.1)."""
        if self.is_shared and "s-maxage" in said:
            return seconds(said["s-maxage"])
        if "max-age" in said:
            return seconds(said["max-age"])
        if expires is not None:
            return moment(expires) - (moment(date) if date else self.clock())
        return None
