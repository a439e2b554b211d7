"""What came of a page, once its last byte left: who was shown what, and did what.

Only of visitors who allow it, and whose id will be known again. Bots, prefetches, HEAD,
previews and errors are never counted, nor what was never answered. Facts that reports
are broken down by are found through the consent gate, and no cache hears of it.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from sarto.errors import Failures
from sarto.measure.recorder import Erasing, Recorder
from sarto.measure.upkeep import Upkeep
from sarto.memory.memory import Happening, Memory
from sarto.memory.participant import unit_of
from sarto.site.exposed import Shown, is_theirs, spelt, told
from sarto.vocabulary.measured import Exposure, Happened

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

ID_BYTES: Final = 12
LATELY: Final = 20_000  # exposures that a process knows to be recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """Measures one version of a site; what it recorded lately outlives the version."""

    recorder: Recorder
    upkeep: Upkeep
    breakdown: Mapping[str, tuple[str, ...]]  # facts, by experiment
    failures: Failures
    lately: set[Shown] = field(default_factory=set[Shown])

    def is_wanted(self, visitor: "Visitor") -> bool:
        """Whether the page is to be watched as it leaves: its visitor allows it."""
        try:
            self.upkeep.look(visitor.arrived)
            is_page = visitor.method == "GET" and visitor.may_change
            return is_page and not visitor.sent.is_keyed and bool(visitor.visit.unit)
        except Exception as error:  # noqa: BLE001 - the law
            self.failures.note("measure", error)
            return False

    def note(self, visitor: "Visitor") -> None:
        """Record what this request was, now that it is over; nothing is raised."""
        try:
            memory = visitor.memory
            if memory is not None and visitor.recollection.is_closed:
                self._note(visitor, memory)
        except Exception as error:  # noqa: BLE001 - the law
            self.failures.note("measure", error)

    def _note(self, visitor: "Visitor", memory: Memory) -> None:
        memory.hears = partial(self._heard, visitor)
        if not (visitor.is_measured or memory.happened):
            return
        unit, at = unit_kept(visitor), int(visitor.arrived.timestamp())
        is_new = unit is not None and self._exposed(visitor, unit, at)
        if memory.happened:
            # What the page that showed an arm did was done before it was seen.
            self._happened(memory.happened, units(visitor), at - is_new)

    def _heard(self, visitor: "Visitor", done: Happening) -> None:
        """Record what the site's code tells though the page is out."""
        try:
            self._happened([done], units(visitor), int(visitor.arrived.timestamp()))
        except Exception as error:  # noqa: BLE001 - the law
            self.failures.note("measure", error)

    def _exposed(self, visitor: "Visitor", unit: bytes, at: int) -> bool:
        """Record what was shown; whether any of it is new here."""
        is_new = False
        for decision in visitor.shown():
            subject, variant, audience = spelt(decision)
            key = (subject, variant, unit)
            if key in self.lately or not is_theirs(visitor, decision):
                continue
            facts = told(visitor, self.breakdown.get(decision.experiment or "", ()))
            event = Exposure(subject, variant, audience, unit, at, facts)
            is_new = True
            if self.recorder.record(event):
                if len(self.lately) >= LATELY:
                    self.lately.clear()
                self.lately.add(key)
        return is_new

    def _happened(
        self, seen: Iterable[Happening], of: Iterable[bytes], at: int
    ) -> None:
        for signal, value in seen:
            id_ = os.urandom(ID_BYTES)
            for unit in of:
                self.recorder.record(Happened(id_, unit, signal, at, value))

    def forget(self, id_: str) -> Erasing:
        """Have all erased that is known of an id; done once that is durable."""
        unit = unit_of(id_)
        self.lately.difference_update({e for e in self.lately if e[2] == unit})
        return self.recorder.forget(unit)


def unit_kept(visitor: "Visitor") -> bytes | None:
    """Tell whose this request is, where they will be known again; `None`: nobody's."""
    memory = visitor.memory
    return visitor.visit.unit if memory and memory.is_unit_kept else None


def units(visitor: "Visitor") -> set[bytes]:
    """List whom it counts for; who signed in or out was another when it came."""
    unit, memory = unit_kept(visitor), visitor.memory
    before = {unit_of(id_) for id_ in memory.were if id_} if memory else set[bytes]()
    return before if unit is None else {*before, unit}
