"""The decision itself: read top to bottom, the first match wins."""

from sarto.context.visit import Visit
from sarto.decide.decision import Decision
from sarto.decide.program import NONE
from sarto.decide.rules import Outcome, Place


def decide(visit: Visit, place: Place) -> Decision:
    """Decide one place for one visit."""
    number = place.program.choose(visit)
    return told(visit, place, None if number == NONE else place.outcomes[number])


def told(visit: Visit, place: Place, outcome: Outcome | None) -> Decision:
    """Tell what a place shows by one outcome; by `None`, its default."""
    if outcome is None:
        return Decision(place=place, fragment=place.default, visit=visit)
    return Decision(
        place=place,
        outcome=outcome,
        fragment=outcome.rule.shows,
        attrs=outcome.rule.attrs,
        audience=outcome.target.name,
        experiment=outcome.rule.experiment,
        arm=outcome.rule.arm,
        visit=visit,
    )
