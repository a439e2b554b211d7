"""The pieces of the console's pages: what is known of a running site, no visitor's."""

import re
from collections.abc import Mapping
from datetime import datetime
from shlex import quote
from typing import Any, Final, TypeAlias

from sarto.errors import ConfigError
from sarto.pages.console.chart import HEIGHT, WIDTH, chart
from sarto.pages.console.rulebook import KINDS, Rulebook
from sarto.site.amounts import counted
from sarto.site.current import Current
from sarto.site.recent import MINUTES, Recent
from sarto.site.seen import Seen
from sarto.site.shadow import Shadow
from sarto.site.site import Site

Pieces: TypeAlias = Mapping[str, Any]

FEW: Final = 8  # pages that the overview lists
MANY: Final = 200  # rows of a shadow that are listed
PLAIN: Final = re.compile(r"[\w./,:@%+-]+")
SAFE: Final = re.compile(r"[\w./,:@%+ =-]+")


def overview(site: Site, current: Current | None, now: datetime) -> Pieces:
    """Tell how the site stands."""
    kept, zone = kept_of(site), site.sources.site_zone
    mistake = current.mistake if current else None
    return {
        "site": site,
        "loaded": current.loaded.astimezone(zone) if current else None,
        "zone": zone,
        "findings": mistake.findings if isinstance(mistake, ConfigError) else (),
        "mistake": str(mistake) if mistake else "",
        "failures": sorted(site.failures.counts.items()),
        "kept": kept,
        "last": [*kept.kept][: -FEW - 1 : -1] if kept else [],
        "chart": chart(kept.minutes, now, zone) if kept else None,
        "size": (WIDTH, HEIGHT),
        "minutes": MINUTES,
        "places": ", ".join(
            counted(str(len(each)), word)
            for each, word in (
                (site.slots, "slot"),
                (site.regions, "layout"),
                (site.swaps, "page"),
            )
        ),
        "audiences": counted(str(len(site.config.audiences)), "audience"),
    }


def recent(site: Site) -> Pieces:
    """List the pages that were answered last, newest first."""
    kept = kept_of(site)
    return {
        "kept": kept,
        "last": [*kept.kept][::-1] if kept else [],
        "zone": site.sources.site_zone,
    }


def one(site: Site, number: str) -> Pieces | None:
    """Explain one of them; `None`: it is not kept any more."""
    kept = kept_of(site)
    found = (
        kept.found(int(number))
        if kept and len(number) <= len(str(kept.number))
        else None
    )
    if found is None:
        return None
    zone = site.sources.site_zone
    return {"seen": found, "kinds": KINDS, "zone": zone, "again": again(found)}


def again(seen: Seen) -> str:
    """Write the command that explains such a page once more, safe to be pasted."""
    pins = " ".join(
        f"{fact.name}={inner(fact.value)}" for fact in seen.facts if fact.is_whole
    )
    as_ = f" --as {pasted(pins)}" if pins else ""
    return f"sarto explain {pasted(seen.like)}{as_}"


def inner(value: str) -> str:
    """Quote a value where `--as` would take it for more than one."""
    return value if PLAIN.fullmatch(value) else quote(value)


def pasted(text: str) -> str:
    """Quote a word for a shell, in double quotes where nothing in it is special."""
    return f'"{text}"' if SAFE.fullmatch(text) else quote(text)


def rules(site: Site) -> Pieces:
    """Read the rules aloud."""
    book = Rulebook.of(site.config)
    return {
        "entries": list(book.entries()),
        "groups": list(book.groups()),
        "resting": book.resting(),
        "file": site.config.file,
        "version": site.version,
    }


def shadow(site: Site) -> Pieces:
    """Tell what shadow mode counted; this reads a file."""
    shadow = next((each for each in site.watchers if isinstance(each, Shadow)), None)
    rows = shadow.table() if shadow else ()
    return {"shadow": shadow, "rows": rows[:MANY], "more": len(rows[MANY:])}


def kept_of(site: Site) -> Recent | None:
    """Find the ring among those who look on; `None`: it is switched off."""
    return next((each for each in site.watchers if isinstance(each, Recent)), None)
