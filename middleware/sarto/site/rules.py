"""The rules of `sarto.toml` as compiled places, with all they can show and read."""

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from re import Pattern

from sarto.compose.attributes import is_name
from sarto.compose.fragments import Fragments
from sarto.config.checks import window
from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, Show
from sarto.config.report import Report
from sarto.context.visit import KEPT
from sarto.decide.conditions import Capped, Named, named_nodes, node_of
from sarto.decide.rules import Place, Rule, Target
from sarto.site.consenting import law
from sarto.site.shelf import Shelf
from sarto.site.vain import tell_vain
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.law import Law
from sarto.vocabulary.reads import ReadSet
from sarto.vocabulary.selectors import selectors

UNNAMED = "a name has neither spaces nor quotes, and none of = > /"


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
            selectors=selectors(place.selector) if place.selector else (),
        )

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

    def rules(
        self, shows: list[Show], path: KeyPath, default: str | None
    ) -> tuple[Rule, ...]:
        """Compile rules; one of an experiment never matches yet."""
        keys = Keys(path)
        return tuple(
            self.rule(show, (*path, "show", index), default, keys.of(show))
            for index, show in enumerate(shows)
            if not (show.off or show.experiment)
        )

    def rule(self, show: Show, path: KeyPath, default: str | None, key: str) -> Rule:
        on_the_spot = self.config.when.get((*path, "when"))
        start, until = window(show, self.config.toml)
        place = self.config.places.nearest(path)
        rule = Rule(
            targets=tuple(
                Target(name=name, holds=self.audiences[name]) for name in show.to or ()
            ),
            when=node_of(on_the_spot, self.audiences) if on_the_spot else None,
            shows=self.shown(show, path, default),
            attrs=self.attrs(show, path),
            start=start,
            until=until,
            where=f"{self.config.file}:{place.line}",
            key=key,
            cap=capped(show, key),
        )
        tell_vain(rule, path, self.report, self.declared)
        return rule

    def shown(self, show: Show, path: KeyPath, default: str | None) -> str | None:
        if path[0] == "pages":
            return show.serve
        key = "layout" if path[0] == "layouts" else "fragment"
        return self.shelf(path).find(getattr(show, key), default, (*path, key))

    def attrs(self, show: Show, path: KeyPath) -> tuple[tuple[str, str], ...]:
        for name in show.attrs:
            if not is_name(name) or name.lower().startswith("data-sarto"):
                text = f"{name!r} is not an attribute that can be set"
                hint = "it says where slots are" if is_name(name) else UNNAMED
                self.report.wrong("SARTO018", (*path, "attrs", name), text, hint)
        return tuple(show.attrs.items())

    def closed(self, reads: Iterable[ReadSet]) -> ReadSet:
        """Join read-sets; on the visitor's own clock the time reads their zone."""
        found = ReadSet()
        for read in reads:
            found = found | read
        if self.declared:
            found = self.declared.closed(found)
        by_zone = self.config.toml.timezone == "visitor"
        return self.law.closed(ReadSet.of(found, by_zone=by_zone))


def shows_of(rules: tuple[Rule, ...]) -> Iterator[str | None]:
    """List what rules show."""
    return (rule.shows for rule in rules)


def kept(place: Placed) -> ReadSet:
    """Tell what of a visitor's memory a place stands on besides its rules."""
    return ReadSet.of((KEPT,) if place.stable == "visit" else ())


def capped(show: Show, key: str) -> Capped | None:
    """Say how often a rule may be shown, if it says so."""
    cap = show.cap
    return Capped(rule=key, times=cap.times, per=cap.per) if cap else None


@dataclass(slots=True)
class Keys:
    """Names rules for visitors' memories: the same when rules are moved about."""

    path: KeyPath
    _met: Counter[str] = field(default_factory=Counter[str])

    def of(self, show: Show) -> str:
        """Name a rule by its place, to whom, and what; one like another is numbered."""
        said = show.model_dump(include={"to", "when", "fragment", "layout", "serve"})
        text = repr((*self.path, said))
        self._met[text] += 1
        numbered = f"{text}{self._met[text]}".encode(errors="surrogatepass")
        digest = blake2b(numbered, digest_size=6).digest()
        return urlsafe_b64encode(digest).decode("ascii")


def paths(globs: list[str] | None) -> Pattern[str] | None:
    return None if globs is None else any_of(tuple(globs))
