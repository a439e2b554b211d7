"""Which facts need consent on one site: the table's word, but for what it overrules.

In comes a fact's name, out comes its row with the purpose that is needed here. What
the table says by default is data in `facts`; what a site says instead is data, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from sarto.vocabulary.facts import BY_NAME, GATED, Fact, fact_named
from sarto.vocabulary.reads import ReadSet

ALIKE = {  # facts that tell of another what that one tells: they need the same
    "visits": ("returning", "days_since_last"),
    "level": ("levels.*",),
    "signals.*": ("signals.*.value", "often"),
}
NONE = "none"  # what a site writes of a fact that needs no consent there


@dataclass(frozen=True, slots=True)
class Law:
    """The rows that one site overrules, by their names in the table."""

    rows: Mapping[str, Fact] = field(default_factory=dict[str, Fact])

    @classmethod
    def of(cls, needs: Mapping[str, str]) -> Self:
        """Read what facts need, by name; a family is overruled by any of its names."""
        said = [(in_table(name), purpose) for name, purpose in needs.items()]
        rows = {row.name: purpose for row, purpose in said if row}
        for name, siblings in ALIKE.items():
            if name in rows:
                rows = {**dict.fromkeys(siblings, rows[name]), **rows}
        return cls({name: overruled(BY_NAME[name], rows[name]) for name in rows})

    def row(self, name: str) -> Fact | None:
        """Give a fact's row as it is here."""
        row = fact_named(name)
        return self.rows.get(row.name, row) if row and self.rows else row

    def closed(self, reads: ReadSet) -> ReadSet:
        """Add what these facts are made of here: consent, where they need it."""
        if not self.rows:
            return reads
        rows = filter(None, map(self.row, reads))
        return reads | ReadSet.of(part for row in rows for part in row.made_of)


def in_table(name: str) -> Fact | None:
    """Find the row of a fact or of a family; `None`: there is no such."""
    return BY_NAME.get(name) or fact_named(name)


def overruled(row: Fact, purpose: str) -> Fact:
    needed = None if purpose == NONE else purpose
    gate = GATED if needed else ()
    return replace(row, purpose=needed, made_of=tuple({*row.made_of, *gate}))
