"""Places by a database in MaxMind's layout, or one of the flat free ones.

The file is read into memory: a mapped one that is overwritten in place would end the
process. Where the system lends memory a name, the copy is read by maxminddb's C
extension, many times quicker. An address is looked up and forgotten.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Protocol, cast

from maxminddb import MODE_AUTO, MODE_FD, InvalidDatabaseError, Reader
from maxminddb import open_database as open_  # pyright: ignore[reportUnknownVariableType] - its paths are half typed

from sarto.vocabulary.ports import Location

NOWHERE = Location()
LARGEST = 2**30  # bytes; the largest databases of places have half of them
IPV6 = 6
TRIED = [f"{number}.0.0.1" for number in range(256)]
TRIED_6 = [f"{number:x}00::1" for number in range(256)]


class Records(Protocol):
    """A database, opened."""

    def get(self, ip_address: str) -> object: ...


class Content(BytesIO):
    """A file in memory; maxminddb asks for its name."""

    name = "the location database"


def read(database: Path) -> bytes:
    """Read a file whole; raises `OSError` for what is none, or beyond all measure."""
    if database.exists() and not database.is_file():
        raise OSError(f"{database} is no file")
    if database.stat().st_size > LARGEST:
        raise OSError(f"{database} is larger than {LARGEST} bytes")
    return database.read_bytes()


def in_memory(content: bytes) -> Reader:
    """Open a private copy, under a name that nobody else has, where there are such."""
    try:
        with os.fdopen(os.memfd_create("sarto"), "wb") as copy:
            copy.write(content)
            copy.flush()
            return open_(f"/proc/self/fd/{copy.fileno()}", MODE_AUTO)
    except (AttributeError, OSError):
        return open_(Content(content), MODE_FD)


def opened(database: Path) -> Records:
    """Open a database, and try it all over; raises `OSError`, `InvalidDatabaseError`.

    One that was overwritten may still end like a sound one, where it is opened from.
    """
    content = read(database)
    try:
        reader = in_memory(content)
        records = cast("Records", reader)
        is_both = reader.metadata().ip_version == IPV6
        for address in [*TRIED, *(TRIED_6 if is_both else ())]:
            records.get(address)
    except Exception as error:
        text = f"{database} is no location database, or a broken one"
        raise InvalidDatabaseError(text) from error
    return records


def member(table: object, name: str) -> object:
    """Look into a table; what is no table holds nothing."""
    if not isinstance(table, dict):
        return None
    return cast("dict[object, object]", table).get(name)


def first(items: object) -> object:
    """Take the first of a list; of anything else there is none."""
    return cast("list[object]", items)[0] if items and isinstance(items, list) else None


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
        """Look an address up; one of no kind the database knows is nowhere.

        Raises whatever maxminddb does where the database is broken.
        """
        try:
            record = self.records.get(address)
        except UnicodeDecodeError:
            raise
        except (TypeError, ValueError):
            return NOWHERE
        return flat(record) if member(record, "country_code") else nested(record)
