"""How a play behind caches is set up, and what came of it."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from support.edge_world import STARTS
from support.model_edge import KEPT_IN
from support.model_http import Answered

FAULTS = ("wrong", "personal", "spoofed", "retagged", "told", "mismeasured")


@dataclass(frozen=True)
class Settings:
    """How one play is set up."""

    kind: Literal["varnish", "nginx"] = "varnish"
    zone: str = "Europe/Warsaw"
    bands: bool = False
    is_open: bool = False
    is_counting: bool = False
    is_stored: bool = False
    knows: bool = False
    start: str = STARTS[0]
    spread: float = 2.0  # days after it
    turns: float = 0.001  # how often another version comes
    pace: float = 1.0  # of the clock
    is_calm: bool = False  # it only goes on
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, rng: Random) -> "Settings":
        return cls(
            kind=rng.choice(["varnish", "nginx"]),
            zone=rng.choice(["Europe/Warsaw", "visitor"]),
            bands=rng.random() < 0.5,
            is_open=rng.random() < 0.7,
            is_counting=rng.random() < 0.5,
            is_stored=rng.random() < 0.3,
            knows=rng.random() < 0.3,
            start=rng.choice(STARTS),
            turns=rng.choice([0.0, 0.0003, 0.003]),
            pace=rng.choice([0.3, 1.0, 8.0]),
        )


@dataclass
class Report:
    """What came of it. `personal` are bytes in what is kept for many.

    `spoofed`: an edge passed on what only it may say. `retagged`: one tag stood for two
    bodies. `told`: a browser heard what only an edge may. `mismeasured`: a length was
    wrong. None of these may be.
    """

    counts: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def add(self, other: "Report") -> None:
        self.counts += other.counts
        self.wrong = [*self.wrong, *other.wrong][:9]

    def hear(self, answer: Answered) -> None:
        """Note what only an edge may hear."""
        is_told = any(name.startswith(KEPT_IN) for name in answer.headers)
        is_told |= "x-sarto" in answer.headers.get("vary", "").lower()
        self.counts["told"] += is_told

    @property
    def is_clean(self) -> bool:
        return not any(self.counts[each] for each in FAULTS)

    def __str__(self) -> str:
        counts = self.counts
        hits = counts["edge page"] - counts["keyed"]
        looked = counts["edge key"] - counts["look-up"]
        shares = [
            f"hits {share(hits, hits + counts['kept page'])} of pages that may be kept",
            f"{share(hits, counts['edge page'])} of all asked for by classes",
            f"{share(looked, counts['edge key'])} of look-ups",
        ]
        said = ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))
        return "\n".join([", ".join(shares), said, *self.wrong])


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "-"
