"""Where a visitor stands: what they granted, whether they are asked, whether a bot.

All that is remembered hangs on it. Of two visitors who stand alike, what one group of
facts says of them tells nothing of another group.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sarto.choices.agreement import Term
from sarto.context.visit import KEPT
from sarto.site.site import Site
from sarto.vocabulary.facts import REMEMBERED, fact_named
from sarto.workbench.reasoning.atoms import ExhaustedError
from sarto.workbench.reasoning.cells import subsets

MOST: Final = 6  # purposes that are told apart
BOTS: Final = (False, None, True)  # the plainest first; a program may say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one visitor granted, and what besides decides on their memory."""

    granted: frozenset[str] = frozenset()
    undecided: bool = False
    bot: bool | None = False


@dataclass(frozen=True, slots=True)
class Gate:
    """What one site lets be known of whom: its consent, as the file says it."""

    site: Site

    def purpose(self, fact: str) -> str | None:
        """Name the purpose that a fact needs here; `None`: it needs none."""
        declared = self.site.sources.declared.get(fact)
        row = declared or self.site.sources.law.row(fact)
        return row.purpose if row else None

    def permits(self, fact: str, standing: Standing) -> bool:
        """Whether a fact may be looked up for such a visitor."""
        needed = self.purpose(fact)
        return needed is None or needed in standing.granted & self.grantable

    def tells(self, fact: str, standing: Standing) -> bool:
        """Whether such a visitor's own value is known: there is a memory for it."""
        row = fact_named(fact)
        if not self.permits(fact, standing):
            return False
        if row is None or row.name not in REMEMBERED:
            return not fact.startswith("arm.") or standing.bot is not True
        return self.remembers and standing.bot is not True

    def counts(self, standing: Standing) -> bool:
        """Whether it is known how often such a visitor was shown a rule."""
        return self.remembers and self.permits(KEPT, standing)

    @property
    def remembers(self) -> bool:
        """Whether anybody can be remembered: the file says who consents."""
        return self.site.sources.agreement is not None

    @property
    def terms(self) -> tuple[Term, ...]:
        agreement = self.site.sources.agreement
        return agreement.terms if agreement else ()

    @property
    def grantable(self) -> frozenset[str]:
        """The purposes that a visitor of this site can grant: all sources know them."""
        known = [{p for p, ids in term.ids.items() if ids} for term in self.terms]
        return frozenset(known[0].intersection(*known)) if known else frozenset()

    def may_be_undecided(self, granted: frozenset[str]) -> bool:
        """Whether our own form may be open for who granted these.

        An open form grants nothing, but under opt-out whoever was not asked has
        granted all that the other sources do not refuse.
        """
        agreement = self.site.sources.agreement
        if agreement is None or agreement.form is None:
            return False
        if not granted:
            return True
        is_alone = len(agreement.terms) == 1
        return agreement.is_opt_out and (not is_alone or granted == self.grantable)


def standings(gates: Sequence[Gate], named: Iterable[str]) -> tuple[Standing, ...]:
    """List how visitors may stand, the plainest first.

    `named` are the purposes that conditions name; of others only those count that
    facts need.
    """
    needed = {
        row.purpose for gate in gates for row in gate.site.sources.law.rows.values()
    }
    own = {
        row.purpose
        for gate in gates
        for row in gate.site.sources.declared.rows.values()
    }
    counted = {"personalization", "analytics", *needed, *own, *named}
    purposes = {p for gate in gates for p in gate.grantable if p in counted}
    if len(purposes) > MOST:
        raise ExhaustedError
    return tuple(listed(gates, purposes))


def listed(gates: Sequence[Gate], purposes: Iterable[str]) -> Iterator[Standing]:
    for granted in subsets(purposes):
        for bot in BOTS:
            yield Standing(granted=granted, bot=bot)
            if any(gate.may_be_undecided(granted) for gate in gates):
                yield Standing(granted=granted, bot=bot, undecided=True)
