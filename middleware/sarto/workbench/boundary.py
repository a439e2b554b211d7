"""Whether a page outlives the moment at which the clock changes what it shows.

From outside one sees for how long browsers may keep it, and how old it is; and where
that moment is near, what comes after it.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from sarto.context.visit import Visit
from sarto.decide.schedule import NEVER
from sarto.site.explained import scope_of
from sarto.site.shared import Shared
from sarto.workbench.examination import Examination, Verdict
from sarto.workbench.probing import Got

NAME: Final = "time boundary"
REACH: Final = timedelta(seconds=30)  # that are waited for
LATE: Final = 2.0  # seconds after it
SECOND: Final = timedelta(seconds=1)


def boundary(exam: Examination) -> Verdict:
    """Judge each page that stands on the clock."""
    found = dict(by_clock(exam))
    if not found:
        return Verdict(NAME, "info", ("no page here stands on the clock",))
    wrong = [text for page, shared in found.items() for text in old(exam, page, shared)]
    now = utc_now()
    ends = {page: end(exam, page, shared, now) for page, shared in found.items()}
    near = {page: at for page, at in ends.items() if at - now <= REACH}
    for page, at in near.items():
        wrong += late(exam, page, at)
    if wrong or near:
        return Verdict.of(NAME, wrong, f"waited for that of {', '.join(near)}")
    first = min(ends.values())
    when = "" if first == NEVER else f": the next is at {first:%Y-%m-%d %H:%M:%S} UTC"
    return Verdict(NAME, "warn", (f"none is within reach{when}",))


def by_clock(exam: Examination) -> Iterator[tuple[str, Shared]]:
    """List the pages that the clock changes."""
    for page in exam.pages if exam.site else ():
        shared = exam.site.plan(page.partition("?")[0]).shared if exam.site else None
        if shared and (shared.schedule.leaves or shared.ticks.minutes):
            yield page, shared


def end(exam: Examination, page: str, shared: Shared, since: datetime) -> datetime:
    """Tell when what a page shows at a moment may change next."""
    if exam.site is None:
        return NEVER
    scope = scope_of(page, {})
    return shared.until(Visit(scope, exam.site.sources, arrived=since))


def old(exam: Examination, page: str, shared: Shared) -> Iterator[str]:
    """Look for answers that are, or may come to be, of before a boundary."""
    for who in exam.visitors:
        got, now = exam.ask(page, who), utc_now()
        if got.age and (was := end(exam, page, shared, now - got.age * SECOND)) < now:
            yield f"{page} is {got.age} seconds old, and changed at {was:%H:%M:%S} UTC"
        left = fresh(got)
        if left and (next_one := end(exam, page, shared, now)) < now + left * SECOND:
            yield (
                f"{page} may be kept for {left} seconds, and changes at "
                f"{next_one:%H:%M:%S} UTC"
            )


def fresh(got: Got) -> int:
    """Tell for how long whoever is given it may keep it."""
    said = got.directives
    if {"no-store", "no-cache"} & said.keys():
        return 0
    value = said.get("s-maxage" if "private" not in said else "max-age")
    value = said.get("max-age") if value is None else value
    is_number = value is not None and value.isdecimal()
    return max(int(value or 0) - got.age, 0) if is_number else 0


def late(exam: Examination, page: str, at: datetime) -> Iterator[str]:
    """Wait for a boundary: then what is kept must be what is asked for raw."""
    is_alike = exam.ask(page, exam.plain).body == exam.ask(page, exam.raw).body
    wait((at - utc_now()).total_seconds() + LATE)
    was, now = exam.ask(page, exam.plain), exam.ask(page, exam.raw)
    if is_alike and was.body != now.body:
        yield f"{page} shows what it showed before {at:%H:%M:%S} UTC"


def utc_now() -> datetime:
    return datetime.now(UTC)


def wait(seconds: float) -> None:
    time.sleep(max(seconds, 0))
