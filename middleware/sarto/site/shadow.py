"""The shadow: a second config that decides beside the live one, and shows nothing.

What both decide of every page that rules can touch is compared and counted. It renders
nothing, writes nothing of a visitor, and is called after the last byte went out; one
that fails too often, or takes more than its share of the time, is switched off until
its file changes, and logged once. Who counts: `counted`.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Final, Protocol, TypeAlias

from sarto.config.config import Config
from sarto.decide.conditions import named_nodes
from sarto.decide.decide import decide
from sarto.decide.rules import Place
from sarto.errors import ConfigError
from sarto.site.beside import Beside
from sarto.site.counted import is_counted
from sarto.site.database import State, state_of
from sarto.site.remembering import Stages
from sarto.site.sights import OWN, Sight, Sights
from sarto.site.site import Site
from sarto.site.spending import Spending
from sarto.site.steady import decided
from sarto.site.tally import Row, Tally, rows
from sarto.site.visitor import Visitor

log = logging.getLogger("sarto")

FILE: Final = Path(".sarto") / "shadow.jsonl"  # beside the live config
OTHER: Final[Row] = {"place": None, "was": None, "would": None}
SWAPS: Final = "pages"
MOST: Final = 50  # failures before it is switched off
MENDED: Final = 0.1  # failures that one good request makes up for
LOOK: Final = 2.0  # seconds between looks at its file
HOUR: Final = 3600.0


Pair: TypeAlias = tuple[str, str | None, str | None]  # a place, was, would


class Compile(Protocol):
    """What compiles the second config; raises `ConfigError`."""

    def __call__(self, config: Config, /) -> Site: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The second config, compiled, and as the live site looks from it."""

    site: Site
    sights: Sights
    stages: Stages
    is_same: bool  # consent means the same in both

    @classmethod
    def of(cls, site: Site, live: Site) -> "Next":
        config = site.config
        made = cls(
            site=site,
            sights=Sights(site),
            stages=Stages.of(config, named_nodes(config.audiences)),
            is_same=config.toml.consent == live.config.toml.consent,
        )
        warm(site, made.sights)
        return made


def warm(site: Site, sights: Sights) -> None:
    """Read every text now, and not when the first visitor comes."""
    for place in (*site.slots, *site.regions):
        for outcome in (None, *place.outcomes):
            sights.of(place, outcome)


