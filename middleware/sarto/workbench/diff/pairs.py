"""Pairs: who saw one thing of a place, and would see another; each with a witness.

Every pair of ways is asked about, and "no" is a proof (`reasoning`). Who is found is
put to both versions, and what they make of it is compared, before it is claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sarto.config.audiences import Condition
from sarto.decide.conditions import Leaf, Node
from sarto.vocabulary.patterns import OneOf
from sarto.workbench.diff.seen import Looking
from sarto.workbench.diff.ways import Version, Way, Ways, alike
from sarto.workbench.reasoning import Found, Reasoner
from sarto.workbench.reasoning.atoms import Verdict

LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What some visitors see of a place, and would see instead; `found` is one of them.

    `is_open`: the place may be left out of the page by what else the visitor is shown.
    """

    place: str
    old: Way
    new: Way
    found: Found
    languages: tuple[str, ...] = ()  # in which alone it is so; none: in all
    is_open: bool = False

    @property
    def verdict(self) -> Verdict:
        return self.found.verdict


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Two versions, laid side by side; `is_plain`: nothing else means otherwise."""

    old: Version
    new: Version
    is_plain: bool

    @cached_property
    def reasoner(self) -> Reasoner:
        return Reasoner.of(self.old.site, self.new.site)

    @cached_property
    def looking(self) -> Looking:
        return Looking(self.old.site, self.new.site, self.reasoner)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that both speak; that others differ is told by their names."""
        spoken = self.new.site.sources.languages
        return tuple(each for each in self.old.site.sources.languages if each in spoken)

    def pairs(self) -> Iterator[Pair]:
        """List what differs, place by place."""
        places = {**self.old.places, **self.new.places}
        for place in places:
            yield from self.of(place)

    def of(self, place: str) -> Iterator[Pair]:
        old, new = self.old.ways(place), self.new.ways(place)
        first = self.first(old, new)
        for at, before in enumerate(old.listed):
            for to, after in enumerate(new.listed):
                apart = before.sight.apart(after.sight, self.languages)
                is_new = at >= first or to == at  # those above are the same for both
                if apart and is_new and not self.is_never(old, at, new, to):
                    pair = Pair(
                        place=place, old=before, new=after, found=Found(verdict="no")
                    )
                    yield from self.found(pair, (old, at), (new, to), apart)

    def first(self, old: Ways, new: Ways) -> int:
        return alike(old.forms, new.forms) if self.is_plain else 0

    def is_never(self, old: Ways, at: int, new: Ways, to: int) -> bool:
        """Whether it is plain that who goes one way never goes the other."""
        if not self.is_plain:
            return False
        return old.forms[at] in new.forms[:to] or new.forms[to] in old.forms[:at]

    def found(
        self,
        pair: Pair,
        old: tuple[Ways, int],
        new: tuple[Ways, int],
        apart: tuple[str, ...],
    ) -> Iterator[Pair]:
        """Find a witness: best, one to whom nothing else is shown that may hide it."""
        holds, fails = self.asked(old, new)
        is_all = apart == self.old.site.sources.languages
        holds += [] if is_all else [spoken(apart)]
        pair = replace(pair, languages=() if is_all else apart)
        sure = self.reasoner.find(holds, [*fails, *self.hiding(pair.place)])
        found = sure or self.reasoner.find(holds, fails)
        if found.verdict == "undecided":
            yield replace(pair, found=found)
        if not found:
            return
        witness = self.witness(pair.place, found, old, new)
        if witness:
            yield replace(pair, found=witness, is_open=not sure)
        elif self.is_plain:  # it reads alike to whoever was tried
            yield replace(pair, found=Found(verdict="undecided"))

    def witness(
        self, place: str, found: Found, old: tuple[Ways, int], new: tuple[Ways, int]
    ) -> Found | None:
        """Find who sees it with the same facts put to both; `None`: nobody we tried."""
        looking = self.looking
        for each in (found, *looking.others(place, found)):
            goes = (
                looking.goes(each, old[0], self.old.site) == old[1]
                and looking.goes(each, new[0], self.new.site) == new[1]
            )
            if goes and looking.differs(place, each):
                return each
        return None

    def asked(
        self, old: tuple[Ways, int], new: tuple[Ways, int]
    ) -> tuple[list[Node], list[Node]]:
        """Say what holds, and fails, of those who go one way here and one there."""
        holds: list[Node] = []
        fails: list[Node] = []
        for version, (ways, at) in ((self.old, old), (self.new, new)):
            nodes = [
                self.reasoner.asked(version.site, way.node)
                for way in ways.listed[: at + 1]
            ]
            holds.append(nodes.pop())
            fails += nodes
        return holds, fails

    def hiding(self, place: str) -> list[Node]:
        """List what may keep a place from being seen: layouts, other pages instead."""
        return [
            self.reasoner.asked(version.site, node)
            for version in (self.old, self.new)
            for node in version.hiding(place)
        ]


def spoken(languages: tuple[str, ...]) -> Node:
    written = f"{LANGUAGE} = {list(languages)}"
    return Leaf(Condition(fact=LANGUAGE, pattern=OneOf(languages), written=written))
