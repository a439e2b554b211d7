"""The text of our cookie: bytes, signed, in the one way they can be written.

Signed by itsdangerous with keys made for this purpose alone, so that no other signed
text of the site's passes here. Of several secrets the first signs and all are believed.
A text that is not letter for letter what we would have written is refused.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest

from itsdangerous import Signer

from sarto.memory.signers import signers

LARGEST = 3400  # characters; browsers keep 4096 with the name and all attributes
MARK = "."
SIGNED = 43  # characters of a signature: 32 bytes of SHA-256
MOST = (LARGEST - SIGNED - len(MARK)) * 3 // 4  # bytes that fit into the largest text


@dataclass(frozen=True, slots=True)
class Seal:
    """Signs and verifies for one purpose of one site."""

    signers: tuple[Signer, ...]

    @classmethod
    def of(cls, secrets: Sequence[str], purpose: str) -> "Seal":
        """Derive the keys; raises `ValueError` for a secret that is too short."""
        return cls(signers(secrets, purpose))

    def sealed(self, data: bytes) -> str:
        """Write bytes as a signed text."""
        text = urlsafe_b64encode(data).rstrip(b"=")
        return (text + b"." + self.signers[0].get_signature(text)).decode("ascii")

    def opened(self, token: str) -> bytes | None:
        """Read the bytes of a text of ours; `None` for any other."""
        text, mark, signature = token.rpartition(MARK)
        if not mark or len(token) > LARGEST or not token.isascii():
            return None
        signed, given = text.encode("ascii"), signature.encode("ascii")
        for each in self.signers:
            if compare_digest(each.get_signature(signed), given):
                return urlsafe_b64decode(signed + b"=" * (-len(signed) % 4))
        return None
