"""What a visitor cares for: topics that were told, or else topics they looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sarto.choices.preferences import WORDS, word
from sarto.decide.conditions import Leaf
from sarto.memory.interests import MOST
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.patterns import Holds
from sarto.workbench.reasoning.atoms import Answers, Atom, ExhaustedError, fact_of
from sarto.workbench.reasoning.cases import Values
from sarto.workbench.reasoning.cells import unlike
from sarto.workbench.reasoning.listing import Listing

TOLD, CARED = "preference.interests", "interest"
NOBODY: Final = frozenset[str]()


class Wanted(NamedTuple):
    """Sets of words of each of which one must be there, and words that must not."""

    some: tuple[frozenset[str], ...]
    none: frozenset[str]


@dataclass(frozen=True)
class Topics:
    """The group of interests: what was told is the interest, if anything was."""

    atoms: Mapping[int, Atom]
    of: Listing

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who answer so."""
        if self.told(answers) is not None:
            return self.of.everybody
        remembered = self.of.those(lambda each: self.of.gate.tells(CARED, each))
        learnt = self.learnt(answers)
        if learnt is None:
            return 0
        return remembered if learnt else self.of.everybody

    def values(self, answers: Answers, standing: int) -> Values:
        """Give the topics of one who answers so: what was noticed, if that does."""
        learnt = self.learnt(answers)
        remembered = self.of.those(lambda each: self.of.gate.tells(CARED, each))
        if learnt is not None and (not learnt or standing & remembered):
            return {TOLD: None, CARED: learnt}
        told = self.told(answers)
        return {TOLD: told, CARED: told}

    def told(self, answers: Answers) -> frozenset[str] | None:
        """Find topics that a visitor may have told; some are told, or nothing is."""
        wanted = self.wanted(answers, (TOLD, CARED))
        found = chosen(wanted, WORDS)
        if found is None or found:
            return found
        every = (word for each in self.atoms for word in self.words(each))
        return frozenset((unlike(every),))

    def learnt(self, answers: Answers) -> frozenset[str] | None:
        """Find topics that a visitor may have looked at, who told nothing."""
        told, cared = (self.wanted(answers, (fact,)) for fact in (TOLD, CARED))
        interests = self.of.gate.site.config.toml.interests
        if told.some or (cared.some and interests is None):
            return None
        off = NOBODY.union(*cared.some) if interests and interests.never else NOBODY
        never = any_of(tuple(interests.never if interests else ()))
        unkept = frozenset(each for each in off if never.fullmatch(each))
        return chosen(Wanted(cared.some, cared.none | unkept), MOST)

    def wanted(self, answers: Answers, facts: tuple[str, ...]) -> Wanted:
        """Sum up what is asked of some facts."""
        asked = [a for a in answers if fact_of(self.atoms[a.atom].asked) in facts]
        none = [self.words(each.atom) for each in asked if not each.holds]
        some = tuple(self.words(each.atom) for each in sorted(asked) if each.holds)
        return Wanted(some, NOBODY.union(*none))

    def words(self, number: int) -> frozenset[str]:
        asked = self.atoms[number].asked
        pattern = asked.condition.pattern if isinstance(asked, Leaf) else None
        return pattern.words if isinstance(pattern, Holds) else NOBODY


def chosen(wanted: Wanted, most: int) -> frozenset[str] | None:
    """Choose a word of each set; `None`: there is none. Topics are kept folded."""
    found: set[str] = set()
    for some in wanted.some:
        able = {each for each in some - wanted.none if each and word(each) == each}
        if not able:
            return None
        if able.isdisjoint(found):
            found.add(min(able))
    if len(found) > most:
        raise ExhaustedError  # fewer words might do
    return frozenset(found)
