"""What proves that a request comes from the edge, and that an address of ours is ours.

Both are made of the site's secrets, so that nobody else can: the newest secret proves,
and every one that is still in the list is believed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from typing import Self

EDGE, ADDRESS = b"sarto edge", b"sarto addr"  # what a proof is for


@dataclass(frozen=True, slots=True)
class Proof:
    """The proofs of one site, newest first; each is 40 hexadecimal digits."""

    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, secrets: Sequence[str], site: str) -> Self:
        """Derive the keys; raises `ValueError` where there is no secret."""
        if not secrets:
            raise ValueError("there is no secret")
        made = (f"{site}\0{secret}".encode() for secret in secrets)
        return cls(tuple(blake2b(each, digest_size=32).digest() for each in made))

    @property
    def token(self) -> str:
        """What the edge says in `X-Sarto-Edge`."""
        return self.tokens[0]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(digest(key, EDGE, ()) for key in self.keys)

    def is_edge(self, said: bytes) -> bool:
        """Whether that is a token of ours; as long for a wrong one as for a right."""
        return is_any(said, self.tokens)

    def signed(self, *parts: str) -> str:
        """Sign an address of ours, part by part."""
        return digest(self.keys[0], ADDRESS, parts)

    def is_signed(self, signature: str, *parts: str) -> bool:
        """Whether we signed just that."""
        ours = tuple(digest(key, ADDRESS, parts) for key in self.keys)
        return is_any(signature.encode("utf-8", "replace"), ours)


def digest(key: bytes, purpose: bytes, parts: Iterable[str]) -> str:
    """Sum up parts, each with its length, so that no two lists read the same."""
    made = blake2b(key=key, person=purpose, digest_size=20)
    for part in parts:
        text = part.encode("utf-8", "surrogatepass")
        made.update(len(text).to_bytes(8, "big") + text)
    return made.hexdigest()


def is_any(said: bytes, ours: Iterable[str]) -> bool:
    """Compare with each of them, be it found or not: time tells nothing."""
    found = [compare_digest(said, each.encode()) for each in ours]
    return any(found)
