"""Lengths of time as an author writes them: `90s`, `30m`, `12h`, `7d`, `2w`."""

import re
from datetime import timedelta

from sarto.vocabulary.reading import ConditionError, Toml, shown

PERIOD = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*([smhdw])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def period(raw: Toml) -> timedelta:
    """Read a length of time, longer than none; raises `ConditionError`."""
    found = PERIOD.fullmatch(raw.strip()) if isinstance(raw, str) else None
    length = timedelta(**{UNITS[found[2]]: float(found[1])}) if found else timedelta()
    if not length:
        raise ConditionError(
            f"{shown(raw)} is not a length of time", 'write it like "7d" or "12h"'
        )
    return length
