"""Looks: whole pages as somebody sees them, all that is decided on them together.

Who looks, in which language, with which facts, how wide and by what light: all
combinations where they are few, else so many that every two of them meet.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sarto.decide.conditions import Leaf
from sarto.decide.places import leaves
from sarto.site.site import Site
from sarto.vocabulary.reading import ConditionError
from sarto.workbench.gallery.guests import NOBODY, Guest, personas
from sarto.workbench.gallery.mirror import SCHEMES
from sarto.workbench.gallery.pairwise import rows
from sarto.workbench.gallery.walk import Walk

WIDTHS: Final = ("narrow", "wide")
FACTS: Final = ("device", "country", "time", "level", "channel")  # that change most
MOST: Final = 24  # looks that are all shown; of more, a choice
FEW: Final = 3  # facts, and values of each
PAGES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page, as one guest sees it on one screen."""

    path: str
    guest: Guest
    language: str
    width: str
    scheme: str


def looks(site: Site, walk: Walk) -> list[Look]:
    """Choose whole pages to be looked at."""
    facts = classes(site)
    who = (NOBODY, *personas(site))
    languages = site.config.toml.languages
    factors = [pages(site, walk), who, languages, WIDTHS, SCHEMES, *facts.values()]
    return [look(row, tuple(facts)) for row in rows(factors, MOST)]


def look(row: tuple[object, ...], facts: tuple[str, ...]) -> Look:
    path, guest, language, width, scheme, *values = row
    pins = {
        f: value for f, value in zip(facts, values, strict=True) if value is not None
    }
    who = guest if isinstance(guest, Guest) else NOBODY
    return Look(
        path=str(path),
        guest=who.pinned(pins).speaking(str(language)),
        language=str(language),
        width=str(width),
        scheme=str(scheme),
    )


def pages(site: Site, walk: Walk) -> list[str]:
    """Choose pages, so that every place that can change stands on one."""
    found: dict[str, None] = {}
    for place in (*site.regions, *site.slots, *site.swaps):
        if place.outcomes or place.default:
            found |= dict.fromkeys(walk.paths(place)[:1])
    return list(found)[:PAGES]


def classes(site: Site) -> dict[str, tuple[object, ...]]:
    """List some values of the facts that rules ask for most; `None`: as they come."""
    asked: dict[str, dict[str, object]] = {}
    for leaf in leaves((*site.slots, *site.regions, *site.swaps)):
        if leaf.condition.fact in FACTS:
            values = asked.setdefault(leaf.condition.fact, {})
            values |= dict(likely(site, leaf))
    few = [fact for fact in FACTS if fact in asked][:FEW]
    return {fact: (None, *list(asked[fact].values())[:FEW]) for fact in few}


def likely(site: Site, leaf: Leaf) -> Iterator[tuple[str, object]]:
    """Read the value that a condition is sure to accept, as after `--as`."""
    asked = leaf.condition
    kind = site.config.dictionary.kind(asked.fact)
    with suppress(ConditionError):
        text = asked.pattern.example
        yield text, kind.value(text) if kind else text
