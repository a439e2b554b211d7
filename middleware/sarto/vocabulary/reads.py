"""What was read, or may be read, of a visitor: the ground of all caching."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sarto.vocabulary.facts import CLOCK, Tier, fact_named


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set of facts by name; closed under what facts are made of.

    `asked` are those that were asked for by name.
    """

    facts: frozenset[str] = frozenset()
    asked: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, names: Iterable[str], *, by_zone: bool = False) -> "ReadSet":
        """Gather names and the facts that these are made of.

        `by_zone` says that the clock is the visitor's, so that it reads their zone.
        """
        found: set[str] = set()
        waiting = list(names)
        asked = frozenset(waiting)
        if by_zone and not CLOCK.isdisjoint(waiting):
            waiting.append("zone")
        while waiting:
            name = waiting.pop()
            row = fact_named(name)
            if name not in found:
                found.add(name)
                waiting += row.made_of if row else ()
        return cls(frozenset(found), asked)

    def __or__(self, other: "ReadSet") -> "ReadSet":
        return ReadSet(self.facts | other.facts, self.asked | other.asked)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.facts))

    def __len__(self) -> int:
        return len(self.facts)

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def covers(self, other: "ReadSet") -> bool:
        """Whether nothing was read but what these allow."""
        return other.facts <= self.facts

    @property
    def tier(self) -> Tier:
        """The tier of the most private fact among them."""
        rows = map(fact_named, self.facts)
        return max((row.tier for row in rows if row), default=Tier.SEGMENT)
