"""Everything that is made of a site's secrets: seals for cookies, names for users."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_urlsafe

from sarto.memory.token import Seal

USERS = "u."  # what keys and ids of users begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """One key for each purpose; what is signed for one is nothing for another.

    Users are named by the oldest secret, which is the last: rotation loses nobody as
    long as it stays in the list.
    """

    profiles: Seal
    keys: Seal
    owners: bytes

    @classmethod
    def of(cls, secrets: Sequence[str], site: str) -> "Seals":
        """Derive all keys; raises `ValueError` for no secret, or too short a one."""
        profiles = Seal.of(secrets, f"profile.{site}")
        return cls(
            profiles=profiles,
            keys=Seal.of(secrets, f"key.{site}"),
            owners=blake2b(f"owner.{site}.{secrets[-1]}".encode()).digest(),
        )

    def owner(self, user: str) -> str:
        """Stand for a user by a name that nobody can turn back."""
        made = blake2b(user.encode(errors="surrogatepass"), key=self.owners)
        return made.hexdigest()[:24]

    def id(self, owner: str) -> str:
        """Give the id of a user for experiments, from which their name is not told."""
        made = blake2b(owner.encode(), key=self.owners, person=b"sarto.id")
        return f"{USERS}{made.hexdigest()[:24]}"


def browser_key() -> str:
    """Make the key of a browser that nobody knows."""
    return f"b.{token_urlsafe(18)}"


def user_key(owner: str) -> str:
    """Give the key of a user's own profile."""
    return f"{USERS}{owner}"
