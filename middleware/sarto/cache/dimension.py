"""What the answers of a site differ by: each fact, as far as its rules tell it apart.

A fact that only conditions ask about is collapsed to which of them accept it: fifteen
countries become three classes. Where a template shows the fact itself, its very value
counts. Either way it is one token in one `X-Sarto-*` header, and from the tokens alone
the same page comes out, whoever asks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from typing import Final, TypeAlias

from sarto.cache.samples import samples
from sarto.cache.spelling import NONE, OWN, TOKEN, Spelling, spelt
from sarto.context.classed import CLASS
from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Key, Leaf, Named, Node, Not
from sarto.decide.why import value_of
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.patterns import AnyCase, OneOf

Class: TypeAlias = frozenset[int]  # the conditions that accept it, by number

PLAIN: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST: Final = 108  # conditions on one fact whose answers always fit into a token
LONGEST: Final = 24  # letters of a readable token


@dataclass(frozen=True, slots=True)
class Accepts:
    """Accepts a class by the number of a condition that accepts its values."""

    number: int

    def holds(self, value: object) -> bool:
        return isinstance(value, frozenset) and self.number in value

    @property
    def example(self) -> str:
        return str(self.number)


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One fact that answers differ by, and its header.

    `spelling` is there where the fact's own value counts. `by_url` finds it in the
    address, which goes before what the key says (but for what the visitor chose).
    """

    fact: str
    tier: Tier = Tier.SEGMENT
    leaves: tuple[Leaf, ...] = ()
    spelling: Spelling | None = None
    by_url: Callable[[Visit], object] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What it is called among dimensions: a fact may have two."""
        return self.fact if self.spelling else CLASS + self.fact

    @cached_property
    def header(self) -> str:
        """Name its header; what an author named oddly goes by a number."""
        family, _, rest = self.fact.partition(".")
        if rest and not PLAIN.fullmatch(rest):
            rest = blake2b(rest.encode(), digest_size=6).hexdigest()
        words = (*family.split("_"), *(rest.split("-") if rest else ()))
        kind = ("Value",) if self.spelling else ()
        return "-".join(("X-Sarto", *kind, *map(str.title, words)))

    def token(self, visit: Visit) -> str | None:
        """Spell it for a visit; `None`: it is no value there can be."""
        value, source = visit.known(self.fact)
        if self.spelling is None:
            token = self.spelt(self.asked(visit))
        else:
            token = self.spelling.token(value)
        is_own = self.by_url is not None and source == "the visitor"
        return f"{OWN}{token}" if is_own and token else token

    def spelt(self, accepted: Class) -> str | None:
        """Spell a class; `None`: of so many conditions that no token holds it."""
        token = self.written.get(accepted) or f"c{number_of(accepted):x}"
        return token if TOKEN.fullmatch(token) else None

    def value(self, token: str) -> object:
        """Read a token: a value, or a class; raises `ValueError` for none of ours."""
        token = token.removeprefix(OWN) if self.by_url else token
        if self.spelling is not None:
            if token not in self.spelling.values:
                raise ValueError(token)
            return self.spelling.values[token]
        if token in self.read:
            return self.read[token]
        number = int(token[1:], 16) if token[:1] == "c" else 0
        if number <= 0 or number >> len(self.leaves) or token != f"c{number:x}":
            raise ValueError(token)
        found = frozenset(n for n in range(len(self.leaves)) if number >> n & 1)
        if found in self.written:
            raise ValueError(token)
        return found

    def asked(self, visit: Visit) -> Class:
        """Ask all its conditions."""
        return frozenset(
            number
            for number, leaf in enumerate(self.leaves)
            if leaf.accepts(value_of(leaf, visit))
        )

    def class_of(self, value: object) -> Class:
        """Tell the class of a value that is known."""
        return frozenset(n for n, leaf in enumerate(self.leaves) if leaf.accepts(value))

    @cached_property
    def written(self) -> Mapping[Class, str]:
        """Give classes readable tokens, where their conditions list words."""
        found: dict[Class, list[str]] = {}
        for leaf in self.leaves:
            pattern = leaf.condition.pattern
            if isinstance(pattern, OneOf | AnyCase):
                for word in pattern.words:
                    found.setdefault(self.class_of(word), []).append(spelt(word))
        tokens = {NONE_OF: NONE}
        for each, words in found.items():
            token = "_".join(dict.fromkeys(sorted(words)))
            is_free = token not in tokens.values() and not HEX.fullmatch(token)
            is_short = len(token) <= LONGEST and TOKEN.fullmatch(token)
            if each and is_free and is_short and "long" not in words:
                tokens[each] = token
        return tokens

    @cached_property
    def read(self) -> Mapping[str, Class]:
        return {token: each for each, token in self.written.items()}

    @property
    def size(self) -> int:
        """How many values it can have at the most."""
        if self.spelling is not None:
            return len(self.spelling.values)
        known = [samples(leaf.condition.pattern) for leaf in self.leaves]
        is_counted = any(leaf.is_counted for leaf in self.leaves)
        if is_counted or None in known:
            return 1 << min(len(self.leaves), MOST)
        values = (value for each in known for value in each or ())
        return len({NONE_OF, *map(self.class_of, values)})


NONE_OF: Class = frozenset()
HEX = re.compile(r"c[0-9a-f]+")


def number_of(accepted: Class) -> int:
    return sum(1 << number for number in accepted)


@dataclass(slots=True)
class Classed:
    """Rewrites conditions so that they ask for classes; shared nodes stay shared."""

    numbers: Mapping[Key, tuple[str, int]]  # of conditions that are collapsed
    _made: dict[int, Node] = field(default_factory=dict[int, Node])

    @classmethod
    def of(cls, dimensions: Iterable[Dimension]) -> "Classed":
        return cls(
            {
                leaf.key: (dimension.fact, number)
                for dimension in dimensions
                if not dimension.spelling
                for number, leaf in enumerate(dimension.leaves)
            }
        )

    def node(self, node: Node) -> Node:
        """Rewrite a node and all below it."""
        if id(node) not in self._made:
            self._made[id(node)] = self._rewritten(node)
        return self._made[id(node)]

    def _rewritten(self, node: Node) -> Node:
        match node:
            case Leaf():
                return self._leaf(node)
            case All():
                return All(tuple(map(self.node, node.parts)))
            case AnyOf():
                return AnyOf(tuple(map(self.node, node.parts)))
            case Not():
                return Not(self.node(node.part))
            case Named():
                inner = self.node(node.node)
                return Named(node.name, inner, inner.facts())
            case _:
                return node

    def _leaf(self, leaf: Leaf) -> Leaf:
        if leaf.key not in self.numbers:
            return leaf
        fact, number = self.numbers[leaf.key]
        asked = replace(
            leaf.condition,
            fact=CLASS + fact,
            pattern=Accepts(number),
            within=None,
            since=None,
        )
        return Leaf(asked)
