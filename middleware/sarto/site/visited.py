"""Who is asking, as one request brought them: what is found, and what we may keep."""

from datetime import datetime
from typing import Final, cast

from sarto.asgi import Scope
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.memory.keeping import Keeping
from sarto.memory.memory import Memory
from sarto.memory.stored import StoredMemory
from sarto.vocabulary.once import once

PINS: Final = "sarto.pins"  # a scope key: pinned by a preview, never by a visitor


class Visited:
    """One visit, made when something of it is first asked for."""

    arrived: datetime
    _scope: Scope
    _sources: Sources
    _keeping: Keeping | None

    @once
    def _visit(self) -> Visit:
        pins = self._scope.get(PINS)
        visit = Visit(self._scope, self._sources, pins=pins, arrived=self.arrived)
        if not pins:  # a preview is of nobody's
            visit.memory = self._remembering(visit)
        return visit

    def _remembering(self, visit: Visit) -> Memory | None:
        if self._keeping is None:
            return None
        if (keeper := self._keeping.keeper) is not None:
            return StoredMemory(self._keeping, visit, keeper)
        return Memory(self._keeping, visit)

    @property
    def visit(self) -> Visit:
        """What is found of the visitor; for Sarto, not for the site's code."""
        return self._visit

    @property
    def memory(self) -> Memory | None:
        """What this visitor let us keep; `None` where nobody is remembered."""
        return cast("Memory | None", self._visit.memory)
