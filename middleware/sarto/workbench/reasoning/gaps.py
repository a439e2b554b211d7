"""Times that a clock jumps over: no visitor ever comes then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from sarto.config.model import Show
from sarto.site.site import Site
from sarto.vocabulary.facts import CLOCK

BY_CLOCK: Final = (CLOCK - {"holiday"}) | {"zone", "country"}
UTC_ZONE: Final = ZoneInfo("UTC")


def never_set(site: Site) -> Site:
    """Make the same site, with one clock for all visitors that is never set."""
    return replace(site, sources=replace(site.sources, clock_zone=UTC_ZONE))


def zone_of(site: Site) -> str:
    """Say whose clock a site reads."""
    zone = site.sources.clock_zone
    return f"in {zone}" if zone else "in every zone that is left"


def skipped(show: Show, site: Site) -> Iterator[tuple[str, str]]:
    """List the ends of a rule's window that its zone's clock never shows."""
    for key, said in (("from", show.start), ("until", show.until)):
        if isinstance(said, datetime) and said.tzinfo is None:
            read = real(said, site.sources.site_zone)
            if read != said:
                yield (
                    key,
                    (
                        f"{said:%H:%M} does not come on {said:%Y-%m-%d} in "
                        f"{site.sources.site_zone}: clocks jump over it, "
                        f"and it is read as {read:%H:%M}"
                    ),
                )


def real(said: datetime, zone: tzinfo) -> datetime:
    """Tell what a zone's clock shows at the moment that is meant."""
    there = said.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=None)
