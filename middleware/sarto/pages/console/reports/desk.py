"""A report for whoever asks now: one at a time, in a thread, kept for some seconds.

No event loop waits for a store. One that takes long goes on in its thread, and who asks
is told to come again; nobody begins a second one meanwhile.
"""

from asyncio import Future, get_running_loop, wait
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from sarto.errors import Failures, wordless
from sarto.measure.report.report import Report

FRESH: Final = 5.0  # seconds
BUDGET: Final = 5.0  # seconds that somebody waits
FAILED: Final = "The events cannot be read; the log says why."
LATE: Final = "The events take long to be read. Load this page again in a moment."


@dataclass(slots=True)
class Desk:
    """Makes the reports of one version of a site."""

    make: Callable[[], Report]
    failures: Failures
    budget: float = BUDGET
    _kept: Report | None = None
    _until: float = 0.0
    _running: "Future[Report] | None" = field(default=None, repr=False)

    async def report(self) -> Report | str:
        """Give a report, or say why there is none."""
        if self._kept is not None and monotonic() < self._until:
            return self._kept
        loop = get_running_loop()
        running = self._running
        if running is None or running.get_loop() is not loop:
            running = loop.run_in_executor(None, self.make)
            running.add_done_callback(seen)
            self._running = running
        done, _ = await wait([running], timeout=self.budget)
        if not done:
            return LATE
        if self._running is running:
            self._running = None
        return self._taken(running)

    def _taken(self, done: "Future[Report]") -> Report | str:
        try:
            self._kept = done.result()
        except Exception as error:  # noqa: BLE001 - whatever a store does
            self.failures.note("reports", wordless(error))
            return FAILED
        self._until = monotonic() + FRESH
        return self._kept


def seen(done: "Future[Report]") -> None:
    """Look at an outcome that maybe nobody comes back for."""
    if not done.cancelled():
        done.exception()
