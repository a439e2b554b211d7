"""Who looks on as the file says: recorded traffic, a shadow, operations."""

from sarto.site.operations import Operations
from sarto.site.shadow import Compile, Shadow
from sarto.site.site import Site
from sarto.site.traffic import Traffic
from sarto.site.watching import Watcher


def onlookers(
    site: Site, before: Site | None, compiled: Compile
) -> tuple[Watcher, ...]:
    """Make them; what those of the site before counted goes on."""
    told: tuple[object, ...] = before.watchers if before else ()
    traffics = (each for each in told if isinstance(each, Traffic))
    shadows = (each for each in told if isinstance(each, Shadow))
    traffic = Traffic.of(site, next(traffics, None))
    shadow = Shadow.of(site, compiled, next(shadows, None))
    found = (traffic, shadow, Operations.of(site))
    return tuple(each for each in found if each is not None)
