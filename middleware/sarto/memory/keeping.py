"""What one site remembers of its visitors, and how: made when it is compiled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from re import Pattern
from typing import Final, NamedTuple

from sarto.context.visit import Visit
from sarto.memory.allowed import Allowed
from sarto.memory.changes import Signalled
from sarto.memory.fitting import fitted
from sarto.memory.interests import Curiosity
from sarto.memory.keeper import Keeper
from sarto.memory.known import Lately
from sarto.memory.level import Scale
from sarto.memory.noticed import Sign
from sarto.memory.profile import DAY, NOBODY, Profile, unpacked
from sarto.memory.seals import Seals
from sarto.memory.token import MOST

LIFETIME: Final = 395 * DAY  # seconds since the first request: 13 months, never renewed
ROOMY: Final = 65_536  # bytes of a profile in a store


class Read(NamedTuple):
    """What was brought, less what its visitor lets us keep no more."""

    profile: Profile | None = None
    is_less: bool = False


UNREAD: Final = Read()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How profiles are kept: in signed cookies, or in a store under a signed key."""

    seals: Seals
    site_zone: tzinfo
    keeper: Keeper | None = None  # None: profiles are in cookies
    budget: float = 0.025  # seconds that a store may cost one page
    scale: Scale = field(default_factory=Scale)
    curiosity: Curiosity = field(default_factory=Curiosity)
    signs: Mapping[str, Sign] = field(default_factory=dict[str, Sign])
    frozen: Pattern[str] | None = None  # paths where no level changes
    asked_on: Pattern[str] | None = None  # where the site's own code asks
    stage: Callable[[Visit], str | None] = field(default=lambda _visit: None)
    lately: Lately = field(default_factory=Lately)
    measures: bool = False  # whether visitors take part in experiments

    def read(self, token: str, now: int, allowed: Allowed) -> Read:
        """Read of a cookie what may be; nothing of a forged or an expired one."""
        found = self.lately.get(token)
        if found is None:
            data = self.seals.profiles.opened(token)
            found = unpacked(data) if data is not None else None
            if found is None:
                return UNREAD
            self.lately.keep(token, found)
        if not self.seconds(found, now):
            return UNREAD
        kept = allowed(found)
        return Read(kept if kept != NOBODY else None, is_less=kept != found)

    def written(self, profile: Profile) -> str | None:
        """Write a profile as a cookie; `None` where even counts have no room."""
        data = fitted(profile, MOST)
        return None if data is None else self.seals.profiles.sealed(data)

    @staticmethod
    def seconds(profile: Profile, now: int) -> int:
        """Tell for how long it may still be kept; 0 where that is over."""
        return max(0, min(LIFETIME, profile.first + LIFETIME - now))

    def signalled(self, sign: Sign, now: int, value: float | None = None) -> Signalled:
        """Make the change that a signal is."""
        return Signalled(
            sign.name, now, self.scale, value, points=sign.points, area=sign.area
        )

    def day(self, arrived: datetime) -> int:
        """Number the day of the site's that a moment belongs to."""
        try:
            return arrived.astimezone(self.site_zone).toordinal()
        except OverflowError:  # the last day of 9999, and the zone has the next already
            return arrived.toordinal()
