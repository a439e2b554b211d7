"""Why conditions contradict each other, in words: one sentence for each implication."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from sarto.vocabulary.facts import CLOCK, REMEMBERED, fact_named

Facts: TypeAlias = frozenset[str]

ON_CLOCK: Final = CLOCK - {"holiday"}
COUNTRY: Final = frozenset({"country", "region"})
NONE: Final = frozenset[str]()
OF_PROFILE: Final = frozenset(REMEMBERED | {"cap", "arm.*"})
GATED: Final = OF_PROFILE | {"city", "color_scheme", "reduced_motion"}

MANY: Final = frozenset({"signals.*", "interest"})  # more than one at a time
UNASKED: Final = "nobody is remembered where nobody is asked: there is no [consent]"
ARMS: Final = frozenset({"arm.*"})
EMPTY: Final = "nobody is in this arm"
APART: Final = "experiments of one group share no visitor"
TOGETHER: Final = "these counts cannot go together: no shorter span counts more"
SENTENCES: Final[tuple[tuple[Facts, Facts, str], ...]] = (
    # what one side speaks of, what the other does, and why both cannot be
    (
        frozenset({"returning"}),
        frozenset({"visits"}),
        "somebody who returns has visited twice at least",
    ),
    (
        frozenset({"days_since_last"}),
        frozenset({"visits", "returning"}),
        "days are counted from a visit before this one",
    ),
    (frozenset({"bot"}), OF_PROFILE, "a bot has no profile: it is like a new visitor"),
    (frozenset({"consent"}), GATED, "without consent to it nothing of this is known"),
    (
        frozenset({"undecided"}),
        frozenset({"consent", *GATED}),
        "who has not answered yet has granted nothing",
    ),
    (
        frozenset({"preference.*"}),
        frozenset({"level", "levels.*", "language", "interest"}),
        "what a visitor chose outranks what was noticed",
    ),
    (frozenset({"region"}), COUNTRY, "a region lies in its country"),
    (COUNTRY, frozenset({"continent"}), "a country lies on its continent"),
    (COUNTRY, frozenset({"eu"}), "a country is in the Union, or it is not"),
    (COUNTRY, frozenset({"zone"}), "the clocks of a country are those of its zones"),
    (
        frozenset({"traits.*"}),
        frozenset({"signed_in"}),
        "traits are known of who is signed in, and of nobody else",
    ),
    (
        frozenset({"signals.*.value"}),
        frozenset({"signals.*"}),
        "a value comes with a signal that was seen",
    ),
    (frozenset({"signals.*"}), frozenset({"signals.*"}), TOGETHER),
    (
        frozenset({"campaign.*", "query.*"}),
        frozenset({"channel"}),
        "what a link says of itself decides the channel",
    ),
    (frozenset({"window"}), frozenset({"window", *ON_CLOCK}), "no moment is in both"),
    (ON_CLOCK, frozenset({"country", "zone", *ON_CLOCK}), "no moment is both"),
    (frozenset({"stage"}), NONE, "the journey says when a stage is reached"),
)


def family(fact: str) -> str:
    """Name the row of the table that a fact belongs to."""
    row = fact_named(fact)
    return row.name if row else fact


def reason(facts: Iterable[frozenset[str]], *, is_asked: bool = True) -> str:
    """Say why pieces that speak of these facts contradict each other.

    `is_asked`: the site has somebody ask for consent.
    """
    told = list(facts)
    each = [frozenset(map(family, one)) for one in told]
    every = NONE.union(*each)
    if not is_asked and every & OF_PROFILE:
        return UNASKED
    named = NONE.union(*told)
    if every == ARMS and (len(named) > 1 or len(each) == 1):
        return APART if len(named) > 1 else EMPTY
    if len(named) == 1 and len(each) > 1 and every.isdisjoint(MANY):
        return f"no visitor's `{min(named)}` is both"
    for one, other, sentence in SENTENCES:
        if every & one and (not other or every & other):
            return sentence
    return "no visitor can be all of this" if len(each) > 1 else "no visitor is so"
