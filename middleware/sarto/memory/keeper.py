"""A store of profiles, asked in time: a page never waits for it longer than agreed.

Keys and bytes go in and come out as they are; what they mean, and who may ask, is
decided above. No call raises an error: a store that is down is silent, and no more.
"""

from enum import Enum
from time import monotonic
from typing import Final

from sarto.memory.calls import SILENCE, Calls, Note, Silence
from sarto.memory.erasures import Erasures
from sarto.memory.landing import LANDING, Landing
from sarto.vocabulary.ports import ProfileStore, Stored

__all__ = ["SILENCE", "Keeper", "Saved", "Silence"]

ATTEMPT: Final = 1.0  # seconds for what nobody waits for
LOAD, SAVE, ERASE, CLOSE = (
    f"profile store: {what}" for what in ("load", "save", "erase", "close")
)


class Saved(Enum):
    """What came of a save."""

    DONE = "done"
    BEHIND = "behind"  # somebody saved meanwhile, or is erasing it
    SILENT = "silent"  # it may be done, or not


class UnusableError(Exception):
    """A store answered what no store may."""


class UnseenError(Exception):
    """An erasure failed, and too many wait already to be tried again."""


class Keeper:
    """One store, for one process; `budget` is in seconds.

    `note` is told of each failure: what was asked, and the error.
    """

    def __init__(self, store: ProfileStore, *, budget: float, note: Note) -> None:
        self.store = store
        self._note = note
        self._calls = Calls(budget, note)
        self._erasures = Erasures(self._attempt)
        self._landing = Landing()

    async def load(
        self, key: str, *, seconds: float | None = None
    ) -> Stored | Silence | None:
        """Look a key up; one that is being erased is not there any more.

        `seconds`: how long somebody waits for it; by default the budget.
        """
        self._erasures.go_on()
        if key in self._erasures:
            return None
        found = await self._calls.ask(LOAD, lambda: self._load(key), seconds=seconds)
        return None if key in self._erasures else found

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> Saved:
        """Save where nobody did meanwhile; durable when it is `DONE`."""
        self._erasures.go_on()
        if key in self._erasures:
            return Saved.BEHIND
        self._landing.begin(key)
        is_done: bool | Silence = SILENCE
        try:
            is_done = await self._calls.ask(
                SAVE, lambda: self._save(key, data, expected, seconds)
            )
        finally:
            self._landing.end(key, is_answered=is_done is not SILENCE)
        if is_done is SILENCE:
            return Saved.SILENT
        return Saved.DONE if is_done else Saved.BEHIND

    async def erase(
        self, key: str, *, seconds: float | None = None, is_for_good: bool = False
    ) -> bool:
        """Erase; `True`: it is durable. Else it is seen to until it is.

        `seconds`: how long somebody waits for that; by default the budget.

        Where a save may still be on its way, it is erased once more when that one must
        have landed. So is a key that nobody will have again, `is_for_good`: its very
        first save may be on its way from another machine.
        """
        if not self._erasures.begin(key):
            self._note(ERASE, UnseenError("this one is tried once"))
        is_erased = False
        try:
            found = await self._calls.ask(
                ERASE, lambda: self.store.erase(key), seconds=seconds
            )
            is_erased = found is not SILENCE
        finally:
            if not is_erased:
                self._erasures.later(key)
            elif is_for_good or key in self._landing:
                self._erasures.later(key, LANDING)
            else:
                self._erasures.done(key)
        return is_erased

    async def close(self, *, seconds: float = 5.0) -> None:
        """See to what is being erased, for so long at most, and let go of the store."""
        self._erasures.stop()
        until = monotonic() + seconds
        for key in self._erasures.left():
            if monotonic() < until and await self._attempt(key):
                self._erasures.done(key)
        await self._calls.within(ATTEMPT, CLOSE, self.store.close)

    async def _attempt(self, key: str) -> bool:
        """Erase a key for which nobody waits; one at a time, so it is always asked."""
        found = await self._calls.within(ATTEMPT, ERASE, lambda: self.store.erase(key))
        return found is not SILENCE

    async def _load(self, key: str) -> Stored | None:
        return stored(await self.store.load(key))

    async def _save(
        self, key: str, data: bytes, expected: int | None, seconds: int
    ) -> bool:
        return flag(
            await self.store.save(key, data, expected=expected, seconds=seconds)
        )


def stored(found: object) -> Stored | None:
    """Check what a store gives: it may be anybody's."""
    if found is None or isinstance(found, Stored):
        return found
    raise UnusableError("`load` gives a `Stored`, or `None`")


def flag(found: object) -> bool:
    if isinstance(found, bool):
        return found
    raise UnusableError("`save` gives `True`, or `False`")
