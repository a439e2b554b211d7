"""The verdict on an experiment: one of five, and why, in a sentence a designer reads.

In: the evidence. Out: whether to keep an arm, keep the baseline, call it the same,
leave it open, or trust none of it. An arm is kept only when its interval says that it
is better and every guardrail's says that it got no worse than is allowed; as intervals
are of all arms at once, and sequential, looking every day does no harm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from sarto.measure.evidence import Evidence, Guarded, Tried
from sarto.measure.judged import text
from sarto.measure.remark import Remark, Value, remark

Kind: TypeAlias = Literal["keep", "baseline", "same", "undecided", "distrust"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do, about which arm, and the remarks that say why."""

    kind: Kind
    arm: str | None = None  # the one to keep; of the other kinds the one spoken of
    remarks: tuple[Remark, ...]

    @property
    def sentence(self) -> str:
        """Say it in English."""
        return text(self.remarks)


def verdict(evidence: Evidence) -> Verdict:
    """Judge; what speaks against the figures themselves comes first."""
    found = (rule(evidence) for rule in RULES)
    return next(each for each in found if each)


def distrusted(evidence: Evidence) -> Verdict | None:
    if not evidence.doubts:
        return None
    return Verdict(kind="distrust", remarks=evidence.doubts)


def thin(evidence: Evidence) -> Verdict | None:
    """Wait for visitors: of few of them even a sequential interval is not right."""
    if unseen := [arm for arm, units in evidence.seen.items() if not units]:
        return left_open(evidence, remark("nobody", arm=unseen[0]))
    if not evidence.is_thin:
        return None
    said = remark(
        "thin",
        units=sum(evidence.seen.values()),
        converted=evidence.done,
        goal=evidence.goal,
    )
    return left_open(evidence, said, days=evidence.days_left)


def kept(evidence: Evidence) -> Verdict | None:
    """Keep the best of the arms that are better and let nothing get worse."""
    better = [each for each in evidence.tried if each.interval[0] > 0]
    safe = [each for each in better if state(evidence, each) == "fine"]
    if not safe:
        return None
    best = max(safe, key=lambda each: each.difference)
    allowed = [each for each in evidence.guards(best.arm) if each.interval[0] > 0]
    is_safe = evidence.guards(best.arm) and not allowed
    remarks = [
        told("keep.safe" if is_safe else "keep", evidence, best),
        *(guarded("keep.allowed", each, evidence) for each in allowed),
    ]
    if also := tuple(each.arm for each in safe if each is not best):
        remarks.append(remark("keep.also", arms=also))
    return Verdict(kind="keep", arm=best.arm, remarks=tuple(remarks))


def unsafe(evidence: Evidence) -> Verdict | None:
    """Wait where an arm is better, and a guardrail cannot tell yet."""
    better = [each for each in evidence.tried if each.interval[0] > 0]
    unsure = [each for each in better if state(evidence, each) == "unsure"]
    if not unsure:
        return None
    best = max(unsure, key=lambda each: each.difference)
    guard = next(g for g in evidence.guards(best.arm) if g.state == "unsure")
    said = remark(
        "guard",
        **of(evidence, best),
        signal=guard.signal,
        guard=guard.interval,
    )
    days = evidence.left(guard.interval, guard.margin - sum(guard.interval) / 2)
    return left_open(evidence, said, days=days, arm=best.arm)


def refused(evidence: Evidence) -> Verdict | None:
    """Keep the baseline where every arm is worse, by the goal or by a guardrail."""
    left = [each for each in evidence.tried if not is_worse(evidence, each)]
    if left or not evidence.tried:
        return None
    best = max(evidence.tried, key=lambda each: each.difference)
    worse = [each for each in evidence.guards(best.arm) if each.state == "worse"]
    if best.interval[1] < 0:
        key = "baseline.worse" if len(evidence.tried) == 1 else "baseline.all"
        return baseline(told(key, evidence, best), arm=best)
    remarks = [guarded("baseline.guard", worse[0], evidence)]
    if best.interval[0] > 0:
        remarks.append(told("baseline.though", evidence, best))
    return baseline(*remarks, arm=best)


def alike(evidence: Evidence) -> Verdict | None:
    """Stop where no arm can be better by anything that matters."""
    left = [each for each in evidence.tried if not is_worse(evidence, each)]
    if not left or any(each.interval[1] > evidence.matters for each in left):
        return None
    lowest = min(left, key=lambda each: each.interval[0])
    if lowest.interval[0] < -evidence.matters:
        return baseline(told("baseline.futile", evidence, lowest), arm=lowest)
    widest = max(left, key=lambda each: abs(each.difference))
    remarks = (told("same", evidence, widest),)
    return Verdict(kind="same", arm=widest.arm, remarks=remarks)


def undecided(evidence: Evidence) -> Verdict:
    left = [each for each in evidence.tried if not is_worse(evidence, each)]
    if not left:
        return left_open(evidence, remark("nobody", arm=evidence.baseline))
    best = max(left, key=lambda each: each.difference)
    days = evidence.left(best.interval, max(abs(best.difference), evidence.matters))
    return left_open(evidence, told("open", evidence, best), days=days, arm=best.arm)


def left_open(
    evidence: Evidence, said: Remark, *, days: int | None = None, arm: str | None = None
) -> Verdict:
    """Leave it open: not yet, or undecided at its end."""
    when = "over" if evidence.is_over else "wait"
    remarks = [remark(f"{when}.{said.key}", **said.values)]
    if days and not evidence.is_over:
        key = "wait.days" if days > 1 else "wait.day"
        remarks.append(remark(key, days=days))
    return Verdict(kind="undecided", arm=arm, remarks=tuple(remarks))


def baseline(*remarks: Remark, arm: Tried) -> Verdict:
    return Verdict(kind="baseline", arm=arm.arm, remarks=remarks)


def is_worse(evidence: Evidence, tried: Tried) -> bool:
    return tried.interval[1] < 0 or state(evidence, tried) == "worse"


def state(evidence: Evidence, tried: Tried) -> str:
    """Give the worst of an arm's guardrails."""
    found = {each.state for each in evidence.guards(tried.arm)}
    return next((bad for bad in ("worse", "unsure") if bad in found), "fine")


def told(key: str, evidence: Evidence, tried: Tried) -> Remark:
    return remark(key, **of(evidence, tried))


def guarded(key: str, guard: Guarded, evidence: Evidence) -> Remark:
    return remark(
        key,
        arm=guard.arm,
        baseline=evidence.baseline,
        signal=guard.signal,
        points=guard.interval,
    )


def of(evidence: Evidence, tried: Tried) -> dict[str, Value]:
    return {
        "arm": tried.arm,
        "baseline": evidence.baseline,
        "goal": evidence.goal,
        "points": tried.interval,
    }


RULES: Final[Sequence[Callable[[Evidence], Verdict | None]]] = (
    distrusted,
    thin,
    kept,
    unsafe,
    refused,
    alike,
    undecided,
)
