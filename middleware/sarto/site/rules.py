"""The rules of `sarto.toml` as compiled places, with all they can show and read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import TypeAlias

from sarto.compose.fragments import Fragments
from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, Show
from sarto.config.report import Report
from sarto.context.visit import KEPT
from sarto.decide.conditions import Named, named_nodes
from sarto.decide.rules import Place, Rule
from sarto.site.consenting import law
from sarto.site.ruling import Ruling
from sarto.site.shelf import Shelf
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.law import Law
from sarto.vocabulary.reads import ReadSet
from sarto.vocabulary.selectors import selectors

MIXED = (
    "{} has blocks, and is for templates to extend; another layout named here arranges "
    "a region"
)
APART = "name both kinds under tables of their own"

Ruled: TypeAlias = tuple[Rule, ...]


@dataclass(slots=True)
class Rules:
    """Compiles one config's rules; what is wrong with templates goes to the report."""

    config: Config
    fragments: Shelf
    layouts: Shelf
    report: Report
    slots: tuple[Place, ...] = ()
    regions: tuple[Place, ...] = ()
    swaps: tuple[Place, ...] = ()
    audiences: Mapping[str, Named] = field(default_factory=dict[str, Named])
    declared: Declared | None = None  # None: nobody knows what the resolvers give
    law: Law = field(default_factory=Law)

    @classmethod
    def read(
        cls,
        config: Config,
        fragments: Fragments,
        layouts: Fragments,
        report: Report,
        declared: Declared | None = None,
    ) -> "Rules":
        toml = config.toml
        shelves = (
            Shelf(fragments, toml.folders.fragments, report),
            Shelf(layouts, toml.folders.layouts, report),
        )
        rules = cls(config, *shelves, report, declared=declared, law=law(toml))
        rules.audiences = named_nodes(config.audiences)
        rules.slots = tuple(rules.placed("slots", toml.slots))
        rules.regions = tuple(rules.placed("layouts", toml.layouts))
        rules.swaps = tuple(
            rules.page(index, page)
            for index, page in enumerate(toml.pages)
            if not page.off
        )
        for shelf in shelves:
            shelf.tell_problems()
        return rules

    @property
    def reads(self) -> ReadSet:
        """What any of the rules can read."""
        places = (*self.slots, *self.regions, *self.swaps)
        return ReadSet.of(fact for place in places for fact in place.reads)

    def placed(self, table: str, places: Mapping[str, Placed]) -> Iterator[Place]:
        """Compile slots, or regions: the same but for what their rules show."""
        for name, place in places.items():
            if not place.off:
                yield self.place((table, name), place)

    def place(self, path: KeyPath, place: Placed) -> Place:
        shelf = self.shelf(path)
        default = shelf.find(place.default, None, (*path, "default"))
        rules = self.rules(place.show, path, default)
        templates = [shelf.reads_of(each) for each in (default, *shows_of(rules))]
        reads = [*(rule.facts() for rule in rules), *templates]
        return Place(
            name=str(path[1]),
            rules=rules,
            default=default,
            pages=paths(place.pages),
            why=place.why,
            owner=place.owner,
            reads=self.closed((*reads, kept(place))),
            shown=frozenset[str]().union(*(each.asked for each in templates)),
            is_stable=place.stable == "visit",
            kind=str(path[0]),
            is_extended=self.is_extended(path, (default, *shows_of(rules))),
            selectors=selectors(place.selector) if place.selector else (),
        )

    def is_extended(self, path: KeyPath, shows: Iterable[str | None]) -> bool:
        """Whether templates extend what a place shows; it cannot be for both."""
        names = {name for name in shows if name is not None}
        mine = {name for name in names if self.shelf(path).templates.is_extended(name)}
        if mine and mine != names:
            text = MIXED.format(repr(min(mine)))
            self.report.wrong("SARTO011", path, text, APART)
        return bool(mine)

    def shelf(self, path: KeyPath) -> Shelf:
        return self.layouts if path[0] == "layouts" else self.fragments

    def page(self, index: int, page: Page) -> Place:
        rules = self.rules(page.show, ("pages", index), None)
        return Place(
            name=page.path,
            kind="pages",
            rules=rules,
            pages=paths([page.path]),
            why=page.why,
            owner=page.owner,
            reads=self.closed(rule.facts() for rule in rules),
        )

    def rules(self, shows: list[Show], path: KeyPath, default: str | None) -> Ruled:
        """Compile the rules of the place at a path."""
        ruling = Ruling(
            config=self.config,
            audiences=self.audiences,
            shelf=self.shelf(path),
            report=self.report,
            path=path,
            default=default,
            declared=self.declared,
        )
        return tuple(ruling.rules(shows))

    def closed(self, reads: Iterable[ReadSet]) -> ReadSet:
        """Join read-sets; on the visitor's own clock the time reads their zone."""
        found = ReadSet()
        for read in reads:
            found = found | read
        if self.declared:
            found = self.declared.closed(found)
        by_zone = self.config.toml.timezone == "visitor"
        return self.law.closed(ReadSet.of(found, by_zone=by_zone))


def shows_of(rules: Ruled) -> Iterator[str | None]:
    """List what rules show."""
    return (rule.shows for rule in rules)


def kept(place: Placed) -> ReadSet:
    """Tell what of a visitor's memory a place stands on besides its rules."""
    return ReadSet.of((KEPT,) if place.stable == "visit" else ())


def paths(globs: list[str] | None) -> Pattern[str] | None:
    return None if globs is None else any_of(tuple(globs))