@dataclass(slots=True, kw_only=True)
class Shadow:
    """Decides by the second config, too, and counts what differs; a `Watcher`."""

    live: Site
    file: Path
    compiled: Compile
    tally: Tally
    spending: Spending = field(default_factory=Spending)
    next: Next | None = None
    failures: float = 0
    is_off: bool = False  # it failed, or was slow, too often
    counts: list[int] = field(default_factory=lambda: [0, 0])  # requests, differing
    _sights: Sights = field(init=False)
    _spelt: dict[Pair, str] = field(default_factory=dict[Pair, str])
    _seen: State | None = None
    _looked: float = field(default_factory=monotonic)
    _told: float = field(default_factory=monotonic)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._sights = Sights(self.live)
        self.refresh()

    @classmethod
    def of(
        cls, live: Site, compiled: Compile, before: "Shadow | None"
    ) -> "Shadow | None":
        """Make the shadow that a file asks for; it goes on counting after a reload."""
        config = live.config.toml.shadow.config
        if config is None:
            return None
        file, counted = live.config.folder / config, live.config.folder / FILE
        if before is not None and before.file == file:
            tally, counts = before.tally, before.counts
        else:
            tally, counts = Tally(counted, OTHER, live.failures.note), [0, 0]
        return cls(live=live, file=file, compiled=compiled, tally=tally, counts=counts)

    def refresh(self) -> None:
        """Compile the second config as it is now; a mistake in it is a warning."""
        self._seen = state_of(self.file)
        self.failures, self.spending, self.is_off = 0, Spending(), False
        try:
            self.next = Next.of(self.compiled(Config.read(self.file)), self.live)
            warm(self.live, self._sights)
        except (ConfigError, OSError) as error:
            log.warning("The shadow has a mistake, and decides nothing.\n%s", error)
            self.next = None
        except Exception as error:  # noqa: BLE001 - whatever it is, the site goes on
            self.live.failures.note("shadow", error)
            self.next = None

    def __call__(self, visitor: Visitor) -> None:
        """Decide for one visitor more."""
        self.look()
        if self.next is None or self.is_off or not is_counted(visitor):
            return
        began = monotonic()
        try:
            found = list(self.differing(visitor, self.next))
        except Exception as error:  # noqa: BLE001 - the law
            self.live.failures.note("shadow", error)
            self.failures += 1
        else:
            self.failures = max(0, self.failures - MENDED)
            self.count(found)
        self.spending.spend(began, monotonic())
        if self.failures >= MOST or self.spending.is_over:
            self.switch_off()

    def count(self, found: list[Pair]) -> None:
        for pair in found:
            spelt = self._spelt.get(pair)
            if spelt is None:
                place, was, would = pair
                row = {"place": place, "was": was, "would": would}
                spelt = self._spelt[pair] = self.tally.spelt(row)
            self.tally.count(spelt)
        self.counts[0] += 1
        self.counts[1] += any(was != would for _, was, would in found)
        if monotonic() - self._told > HOUR:
            self._told = monotonic()
            text = "The shadow %s: %d of %d pages would show something else"
            log.info(text, self.file.name, self.counts[1], self.counts[0])

    def switch_off(self) -> None:
        """Decide nothing more until its file changes."""
        self.is_off = True
        text = "The shadow %s %s: it is switched off until it changes"
        why = "takes too much time" if self.spending.is_over else "failed too often"
        log.warning(text, self.file.name, why)

    def look(self) -> None:
        """Now and then have a thread see whether its file changed; nobody waits."""
        now = monotonic()
        if now - self._looked < LOOK or not self._lock.acquire(blocking=False):
            return
        self._looked = now
        try:
            Thread(target=self.anew, daemon=True, name="sarto-shadow").start()
        except RuntimeError as error:  # there are too many threads: the next look tries
            self._lock.release()
            self.live.failures.note("shadow", error)

    def anew(self) -> None:
        try:
            if state_of(self.file) != self._seen:
                self.refresh()
        finally:
            self._lock.release()

    def differing(self, visitor: Visitor, beside: Next) -> Iterator[Pair]:
        """Compare what both decide, place by place; equal is a row as well."""
        visit = Beside(visitor.visit, beside.site, beside.stages, same=beside.is_same)
        plan, other = visitor.plan, beside.site.plan(visitor.visit.path)
        live = {p.key: p for p in (*plan.slots.values(), *plan.regions.values())}
        new = {p.key: p for p in (*other.slots.values(), *other.regions.values())}
        for key in (*live, *(each for each in new if each not in live)):
            was = self.seen(visitor, live[key]) if key in live else OWN
            would = OWN
            if key in new:
                outcome = decided(visit, visitor.memory, new[key]).outcome
                would = beside.sights.of(new[key], outcome)
            yield compared(key, was, would, visit)
        if plan.swaps or other.swaps:
            serve = next(
                filter(None, (decide(visit, s).fragment for s in other.swaps)), None
            )
            yield SWAPS, visitor.serve(), serve

    def seen(self, visitor: Visitor, place: Place) -> Sight:
        """Tell what the live site showed."""
        is_region = place.kind == "layouts"
        ask = visitor.arrange if is_region else visitor.decide
        return self._sights.of(place, ask(place.name).outcome)

    def table(self) -> tuple[Mapping[str, object], ...]:
        """Give what was counted, on disk and since: place, was, would, count, total."""
        counted = rows(self.tally.file) + self.tally.counted()
        told = [(json.loads(text), count) for text, count in counted.items()]
        totals: dict[object, int] = {}
        for each, count in told:
            totals[each.get("place")] = totals.get(each.get("place"), 0) + count
        differing = [(r, n) for r, n in told if r.get("was") != r.get("would")]
        differing.sort(key=lambda pair: -pair[1])
        return tuple(
            {**each, "count": count, "total": totals[each.get("place")]}
            for each, count in differing
        )


def compared(place: str, was: Sight, would: Sight, visit: Beside) -> Pair:
    """Name what both show; the same text has the same name."""
    spoken = (str(visit["language"]),) if was.prints or would.prints else ("",)
    before, after = was.title, would.title
    if not was.apart(would, spoken):
        return place, before, before
    return place, before, f"{after} anew" if before == after else after
