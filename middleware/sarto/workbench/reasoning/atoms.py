"""What a search answers with yes or no: conditions, each in the group of its fact.

Facts of one group hang together; those of different groups do not, once it is known
where the visitor stands (`standings`). A site has a tag: 0, or its own number where it
means something else by a group's facts than the first site does.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from sarto.decide.conditions import Asked, Capped, Key, Leaf, Window
from sarto.vocabulary.facts import CLOCK

Verdict: TypeAlias = Literal["yes", "no", "undecided"]

STANDING: Final = "standing"
HERE: Final = "here"
GROUPS: Final = {
    **dict.fromkeys(("consent", "undecided", "bot"), STANDING),
    **dict.fromkeys((*CLOCK, "country", "region", "continent", "eu"), HERE),
    **dict.fromkeys(("zone", "city"), HERE),
    **dict.fromkeys(("visits", "returning", "days_since_last"), "visits"),
    **dict.fromkeys(("level", "preference.level"), "level"),
    **dict.fromkeys(("language", "preference.language"), "language"),
    **dict.fromkeys(("interest", "preference.interests"), "interest"),
    "channel": "link",
    "signed_in": "identity",
}
FAMILIES: Final = {
    "levels": "level",
    "signals": "signals",
    "traits": "identity",
    "campaign": "link",
    "query": "link",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a memory tells a fact: the visitor lets it, and is no bot."""

    fact: str

    @property
    def key(self) -> Key:
        return ("kept", self.fact)


Asking: TypeAlias = Asked | Kept


class Group(NamedTuple):
    """Facts that hang together, as the sites of one tag mean them."""

    name: str
    tag: int


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition, as the sites of one tag mean it."""

    group: Group
    asked: Asking
    tag: int

    @property
    def key(self) -> tuple[object, ...]:
        return (self.tag, self.asked.key)


class Answer(NamedTuple):
    """One atom (by its number) and whether it holds."""

    atom: int
    holds: bool


Answers: TypeAlias = frozenset[Answer]


class ExhaustedError(Exception):
    """Raised where a search takes more steps than it may."""


def group_of(asked: Asking) -> str:
    """Name the group of a condition."""
    if isinstance(asked, Kept):
        return STANDING
    if isinstance(asked, Window):
        return HERE
    if isinstance(asked, Capped):
        return f"cap {asked.rule}"
    fact = asked.condition.fact
    return GROUPS.get(fact) or FAMILIES.get(fact.partition(".")[0], fact)


def fact_of(asked: Asking) -> str:
    """Name the fact of a condition; a window and a cap are of none."""
    if isinstance(asked, Leaf):
        return asked.condition.fact
    return asked.fact if isinstance(asked, Kept) else ""
