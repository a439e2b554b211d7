"""Where a site's events are, for who asks from beside the site."""

from pathlib import Path
from urllib.parse import unquote

from sarto.clock import Clock, utc_now
from sarto.config.config import Config
from sarto.config.experiment import Events
from sarto.measure.report.nothing import Nothing
from sarto.measure.report.report import Report, reported
from sarto.site.stores import SQLITE, events_of
from sarto.vocabulary.ports import EventStore


def opened(config: Config, events: str | None) -> EventStore:
    """Make the store that a URL names, or the file; raises `ValueError`.

    Nothing is opened yet, and no file is made.
    """
    return events_of(address(config, events), config.folder)


def answered(config: Config, events: str | None, clock: Clock = utc_now) -> Report:
    """Make the report of now; a file that is not there yet is one without events.

    Raises `ValueError` for what is no URL, and whatever the store raises.
    """
    store = opened(config, events)
    file = file_of(address(config, events), config.folder)
    if file is not None and not file.exists():
        store = Nothing()
    try:
        return reported(config.toml, store, int(clock().timestamp()))
    finally:
        store.close()


def address(config: Config, events: str | None) -> str:
    return events or (config.toml.events or Events()).url


def file_of(address: str, folder: Path) -> Path | None:
    """Find the file of a SQLite database; `None`: it is on a server."""
    if not address.startswith(SQLITE):
        return None
    return folder / unquote(address.removeprefix(SQLITE))
