"""From when until when a rule or an experiment holds, in the site's own zone."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

from sarto.config.experiment import Experiment
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml, Show
from sarto.config.report import Report
from sarto.vocabulary.world import zone_named

Timed: TypeAlias = Show | Experiment


def lasts(path: KeyPath, timed: Timed, toml: SartoToml, report: Report) -> None:
    """Check that a window is one."""
    start, end = window(timed, toml)
    if start and end and start >= end:
        when = "as" if start == end else "before"
        text = f"the window ends {when} it starts, so it never holds"
        hint = "`until` comes after `from`"
        beside = (((*path, "from"), "it starts here"),)
        at = (*path, "until")
        report.wrong("SARTO015", at, text, hint, at_value=True, beside=beside)


def window(timed: Timed, toml: SartoToml) -> tuple[datetime | None, datetime | None]:
    """Read `from` and `until` in the site's zone; a bare last day is included."""
    zone = zone_named(toml.site_timezone) or UTC
    return moment(timed.start, zone, 0), moment(timed.until, zone, 1)


def moment(
    said: datetime | date | None, zone: tzinfo, days_after: int
) -> datetime | None:
    if said is None:
        return None
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=zone)
    day = said + timedelta(days=days_after) if said < date.max else said
    return datetime.combine(day, time(), zone)
