"""The rules of a site, each with its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, SartoToml, Show
from sarto.decide.rules import Outcome, Place, Rule
from sarto.site.site import Site

RULE: Final = "this rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A rule that may match, and where it is written; of an experiment one per arm."""

    path: KeyPath
    show: Show
    rules: tuple[Rule, ...]

    @property
    def rule(self) -> Rule:
        """The rule as far as all of its arms have it: to whom, and when."""
        return self.rules[0]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """List the ways to match it, of all arms."""
        return tuple(way for rule in self.rules for way in rule.outcomes)

    @property
    def subject(self) -> str:
        """Call it what it is: a rule, or one of its arms."""
        arm = self.rule.arm
        is_part = arm is not None and len(self.rules) == 1
        return f"the arm {arm!r} of this rule" if is_part else RULE

    @property
    def each(self) -> "tuple[Ruled, ...]":
        """Take its arms apart, each where it is said what it shows."""
        if len(self.rules) == 1:
            return (self,)
        return tuple(replace(self, path=self.at(r), rules=(r,)) for r in self.rules)

    def at(self, rule: Rule) -> KeyPath:
        """Tell where it is said what an arm shows; else where the rule is."""
        for key in ("fragments", "layouts", "serves"):
            if rule.arm in getattr(self.show, key):
                return (*self.path, key, str(rule.arm))
        return self.path


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

        Where none is switched off, each is told of by itself.
        """
        return self.place.default is None and any(show.off for show in self.shows)


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
    left = list(place.rules)
    rules = tuple(
        Ruled(path=(*path, "show", index), show=show, rules=tuple(taken(show, left)))
        for index, show in enumerate(of.show)
        if not show.off
    )
    return Ruling(
        path=path,
        place=place,
        shows=tuple(of.show),
        rules=tuple(ruled for ruled in rules if ruled.rules),
        pages=pages,
    )


def taken(show: Show, left: list[Rule]) -> Iterator[Rule]:
    """Take the rules that were made of one: of an experiment's, one for each arm."""
    if show.experiment is None:
        yield left.pop(0)
        return
    met = set[str | None]()
    while left and left[0].experiment == show.experiment and left[0].arm not in met:
        met.add(left[0].arm)
        yield left.pop(0)
