"""What a search found: one visitor of those there are, or that there is none."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeAlias, cast

from sarto.decide.why import plain
from sarto.workbench.reasoning.atoms import Verdict
from sarto.workbench.reasoning.sightings import Sightings

Pins: TypeAlias = Mapping[str, object]

NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A verdict, and where it is yes, one visitor: where, who, and when.

    `pins` are the facts as the first site has them, less those of the clock, which the
    moment tells; `others` are those of further sites. A count in a span of time, and
    how often rules were shown, no pin can say: `Reasoner.visit` has them, too.
    """

    verdict: Verdict
    path: str = "/"
    pins: Pins = field(default_factory=dict[str, object])
    moment: datetime = NEVER
    clock: Pins = field(default_factory=dict[str, object])  # what it shows, if asked
    others: tuple[Pins, ...] = ()
    sightings: Mapping[str, Sightings] = field(default_factory=dict[str, Sightings])
    shown: Mapping[str, Pins] = field(default_factory=dict[str, Pins])

    def __bool__(self) -> bool:
        return self.verdict == "yes"

    @property
    def words(self) -> str:
        """The same facts as after `--as`; what is unknown has no word."""
        told = {**self.pins, **self.clock}
        return " ".join(f"{name}={written(value)}" for name, value in told.items())


def written(value: object) -> str:
    """Write a value as `--as` reads it."""
    if isinstance(value, frozenset):
        return (
            shlex.quote(",".join(sorted(map(str, cast("frozenset[str]", value)))))
            if value
            else ""
        )
    said = plain(value)
    return str(said).lower() if isinstance(said, bool) else shlex.quote(str(said))


NOBODY = Found(verdict="no")
UNDECIDED = Found(verdict="undecided")
