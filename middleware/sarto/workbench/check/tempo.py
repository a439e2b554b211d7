"""How small a difference each experiment can show, and when: by who came.

It is asked of the events that the site has kept; where there are none, nothing is said.
An experiment that nobody was in yet is reckoned by who saw the places of its rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sarto.clock import Clock, utc_now
from sarto.config.experiment import Experiment
from sarto.config.rules import rules
from sarto.measure import judged, power
from sarto.measure.power import Traffic
from sarto.site.site import Site
from sarto.vocabulary.measured import Day, Question
from sarto.vocabulary.periods import period
from sarto.vocabulary.ports import EventStore
from sarto.workbench.report.opened import address, file_of, opened

DAY: Final = 86_400
LOOKED: Final = 28  # days back
WITHIN: Final = 28  # days in which one would like to know
FIFTH: Final = 0.2  # of the share: the change whose days are counted
WHOLE: Final = 100  # percent
LEAST: Final = 100  # units from whom a share is reckoned
UNREAD: Final = "What experiments can show was not reckoned: events cannot be read."


def expected(site: Site, clock: Clock = utc_now) -> tuple[tuple[str, ...], str]:
    """Say what each experiment can show, and when; or why that was not reckoned."""
    config = site.config
    file = file_of(address(config, None), config.folder)
    if not config.toml.experiments or (file is not None and not file.exists()):
        return (), ""
    try:
        store = opened(config, None)
        try:
            return tuple(Tempo(site=site, store=store, now=clock()).remarks()), ""
        finally:
            store.close()
    except Exception:  # noqa: BLE001 - whatever a database does: the check goes on
        return (), UNREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """One site's experiments, and the store of its events."""

    site: Site
    store: EventStore
    now: datetime

    def remarks(self) -> Iterator[str]:
        """Say for each experiment what can be expected of it."""
        for name, experiment in self.site.config.toml.experiments.items():
            traffic = self.traffic(name, experiment)
            if traffic is not None:
                change = FIFTH * traffic.share
                told = power.remarks(traffic, experiment.goal, change, within=WITHIN)
                yield f"{name}: {' '.join(map(judged.said, told))}"

    def traffic(self, name: str, experiment: Experiment) -> Traffic | None:
        """Reckon who comes; `None`: too few did to tell."""
        days = self.days(f"experiments.{name}", experiment)
        part = 1.0
        if not days:
            part = experiment.traffic / WHOLE
            places = sorted(self.places(name))
            days = [each for key in places[:1] for each in self.days(key, experiment)]
        units, converted = sum(d.units for d in days), sum(d.converted for d in days)
        if units < LEAST:
            return None
        span = max(d.day for d in days) - min(d.day for d in days) + 1
        weights = tuple(float(w) for w in experiment.weights.values())
        return Traffic(
            units_a_day=units / span * part, share=converted / units, weights=weights
        )

    def days(self, subject: str, experiment: Experiment) -> Sequence[Day]:
        """List the days of the last weeks, but for today, which is not over."""
        today = int(self.now.timestamp()) // DAY * DAY
        asked = Question(
            subject=subject,
            signal=experiment.goal,
            window=int(period(experiment.window).total_seconds()),
            since=today - LOOKED * DAY,
            until=today,
        )
        (found,) = self.store.outcomes(asked)
        return found.days

    def places(self, name: str) -> Iterator[str]:
        """Name the places where the experiment's rules stand."""
        for path, show in rules(self.site.config.toml):
            if show.experiment == name and path[0] != "pages":
                yield f"{path[0]}.{path[1]}"
