"""One visitor that a search found, as a visit: what is said of him is tried on it."""

from collections.abc import Mapping
from datetime import timedelta

from sarto.asgi import Scope
from sarto.context.visit import Visit
from sarto.site.site import Site
from sarto.workbench.reasoning.found import Found, Pins
from sarto.workbench.reasoning.sightings import Sightings, is_value, signal_of


class Witness(Visit):
    """A visit with its facts pinned, and with counts in spans of time."""

    sightings: Mapping[str, Sightings] = {}
    shown: Mapping[str, Pins] = {}

    @classmethod
    def of(cls, found: Found, site: Site, pins: Pins) -> "Witness":
        """Make the visit of one who was found, to one of the sites."""
        scope = request(found.path)
        made = cls(scope, site.sources, pins=pins, arrived=found.moment)
        made.sightings, made.shown = found.sightings, found.shown
        return made

    def counted(self, name: str, within: float | None, since: str | None) -> object:
        """Give a count in a span, where there is one."""
        seen = self.sightings.get(f"signals.{signal_of(name)}")
        if seen is None:
            return super().counted(name, within, since)
        span = None if within is None else timedelta(seconds=within)
        return seen.inside((span, since), is_value=is_value(name))

    def may_show(self, rule: str, times: int, per: str) -> bool:
        """Whether a rule was shown fewer times to him."""
        counts = self.shown.get(rule)
        if counts is None:
            return super().may_show(rule, times, per)
        count = counts[per]
        return isinstance(count, int) and count < times


def request(path: str) -> Scope:
    """Make a request of which only the path is known."""
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [],
    }
