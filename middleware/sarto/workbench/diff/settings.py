"""Settings: what two files say otherwise, where classes of visitors cannot tell it.

Everything in a file that can change what somebody sees is told by its name, unless it
is of those that nobody sees, or that pairs tell exactly.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Final, cast

from jinja2 import nodes

from sarto.compose.arranging import slot_named
from sarto.compose.templates import Environment
from sarto.config.model import SartoToml
from sarto.site.site import Site
from sarto.workbench.diff.meanings import meaning
from sarto.workbench.diff.moving import moved

UNSEEN: Final = (
    *(
        "version",
        "personas",
        "dev",
        "folders",
        "console",
        "traffic",
        "shadow",
        "telemetry",
        "events",
    ),
    *("cache.max_variants", "*.why", "*.owner"),
)
EXACT: Final = (  # what pairs tell
    *("audiences", "pages", "slots.*.off", "layouts.*.off"),
    *("slots.*.show", "slots.*.default", "slots.*.pages"),
    *("layouts.*.show", "layouts.*.default", "layouts.*.pages"),
)
DEALT: Final = ("experiments", "holdouts")  # of these it is counted who changes arms
ORDERED: Final = ("preferences", "consent.map")  # tables whose order is seen
TOLD: Final = (*UNSEEN, *EXACT, *DEALT)

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something that the files say otherwise, as written, and what of it."""

    name: str  # "level.expert"
    old: str | None  # None: it says nothing
    new: str | None
    means: str

    @property
    def title(self) -> str:
        table, _, key = self.name.rpartition(".")
        named = f"[{table}] {key}" if table else key
        return f"{named}: {self.old or 'nothing'} -> {self.new or 'nothing'}"


def settings(old: Site, new: Site) -> tuple[Setting, ...]:
    """List what is set otherwise."""
    before, after = said(old.config.toml), said(new.config.toml)
    found = [
        *compared(before, after, ""),
        *orders(before, after),
        *placed(old, new),
        *rearranged(old, new),
    ]
    return tuple(found)


def said(toml: SartoToml) -> Said:
    """Give all that a file says, and what goes without saying."""
    return toml.model_dump(by_alias=True)


def compared(old: object, new: object, name: str) -> Iterator[Setting]:
    """Go down into tables, to what differs."""
    if old == new or any(fnmatchcase(name, glob) for glob in TOLD):
        return
    if is_table(old) and is_table(new):
        before, after = cast("Said", old), cast("Said", new)
        for key in (*before, *(each for each in after if each not in before)):
            inner = f"{name}.{key}" if name else key
            is_both = key in before and key in after
            if is_both or name not in ("slots", "layouts"):  # pairs tell of a new one
                yield from compared(before.get(key), after.get(key), inner)
        return
    yield setting(name, old, new)


def is_table(value: object) -> bool:
    return value != {} and isinstance(value, dict)


def setting(name: str, old: object, new: object) -> Setting:
    return Setting(
        name=name, old=written(old), new=written(new), means=meaning(name, old, new)
    )


def written(value: object) -> str | None:
    if value is None or value in ("", [], {}):
        return None
    return json.dumps(value, ensure_ascii=False, default=spelt)


def spelt(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def orders(old: Said, new: Said) -> Iterator[Setting]:
    """Compare the order of tables where it is seen."""
    for name in ORDERED:
        before, after = (list(table_of(each, name)) for each in (old, new))
        if before != after and sorted(before) == sorted(after):
            yield setting(name, before, after)
    both = [
        n for n in old["slots"] if old["slots"][n]["selector"] and n in new["slots"]
    ]
    after = [n for n in new["slots"] if n in both]
    if both != after:  # of two that find one element, the first has it
        yield setting("slots", both, after)


def table_of(file: Said, name: str) -> Said:
    """Find a table by its dotted name."""
    found: Any = file
    for key in name.split("."):
        found = cast("Said", found or {}).get(key)
    return cast("Said", found or {})


def placed(old: Site, new: Site) -> Iterator[Setting]:
    """Compare where slots are that layouts place by name."""
    before, after = stands(old), stands(new)
    for name in sorted(named(old) | named(new)):
        if before.get(name) != after.get(name):
            yield setting(f"slots.{name}", before.get(name), after.get(name))


def rearranged(old: Site, new: Site) -> Iterator[Setting]:
    """Tell of experiments that deal visitors otherwise, and how many change arms."""
    for each in moved(old, new):
        yield Setting(
            name=f"experiments.{each.name}",
            old=written(each.old),
            new=written(each.new),
            means=each.words,
        )


def stands(site: Site) -> Mapping[str, list[str] | str]:
    """Tell on which pages each slot may be found."""
    slots = site.config.toml.slots
    return {each.name: slots[each.name].pages or "any page" for each in site.slots}


def named(site: Site) -> frozenset[str]:
    """List the slots that layouts place; where they compute a name, all."""
    environment, found = Environment(site.layouts.source), set[str]()
    shows = {r.shows for place in site.regions for r in place.rules}
    defaults = {place.default for place in site.regions}
    if not (shows | defaults) - {None}:
        return frozenset()
    for name in sorted(site.layouts.source.names()):
        if site.layouts.is_extended(name):
            continue
        tree = environment.parse(site.layouts.source.text(name), name)
        for call in tree.find_all(nodes.Call):
            slot = slot_named(call)
            if slot is None:
                found |= {each.name for each in site.slots}
            else:
                found.add(slot)
    return frozenset(found)
