"""One request as an edge tells of it: classes of facts, and no visitor at all.

What the edge keeps its answers by is all that is known here, and what the address says:
so the same answer comes out for everybody of these classes. What else is asked for has
the value of a visitor nobody knows, and is noted as astray.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import cast

from sarto.choices.consent import NO_CONSENT, Consent
from sarto.choices.preferences import Told
from sarto.context.finders import FINDERS, UNKNOWN, Known
from sarto.context.visit import Visit
from sarto.vocabulary.facts import CLOCK
from sarto.vocabulary.once import once

URL = ("host", "path", "query", "campaign")  # families of facts that an address tells
CLASS = "="  # what the name of a class begins with; the fact's own follows
CHOSEN = "told"  # noted as read where all that visitors chose is: no page stands on it


def is_by_url(fact: str) -> bool:
    """Whether the address of a page tells the fact."""
    return fact.partition(".")[0] in URL


class ClassedVisit(Visit):
    """Whoever is of these classes, now, for one page."""

    given: Mapping[str, object] = {}

    def _find(self, name: str) -> Known:
        if name in self.given:
            return self.given[name], "the edge"
        fact = self.sources.law.row(name)
        if fact is None:
            return UNKNOWN
        is_said = self.is_said(name)
        return FINDERS[fact.name](self, name) if is_said else self.unknown(fact)

    def is_said(self, name: str) -> bool:
        """Whether the address tells a fact, or the site's own clock, to everybody."""
        fact = self.sources.law.row(name)
        if fact is None or fact.purpose is not None:
            return False
        is_by_clock = name in CLOCK and self.sources.clock_zone is not None
        return is_by_url(name) or (is_by_clock and name != "holiday")

    def is_within(self, facts: AbstractSet[str]) -> bool:
        """Whether nothing was read but these, and each as it is told here.

        The site's own code may read what its rules ask for: of that there is a class,
        and no value.
        """
        return self.read <= facts and not any(map(self.is_astray, self.reads))

    @property
    def read(self) -> AbstractSet[str]:
        """The facts that were read, be it by their classes."""
        return {name.removeprefix(CLASS) for name in self.reads}

    def is_astray(self, name: str) -> bool:
        """Whether a fact was read that is not told here."""
        return not (name.startswith(CLASS) or name in self.given or self.is_said(name))

    def counted(self, name: str, within: float | None, since: str | None) -> object:
        """Give nothing: who is counted is of no class."""
        del within, since
        return self[name]

    def may_show(self, rule: str, times: int, per: str) -> bool:
        """Refuse: what is shown so many times is shown to those we remember."""
        del rule, times, per
        return False

    @once
    def told(self) -> Told:
        """Nothing: what visitors chose is in their classes; who looks is astray."""
        self.reads.add(CHOSEN)
        return {}

    @once
    def consent(self) -> Consent:
        """What these visitors granted, where that is a class of its own."""
        granted = self.given.get("consent")
        if not isinstance(granted, frozenset):
            return NO_CONSENT
        return Consent(cast("frozenset[str]", granted), "the edge")
