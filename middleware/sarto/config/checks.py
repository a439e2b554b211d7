"""What a well-shaped file may still get wrong: what rules show, when, and where."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sarto.config.audiences import Audience, Reader
from sarto.config.later import not_yet
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml, Show
from sarto.config.references import circles, experiments, named, refer
from sarto.config.report import Report
from sarto.config.rules import placements, rules
from sarto.config.values import values
from sarto.vocabulary.reading import shown
from sarto.vocabulary.world import zone_named

SHOWN = {  # what a rule of each place shows
    "slots": ("fragment", "attrs", "experiment"),
    "layouts": ("layout", "experiment"),
    "pages": ("serve", "experiment"),
}
PLACES = {  # what only rules of these places have
    "fragment": "slots",
    "fragments": "slots",
    "attrs": "slots",
    "layout": "layouts",
    "layouts": "layouts",
    "serve": "pages",
}


def check(
    toml: SartoToml, audiences: Mapping[str, Audience], reader: Reader, report: Report
) -> None:
    """Report every mistake of meaning."""
    values(toml, report)
    for name, path in reader.named:
        refer("audience", name, audiences, path, report)
    circles(audiences, report)
    experiments(toml, report)
    for path, show in rules(toml):
        named(path, show, toml, report)
        shows(path, show, report)
        lasts(path, show, toml, report)
    paths(toml, report)
    stages(toml, report)
    reads(toml, reader, report)
    not_yet(toml, report)


def shows(path: KeyPath, show: Show, report: Report) -> None:
    """Check that a rule shows what its place can show."""
    able = SHOWN[str(path[0])]
    if not any(getattr(show, key) for key in able):
        report.wrong("SARTO013", path, "this rule shows nothing", f"add `{able[0]}`")
    for key, place in PLACES.items():
        if getattr(show, key) and place != path[0]:
            text = f"a rule of [{path[0]}] cannot have `{key}`"
            report.wrong("SARTO013", (*path, key), text, f"it takes `{able[0]}`")
    if show.serve is not None:
        starts(show.serve, "/", (*path, "serve"), report)


def starts(text: str, with_: str, path: KeyPath, report: Report) -> None:
    """Check that a path, or a glob of paths, starts as paths do."""
    if not text.startswith(tuple(with_)):
        message = f"{shown(text)} matches no path: paths start with /"
        hint = f"did you mean {'/' + text!r}?"
        report.wrong("SARTO017", path, message, hint, at_value=True)


def paths(toml: SartoToml, report: Report) -> None:
    """Check every glob of paths."""
    for path, placed in placements(toml):
        for index, text in enumerate(placed.pages or ()):
            starts(text, "/*?[{", (*path, "pages", index), report)
    for index, page in enumerate(toml.pages):
        starts(page.path, "/*?[{", ("pages", index, "path"), report)
    for text in toml.app.reads:
        starts(text, "/*?[{", ("app", "reads", text), report)


def lasts(path: KeyPath, show: Show, toml: SartoToml, report: Report) -> None:
    """Check that a rule's window is one."""
    start, end = window(show, toml)
    if start and end and start >= end:
        text = "the window ends before it starts, so it never holds"
        hint = "`until` comes after `from`"
        report.wrong("SARTO015", (*path, "until"), text, hint, at_value=True)


def window(show: Show, toml: SartoToml) -> tuple[datetime | None, datetime | None]:
    """Read `from` and `until` in the site's zone; a bare last day is included."""
    zone = zone_named(toml.site_timezone) or UTC
    return moment(show.start, zone, 0), moment(show.until, zone, 1)


def moment(
    said: datetime | date | None, zone: tzinfo, days_after: int
) -> datetime | None:
    if said is None:
        return None
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=zone)
    day = said + timedelta(days=days_after) if said < date.max else said
    return datetime.combine(day, time(), zone)


def stages(toml: SartoToml, report: Report) -> None:
    """Check that every stage but the first says when it is reached."""
    for index, stage in enumerate(toml.journey.stages if toml.journey else ()):
        if index and stage.when is None:
            text = f"everybody is in the stage {shown(stage.name)}: it has no condition"
            hint = "add `when = { … }`"
            report.wrong("SARTO003", ("journey", "stages", index), text, hint)


def reads(toml: SartoToml, reader: Reader, report: Report) -> None:
    """Check the facts that the site's own code is said to read."""
    for glob, facts in toml.app.reads.items():
        for index, name in enumerate(facts):
            if reader.dictionary.kind(name) is None:
                path = ("app", "reads", glob, index)
                message, hint = reader.dictionary.unknown(name)
                about = name.partition(".")[0]
                report.wrong("SARTO005", path, message, hint, about=about)
