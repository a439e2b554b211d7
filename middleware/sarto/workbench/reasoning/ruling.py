"""The rules of a site, each with its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, SartoToml, Show
from sarto.decide.rules import Place, Rule
from sarto.site.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A rule that may match, and where it is written."""

    path: KeyPath
    show: Show
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A place that may change, and its rules that may match, top to bottom."""

    path: KeyPath
    place: Place
    shows: tuple[Show, ...]  # all that are written
    rules: tuple[Ruled, ...]
    pages: tuple[str, ...] | None  # globs of the paths where it may change

    @property
    def noun(self) -> str:
        """Say what it is, as an author calls it."""
        kind = {"slots": "slot", "layouts": "layout"}.get(self.place.kind, "page")
        return f"the {kind} {self.place.name!r}"

    @property
    def is_without_default(self) -> bool:
        """Whether it rests on rules alone, some of which are switched off.

        Where none is switched off, each is told of by itself, and an experiment's rule
        will match one day.
        """
        is_waiting = any(show.experiment and not show.off for show in self.shows)
        is_off = any(show.off for show in self.shows)
        return self.place.default is None and is_off and not is_waiting


def rulings(site: Site) -> Iterator[Ruling]:
    """List the places of a site that are not switched off."""
    toml = site.config.toml
    yield from placed("slots", toml.slots, site.slots)
    yield from placed("layouts", toml.layouts, site.regions)
    yield from swapped(toml, site.swaps)


def placed(
    table: str, written: Mapping[str, Placed], places: tuple[Place, ...]
) -> Iterator[Ruling]:
    for place in places:
        of = written[place.name]
        pages = None if of.pages is None else tuple(of.pages)
        yield ruling((table, place.name), of, place, pages)


def swapped(toml: SartoToml, places: tuple[Place, ...]) -> Iterator[Ruling]:
    pages = [(index, page) for index, page in enumerate(toml.pages) if not page.off]
    for (index, page), place in zip(pages, places, strict=True):
        yield ruling(("pages", index), page, place, (page.path,))


def ruling(
    path: KeyPath, of: Placed | Page, place: Place, pages: tuple[str, ...] | None
) -> Ruling:
    """Pair what is written with what was compiled of it."""
    shows = [
        ((*path, "show", index), show)
        for index, show in enumerate(of.show)
        if not (show.off or show.experiment)
    ]
    rules = tuple(
        Ruled(path=at, show=show, rule=rule)
        for (at, show), rule in zip(shows, place.rules, strict=True)
    )
    return Ruling(
        path=path, place=place, shows=tuple(of.show), rules=rules, pages=pages
    )
