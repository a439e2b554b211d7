"""Places by a database in MaxMind's layout, or one of the flat free ones.

The file is read into memory: a mapped one that is overwritten in place would end the
process. An address is looked up and forgotten.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import maxminddb

from sarto.vocabulary.ports import Location

NOWHERE = Location()


def text(record: Mapping[str, Any], *path: str) -> str | None:
    """Walk into a record; what is not there, or no text, is unknown."""
    here: object = record
    for part in path:
        here = here.get(part) if isinstance(here, Mapping) else None
    return here if isinstance(here, str) and here else None


def nested(record: Mapping[str, Any]) -> Location:
    """Read MaxMind's layout."""
    country = text(record, "country", "iso_code")
    divisions = record.get("subdivisions") or [{}]
    division = text(divisions[0], "iso_code")
    eu = record.get("country", {}).get("is_in_european_union", False)
    return Location(
        country=country,
        region=f"{country}-{division}" if country and division else None,
        continent=text(record, "continent", "code"),
        eu=bool(eu) if country else None,
        city=text(record, "city", "names", "en"),
        zone=text(record, "location", "time_zone"),
    )


def flat(record: Mapping[str, Any]) -> Location:
    """Read the layout of the flat databases: one text per column."""
    return Location(
        country=text(record, "country_code"),
        city=text(record, "city"),
        zone=text(record, "timezone"),
    )


class MaxMind:
    """A `LocationSource`; raises `OSError` or `InvalidDatabaseError` when made."""

    def __init__(self, database: Path) -> None:
        self.reader = maxminddb.open_database(database, maxminddb.MODE_MEMORY)

    def location(self, address: str) -> Location:
        """Look an address up; a broken record, or no address, is nowhere."""
        try:
            record = self.reader.get(address)
            if not isinstance(record, Mapping):
                return NOWHERE
            return flat(record) if "country_code" in record else nested(record)
        except Exception:  # noqa: BLE001 - broken files raise nearly anything
            return NOWHERE
