"""The decision itself: read top to bottom, the first match wins."""

from sarto.context.visit import Visit
from sarto.decide.decision import Decision
from sarto.decide.program import NONE
from sarto.decide.rules import Place


def decide(visit: Visit, place: Place) -> Decision:
    """Decide one place for one visit."""
    number = place.program.choose(visit)
    if number == NONE:
        return Decision(place=place, fragment=place.default, visit=visit)
    outcome = place.outcomes[number]
    return Decision(
        place=place,
        outcome=outcome,
        fragment=outcome.rule.shows,
        attrs=outcome.rule.attrs,
        audience=outcome.target.name,
        visit=visit,
    )
