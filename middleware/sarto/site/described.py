"""A site described to the cache in front of it: which pages differ by what.

Patterns of pages are careful, and not exact: what they miss is asked for as its visitor
did, and what they add is looked up for nothing. The site itself decides.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sarto.cache.dimension import Dimension
from sarto.cache.spelling import Spelling
from sarto.cache.vary import headers_read
from sarto.choices.preferences import BUILT_IN
from sarto.decide.places import asked_of, counts, leaves
from sarto.decide.rules import Place
from sarto.site.filling import is_by_site
from sarto.site.looking import IGNORED, Looking
from sarto.site.shared import OWNED
from sarto.site.telling import Telling
from sarto.vocabulary.edges import NEVER, Edge, Key
from sarto.vocabulary.facts import FACTS
from sarto.vocabulary.globs import glob
from sarto.vocabulary.reads import ReadSet

GET = "GET"
ANY = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\.", re.DOTALL)
UNASKED_IN = {".": "[^?]", "[^/]": "[^/?]"}  # what matches a path, and no query
UNASKED = frozenset({"cookie", "forwarded", "x-forwarded-for"})  # sent in any case


@dataclass(frozen=True)
class Described:
    """One site, as its edge has to know it."""

    looking: Looking

    def edge(self, origin: str, listen: str) -> Edge:
        """Give all that a configuration is made of."""
        site, sharing = self.looking.site, self.looking.sharing
        telling = Telling(self.looking)
        keys = [
            Key(header=each.header, pages=self.of(each), known=telling.known(each))
            for each in sharing.dimensions
        ]
        if sharing.is_owned:
            keys.append(Key(header=OWNED, pages=self.owned, known=telling.own))
        return Edge(
            token=sharing.proof.token,
            version=site.version,
            prefix=site.config.toml.prefix,
            origin=origin,
            listen=listen,
            keys=tuple(keys),
            inputs=tuple(n for n in self.inputs if n not in UNASKED),
            others=tuple(self.others),
            countries=tuple(map(str.lower, site.config.toml.location.headers)),
            is_by_address=self.looking.is_by_address,
            pages=self.pages(lambda _: True, self.read_by_code),
            owned=self.owned,
            noted=self.noted,
            private=self.pages(self.is_private, self.private_reads),
            filled=self.pages(sharing.is_filled),
            ignored=tuple(map(as_pattern, IGNORED)),
        )

    @property
    def others(self) -> Iterator[str]:
        """Name the keys that other rules over the same file's facts would have."""
        toml = self.looking.toml
        facts = [row.name for row in FACTS if "*" not in row.name]
        facts += [f"preference.{n}" for n in (*toml.preferences, *sorted(BUILT_IN))]
        facts += [f"signals.{n}" for n in toml.signals]
        for fact in facts:
            yield Dimension(fact=fact).header
            yield Dimension(fact=fact, spelling=Spelling({})).header

    @property
    def inputs(self) -> Iterable[str]:
        """Name the request headers that the look-up, or any part, is made of."""
        looking = self.looking
        reads = ReadSet()
        for place in filter(looking.sharing.is_filled, looking.sharing.places):
            reads = reads | place.reads
        filled = map(str.lower, headers_read(reads, looking.site.extra_headers))
        return sorted({*looking.names, *filled})

    @property
    def read_by_code(self) -> dict[str, list[str]]:
        return self.looking.toml.app.reads

    def pages(
        self, is_meant: Callable[[Place], bool], reads: Iterable[str] = ()
    ) -> str:
        """Write the pattern of all pages with a place that is meant."""
        found = [
            p.pages.pattern
            for p in self.looking.sharing.places
            if p.pages and is_meant(p)
        ]
        return self.targets([*found, *(glob(each).pattern for each in reads)])

    def targets(self, paths: Iterable[str]) -> str:
        """Write a pattern of whole targets from patterns of paths."""
        each = "|".join(dict.fromkeys(f"(?:{less_query(path)})" for path in paths))
        own = re.escape(self.looking.toml.prefix)
        return rf"^(?!{own}/)(?:{each})(?:\?.*)?$" if each else NEVER

    def of(self, dimension: Dimension) -> str:
        """Write the pattern of the pages that differ by a dimension."""
        fact = dimension.fact

        def is_meant(place: Place) -> bool:
            asked = any(leaf.condition.fact == fact for leaf in leaves((place,)))
            return fact in place.shown if dimension.spelling else asked

        reads = [page for page, facts in self.read_by_code.items() if fact in facts]
        return self.pages(is_meant, reads if dimension.spelling else ())

    @cached_property
    def owned(self) -> str:
        """Write the pattern of the pages that only strangers share."""
        bands = {each.fact for each in self.looking.sharing.own}

        def is_meant(place: Place) -> bool:
            return counts(place) or not bands.isdisjoint(asked_of(place))

        reads = [
            p for p, facts in self.read_by_code.items() if bands.intersection(facts)
        ]
        return self.pages(is_meant, reads)

    @cached_property
    def noted(self) -> str:
        """Write the pattern of the pages where what a visitor does is noted."""
        keeping = self.looking.site.keeping
        if keeping is None:
            return NEVER
        seen = [
            s.path.pattern for s in keeping.signs.values() if s.path and s.method == GET
        ]
        looked = keeping.curiosity
        paths = [*seen, *(each.pattern for each in looked.paths), *self.greeting]
        pattern = self.targets(paths)
        asked = "|".join(map(re.escape, sorted(looked.parameters)))
        with_query = rf"[?&](?:{asked})=" if asked else ""
        return "|".join(filter(None, [pattern if paths else "", with_query])) or NEVER

    @property
    def greeting(self) -> Iterator[str]:
        """List the pages with a part for who is signed in: whose memory is it, then?"""
        sharing = self.looking.sharing
        for place in filter(sharing.is_filled, sharing.places):
            if place.pages and is_by_site(place):
                yield place.pages.pattern

    def is_private(self, place: Place) -> bool:
        """Whether nobody shares the pages of a place."""
        sharing = self.looking.sharing
        return sharing.is_personal(place) and not sharing.is_filled(place)

    @property
    def private_reads(self) -> Iterator[str]:
        """List the globs of pages where the site's code reads what nobody shares."""
        sharing = self.looking.sharing
        for page, facts in self.read_by_code.items():
            if not all(sharing.may_share(fact, is_shown=True) for fact in facts):
                yield page


def less_query(path: str) -> str:
    """Let a pattern of paths match nothing of a query."""
    return ANY.sub(lambda found: UNASKED_IN.get(found[0], found[0]), path)


def as_pattern(names: str) -> str:
    """Write a glob of cookies' names as a pattern."""
    return "".join(
        ".*" if c == "*" else "." if c == "?" else re.escape(c) for c in names
    )
