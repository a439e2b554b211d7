"""What can happen on one page, known from its path alone."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sarto.cache.decisions import DecisionCache
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.decide.rules import Place
from sarto.decide.schedule import Schedule
from sarto.headers import Headers
from sarto.memory.noticed import Sign
from sarto.site.decided import Decided
from sarto.site.dress import PASSING, Kind, kind_of
from sarto.site.shared import Shared
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.reads import ReadSet

Steady: TypeAlias = tuple[tuple[bytes, bytes], ...]  # headers, less the length

MOST = 64  # kinds of answers on the pages of a plan
MANY = 1024  # different pages that can be decided on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The slots, regions and page swaps of a path, and what they can read."""

    slots: Mapping[str, Place]
    swaps: tuple[Place, ...]
    regions: Mapping[str, Place] = field(default_factory=dict[str, Place])
    reads: ReadSet = field(default_factory=ReadSet)
    found: frozenset[str] = frozenset()  # these, and what a stage is found by
    vary: tuple[str, ...] = ()
    tier: Tier = Tier.SEGMENT
    is_intimate: bool = False  # it reads what is somebody's own though nobody is known
    # The client hints that its rules read, by fact: sent by browsers when asked for.
    hints: Mapping[str, str] = field(default_factory=dict[str, str])
    can_change: bool = False  # whether any rule can touch this page, or visitors' facts
    is_read: bool = False  # the site's own code reads some of them here
    shared: Shared | None = None  # how an edge keeps its pages; None: there is none
    wanted: Wanted = NOTHING  # what finds its slots besides attributes and marks
    cache: DecisionCache[Decided] | None = None  # None: too private to keep
    signs: tuple[Sign, ...] = ()  # the signals that a request for it may be
    remembers: bool = False  # whether a memory matters here
    schedule: Schedule = field(default_factory=Schedule)
    kinds: dict[Steady, Kind] = field(default_factory=dict["Steady", "Kind"])
    alike: dict[Hashable, Decided] = field(default_factory=dict["Hashable", Decided])
    watched: frozenset[str] = frozenset()  # its places, where what goes out is watched

    def kind(self, steady: Steady, headers: Headers) -> Kind:
        """Tell what kind of answer it is; remembered for the headers that stay."""
        kind = kind_of(headers)
        if len(self.kinds) >= MOST:
            self.kinds.clear()
        if PASSING.isdisjoint(dict(headers)):  # no cookie is kept, nor any one's tag
            kind = self.kinds[steady] = replace(kind)  # one of its own: edits go by it
        return kind

    def kept_once(self, decided: Decided) -> Decided:
        """Give what was decided alike for another, so that it is kept once."""
        if decided.signature is None:
            return decided
        if len(self.alike) >= MANY:
            self.alike.clear()
        return self.alike.setdefault(decided.key, decided)
