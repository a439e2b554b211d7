"""What proves that a request comes from the edge, and that an address of ours is ours.

Both are made of the site's secrets, as our cookies are, so that nobody else can: the
newest secret proves, and every one that is still in the list is believed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from typing import Self

from itsdangerous import Signer

from sarto.memory.signers import signers

DIGITS = 40  # hexadecimal: 160 bits of SHA-256


@dataclass(frozen=True, slots=True)
class Proof:
    """The proofs of one site, newest first; each is 40 hexadecimal digits."""

    tokens: tuple[str, ...] = ()  # of the edge
    signers: tuple[Signer, ...] = ()  # of our addresses

    @classmethod
    def of(cls, secrets: Sequence[str], site: str) -> Self:
        """Derive the keys; raises `ValueError` for no secret, or too short a one."""
        edges = signers(secrets, f"edge.{site}")
        tokens = tuple(digest(each, ()) for each in edges)
        return cls(tokens, signers(secrets, f"address.{site}"))

    @property
    def token(self) -> str:
        """What the edge says in `X-Sarto-Edge`."""
        return self.tokens[0]

    def is_edge(self, said: bytes) -> bool:
        """Whether that is a token of ours; as long for a wrong one as for a right."""
        return is_any(said, self.tokens)

    def signed(self, *parts: str) -> str:
        """Sign an address of ours, part by part."""
        return digest(self.signers[0], parts)

    def is_signed(self, signature: str, *parts: str) -> bool:
        """Whether we signed just that."""
        ours = tuple(digest(each, parts) for each in self.signers)
        return is_any(signature.encode("utf-8", "replace"), ours)


def digest(signer: Signer, parts: Iterable[str]) -> str:
    """Sum up parts, each with its length, so that no two lists read the same."""
    texts = (part.encode("utf-8", "surrogatepass") for part in parts)
    whole = b"".join(len(text).to_bytes(8, "big") + text for text in texts)
    made = signer.algorithm.get_signature(signer.derive_key(), whole)
    return made.hex()[:DIGITS]


def is_any(said: bytes, ours: Iterable[str]) -> bool:
    """Compare with each of them, be it found or not: time tells nothing."""
    found = [compare_digest(said, each.encode()) for each in ours]
    return any(found)
