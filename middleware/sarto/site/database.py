"""`Database`: the location database, and the very file it was read from.

Whether a file is still the same is told by its state. A database that did not change
is not read again; one that cannot be read leaves the last good one in use.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias, cast

from sarto.site.site import Site
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.ports import Location, LocationSource

State: TypeAlias = tuple[int, ...]

NOWHERE = Location()


def state_of(file: Path) -> State | None:
    """Note what changes whenever a file is replaced or written to; `None`: no file."""
    try:
        stat = file.stat()
    except (OSError, ValueError):
        return None
    times = stat.st_mtime_ns, stat.st_ctime_ns
    return stat.st_dev, stat.st_ino, stat.st_size, *times


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A `LocationSource`; `mistake` tells why its file, in this state, is not read."""

    file: Path
    state: State | None
    source: LocationSource | None = None
    mistake: str | None = None

    @classmethod
    def opened(cls, file: Path, before: Self | None = None) -> Self:
        """Open a file, unless it was; never raises, for the law is: pages go out."""
        state = state_of(file)
        if before and (before.file, before.state) == (file, state):
            return before
        source, mistake = opened(file)
        if state_of(file) != state:  # half of it may be of the old one: look again
            source, mistake, state = None, "it changed while it was read", None
        if source is None and before:
            source = before.source
        return cls(file=file, state=state, source=source, mistake=mistake)

    @property
    def is_as_read(self) -> bool:
        """Whether the file is still what it was when it was last read."""
        return self.state == state_of(self.file)

    def location(self, address: str) -> Location:
        """Look an address up; as long as nothing could be read, it is nowhere."""
        return self.source.location(address) if self.source else NOWHERE


def opened(file: Path) -> tuple[LocationSource | None, str | None]:
    """Open a file, or tell why not."""
    try:
        source = adapter("location", "maxmind")(file)
    except Exception as error:  # noqa: BLE001 - broken files raise nearly anything
        reason = error.strerror if isinstance(error, OSError) else None
        return None, reason or str(error)  # without the path of a machine
    return cast("LocationSource", source), None


def database_of(site: Site | None) -> Database | None:
    """Give the database that a site asks."""
    found = site.sources.locations if site else None
    return found if isinstance(found, Database) else None
