"""What can happen on one page, known from its path alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sarto.cache.decisions import DecisionCache
from sarto.decide.rules import Place
from sarto.headers import Headers
from sarto.site.decided import Decided
from sarto.site.dress import Kind, kind_of
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.reads import ReadSet

Steady: TypeAlias = tuple[tuple[bytes, bytes], ...]  # headers, less the length

MOST = 64  # kinds of answers on the pages of a plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The slots and page swaps of a path, and what they can read of a visitor."""

    slots: Mapping[str, Place]
    swaps: tuple[Place, ...]
    reads: ReadSet = field(default_factory=ReadSet)
    vary: tuple[str, ...] = ()
    tier: Tier = Tier.SEGMENT
    can_change: bool = False  # whether any rule can touch this page
    kinds: dict[Steady, Kind] = field(default_factory=dict["Steady", "Kind"])

    def kind(self, steady: Steady, headers: Headers) -> Kind:
        """Tell what kind of answer it is; remembered for the headers that stay."""
        kind = kind_of(headers)
        if len(self.kinds) >= MOST:
            self.kinds.clear()
        if kind is not Kind.OWN:
            self.kinds[steady] = kind
        return kind

    cache: DecisionCache[Decided] | None = None  # None: too private to keep
