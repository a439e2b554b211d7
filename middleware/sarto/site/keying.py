"""By which facts an edge may keep answers: whose each is there, and who tells it.

What an address tells cannot be looked up, and need not be: it is the same for whoever
asks for that address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sarto.context.arrival import by_link
from sarto.context.classed import URL, is_by_url
from sarto.context.language import by_address
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.vocabulary.declared import FAMILY, Declared
from sarto.vocabulary.facts import CLOCK, Tier
from sarto.vocabulary.once import once


@dataclass(frozen=True, kw_only=True)
class Keying:
    """The facts of one site, as an edge in front of it has to take them."""

    sources: Sources
    staged: frozenset[str] = frozenset()  # facts that stages of the journey ask for

    @property
    def declared(self) -> Declared:
        return self.sources.declared

    @property
    def is_by_zone(self) -> bool:
        """Whether clocks are the visitors' own."""
        return self.sources.clock_zone is None

    @once
    def by_url(self) -> Mapping[str, Callable[[Visit], object]]:
        """Tell how addresses tell facts that headers tell, too."""
        found: dict[str, Callable[[Visit], object]] = {"channel": by_link}
        if self.sources.language_path is not None:
            found["language"] = by_address
        return found

    def tier(self, fact: str) -> Tier:
        """Tell whose a fact is; what stands on an address cannot be looked up."""
        if self.is_gated(fact):
            return Tier.PERSONAL
        row = self.declared.get(fact) if fact.startswith(FAMILY) else None
        parts = {part.partition(".")[0] for part in (row.made_of if row else ())}
        if not parts.isdisjoint({*URL, *self.by_url}):
            return Tier.PERSONAL
        if fact == "stage" and any(map(self.is_of_page, self.staged)):
            return Tier.PERSONAL
        return self.declared.tier_of(fact)

    def is_of_page(self, fact: str) -> bool:
        """Whether a fact is one on each page, or another each hour."""
        return is_by_url(fact) or fact in self.by_url or fact in CLOCK

    def is_gated(self, fact: str) -> bool:
        """Whether an address tells a fact to those only who consented."""
        row = self.sources.law.row(fact)
        is_told = is_by_url(fact) or fact in self.by_url
        return row is not None and row.purpose is not None and is_told

    def is_keyed(self, fact: str) -> bool:
        """Whether it is neither in the address nor told by the site's own clock."""
        is_by_clock = fact in CLOCK and fact != "holiday" and not self.is_by_zone
        return not (is_by_url(fact) or is_by_clock)

    def may_be_told(self, fact: str) -> bool:
        """Whether the look-up may tell it."""
        return self.is_keyed(fact) and self.tier(fact) is not Tier.PERSONAL

    def is_undeclared(self, fact: str) -> bool:
        """Whether nobody here knows what a fact of the site's own stands on."""
        return fact.startswith(FAMILY) and self.declared.get(fact) is None
