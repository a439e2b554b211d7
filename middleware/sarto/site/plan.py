"""What can happen on one page, known from its path alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sarto.cache.decisions import DecisionCache
from sarto.decide.rules import Place
from sarto.site.decided import Decided
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.reads import ReadSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The slots and page swaps of a path, and what they can read of a visitor."""

    slots: Mapping[str, Place]
    swaps: tuple[Place, ...]
    reads: ReadSet = field(default_factory=ReadSet)
    vary: tuple[str, ...] = ()
    tier: Tier = Tier.SEGMENT
    can_change: bool = False  # whether any rule can touch this page
    cache: DecisionCache[Decided] | None = None  # None: too private to keep
