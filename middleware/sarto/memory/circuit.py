"""Whether a store is worth asking: it is left in peace while it does not answer.

In come moments and verdicts, out comes a yes or a no. Nothing is awaited here, and
nothing read from a clock.
"""

from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 3  # silences in a row open the circuit
REST: Final = 0.5  # seconds it stays open; then one call may try


@dataclass(slots=True)
class Circuit:
    """Open after some silences in a row; every moment is monotonic, in seconds."""

    _silences: int = 0  # in a row
    _counted: float = float("-inf")  # when the last of them was
    _until: float | None = None  # open until then; `None`: it is closed

    def may_pass(self, now: float) -> bool:
        """Whether a call may start; in an open one, a single call per rest.

        That call needs no watching: should it never end, the next rest does.
        """
        if self._until is None:
            return True
        if now < self._until:
            return False
        self._until = now + REST
        return True

    def answered(self) -> None:
        """Close it: the store is there."""
        self._silences, self._until = 0, None

    def silent(self, began: float, now: float) -> None:
        """Count a call without an answer, by when it began.

        Those that were under way together count as one: an event loop that was
        blocked, or one lost packet, makes all of them late at once.
        """
        if began <= self._counted:
            return
        self._counted = now
        self._silences += 1
        if self._silences >= ENOUGH:
            self._until = now + REST
