"""The days of a bandit: which are over for good, and what was seen of each.

Weights stand still for a UTC day. Those of a day come of the units that were first
exposed before it, early enough that the window in which their signals count was over
when it began: so they can be worked out again, by any process and at any later time,
and need not be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sarto.measure.bandit import FLOOR, weights
from sarto.measure.strata import Cohort
from sarto.measure.totals import of_arms
from sarto.vocabulary.measured import Question
from sarto.vocabulary.ports import EventStore

DAY: Final = 24 * 60 * 60  # seconds
MOST = 120  # days that are looked at one by one; what is older is one more


def cohorts(
    store: EventStore, question: Question, arms: Sequence[str], *, until: int
) -> tuple[Cohort, ...]:
    """Ask for each day whose windows closed before a moment, in seconds; in order."""
    over = (until - question.window) // DAY
    (every,) = store.outcomes(question)
    days = sorted({day.day for day in every.days if day.units})
    spans = [(day * DAY, (day + 1) * DAY) for day in days if day < over]
    if len(spans) > MOST:
        spans = [(spans[0][0], spans[-MOST][0]), *spans[-MOST:]]
    asked = [replace(question, since=start, until=end) for start, end in spans]
    return tuple(of_arms(each.cells, arms) for each in store.outcomes(*asked))


def current(
    store: EventStore,
    question: Question,
    arms: Sequence[str],
    *,
    now: int,
    floor: float = FLOOR,
) -> Mapping[str, float]:
    """Give the weights of the day that a moment is on, in seconds since 1970."""
    found = cohorts(store, question, arms, until=now // DAY * DAY)
    return weights(found, arms, floor=floor)
