"""Places that stay the same within a visit: chosen once, and kept on the same ground.

A choice gives way to what the visitor says, to consent that changes, to a sign-in, and
to the end of its rule or its window; without memory it is made for each request.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import cast

from sarto.context.visit import KEPT, Visit
from sarto.decide.decide import decide, told
from sarto.decide.decision import Decision
from sarto.decide.rules import Outcome, Place, Rule
from sarto.memory.memory import Memory

DEFAULT = ""  # what memory calls the default of a place


def decided(visit: Visit, memory: Memory | None, place: Place) -> Decision:
    """Decide a place as it was decided before in this visit, if it was."""
    if not (place.is_stable and memory and visit.may_find(KEPT)):
        return decide(visit, place)
    permit = visit.leave(KEPT)
    picked = memory.picked(permit, place.key, ground(visit)) if permit else None
    if picked == DEFAULT:
        return told(visit, place, None)
    outcome = next((o for o in place.outcomes if is_still(o, picked, visit)), None)
    return told(visit, place, outcome) if outcome else decide(visit, place)


def is_still(outcome: Outcome, picked: str | None, visit: Visit) -> bool:
    """Whether it is the one that was chosen, and its window is still open."""
    rule, cap, now = outcome.rule, outcome.rule.cap, visit.now
    is_begun = rule.start is None or rule.start <= now
    is_over = rule.until is not None and rule.until <= now
    is_same = rule.key == picked and is_begun and not is_over
    if not is_same or not is_in_arm(rule, visit):
        return False
    return cap is None or visit.may_show(cap.rule, cap.times, cap.per)


def is_in_arm(rule: Rule, visit: Visit) -> bool:
    """Whether the visitor is in the arm that a rule is of; most are of none."""
    return rule.arm is None or visit[f"arm.{rule.experiment}"] == rule.arm


def ground(visit: Visit) -> str:
    """Sum up what a choice stands on besides its rules."""
    said = [(name, sorted(flat(value))) for name, value in sorted(visit.told.items())]
    text = repr((said, sorted(visit.consent.granted), visit.identity is not None))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=4).hexdigest()


def flat(value: object) -> Iterable[str]:
    """List the words of what was told."""
    is_many = isinstance(value, frozenset)
    return cast("frozenset[str]", value) if is_many else (str(value),)


def key_of(decision: Decision) -> str:
    """Name what was decided for memory."""
    return decision.rule.key if decision.rule else DEFAULT
