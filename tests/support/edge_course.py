"""How a play before a real cache goes, and what is said in it that is not true."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from support.edge_caches import Kind
from support.edge_people import CHANGES, TARGETS
from support.edge_world import Watched
from support.model_http import Origin

STARTS = ("2026-03-27T12:00", "2026-06-12T12:00", "2026-10-23T12:00")
INNER = {  # what Varnish says to itself
    "x-sarto-edge-known": "1",
    "x-sarto-edge-step": "page",
    "x-sarto-edge-url": "/account",
    "x-sarto-edge-cookie": "session=s-anna-canary",
}
SPOOFED, CHANGED, OF_OURS = 0.30, 0.07, 0.01  # of all that is asked


@dataclass(frozen=True)
class Course:
    """How a play goes; `fault` plants a bug into the site, `spoilt` one into the cache."""

    kind: Kind
    seed: int
    zone: str = "Europe/Warsaw"
    is_open: bool = False
    bands: bool = False
    starts: Sequence[str] = STARTS
    part: int = 600  # requests
    lasts: float = 4.4  # seconds, at the least
    ahead: float = 4.2  # seconds before something changes that a part begins, at most
    among: int = 3  # how many of the next changes are chosen from
    astray: float = 0.2  # of all parts, that begin at any time
    late: float = 0.01  # of all answers of the site, that are on their way for a while
    turns: bool = True  # whether new rules come
    targets: Mapping[str, int] = field(default_factory=lambda: TARGETS)
    changes: Mapping[str, int] = field(default_factory=lambda: CHANGES)
    changed: float = CHANGED
    fault: Callable[[Watched], Origin] | None = None
    spoilt: Callable[[str], str] | None = None
