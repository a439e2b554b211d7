"""The record of our own consent form: one small cookie, unsigned and without an id.

In comes the cookie's value, out comes what it says of each purpose. A yes counts for
the policy that was shown, for a bounded time, and only as it is written here to the
letter; a no counts whatever its age. Nothing here raises for any text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Final
from urllib.parse import quote, unquote

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings, State
from sarto.vocabulary.facts import PURPOSES

FORMAT: Final = "1"
NOTHING: Final = "-"  # written where no purpose is granted
PARTS: Final = 4
LONGEST: Final = 512  # characters of a record
USUAL: Final = timedelta(days=183)  # the same for a yes and a no (CNIL 2020-091)
MOST: Final = timedelta(days=395)
EPOCH: Final = date(1970, 1, 1)
AHEAD: Final = 1  # days: somebody's clock may have been ahead
TAKES: Final = frozenset({"version", "max_age"})


def policy_of(version: str | None) -> str:
    """Name a version of the policy by eight hex digits."""
    return blake2b((version or "").encode(), digest_size=4).hexdigest()


def day_of(moment: datetime) -> int:
    """Count the days since 1970, in UTC."""
    return (moment.astimezone(UTC).date() - EPOCH).days


def day_in(value: str) -> date:
    """Tell the day of a record that was read and is sound."""
    return EPOCH + timedelta(days=int(value.split(".")[2]))


def written(policy: str, day: int, purposes: Iterable[str]) -> str:
    """Write a record, fit for a cookie."""
    names = "+".join(quote(purpose, safe="") for purpose in purposes)
    return f"{FORMAT}.{policy}.{day}.{names or NOTHING}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRecord:
    """Reads the records of one site's form; a `ConsentSource`.

    `cookies` are the names it may have come under: of several the first counts.
    """

    settings: Settings = AS_SHIPPED
    purposes: tuple[str, ...] = PURPOSES
    cookies: tuple[str, ...] = ("__Host-sarto-consent",)
    ids: frozenset[str] | None = field(init=False)
    meanings: Mapping[str, tuple[str, ...]] = field(init=False)
    takes: frozenset[str] = TAKES

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", frozenset(self.purposes))
        meant = {purpose: (purpose,) for purpose in self.purposes}
        object.__setattr__(self, "meanings", meant)

    @property
    def policy(self) -> str:
        return policy_of(self.settings.version)

    @property
    def max_age(self) -> timedelta:
        """How long an answer counts, be it a yes or a no."""
        return min(self.settings.max_age or USUAL, MOST)

    def reads(self, cookie: str) -> bool:
        return cookie in self.cookies

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        """Read what this visitor answered; `None`: nothing yet."""
        value = self.value(cookies)
        return self.read(value, now) if value else None

    def read(self, value: str, now: datetime) -> Record:
        """Read one value."""
        parts = value.split(".", PARTS - 1)
        if len(value) > LONGEST or len(parts) != PARTS:
            return MALFORMED
        _, policy, said, names = parts
        granted = () if names == NOTHING else tuple(map(unquote, names.split("+")))
        day = int(said) if said.isascii() and said.isdigit() else -1
        in_order = [purpose for purpose in self.purposes if purpose in granted]
        age = day_of(now) - day
        if written(policy, day, in_order) != value or age < -AHEAD or day < 0:
            return MALFORMED
        is_stale = policy != self.policy or age >= self.max_age.days
        return Record(
            said={purpose: purpose in granted for purpose in self.purposes},
            means=State.STALE if is_stale else State.GRANTED,
        )

    def is_open(self, value: str, now: datetime) -> bool:
        """Whether it is to be asked: there is no answer, or none that counts."""
        record = self.read(value, now) if value else None
        return record is None or record.is_unsound or record.means is State.STALE

    def value(self, cookies: Mapping[str, str]) -> str:
        """Pick the cookie that counts; empty where nothing was answered."""
        return next((cookies[name] for name in self.cookies if name in cookies), "")

    def answered(self, purposes: Iterable[str], now: datetime) -> str:
        """Write what a visitor answers now, in the order that is read again."""
        granted = frozenset(purposes)
        in_order = (purpose for purpose in self.purposes if purpose in granted)
        return written(self.policy, day_of(now), in_order)
