"""Places by a database in MaxMind's layout, or one of the flat free ones.

The file is read into memory: a mapped one that is overwritten in place would end the
process. Where the system lends memory a name, the copy is read by maxminddb's C
extension, many times quicker. An address is looked up and forgotten.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

from maxminddb import MODE_AUTO, MODE_MEMORY, InvalidDatabaseError
from maxminddb import open_database as open_  # pyright: ignore[reportUnknownVariableType] - its paths are half typed

from sarto.vocabulary.ports import Location

NOWHERE = Location()


class Records(Protocol):
    """A database, opened."""

    def get(self, ip_address: str) -> object: ...


def opened(database: Path) -> Records:
    """Open a private copy; raises `OSError` or `InvalidDatabaseError`."""
    content = database.read_bytes()
    try:
        with os.fdopen(os.memfd_create("sarto"), "wb") as copy:
            copy.write(content)
            copy.flush()
            return open_(f"/proc/self/fd/{copy.fileno()}", MODE_AUTO)
    except (AttributeError, OSError, InvalidDatabaseError):
        # No such thing on this system; or the file is broken, and this one names it.
        return open_(str(database), MODE_MEMORY)


def member(table: object, name: str) -> object:
    """Look into a table; what is no table holds nothing."""
    if not isinstance(table, Mapping):
        return None
    return cast("Mapping[object, object]", table).get(name)


def first(items: object) -> object:
    return next(iter(cast("list[object]", items)), None) if items else None


def text(record: object, *path: str) -> str | None:
    """Walk into a record; what is not there, or no text, is unknown."""
    here = record
    for part in path:
        here = member(here, part)
    return here if isinstance(here, str) and here else None


def nested(record: object) -> Location:
    """Read MaxMind's layout; it says so where a country is in the Union."""
    country = text(record, "country", "iso_code")
    division = text(first(member(record, "subdivisions")), "iso_code")
    union = member(member(record, "country"), "is_in_european_union") or False
    return Location(
        country=country,
        region=f"{country}-{division}" if country and division else None,
        continent=text(record, "continent", "code"),
        eu=union if country and isinstance(union, bool) else None,
        city=text(record, "city", "names", "en"),
        zone=text(record, "location", "time_zone"),
    )


def flat(record: object) -> Location:
    """Read the layout of the flat databases: one text per column."""
    return Location(
        country=text(record, "country_code"),
        continent=text(record, "continent_code"),
        city=text(record, "city"),
        zone=text(record, "timezone"),
    )


class MaxMind:
    """A `LocationSource`; raises `OSError` or `InvalidDatabaseError` when made."""

    def __init__(self, database: Path) -> None:
        self.records = opened(database)

    def location(self, address: str) -> Location:
        """Look an address up; a broken record, or no address, is nowhere."""
        try:
            record = self.records.get(address)
            return flat(record) if member(record, "country_code") else nested(record)
        except Exception:  # noqa: BLE001 - broken files raise nearly anything
            return NOWHERE
