"""What a site's resolvers say of the facts they give: rows like those of the table.

In comes what was declared, out comes what caches and the gate must know of it. A fact
that nobody declared keeps the row of its family, which is the most private there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sarto.vocabulary.facts import Fact, Tier, fact_named
from sarto.vocabulary.reads import ReadSet

FAMILY = "facts."


@dataclass(frozen=True, slots=True)
class Declared:
    """The rows of one site's own facts, by their whole names: `facts.weather`."""

    rows: Mapping[str, Fact] = field(default_factory=dict[str, Fact])

    def get(self, name: str) -> Fact | None:
        """Find the row of one of the site's own facts."""
        return self.rows.get(name)

    def closed(self, reads: ReadSet) -> ReadSet:
        """Add what these facts are made of."""
        own = [self.rows[name] for name in reads.facts & self.rows.keys()]
        return reads | ReadSet.of(part for row in own for part in row.made_of)

    def tier(self, reads: ReadSet) -> Tier:
        """Tell the tier of the most private fact among them."""
        rows = [self.rows.get(name) or fact_named(name) for name in reads.facts]
        return max((row.tier for row in rows if row), default=Tier.SEGMENT)

    def tier_of(self, name: str) -> Tier:
        """Tell the tier of one fact."""
        return self.tier(ReadSet(frozenset({name})))

    @property
    def headers(self) -> Mapping[str, tuple[str, ...]]:
        """List the request headers that each of these facts stands on."""
        return {name: row.headers for name, row in self.rows.items() if row.headers}
