"""The columns of a file: who, in which experiment and arm, when, and what they did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sarto.config.model import SartoToml
from sarto.vocabulary.reading import did_you_mean
from sarto.workbench.importing.sheet import Faults, separated

NEEDED: Final = ("visitor", "experiment", "arm")
AT: Final = "at"
VALUE: Final = ".value"
SHAPE: Final = "the first line is: visitor,experiment,arm, and a column for each signal"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands in a row."""

    visitor: int
    experiment: int
    arm: int
    at: int | None
    signals: dict[str, int] = field(default_factory=dict[str, int])
    values: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def done(self) -> tuple[str, ...]:
        """All signals that are told of."""
        return tuple(dict.fromkeys((*self.signals, *self.values)))


def columns(names: Sequence[str], toml: SartoToml, faults: Faults) -> Columns:
    """Find the columns; raises `SheetError` for a header that is none."""
    check(names, faults)
    faults.check()
    at = {name: index for index, name in enumerate(names)}
    visitor, experiment, arm = (at.pop(name) for name in NEEDED)
    found = Columns(visitor, experiment, arm, at.pop(AT, None))
    for name, index in at.items():
        if name in toml.signals:
            found.signals[name] = index
        elif name.removesuffix(VALUE) in toml.signals:
            found.values[name.removesuffix(VALUE)] = index
        else:
            unknown(name, toml, faults)
    if not at:
        faults.add(1, "there is no column of a signal", known(toml))
    faults.check()
    return found


def check(names: Sequence[str], faults: Faults) -> None:
    """Check that it is a header at all."""
    if mark := separated(names):
        faults.add(1, f"the columns are separated by {mark}", "separate them by commas")
        return
    for name in NEEDED:
        if name not in names:
            faults.add(1, f"there is no column {name!r}", SHAPE)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            faults.add(1, f"two columns are called {name!r}")


def unknown(name: str, toml: SartoToml, faults: Faults) -> None:
    said = did_you_mean(name, (*toml.signals, *NEEDED, AT))
    text = f"{name!r} is no signal of this config" if name else "a column has no name"
    faults.add(1, text, said or f"write [signals.{name}] there, or drop the column")


def known(toml: SartoToml) -> str:
    names = ", ".join(toml.signals)
    return f"the config has: {names}" if names else "the config has no [signals] yet"
