"""The rules of `sarto.toml` as compiled places, with all they can show and read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from re import Pattern

from sarto.compose.attributes import is_name
from sarto.compose.fragments import Fragments
from sarto.config.checks import window
from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.model import Page, Show, Slot
from sarto.config.report import Report
from sarto.context.families import meant
from sarto.context.visit import FINDERS
from sarto.decide.conditions import Leaf, Named, named_nodes, node_of, walked
from sarto.decide.rules import Place, Rule, Target
from sarto.errors import Finding
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.patterns import AnyCase
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.reads import ReadSet

OWN = "keep"  # the page's own content
DEFAULT = "default"  # the slot's default
OWN_FACTS = "facts.*"  # what the site's resolvers give


@dataclass(slots=True)
class Rules:
    """Compiles one config's rules; what is wrong with fragments goes to the report."""

    config: Config
    fragments: Fragments
    report: Report
    slots: tuple[Place, ...] = ()
    swaps: tuple[Place, ...] = ()
    audiences: Mapping[str, Named] = field(default_factory=dict[str, Named])
    declared: Declared | None = None  # None: nobody knows what the resolvers give
    _reads: dict[str, ReadSet] = field(default_factory=dict[str, ReadSet])

    @classmethod
    def read(
        cls,
        config: Config,
        fragments: Fragments,
        report: Report,
        declared: Declared | None = None,
    ) -> "Rules":
        rules = cls(config, fragments, report, declared=declared)
        rules.audiences = named_nodes(config.audiences)
        toml = config.toml
        rules.slots = tuple(
            rules.slot(name, slot) for name, slot in toml.slots.items() if not slot.off
        )
        rules.swaps = tuple(
            rules.page(index, page)
            for index, page in enumerate(toml.pages)
            if not page.off
        )
        rules.tell_problems()
        return rules

    @property
    def reads(self) -> ReadSet:
        """What any of the rules can read."""
        places = (*self.slots, *self.swaps)
        return ReadSet.of(fact for place in places for fact in place.reads)

    def slot(self, name: str, slot: Slot) -> Place:
        path: KeyPath = ("slots", name)
        default = self.fragment(slot.default, None, (*path, "default"))
        rules = self.rules(slot.show, path, default)
        reads = [self._reads[name] for name in (default,) if name in self._reads]
        return Place(
            name=name,
            rules=rules,
            default=default,
            pages=paths(slot.pages),
            why=slot.why,
            owner=slot.owner,
            reads=self.closed((*reads, *map(self.reads_of, rules))),
        )

    def page(self, index: int, page: Page) -> Place:
        rules = self.rules(page.show, ("pages", index), None)
        return Place(
            name=page.path,
            rules=rules,
            pages=paths([page.path]),
            why=page.why,
            owner=page.owner,
            reads=self.closed(map(self.reads_of, rules)),
        )

    def rules(
        self, shows: list[Show], path: KeyPath, default: str | None
    ) -> tuple[Rule, ...]:
        """Compile rules; one that needs a memory we do not have never matches."""
        return tuple(
            self.rule(show, (*path, "show", index), default)
            for index, show in enumerate(shows)
            if not (show.off or show.cap or show.experiment)
        )

    def rule(self, show: Show, path: KeyPath, default: str | None) -> Rule:
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
        )
        self.tell_untold(rule, path)
        self.tell_renamed(rule, path)
        return rule

    def shown(self, show: Show, path: KeyPath, default: str | None) -> str | None:
        if path[0] == "pages":
            return show.serve
        return self.fragment(show.fragment, default, (*path, "fragment"))

    def attrs(self, show: Show, path: KeyPath) -> tuple[tuple[str, str], ...]:
        for name in show.attrs:
            if not is_name(name) or name.lower().startswith("data-sarto"):
                text = f"{name!r} is not an attribute that can be set"
                self.report.wrong("SARTO018", (*path, "attrs", name), text)
        return tuple(show.attrs.items())

    def fragment(
        self, name: str | None, default: str | None, path: KeyPath
    ) -> str | None:
        """Find and compile a fragment by the name an author gave it."""
        if name is None or name == OWN:
            return None
        if name == DEFAULT:
            return default
        if self.is_outside(name, path) or self.is_missing(name, path):
            return None
        if name not in self._reads:
            self._reads[name] = self.fragments.use(name)
        return name

    def is_outside(self, name: str, path: KeyPath) -> bool:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            text = f"{name!r} leads out of the folder of fragments"
            self.report.wrong("SARTO014", path, text, at_value=True)
            return True
        return False

    def is_missing(self, name: str, path: KeyPath) -> bool:
        names = self.fragments.source.names()
        if name in names:
            return False
        folder = self.config.toml.folders.fragments
        text = f"there is no fragment {name!r} in {folder}/"
        hint = did_you_mean(name, tuple(sorted(names)))
        if reason := self.fragments.unreadable(name):
            text, hint = f"{folder}/{name} is no fragment: {reason}", ""
        self.report.wrong("SARTO010", path, text, hint, at_value=True)
        return True

    def reads_of(self, rule: Rule) -> ReadSet:
        shown = self._reads.get(rule.shows or "", ReadSet())
        return rule.facts() | shown

    def closed(self, reads: Iterable[ReadSet]) -> ReadSet:
        """Join read-sets; on the visitor's own clock the time reads their zone."""
        found = ReadSet()
        for read in reads:
            found = found | read
        if self.declared:
            found = self.declared.closed(found)
        return ReadSet.of(found, by_zone=self.config.toml.timezone == "visitor")

    def tell_untold(self, rule: Rule, path: KeyPath) -> None:
        """Warn of facts that nothing finds."""
        for name in rule.facts():
            if self.is_untold(name):
                text = f"nothing tells `{name}`, so this condition never holds"
                self.report.wrong("SARTO021", path, text, severity="warning")

    def tell_renamed(self, rule: Rule, path: KeyPath) -> None:
        """Warn of names that no browser and no system has here."""
        for fact, word in words_of(rule):
            if name := meant(fact, word):
                text = f"no `{fact}` is called {word!r}, so this never holds"
                hint = f"write {name!r}"
                self.report.wrong("SARTO019", path, text, hint, severity="warning")

    def is_untold(self, name: str) -> bool:
        """Whether no finder and no resolver gives a fact that all may know."""
        row = fact_named(name)
        if row is None or row.purpose or row.unknown is not None:
            return False
        if row.name == OWN_FACTS:
            return self.declared is not None and self.declared.get(name) is None
        return row.name not in FINDERS

    def tell_problems(self) -> None:
        """Report what is wrong inside the fragments, at their own lines."""
        folder = self.config.toml.folders.fragments
        for problem in self.fragments.problems:
            self.report.findings.append(
                Finding(
                    code=problem.code,
                    message=problem.message,
                    help=problem.help,
                    file=f"{folder}/{problem.fragment}",
                    line=problem.line,
                )
            )


def paths(globs: list[str] | None) -> Pattern[str] | None:
    return None if globs is None else any_of(tuple(globs))


def words_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """List the names that a rule's conditions ask for, each with its fact."""
    for leaf in walked(*(way.node for way in rule.outcomes)):
        if isinstance(leaf, Leaf) and isinstance(leaf.condition.pattern, AnyCase):
            for word in leaf.condition.pattern.words:
                yield leaf.condition.fact, word
