"""Pages that the site itself lately kept from shared caches: nobody need try again.

In come paths and the monotonic clock, in seconds; out comes whether a path was noted
within the last few. Bounded: what is forgotten is tried once more.
"""

from dataclasses import dataclass, field
from typing import Final

SECONDS: Final = 10.0
MOST: Final = 2048  # paths
LONGEST: Final = 512  # characters of one


@dataclass(slots=True)
class Alone:
    """The paths of such pages, each with the moment until which it is remembered."""

    _until: dict[str, float] = field(default_factory=dict[str, float])

    def note(self, path: str, now: float) -> None:
        """Remember a path for a while."""
        if len(self._until) >= MOST:
            self._until.clear()
        if len(path) <= LONGEST:
            self._until[path] = now + SECONDS

    def has(self, path: str, now: float) -> bool:
        """Whether a path was noted lately."""
        return self._until.get(path, 0.0) > now
