"""What places ask for, and stand on, taken together."""

from collections.abc import Iterable, Iterator

from sarto.decide.conditions import Capped, Leaf, Node, walked
from sarto.decide.rules import Place
from sarto.decide.schedule import Schedule, timed


def nodes(places: Iterable[Place]) -> Iterator[Node]:
    """List what must hold for each outcome, of all places."""
    return (outcome.node for place in places for outcome in place.outcomes)


def leaves(places: Iterable[Place]) -> Iterator[Leaf]:
    """List the conditions on facts, of all places."""
    return (node for node in walked(*nodes(places)) if isinstance(node, Leaf))


def schedule(places: Iterable[Place]) -> Schedule:
    """Gather what the clock tells of all places."""
    return Schedule(timed(*nodes(places)))


def asked_of(place: Place) -> frozenset[str]:
    """Name the facts that a place's conditions or templates ask for."""
    return place.shown | {leaf.condition.fact for leaf in leaves((place,))}


def counts(place: Place) -> bool:
    """Whether a place stands on what it showed somebody before."""
    inside = walked(*nodes((place,)))
    return place.is_stable or any(isinstance(node, Capped) for node in inside)


def is_tried(place: Place) -> bool:
    """Whether a place is part of an experiment."""
    return any(rule.experiment for rule in place.rules)
