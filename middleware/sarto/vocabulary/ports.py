"""The ports: what the core asks of the outside world, and nothing about who answers.

Adapters satisfy these by shape; they subclass nothing. A port's answer is checked where
it is asked: what raises, hangs or answers nonsense leaves the fact unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sarto.vocabulary.consent import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a User-Agent tells; `None` where it does not."""

    device: str = "other"
    browser: str | None = None
    os: str | None = None
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """What a look-up of an address tells; `None` where it does not."""

    country: str | None = None
    region: str | None = None
    continent: str | None = None
    eu: bool | None = None
    city: str | None = None
    zone: str | None = None


class DeviceSource(Protocol):
    """Tells devices apart; made ready when it is made, not by the first visitor."""

    def device(self, user_agent: str) -> Device:
        """Read one User-Agent, at most 512 characters of it; keep few of them."""
        ...


class LocationSource(Protocol):
    """Finds places by address."""

    def location(self, address: str) -> Location:
        """Look up one IP address; the address is not kept."""
        ...


class HolidaySource(Protocol):
    """Knows the public holidays of countries."""

    def names(self, country: str, day: date) -> tuple[str, ...] | None:
        """Name those of a day, by English names; `None`: nobody knows."""
        ...


class ConsentSource(Protocol):
    """Reads the record that a site's consent tool left in cookies.

    Made with a `Settings` when a config names it. `ids` are the ids the tool has, if
    they are always the same; `meanings` are those that stand for a purpose where the
    site maps none, all of them needed; `takes` the settings that matter to it.
    """

    @property
    def ids(self) -> frozenset[str] | None: ...
    @property
    def meanings(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def takes(self) -> frozenset[str]: ...

    def reads(self, cookie: str) -> bool:
        """Whether a cookie of that name is part of the record."""
        ...

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        """Read the record from these cookies, as sent; `None`: there is none.

        Of two cookies of one name it is shown one, then the other. It is shown no
        other cookies, and no value that is longer than 8 KiB, holds control
        characters or is no UTF-8. Never raises for anything a visitor may send.
        """
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store keeps under one key: bytes that mean nothing to it."""

    data: bytes
    version: int  # of this key; grows with each save, and never comes back


class ProfileStore(Protocol):
    """Keeps what visitors let us keep; asked in time by who asks, not by itself.

    Keys are any text. Any method may raise anything, from any fault of a backend, and
    works again by itself when the fault is over. Called from any event loop; a call
    that is cancelled may still be done, wholly or not at all.
    """

    async def load(self, key: str) -> Stored | None:
        """Look a key up; `None`: there is none, or its time is over."""
        ...

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        """Keep these bytes for that many seconds, at least one; durable when `True`.

        `False`: somebody saved meanwhile, and nothing is changed: `expected` is not
        the version there, or it is `None`, and there is one.
        """
        ...

    async def erase(self, key: str) -> None:
        """Forget a key; durable when it returns. Erasing nothing is fine."""
        ...

    async def close(self) -> None:
        """Let go of files and connections; a later call opens them again."""
        ...


class FragmentSource(Protocol):
    """Where the HTML of fragments comes from."""

    def names(self) -> frozenset[str]:
        """List every fragment by its path inside the folder, with slashes."""
        ...

    def text(self, name: str) -> str:
        """Read one fragment; raises `KeyError` when there is none of that name."""
        ...


class Resolver(Protocol):
    """Gives one fact of the site's own, `facts.NAME`; sync or async.

    A plain function of one argument is enough, and its fact is then `personal`. Who
    declares more says how many visitors share a value (`segment`, `band`, `personal`),
    which purpose must be granted first (`None`: the site's own ground), and what the
    value stands on: request headers, other facts.
    """

    @property
    def name(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def reads(self) -> tuple[str, ...]: ...

    def __call__(self, asked: Any, /) -> object:  # noqa: ANN401 - an `Asked`, of a room above
        """Give a text of at most 256 characters, a number, a flag; `None`: unknown.

        Or an awaitable of one. What raises, comes late or gives anything else leaves
        the fact unknown.
        """
        ...
