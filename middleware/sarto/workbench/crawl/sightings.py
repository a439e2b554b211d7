"""Where the slots and layouts of a config stand in the pages that were gathered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sarto.compose.html.wanted import Sought, Wanted
from sarto.compose.scanner import Span, looked_through
from sarto.decide.rules import Place
from sarto.site.site import Site
from sarto.workbench.crawl.page import Page

SOUGHT = "\0"  # begins the name of what a selector found; no author can write it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A slot or a layout on a page, found by its markup or by its selector."""

    page: Page
    span: Span
    name: str
    is_sought: bool

    @property
    def table(self) -> str:
        return "layouts" if self.span.is_region else "slots"

    @property
    def key(self) -> str:
        """Name it among all places."""
        return f"{self.table}.{self.name}"


def sightings(site: Site, pages: Iterable[Page]) -> Iterator[Sighting]:
    """Scan each page for all that could be meant, whatever `pages` says of it."""
    wanted = Wanted(sought(site.slots), sought(site.regions))
    for page in pages:
        for span in looked_through(page.body, wanted)[0]:
            yield Sighting(
                page=page,
                span=span,
                name=span.name.removeprefix(SOUGHT),
                is_sought=span.name.startswith(SOUGHT),
            )


def sought(places: Iterable[Place]) -> Sought:
    return {SOUGHT + each.name: each.selectors for each in places if each.selectors}


def visible(site: Site, pages: Iterable[Page]) -> Mapping[str, tuple[str, ...]]:
    """Map the path of each page to all paths that it may be seen on."""
    found = {page.path: [page.path] for page in pages}
    own = [*found]
    for swap in site.swaps:
        for rule in swap.rules:
            if rule.shows in found:
                found[rule.shows] += [path for path in own if swap.is_on(path)]
    return {path: tuple(dict.fromkeys(paths)) for path, paths in found.items()}


def may_change(place: Place, page: Page, paths: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether `pages` lets a place change on a page."""
    return page.is_anywhere or any(place.is_on(path) for path in paths[page.path])
