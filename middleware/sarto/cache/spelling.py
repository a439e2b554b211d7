"""How the very value of a fact is spelt in a key: one token for each that there can be.

Tokens are short and of few letters (`[a-z0-9_-]`, 1 to 32 of them), never empty, and
every one stands for one value only. A fact whose values nobody can list has none.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, count
from typing import Final, cast

from sarto.config.model import SartoToml
from sarto.context.continents import CONTINENT
from sarto.vocabulary.facts import (
    CHANNELS,
    CONTINENTS,
    DAYPARTS,
    DEVICES,
    LEVELS,
    PURPOSES,
)
from sarto.vocabulary.spans import WEEK
from sarto.vocabulary.world import zone_names

NONE: Final = "none"  # what is spelt of a fact that is not known
LONGEST: Final = 32  # letters of a token
OWN: Final = "own-"  # before what the visitor chose, where addresses tell it, too
TOKEN: Final = re.compile(rf"(?!{OWN})[a-z0-9_-]{{1,{LONGEST - len(OWN)}}}")
MOST: Final = 8  # words whose subsets are listed
ODD: Final = re.compile(r"[^a-z0-9_-]")
FLAGS: Final = (False, True)

LISTED: Mapping[str, Callable[[SartoToml], Iterable[object]]] = {
    "bot": lambda _: FLAGS,
    "channel": lambda _: CHANNELS,
    "color_scheme": lambda _: ("light", "dark"),
    "continent": lambda _: CONTINENTS,
    "country": lambda _: CONTINENT,
    "daypart": lambda _: DAYPARTS,
    "days": lambda _: WEEK,
    "device": lambda _: DEVICES,
    "eu": lambda _: FLAGS,
    "language": lambda toml: toml.languages,
    "level": lambda _: LEVELS,
    "reduced_motion": lambda _: ("reduce", "no-preference"),
    "returning": lambda _: FLAGS,
    "save_data": lambda _: FLAGS,
    "undecided": lambda _: FLAGS,
    "zone": lambda _: zone_names(),
}


@dataclass(frozen=True)
class Spelling:
    """The values of one fact, and their tokens."""

    values: Mapping[str, object]

    @classmethod
    def of(cls, values: Iterable[object]) -> "Spelling":
        """Spell each value; two that would be spelt alike are numbered."""
        found: dict[str, object] = {NONE: None}
        alike: list[object] = []
        for value in values:
            token = spelt(value)
            alike += [value] if token in found else []
            found.setdefault(token, value)
        numbers = (f"n{number}" for number in count() if f"n{number}" not in found)
        return cls({**found, **dict(zip(numbers, alike, strict=False))})

    @cached_property
    def tokens(self) -> Mapping[object, str]:
        return {value: token for token, value in self.values.items()}

    def token(self, value: object) -> str | None:
        """Spell a value; `None`: it is none of those there can be."""
        try:
            return self.tokens.get(value)
        except TypeError:  # what is no value of a fact's
            return None


def spelling(fact: str, toml: SartoToml) -> Spelling | None:
    """Tell how a fact is spelt; `None`: its values cannot be listed."""
    if fact in LISTED:
        return Spelling.of(LISTED[fact](toml))
    if fact == "consent":
        words = purposes(toml)
        return Spelling.of(subsets(words)) if len(words) <= MOST else None
    if fact == "stage":
        return Spelling.of(stages(toml))
    family, _, name = fact.partition(".")
    if family == "levels":
        return Spelling.of(LEVELS)
    if family == "preference":
        return chosen(name, toml)
    return None


def chosen(name: str, toml: SartoToml) -> Spelling | None:
    """Spell what visitors may tell of one preference."""
    if name in toml.preferences:
        return Spelling.of(toml.preferences[name].values)
    built_in = {"level": LEVELS, "language": toml.languages}
    return Spelling.of(built_in[name]) if name in built_in else None


def spelt(value: object) -> str:
    """Write a value as a token, as far as its letters allow."""
    if isinstance(value, frozenset):
        words = sorted(map(str, cast("frozenset[object]", value)))
        return spelt("_".join(words)) if words else "nothing"
    token = ODD.sub("-", str(value).lower())
    return token if TOKEN.fullmatch(token) else "long"


def purposes(toml: SartoToml) -> tuple[str, ...]:
    """List what a visitor of this site may consent to."""
    mapped = toml.consent.map if toml.consent else ()
    return tuple(sorted({*PURPOSES, *mapped}))


def subsets(words: Sequence[str]) -> Iterable[frozenset[str]]:
    """List all sets of some words, the small ones first."""
    sizes = range(len(words) + 1)
    return map(frozenset, chain.from_iterable(combinations(words, n) for n in sizes))


def stages(toml: SartoToml) -> tuple[str, ...]:
    return tuple(stage.name for stage in toml.journey.stages) if toml.journey else ()
