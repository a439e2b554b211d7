"""Witnesses: for each way a place can go, somebody for whom it goes that way.

Nobody is guessed: where there is no such visitor it is said so, and where there is one
the very decision of visitors has been tried on them.
"""

from dataclasses import dataclass

from sarto.decide.rules import Outcome, Place
from sarto.site.site import Site
from sarto.workbench.gallery.guests import Guest
from sarto.workbench.reasoning import Found, Reasoner


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """Finds visitors of one site."""

    site: Site
    reasoner: Reasoner

    @classmethod
    def of(cls, site: Site) -> "Witnesses":
        return cls(site=site, reasoner=Reasoner.of(site))

    def seek(
        self, place: Place, outcome: Outcome | None, pages: tuple[str, ...]
    ) -> Found:
        """Find who sees a place by an outcome, or by `None` its default.

        Of the pages it stands on, the first is preferred.
        """
        ways = place.outcomes
        before = ways if outcome is None else ways[: ways.index(outcome)]
        holds = () if outcome is None else (outcome.node,)
        fails = [way.node for way in before]
        found = self.reasoner.find(holds, fails, pages=pages[:1])
        if found.verdict == "no" and len(pages) > 1:
            found = self.reasoner.find(holds, fails, pages=pages)
        return found

    def guest(self, found: Found) -> Guest:
        """Let one who was found look at pages."""
        pins, moment = found.pins, found.moment
        return Guest(pins=pins, moment=moment, found=found, reasoner=self.reasoner)
