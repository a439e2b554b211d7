"""What of a profile one visitor lets us keep: part by part, each by its own consent.

In comes whoever gives permits, and profiles; out come profiles that have no more in
them than that. What is read of a cookie or of a store, and what is written there,
passes here, so that nobody else ever holds a part that was not allowed.
"""

from collections.abc import Callable
from typing import Final, TypeAlias, final

from msgspec.structs import replace

from sarto.choices.consent import Permit
from sarto.context.visit import KEPT, UNIT
from sarto.memory.profile import NOBODY, Profile

Leave: TypeAlias = Callable[[str], Permit | None]

MEASURED: Final = ("id", "arms")  # what is kept by consent to be measured
PARTS: Final = {  # other parts of a profile, by a fact that each tells
    "signals.any": ("signals", "log"),
    "level": ("points",),
    "interest": ("topics",),
}


@final
class Allowed:
    """What one visitor allows in one request; `leave` gives permits for facts."""

    __slots__ = ("_gone", "is_kept", "is_measured")

    def __init__(self, leave: Leave) -> None:
        self.is_kept = is_left(leave, KEPT)
        self.is_measured = is_left(leave, UNIT)
        gone = [
            name for fact in PARTS if not is_left(leave, fact) for name in PARTS[fact]
        ]
        self._gone = (*gone, *(() if self.is_measured else MEASURED))

    @property
    def is_any(self) -> bool:
        """Whether anything at all may be kept."""
        return self.is_kept or self.is_measured

    def __call__(self, profile: Profile) -> Profile:
        """Leave out each part of a profile that may not be known."""
        if self.is_kept:
            gone = {name: getattr(NOBODY, name) for name in self._gone}
            return replace(profile, **gone) if gone else profile
        if not (self.is_measured and profile.id):
            return NOBODY
        return Profile(first=profile.first, id=profile.id, arms=profile.arms)


def is_left(leave: Leave, fact: str) -> bool:
    return type(leave(fact)) is Permit
