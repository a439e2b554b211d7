"""Saves of which nobody knows whether they are done: they may land after an erasure."""

from collections import Counter
from time import monotonic
from typing import Final

LANDING: Final = 2.0  # seconds in which a save without an answer may still be done
MOST: Final = 1024  # keys


class Landing:
    """The saves of one store that are on their way, by key."""

    def __init__(self) -> None:
        self._saving = Counter[str]()
        self._until: dict[str, float] = {}  # monotonic; the oldest first

    def __contains__(self, key: str) -> bool:
        return key in self._saving or self._until.get(key, 0.0) > monotonic()

    def begin(self, key: str) -> None:
        self._saving[key] += 1

    def end(self, key: str, *, is_answered: bool) -> None:
        """Count a save as ended; one without an answer is in doubt for a while."""
        self._saving[key] -= 1
        if not self._saving[key]:
            del self._saving[key]
        if not is_answered:
            self._until.pop(key, None)
            self._until[key] = monotonic() + LANDING
        while self._until and self._is_over(next(iter(self._until))):
            del self._until[next(iter(self._until))]

    def _is_over(self, key: str) -> bool:
        return len(self._until) > MOST or self._until[key] <= monotonic()
