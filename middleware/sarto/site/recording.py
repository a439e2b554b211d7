"""Where a site records what it measures: one store and one recorder for each process.

They outlive the versions of a site; a version that names another store gets another
recorder, and the one before writes what it has.
"""

from dataclasses import dataclass, field
from datetime import UTC
from threading import Thread
from typing import Final

from sarto.config.experiment import Events
from sarto.errors import ConfigError, Failures, Finding
from sarto.measure.recorder import Recorder
from sarto.measure.upkeep import Upkeep
from sarto.site.exposed import Shown
from sarto.site.measuring import Measuring
from sarto.site.site import Site
from sarto.site.stores import events_of
from sarto.vocabulary.ports import EventStore

CODE: Final = "SARTO043"
FIRST: Final = 1.0  # seconds that a start waits for weights that were learnt


@dataclass(slots=True)
class Recording:
    """Makes what measures a version of the site; closed when the server stops."""

    given: str | EventStore | None
    failures: Failures
    recorder: Recorder | None = None
    lately: set[Shown] = field(default_factory=set[Shown])
    _place: object = None  # where the recorder writes

    def measuring(self, site: Site) -> Measuring | None:
        """Make what measures a version; `None`: nothing does. Raises `ConfigError`."""
        toml = site.config.toml
        if site.keeping is None or not site.keeping.measures:
            return None
        recorder = self.opened(site)
        upkeep = Upkeep(
            store=recorder.store,
            toml=toml,
            trials=site.sources.trials,
            failures=self.failures,
        )
        if upkeep.is_learning:  # the first visitors are dealt to arms as the last were
            upkeep.look(site.sources.clock().astimezone(UTC))
            upkeep.wait(FIRST)
        return Measuring(
            recorder=recorder,
            upkeep=upkeep,
            breakdown={n: tuple(e.breakdown) for n, e in toml.experiments.items()},
            failures=self.failures,
            lately=self.lately,
        )

    def opened(self, site: Site) -> Recorder:
        """Give the recorder of a version's store."""
        where = self.given or (site.config.toml.events or Events()).url
        place = (where, site.config.folder)
        if self.recorder is None or self._place != place:
            store, before = self.store(site, where), self.recorder
            self.recorder = Recorder(store, failures=self.failures)
            self._place = place
            self.lately.clear()
            if before is not None:
                Thread(target=before.close, daemon=True).start()
        return self.recorder

    def store(self, site: Site, where: str | EventStore) -> EventStore:
        try:
            return events_of(where, site.config.folder)
        except ValueError as error:
            if self.given:
                raise
            place = site.config.places.nearest(("events", "url"))
            finding = Finding(
                code=CODE,
                message=str(error).replace("Sarto(events=…)", "[events] url"),
                file=site.config.file,
                line=place.line,
                column=place.column,
                length=place.length,
            )
            raise ConfigError((finding,)) from None

    def close(self) -> None:
        """Write what waits, for some seconds."""
        if self.recorder is not None:
            self.recorder.close()
