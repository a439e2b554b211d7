"""A walk through the site: which pages there are, and which places stand on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from sarto.config.rules import placements
from sarto.decide.rules import Place
from sarto.site.site import Site
from sarto.vocabulary.globs import example
from sarto.workbench.crawl import links as crawl
from sarto.workbench.crawl.page import Page
from sarto.workbench.gallery.guests import NOBODY
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.rehearsal import PAGES, REGIONS, Rehearsal

MOST: Final = 80  # pages that are looked at
SITE: Final = "http://localhost"  # as guests call it


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The pages met, in order, each with the names of its slots and of its regions."""

    slots: Mapping[str, frozenset[str]]
    regions: Mapping[str, frozenset[str]] = field(
        default_factory=dict[str, frozenset[str]]
    )

    def paths(self, place: Place) -> tuple[str, ...]:
        """List the pages that a place stands on, and may change on."""
        there = self.regions if place.kind == REGIONS else self.slots
        return tuple(
            path
            for path, names in there.items()
            if (place.kind == PAGES or place.name in names) and place.is_on(path)
        )


def walked(site: Site, play: Playing, paths: tuple[str, ...] = ()) -> Walk:
    """Follow the links of a site from what its rules name; or look at some pages."""
    slots: dict[str, frozenset[str]] = {}
    regions: dict[str, frozenset[str]] = {}
    waiting, met = list(paths or seeds(site)), set[str]()
    while waiting and len(met) < MOST:
        path = waiting.pop(0)
        if path in met:
            continue
        met.add(path)
        here = Rehearsal.plain(site, play, NOBODY, path)
        if here.came.is_page:
            spans = [span for span in here.seen[0] if span.end is not None]
            slots[path] = frozenset(s.name for s in here.seen[0] if not s.is_region)
            regions[path] = frozenset(s.name for s in spans if s.is_region)
            waiting += () if paths else links(here, path, site.config.toml.prefix)
    return Walk(slots=slots, regions=regions)


def seeds(site: Site) -> Iterator[str]:
    """Name a page for each glob of the config, the home page first."""
    yield "/"
    toml = site.config.toml
    for _, placed in placements(toml):
        yield from map(example, placed.pages or ())
    yield from (example(page.path) for page in toml.pages)


def links(here: Rehearsal, path: str, prefix: str) -> Iterator[str]:
    """List the pages of the same site that a page leads a polite visitor to."""
    page = Page(file=path, path=path, body=here.raw, content_type=here.came.kind)
    yield from map(unquote, crawl.links(page, SITE + quote(path), prefix))
