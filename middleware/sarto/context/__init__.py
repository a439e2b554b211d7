"""Who is asking: one lazy `Visit` per request, one file per family of facts."""

from sarto.context import (
    address,
    agreement,
    arrival,
    device,
    language,
    location,
    moment,
    resolved,
)

__all__ = [
    "address",
    "agreement",
    "arrival",
    "device",
    "language",
    "location",
    "moment",
    "resolved",
]
