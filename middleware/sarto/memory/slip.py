"""What the cookie of a visitor holds whose profile is in a store: its key, and an id.

The id stands here and not in the store, so that a store which is down moves nobody to
another arm. A cookie with a key alone is the key itself, as it ever was.
"""

from typing import Final

import msgspec

from sarto.memory.profile import Profile

PLAIN: Final = (b"b.", b"u.")  # what keys begin with; nothing that is packed does


class Slip(msgspec.Struct, array_like=True, frozen=True):
    """`first`, `id` and `arms` are those of who takes part, as in a profile."""

    key: str = ""
    first: int = 0
    id: str = ""
    arms: tuple[tuple[str, str], ...] = ()

    @property
    def taking(self) -> Profile:
        return Profile(first=self.first, id=self.id, arms=self.arms)

    @classmethod
    def of(cls, key: str, taking: Profile) -> "Slip":
        """Write a key and who takes part on one slip; without an id the key alone."""
        if not taking.id:
            return cls(key)
        return cls(key, taking.first, taking.id, taking.arms)

    def packed(self) -> bytes:
        return _encoder.encode(self) if self.id else self.key.encode("ascii")


EMPTY: Final = Slip()
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Slip)


def unpacked(data: bytes) -> Slip:
    """Read one; what is none is empty."""
    if data.startswith(PLAIN):
        return Slip(data.decode("ascii", "replace"))
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return EMPTY
