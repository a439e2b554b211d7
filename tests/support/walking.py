"""The bistro as its author runs it, under a clock that is set by hand.

Its book is kept in a folder of the test's own; its modules are forgotten afterwards.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sarto import Sarto

BISTRO = Path(__file__).parents[2] / "examples" / "bistro"
SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
DESKTOP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/153.0.0.0 Safari/537.36"
)
CLOSED = {"warsaw": 0, "tehran": 5, "london": 1}  # the day of the week
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # a Wednesday, in Warsaw


class Clock:
    """Tells the time that a test sets; `on` lets it pass."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


@contextmanager
def plain(folder: Path) -> Iterator[Any]:
    """Import the site without Sarto."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BISTRO_DB", str(folder / "bistro.db"))
        patch.syspath_prepend(str(BISTRO))
        from bistro import site  # noqa: PLC0415 - its folder is on the path only now

        yield site
        for name, module in [*sys.modules.items()]:
            if str(BISTRO) in str(getattr(module, "__file__", "")):
                del sys.modules[name]


def cut(site: Any, clock: Clock, **more: Any) -> Sarto:
    """Put Sarto in front of it, as `app.py` does, with this clock.

    Its events are beside its book, and not in the example's own folder.
    """
    config = BISTRO / "sarto.toml"
    events = Path(os.environ["BISTRO_DB"]).with_name("walked.db")
    more.setdefault("events", f"sqlite:///{events}")
    return Sarto(site, config=config, secret=SECRET, clock=clock, **more)


def booking(house: str = "tehran", **changes: str) -> dict[str, str]:
    """Give what somebody types to book a table, on a day when the house is open."""
    day = datetime.now(UTC).date() + timedelta(days=7)
    if day.weekday() == CLOSED[house]:
        day += timedelta(days=1)
    return {
        "house": house,
        "date": day.isoformat(),
        "time": "19:30",
        "party": "2",
        "table": "lamp",
        "name": "Forugh",
        "email": "forugh@example.com",
        "phone": "",
        "note": "",
        **changes,
    }
