"""What came of places without experiments: who saw which variant, and what they did.

Who sees what is for the rules to say, and not for chance: these are rates that go
together with what was shown, and nobody can tell of them what it did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sarto.measure.report.plan import of_place
from sarto.measure.statistics.comparison import Interval
from sarto.measure.statistics.proportions import Count, wilson
from sarto.measure.totals import grouped
from sarto.vocabulary.measured import Sums
from sarto.vocabulary.ports import EventStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of a row's visitors did something."""

    signal: str
    done: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One variant, as one audience saw it; both may be "": its own, everybody else."""

    variant: str
    audience: str
    units: int
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A slot, or a layout."""

    subject: str  # `slots.hero`
    rows: tuple[Shown, ...]  # the one that most saw first

    @property
    def name(self) -> str:
        return self.subject.partition(".")[2]

    @property
    def signals(self) -> tuple[str, ...]:
        return tuple(each.signal for each in self.rows[0].rates) if self.rows else ()


def place(store: EventStore, subject: str, signals: Sequence[str]) -> Place:
    """Ask for one place; a visitor who saw several variants counts for each."""
    found: dict[tuple[str, str], dict[str, Sums]] = {}
    outcomes = store.outcomes(*(of_place(subject, signal) for signal in signals))
    for signal, of in zip(signals, outcomes, strict=True):
        for key, sums in grouped(of.cells, lambda c: (c.variant, c.audience)).items():
            found.setdefault(key, {})[signal] = sums
    rows = [
        Shown(
            variant=variant,
            audience=audience,
            units=max(each.units for each in by_signal.values()),
            rates=tuple(rates(by_signal, signals)),
        )
        for (variant, audience), by_signal in found.items()
    ]
    return Place(subject=subject, rows=tuple(sorted(rows, key=lambda row: -row.units)))


def rates(found: Mapping[str, Sums], signals: Sequence[str]) -> Iterator[Rate]:
    for signal in signals:
        sums = found.get(signal, Sums())
        count = Count.of(sums)
        yield Rate(
            signal=signal,
            done=sums.converted,
            share=count.share,
            interval=wilson(count),
        )
