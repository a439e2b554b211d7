"""Makes visits for the tests of what is known of them, and sources that keep count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

from sarto.choices.consent import Consent
from sarto.context.sources import Network, Sources
from sarto.context.visit import Visit
from sarto.vocabulary.ports import Device, Location

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PROXY = "10.0.0.1"


@dataclass
class Places:
    """A `LocationSource` that knows one place, and who was asked about."""

    place: Location = field(default_factory=Location)
    asked: list[str] = field(default_factory=list[str])

    def location(self, address: str) -> Location:
        self.asked.append(address)
        return self.place


@dataclass
class Devices:
    """A `DeviceSource` that knows one device, and what it was asked about."""

    known: Device = field(default_factory=Device)
    asked: list[str] = field(default_factory=list[str])

    def device(self, user_agent: str) -> Device:
        self.asked.append(user_agent)
        return self.known


@dataclass
class Broken:
    """Any source, out of order."""

    error: Exception = field(default_factory=RuntimeError)

    def device(self, user_agent: str) -> Device:
        raise self.error

    def location(self, address: str) -> Location:
        raise self.error


@dataclass
class Nonsense:
    """Any source, answering what nobody asked."""

    answer: Any = None

    def device(self, user_agent: str) -> Any:
        return self.answer

    def location(self, address: str) -> Any:
        return self.answer


def sources(**given: Any) -> Sources:
    """Gather sources; the clock stands still at noon unless one is given."""
    settings: dict[str, Any] = {"clock": lambda: NOON, **given}
    return Sources(**settings)


def trusting(*networks: str) -> tuple[Network, ...]:
    return tuple(ip_network(network) for network in networks)


def visit(
    *headers: tuple[str, str],
    of: Sources | None = None,
    scope: Mapping[str, Any] | None = None,
    pins: Mapping[str, object] | None = None,
    granted: tuple[str, ...] = (),
) -> Visit:
    """Make a visit of a request with these headers."""
    fields = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return Visit(
        {"type": "http", "headers": fields, "client": (PROXY, 1234), **(scope or {})},
        of or sources(),
        consent=Consent(frozenset(granted)) if granted else None,
        pins=pins,
    )
