"""Who may see the console: a link that is good for minutes, a cookie for hours.

In comes a text that anybody may have sent, out comes what was signed, or nothing. The
link is not the cookie: each is signed for its own purpose, and neither passes for the
other, nor for another site's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Final

from msgspec import Struct

from sarto.memory.token import Seal
from sarto.site.passes import LONGEST, Signed

OPEN: Final = timedelta(minutes=10)  # that a link is good for
RANDOM: Final = 12  # bytes: no two cookies are the same


class Link(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Leave to sign in."""

    ends: int  # seconds since 1970
    lasts: int  # seconds that who signs in may stay


class Stay(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Somebody who signed in."""

    ends: int
    random: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Writes and reads the links and cookies of one site."""

    links: Signed[Link]
    stays: Signed[Stay]

    @classmethod
    def of(cls, secrets: Sequence[str], site: str) -> "Keys | None":
        """Derive the keys; `None` where nothing can be signed."""
        try:
            return cls.checked(secrets, site)
        except ValueError:
            return None

    @classmethod
    def checked(cls, secrets: Sequence[str], site: str) -> "Keys":
        """Derive the keys; raises `ValueError` for no secret, or too short a one."""
        return cls(
            links=Signed(Seal.of(secrets, f"console-link.{site}"), Link),
            stays=Signed(Seal.of(secrets, f"console.{site}"), Stay),
        )

    def link(self, lasts: timedelta, now: datetime) -> str:
        """Write a link's token."""
        ends = int((now + OPEN).timestamp())
        length = int(min(lasts, LONGEST).total_seconds())
        return self.links.written(Link(ends, length))

    def stay(self, link: Link, now: datetime) -> str:
        """Write the cookie of who signs in."""
        ends = int(now.timestamp()) + link.lasts
        return self.stays.written(Stay(ends, token_bytes(RANDOM)))

    def linked(self, text: str, now: datetime) -> Link | None:
        """Read a link's token."""
        return self.links.read(text, now)

    def stays_until(self, text: str | None, now: datetime) -> int | None:
        """Tell until when a cookie is good; `None`: it is not."""
        stay = self.stays.read(text, now)
        return stay.ends if stay else None
