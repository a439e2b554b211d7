"""The ports: what the core asks of the outside world, and nothing about who answers.

Adapters satisfy these by shape; they subclass nothing. A port's answer is checked where
it is asked: what raises, hangs or answers nonsense leaves the fact unknown.
"""

from dataclasses import dataclass
from typing import Protocol


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
    """Tells devices apart."""

    def device(self, user_agent: str) -> Device:
        """Read one User-Agent, at most 512 characters of it."""
        ...


class LocationSource(Protocol):
    """Finds places by address."""

    def location(self, address: str) -> Location:
        """Look up one IP address; the address is not kept."""
        ...


class FragmentSource(Protocol):
    """Where the HTML of fragments comes from."""

    def names(self) -> frozenset[str]:
        """List every fragment by its path inside the folder, with slashes."""
        ...

    def text(self, name: str) -> str:
        """Read one fragment; raises `KeyError` when there is none of that name."""
        ...
