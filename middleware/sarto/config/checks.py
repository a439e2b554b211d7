"""What a well-shaped file may still get wrong: names, references, windows, numbers."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from ipaddress import ip_network
from zoneinfo import available_timezones

from langcodes import tag_is_valid

from sarto.config.audiences import Audience
from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, SartoToml, Show
from sarto.config.report import Report
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.world import zone_named

LATER = (
    "layouts",
    "signals",
    "level",
    "journey",
    "interests",
    "experiments",
    "holdouts",
    "events",
    "consent",
    "app",
)


def check(
    toml: SartoToml,
    audiences: Mapping[str, Audience],
    when: Mapping[KeyPath, Audience],
    report: Report,
) -> None:
    """Report every mistake of meaning."""
    site(toml, report)
    references(audiences, when, report)
    circles(audiences, report)
    for path, show in rules(toml):
        rule(path, show, toml, report)
    for path, placed in placements(toml):
        globs(placed.pages, (*path, "pages"), report)
    for index, page in enumerate(toml.pages):
        globs([page.path], ("pages", index, "path"), report)
    not_yet(toml, report)


def placements(toml: SartoToml) -> Iterator[tuple[KeyPath, Placed]]:
    for name, slot in toml.slots.items():
        yield ("slots", name), slot
    for name, layout in toml.layouts.items():
        yield ("layouts", name), layout


def rules(toml: SartoToml) -> Iterator[tuple[KeyPath, Show]]:
    owners: list[tuple[KeyPath, Placed | Page]] = [
        *placements(toml),
        *((("pages", index), page) for index, page in enumerate(toml.pages)),
    ]
    for path, owner in owners:
        for index, show in enumerate(owner.show):
            yield (*path, "show", index), show


def site(toml: SartoToml, report: Report) -> None:
    """Check what the top of the file says: languages, zones, networks, the prefix."""
    for index, tag in enumerate(toml.languages):
        if not tag_is_valid(tag):
            text = f"{tag!r} is not a language tag"
            report.wrong("SARTO016", ("languages", index), text, at_value=True)
    for key, name in (
        ("timezone", toml.timezone),
        ("site_timezone", toml.site_timezone),
    ):
        if zone_named(name) is None and (key, name) != ("timezone", "visitor"):
            text = f"{name!r} is not a time zone"
            hint = did_you_mean(name, tuple(sorted(available_timezones())))
            report.wrong("SARTO016", (key,), text, hint, at_value=True)
    for index, network in enumerate(toml.location.trusted_proxies):
        if not is_network(network):
            path = ("location", "trusted_proxies", index)
            text = f"{network!r} is not a network"
            report.wrong(
                "SARTO016", path, text, "write it like 10.0.0.0/8", at_value=True
            )
    where = toml.language.path
    if where is not None and "{language}" not in where:
        text = f"{where!r} does not say where the language stands"
        hint = 'write it like "/{language}/*"'
        report.wrong("SARTO016", ("language", "path"), text, hint, at_value=True)
    if not toml.prefix.startswith("/") or toml.prefix.endswith("/"):
        hint = 'write it like "/_sarto"'
        text = f"{toml.prefix!r} is not a prefix"
        report.wrong("SARTO016", ("prefix",), text, hint, at_value=True)


def is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def references(
    audiences: Mapping[str, Audience], when: Mapping[KeyPath, Audience], report: Report
) -> None:
    """Check that every audience named inside another exists."""
    for path, audience in (
        *((("audiences", name), audience) for name, audience in audiences.items()),
        *when.items(),
    ):
        for name in sorted(audience.names() - audiences.keys()):
            unknown_audience(name, (*path, "all"), audiences, report)


def unknown_audience(
    name: str, path: KeyPath, known: Mapping[str, object], report: Report
) -> None:
    text = f"there is no audience called {name!r}"
    hint = did_you_mean(name, tuple(known)) or f"declare it: [audiences.{name}]"
    report.wrong("SARTO007", path, text, hint, at_value=True)


def circles(audiences: Mapping[str, Audience], report: Report) -> None:
    """Report audiences that are made of themselves."""
    for name in audiences:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            for part in audiences[waiting.pop()].names() & audiences.keys():
                if part not in reached:
                    reached.add(part)
                    waiting.append(part)
        if name in reached:
            text = f"the audience {name!r} is made of itself"
            report.wrong("SARTO008", ("audiences", name), text)


def rule(path: KeyPath, show: Show, toml: SartoToml, report: Report) -> None:
    """Check one rule: whom it names, what it shows, its window."""
    for name in show.to or ():
        if name not in toml.audiences:
            unknown_audience(name, (*path, "to"), toml.audiences, report)
    shows(path, show, report)
    if show.experiment is not None and show.experiment not in toml.experiments:
        text = f"there is no experiment called {show.experiment!r}"
        hint = did_you_mean(show.experiment, tuple(toml.experiments))
        report.wrong("SARTO007", (*path, "experiment"), text, hint, at_value=True)
    start, end = window(show, toml)
    if start and end and start >= end:
        text = "the window ends before it starts, so it never holds"
        report.wrong("SARTO015", (*path, "until"), text, at_value=True)


SHOWN = {
    "slots": ("fragment", "attrs", "experiment"),
    "layouts": ("layout", "experiment"),
    "pages": ("serve", "experiment"),
}


def shows(path: KeyPath, show: Show, report: Report) -> None:
    """Check that a rule shows what its place can show."""
    able = SHOWN[str(path[0])]
    if not any(getattr(show, key) for key in able):
        text = "this rule shows nothing"
        report.wrong("SARTO013", path, text, f"add `{able[0]}`")
    for key in ("fragment", "attrs", "layout", "serve"):
        if getattr(show, key) and key not in able:
            text = f"a rule of [{path[0]}] cannot have `{key}`"
            report.wrong("SARTO013", (*path, key), text, f"it takes `{able[0]}`")
    if show.serve is not None and not show.serve.startswith("/"):
        text = f"{show.serve!r} is not a path of this site"
        hint = f"did you mean {'/' + show.serve!r}?"
        report.wrong("SARTO017", (*path, "serve"), text, hint, at_value=True)


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


def globs(paths: list[str] | None, path: KeyPath, report: Report) -> None:
    for index, text in enumerate(paths or ()):
        if not text.startswith(("/", "*")):
            at = path if path[0] == "pages" else (*path, index)
            message = f"{text!r} matches no path: paths start with /"
            hint = f"did you mean {'/' + text!r}?"
            report.wrong("SARTO017", at, message, hint, at_value=True)


def not_yet(toml: SartoToml, report: Report) -> None:
    """Warn where the file asks for what this version only reads."""
    for key in LATER:
        if key in toml.model_fields_set:
            text = (
                f"[{key}] is read and checked, but this version does not act on it yet"
            )
            report.wrong("SARTO021", (key,), text, severity="warning")
    for path, placed in placements(toml):
        for key in ("selector", "stable"):
            if key in placed.model_fields_set and path[0] == "slots":
                later(key, (*path, key), report)
    for path, show in rules(toml):
        for key in ("cap", "experiment"):
            if key in show.model_fields_set:
                later(key, (*path, key), report)


def later(key: str, path: KeyPath, report: Report) -> None:
    text = f"`{key}` is read and checked, but this version does not act on it yet"
    report.wrong("SARTO021", path, text, severity="warning")
