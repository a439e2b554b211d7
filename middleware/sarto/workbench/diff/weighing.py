"""Weighing: a difference put to the traffic that was recorded (`site.traffic`).

Each row is one visitor with the row's facts, as often as it was counted; both versions
decide for them, and what differs is summed up by page and place. Pages that were
counted by a glob are weighed as one page that it matches (`/menu/*` as `/menu/x`);
those that no glob matched, as one that none of either file does, where there is one.
So where a version tells pages of one glob apart, the share of that glob is no more than
an estimate. Rows that there was no room for are not weighed.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from sarto.context.visit import Visit
from sarto.site.addresses import Addresses
from sarto.site.explained import scope_of
from sarto.site.site import Site
from sarto.vocabulary.globs import example
from sarto.vocabulary.reading import ConditionError
from sarto.workbench.diff.difference import Difference
from sarto.workbench.diff.ways import Version, Way

OTHERS: Final = ("/x", "/x/x", "/x/x/x", "/x.html", "/")  # pages of no glob, mostly


class TrafficError(Exception):
    """Raised where a file is no recorded traffic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Equal requests, as recorded."""

    path: str | None  # a page, or a glob of pages; None: no glob matched
    facts: Mapping[str, object] | None  # None: there was no room for them
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many requests for a page would show something else, of how many."""

    path: str | None
    place: str
    old: str
    new: str
    count: int
    total: int

    @property
    def part(self) -> float:
        return self.count / self.total


def weighed(found: Difference, file: Path) -> tuple[Share, ...]:
    """Weigh a difference, the largest part first; raises `TrafficError`."""
    totals: Counter[str | None] = Counter()
    counts: Counter[tuple[str | None, str, str, str]] = Counter()
    page = Example.of(found)
    for row in rows(file):
        if row.facts is None:
            continue
        totals[row.path] += row.count
        for place, old, new in differing(found, row.facts, page(row.path)):
            counts[row.path, place, old, new] += row.count
    shares = [
        Share(path=path, place=place, old=old, new=new, count=n, total=totals[path])
        for (path, place, old, new), n in counts.items()
    ]
    return tuple(sorted(shares, key=lambda each: (-each.count, each.place)))


@dataclass(frozen=True, slots=True)
class Example:
    """Gives one page for all that a row may be of."""

    other: str  # that no glob matches

    @classmethod
    def of(cls, found: Difference) -> "Example":
        old, new = (Addresses.of(each.site) for each in (found.old, found.new))
        free = [path for path in OTHERS if old.told(path) is None]
        both = [path for path in free if new.told(path) is None]
        return cls((*both, *free, OTHERS[0])[0])

    def __call__(self, path: str | None) -> str:
        if path is None:
            return self.other
        return f"/{example(path)[1:]}"  # a glob may start with any letter: paths do not


def rows(file: Path) -> Iterator[Row]:
    """Read a file of recorded traffic."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrafficError(f"{file} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        try:
            told = cast("Mapping[str, Any]", json.loads(line))
            path, count = told["path"], told["count"]
            facts = told.get("facts")
            facts = None if facts is None else dict(facts)
            yield Row(path=path, facts=facts, count=int(count))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TrafficError(f"{file}:{number} is no row of traffic") from None


def differing(
    found: Difference, facts: Mapping[str, object], path: str
) -> Iterator[tuple[str, str, str]]:
    """List the places that such a visitor would see something else of."""
    old, new = (met(version.site, facts, path) for version in (found.old, found.new))
    spoken = str(new["language"])
    for place in {**found.old.places, **found.new.places}:
        before = way(found.old, place, old)
        after = way(found.new, place, new)
        if before.sight.apart(after.sight, (spoken,)):
            titles = before.sight.title, after.sight.title
            is_text = titles[0] == titles[1]
            yield place, titles[0], f"{titles[1]} anew" if is_text else titles[1]


def way(version: Version, place: str, visit: Visit) -> Way:
    ways = version.ways(place)
    return ways.listed[ways.choose(visit)]


def met(site: Site, facts: Mapping[str, object], path: str) -> Visit:
    """Make the visit of a row, to one of the sites."""
    return Visit(scope_of(path, {}), site.sources, pins=pinned(site, facts))


def pinned(site: Site, facts: Mapping[str, object]) -> Mapping[str, object]:
    """Read facts as pins; what the site has no word for is left out."""
    found: dict[str, object] = {}
    for name, said in facts.items():
        kind = site.config.dictionary.kind(name)
        text = spelt(said)
        try:
            if kind is not None:
                found[name] = kind.value(text)
        except ConditionError:
            continue
    return found


def spelt(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, cast("list[object]", value)))
    return str(value).lower() if isinstance(value, bool) else str(value)
