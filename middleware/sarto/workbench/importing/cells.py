"""What a cell says: whether it was done, with what value, and when."""

from datetime import datetime, tzinfo
from math import isfinite
from typing import Final

from sarto.workbench.importing.sheet import Faults

NO: Final = frozenset({"", "0", "no", "false"})
YES: Final = frozenset({"1", "yes", "true"})
LARGEST: Final = 1e100
LONG: Final = 40  # characters of a cell that are told
ADVICE: Final = "nothing or 0: not done; 1 or yes: done; any other number is its value"


def is_flag(text: str) -> bool:
    """Whether it only says if something was done."""
    return text in NO or text in YES


def said(text: str) -> str:
    return text.strip().casefold()


def number(text: str) -> float | None:
    """Read a number that can be a value; `None`: it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and abs(found) <= LARGEST else None


def check(text: str, column: str, line: int, faults: Faults) -> None:
    """Check what a cell of a signal says."""
    word = said(text)
    if not is_flag(word) and number(word) is None:
        shown = text if len(text) <= LONG else f"{text[:LONG]}…"
        faults.add(line, f"{column}: {shown!r} is no number", ADVICE)


def value(text: str) -> float | None:
    """Give what it was worth; `None`: it was not done."""
    word = said(text)
    if word in NO:
        return None
    return 1.0 if word in YES else number(word) or None


def moment(text: str, zone: tzinfo) -> int | None:
    """Read a date, or a date and time, of the site's zone; `None`: it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    seconds = int(aware.timestamp())
    return seconds if seconds >= 0 else None
