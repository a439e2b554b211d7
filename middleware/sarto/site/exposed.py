"""What one visitor was shown, as it is recorded: a subject, a variant, and facts."""

from collections.abc import Iterable
from json import dumps
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from sarto.compose.watching import Need
from sarto.decide.decision import Decision
from sarto.decide.rules import Outcome, Place
from sarto.vocabulary.measured import EXPERIMENTS

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

Shown: TypeAlias = tuple[str, str, bytes]  # a subject, a variant, a unit

UNKNOWN: Final = "-"


def spelt(decision: Decision) -> tuple[str, str, str]:
    """Name what was shown: the subject, the variant, and whom it was for."""
    if decision.experiment is not None:
        return f"{EXPERIMENTS}.{decision.experiment}", decision.arm or "", ""
    return decision.place.key, decision.fragment or "", decision.audience or ""


def need_of(place: Place, outcome: Outcome | None) -> Need:
    """Tell what a place needs on a page, so that what was decided can be shown.

    What is decided by an experiment needs what any of its arms does: where one of them
    could not be shown, none is counted.
    """
    if outcome is None:
        return Need(room=place.default is not None)
    name = outcome.rule.experiment
    arms = [rule for rule in place.rules if name and rule.experiment == name]
    rules = arms or [outcome.rule]
    return Need(
        room=any(rule.shows is not None for rule in rules),
        tag=any(rule.attrs and rule.shows is None for rule in rules),
    )


def is_theirs(visitor: "Visitor", decision: Decision) -> bool:
    """Whether they are still in the arm that was shown: nobody signed in meanwhile."""
    if decision.experiment is None:
        return True
    return visitor.visit.unrecorded(f"arm.{decision.experiment}") == decision.arm


def told(visitor: "Visitor", names: Iterable[str]) -> str:
    """Spell out what reports are broken down by, as far as it may be known."""
    known = {name: word(visitor.visit.unrecorded(name)) for name in names}
    return dumps(known, sort_keys=True, separators=(",", ":"))


def word(value: object) -> str:
    """Say a fact's value in a word; what is unknown is said to be."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset | tuple | list):
        return " ".join(sorted(map(str, cast("Iterable[object]", value)))) or UNKNOWN
    return str(value)
