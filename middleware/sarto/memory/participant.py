"""Who takes part in experiments: a random id, or one of who is signed in.

An id says nothing of anybody. It is kept by consent to be measured, and by no other; it
is the same as long as a profile may be kept, and that of a user on all their devices.
"""

from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_urlsafe
from typing import Final

from msgspec.structs import replace

from sarto.memory.profile import Profile
from sarto.memory.seals import USERS

UNIT_BYTES: Final = 16
PINNED: Final = 16  # experiments whose arm is kept


def fresh_id() -> str:
    """Make the id of a browser that nobody knows."""
    return token_urlsafe(12)


def is_users(id_: str) -> bool:
    """Whether an id is that of a user, not of a browser."""
    return id_.startswith(USERS)


def unit_of(id_: str) -> bytes:
    """Stand for an id by a hash, which is all that is stored of it."""
    return blake2b(id_.encode(errors="surrogatepass"), digest_size=UNIT_BYTES).digest()


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody is given an id; who has one keeps it, unless they are a user now."""

    id: str

    def __call__(self, profile: Profile) -> Profile:
        if profile.id == self.id or (profile.id and not is_users(self.id)):
            return profile
        return replace(profile, id=self.id, arms=())


@dataclass(frozen=True, slots=True)
class Pinned:
    """An arm is kept for good, of an experiment whose weights move."""

    experiment: str  # its key
    arm: str

    def __call__(self, profile: Profile) -> Profile:
        if arm_of(profile, self.experiment) == self.arm:
            return profile
        others = tuple(each for each in profile.arms if each[0] != self.experiment)
        arms = (*others, (self.experiment, self.arm))[-PINNED:]
        return replace(profile, arms=arms)


def arm_of(profile: Profile, experiment: str) -> str | None:
    """Give the arm that was kept of an experiment, by its key."""
    return next((arm for key, arm in profile.arms if key == experiment), None)
