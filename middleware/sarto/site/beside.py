"""`Beside`: a visitor of the live site, as the next config has them.

The same request, the same memory, the same moment: what was parsed and looked up for
the live site is not looked up again. Memory is read and never written; levels and
interests are as the live site has them, stages as the next journey does.
"""

from typing import Final

from sarto.context.finders import Known
from sarto.context.visit import Visit
from sarto.site.remembering import Stages
from sarto.site.site import Site
from sarto.vocabulary.facts import fact_named

LOCATED: Final = "location"  # what was looked up of an address
STAGE: Final = "stage"


class Beside(Visit):
    """One visit, seen by the next version of the site."""

    def __init__(self, live: Visit, site: Site, stages: Stages, *, same: bool) -> None:
        super().__init__(
            live.scope,
            site.sources,
            consent=live.consent if same else None,
            arrived=live.arrived,
        )
        self.memory, self.identity, self.told = live.memory, live.identity, live.told
        is_located = live.sources.location_headers == site.sources.location_headers
        self.memo = {**live.memo}
        if not (
            is_located and live.sources.trusted_proxies == site.sources.trusted_proxies
        ):
            self.memo.pop(LOCATED, None)
        self._stages = stages

    def _find(self, name: str) -> Known:
        if name != STAGE or self.memory is None:
            return super()._find(name)
        row = fact_named(STAGE)
        stage = self._stages(self) if row and self.permit(row, STAGE) else None
        is_known = stage is not None and self["bot"] is not True
        return (stage, "profile") if is_known else super()._find(name)
