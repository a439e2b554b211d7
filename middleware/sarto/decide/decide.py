"""The decision itself: read top to bottom, the first match wins."""

from sarto.context.visit import Visit
from sarto.decide.conditions import All
from sarto.decide.decision import Decision
from sarto.decide.rules import Place, Rule, Target

EVERYONE = Target(name=None, holds=All(()))


def match(rule: Rule, visit: Visit) -> Target | None:
    """Find the audience through which a rule takes this visit, if it does."""
    if not rule.is_open(visit.now):
        return None
    target = rule.target(visit) if rule.targets else EVERYONE
    if target is None or (rule.when is not None and not rule.when(visit)):
        return None
    return target


def decide(visit: Visit, place: Place) -> Decision:
    """Decide one place for one visit."""
    for rule in place.rules:
        if target := match(rule, visit):
            return Decision(
                place=place,
                fragment=rule.shows,
                attrs=rule.attrs,
                audience=target.name,
                rule=rule,
                visit=visit,
            )
    return Decision(place=place, fragment=place.default, visit=visit)
