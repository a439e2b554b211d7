"""Who signs for a site: keys made of its secrets, for each purpose others.

Of several secrets the first signs and all are believed, so that they can be changed one
after the other. No text that is signed for one purpose passes for another.
"""

from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import Signer

SHORTEST_SECRET = 16  # characters


def signers(secrets: Sequence[str], purpose: str) -> tuple[Signer, ...]:
    """Derive the keys, once; raises `ValueError` for a secret that is too short."""
    if not secrets or any(len(each) < SHORTEST_SECRET for each in secrets):
        least = f"at least {SHORTEST_SECRET} characters"
        raise ValueError(f"a secret has {least}: they must not be guessed")
    return tuple(signer(secret, purpose) for secret in secrets)


def signer(secret: str, purpose: str) -> Signer:
    """Make a signer whose key is derived already: that is not done for each visitor."""
    salt = f"sarto.{purpose}"
    made = Signer(secret, salt=salt, key_derivation="hmac", digest_method=sha256)
    return Signer(
        made.derive_key(), salt=salt, key_derivation="none", digest_method=sha256
    )
