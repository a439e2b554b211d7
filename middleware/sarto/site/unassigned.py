"""Why a visitor is in no arm of an experiment, in words for its author."""

from typing import Final

from sarto.context.visit import UNIT, Visit
from sarto.decide.assignment import Trial

UNGRANTED: Final = "without consent to {} nobody is in an arm"
BOT: Final = "a bot is in no arm"
UNMET: Final = "of this visitor no id is known, and so no arm; pin one to see it"
HELD: Final = "kept out with the holdout {!r}"
ELSEWHERE: Final = "other experiments of the group {!r} have this visitor, or none"
OUTSIDE: Final = "outside the {:.0%} of visitors that it takes"


def why_in_none(visit: Visit, name: str) -> str | None:
    """Say why `arm.NAME` has no value; `None`: there is no such experiment."""
    trial = visit.sources.trials.get(name.partition(".")[2])
    if not isinstance(trial, Trial):
        return None
    row = visit.sources.law.row(name)
    if row is None or not visit.consent.opens(row):
        return UNGRANTED.format(row.purpose if row else "it")
    if visit.unrecorded("bot") is True:
        return BOT
    unit = visit.unit if visit.leave(UNIT) else None
    return UNMET if unit is None else outside(trial, unit)


def outside(trial: Trial, unit: bytes) -> str:
    """Say of somebody who is known why an experiment does not take them."""
    if trial.holdout is not None and trial.holdout.has(unit):
        return HELD.format(trial.holdout.name)
    if trial.group is not None and not trial.group.has(unit):
        return ELSEWHERE.format(trial.group.name)
    return OUTSIDE.format(trial.traffic)
