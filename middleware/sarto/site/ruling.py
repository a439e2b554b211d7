"""The rules of one place, compiled: one that is written may be one for each arm.

A rule of an experiment becomes as many as there are arms, one below the other; each
asks for its arm besides all that the written one asks. Whoever is in no arm reads on.
"""

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Final

from sarto.compose.attributes import is_name
from sarto.config.audiences import Condition
from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.model import Show
from sarto.config.report import Report
from sarto.config.windows import window
from sarto.decide.conditions import All, Capped, Leaf, Named, Node, node_of
from sarto.decide.rules import Rule, Target
from sarto.site.shelf import OWN, Shelf
from sarto.site.vain import tell_vain
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.patterns import OneOf

UNNAMED: Final = "a name has neither spaces nor quotes, and none of = > /"
SHOWN: Final = {  # what a rule of each place shows: to all, and by arm
    "slots": ("fragment", "fragments"),
    "layouts": ("layout", "layouts"),
    "pages": ("serve", "serves"),
}


@dataclass(slots=True, kw_only=True)
class Ruling:
    """Compiles the rules of one place, which stands at a path of the file."""

    config: Config
    audiences: Mapping[str, Named]
    shelf: Shelf
    report: Report
    path: KeyPath
    default: str | None = None  # of the place
    declared: Declared | None = None  # None: nobody knows what the resolvers give

    def rules(self, shows: list[Show]) -> Iterator[Rule]:
        """Compile them, top to bottom."""
        keys = Keys(self.path)
        for index, show in enumerate(shows):
            if not show.off:
                path = (*self.path, "show", index)
                rule = self.rule(show, path, keys.of(show))
                yield from self.arms(show, path, rule) if show.experiment else (rule,)

    def rule(self, show: Show, path: KeyPath, key: str) -> Rule:
        """Compile one rule, as if all of its arms were the same."""
        on_the_spot = self.config.when.get((*path, "when"))
        start, until = self.window(show)
        place = self.config.places.nearest(path)
        rule = Rule(
            targets=tuple(
                Target(name=name, holds=self.audiences[name]) for name in show.to or ()
            ),
            when=node_of(on_the_spot, self.audiences) if on_the_spot else None,
            shows=self.shown(show, path),
            attrs=self.attrs(show, path),
            start=start,
            until=until,
            where=f"{self.config.file}:{place.line}",
            key=key,
            cap=capped(show, key),
        )
        tell_vain(rule, path, self.report, self.declared)
        return rule

    def arms(self, show: Show, path: KeyPath, rule: Rule) -> Iterator[Rule]:
        """Give the rule of each arm; all of them count towards one cap.

        An arm of which nothing is said shows what the rule shows to all.
        """
        name = show.experiment or ""
        experiment = self.config.toml.experiments.get(name)
        key = SHOWN[str(path[0])][1]
        given: Mapping[str, str] = getattr(show, key)
        for arm in experiment.weights if experiment else ():
            is_given = arm in given
            shows = (
                self.found(given[arm], (*path, key, arm)) if is_given else rule.shows
            )
            yield replace(
                rule,
                when=beside(rule.when, in_arm(name, arm)),
                shows=shows,
                key=digest(rule.key, arm),
                experiment=name,
                arm=arm,
            )

    def window(self, show: Show) -> tuple[datetime | None, datetime | None]:
        """Tell when a rule holds: in its own window, and in its experiment's."""
        toml = self.config.toml
        experiment = toml.experiments.get(show.experiment or "")
        timed = (show, experiment) if experiment else (show,)
        starts, ends = zip(*(window(each, toml) for each in timed), strict=True)
        start = max((each for each in starts if each), default=None)
        return start, min((each for each in ends if each), default=None)

    def shown(self, show: Show, path: KeyPath) -> str | None:
        key = SHOWN[str(path[0])][0]
        return self.found(getattr(show, key), (*path, key))

    def found(self, name: str | None, path: KeyPath) -> str | None:
        """Find what is named; of pages it is a path."""
        if path[0] != "pages":
            return self.shelf.find(name, self.default, path)
        return None if name == OWN else name

    def attrs(self, show: Show, path: KeyPath) -> tuple[tuple[str, str], ...]:
        for name in show.attrs:
            if not is_name(name) or name.lower().startswith("data-sarto"):
                text = f"{name!r} is not an attribute that can be set"
                hint = "it says where slots are" if is_name(name) else UNNAMED
                self.report.wrong("SARTO018", (*path, "attrs", name), text, hint)
        return tuple(show.attrs.items())


def in_arm(experiment: str, arm: str) -> Leaf:
    """Ask whether a visitor is in an arm."""
    fact = f"arm.{experiment}"
    written = f'{fact} = "{arm}"'
    return Leaf(Condition(fact=fact, pattern=OneOf((arm,)), written=written))


def beside(when: Node | None, leaf: Leaf) -> Node:
    """Ask for an arm last: that costs most."""
    return leaf if when is None else All((when, leaf))


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
        if show.experiment:
            said["experiment"] = show.experiment
        text = repr((*self.path, said))
        self._met[text] += 1
        return digest(f"{text}{self._met[text]}")


def digest(*texts: str) -> str:
    """Shorten what names a rule."""
    text = "\0".join(texts).encode(errors="surrogatepass")
    return urlsafe_b64encode(blake2b(text, digest_size=6).digest()).decode("ascii")
