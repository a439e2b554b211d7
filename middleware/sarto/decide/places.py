"""What places ask for, and stand on, taken together."""

from collections.abc import Iterable, Iterator

from sarto.decide.conditions import Capped, Leaf, walked
from sarto.decide.rules import Place


def leaves(places: Iterable[Place]) -> Iterator[Leaf]:
    """List the conditions on facts, of all places."""
    nodes = (outcome.node for place in places for outcome in place.outcomes)
    return (node for node in walked(*nodes) if isinstance(node, Leaf))


def asked_of(place: Place) -> frozenset[str]:
    """Name the facts that a place's conditions or templates ask for."""
    return place.shown | {leaf.condition.fact for leaf in leaves((place,))}


def counts(place: Place) -> bool:
    """Whether a place stands on what it showed somebody before."""
    nodes = walked(*(outcome.node for outcome in place.outcomes))
    return place.is_stable or any(isinstance(node, Capped) for node in nodes)
