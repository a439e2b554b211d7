"""An experiment's arms by each metric, and each arm against the baseline.

Of a signal `booked`: `booked`, who did it at all; where values were seen also
`booked.value`, the mean of what a visitor brought, and `booked.mean`, of what a time
brought; of a guardrail who did it at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Final, TypeVar

from sarto.measure.report.figures import Adjusted, Against, Estimate, Kind, Sure
from sarto.measure.statistics import (
    covariate,
    lift,
    means,
    proportions,
    sequential,
    student,
)
from sarto.measure.statistics.comparison import Compare
from sarto.measure.statistics.lift import Lift
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import Count, wilson
from sarto.measure.statistics.ratios import value_per_time
from sarto.measure.statistics.sequential import EXPECTED
from sarto.measure.statistics.several import against
from sarto.vocabulary.measured import Sums

Sample = TypeVar("Sample")
ANY_SHARE: Final = partial(sequential.of_shares, expected=EXPECTED)
ANY_MEAN: Final = partial(sequential.of_means, expected=EXPECTED)
TIMES, VALUE, EACH = ".times", ".value", ".mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric of one signal, and the arms' sums it is read from."""

    name: str
    kind: Kind
    sums: Mapping[str, Sums]
    of: Callable[[Sums], Mean | None] | None = None  # none: a share
    is_guardrail: bool = False

    def estimates(self) -> dict[str, Estimate]:
        """Say what each arm reached."""
        if self.of is None:
            return {arm: share(Count.of(sums)) for arm, sums in self.sums.items()}
        return {arm: average(self.of(sums)) for arm, sums in self.sums.items()}

    def comparisons(self) -> Iterator[Against]:
        """Hold each arm against the first."""
        if self.of is None:
            counts = {arm: Count.of(sums) for arm, sums in self.sums.items()}
            yield from self._held(
                counts, proportions.compare, ANY_SHARE, lift.of_shares
            )
        else:
            found = {arm: self.of(sums) for arm, sums in self.sums.items()}
            yield from self._held(found, means.compare, ANY_MEAN, lift.of_means)

    def _held(
        self,
        samples: Mapping[str, Sample],
        once: Compare[Sample],
        any_time: Compare[Sample],
        lifted: Callable[[Sample, Sample], Lift | None],
    ) -> Iterator[Against]:
        (_, baseline), *others = samples.items()
        arms = dict(others)
        fixed = against(baseline, arms, once)
        running = against(baseline, arms, any_time)
        for arm, sample in arms.items():
            alone = fixed[arm].alone
            yield Against(
                arm=arm,
                metric=self.name,
                kind=self.kind,
                is_guardrail=self.is_guardrail,
                difference=alone.difference,
                interval=alone.interval,
                p=alone.p,
                corrected=Sure(interval=fixed[arm].interval, p=fixed[arm].p),
                any_time=Sure(interval=running[arm].interval, p=running[arm].p),
                lift=lifted(baseline, sample),
            )


def metrics(
    goal: str, sums: Mapping[str, Sums], guards: Mapping[str, Mapping[str, Sums]]
) -> tuple[Metric, ...]:
    """List the metrics there are: the goal's share, its values, the guardrails."""
    found = [Metric(name=goal, kind="share", sums=sums)]
    if any(each.vv for each in sums.values()):
        for name, of in ((VALUE, means.values), (EACH, value_per_time)):
            found.append(Metric(name=goal + name, kind="value", sums=sums, of=of))
    found += [
        Metric(name=signal, kind="share", sums=each, is_guardrail=True)
        for signal, each in guards.items()
    ]
    return tuple(found)


def share(count: Count) -> Estimate:
    value = count.share if count.units else None
    return Estimate(value=value, interval=wilson(count))


def average(mean: Mean | None) -> Estimate:
    """Give a mean with its interval, by Student's t."""
    if mean is None:
        return Estimate(value=None, interval=None)
    far = student.reach(LEVEL, mean.units - 1) * sqrt(mean.square)
    return Estimate(value=mean.value, interval=(mean.value - far, mean.value + far))


def adjusted(goal: str, sums: Mapping[str, Sums]) -> Iterator[Adjusted]:
    """Compare again by what is left when what was done before is taken out.

    Nothing, where nobody did anything before.
    """
    for name, take in ((TIMES, covariate.times), (VALUE, covariate.values)):
        found = covariate.adjusted(tuple(sums.values()), take)
        if not found.theta:
            continue
        baseline, *others = found.means
        for arm, mean in zip(tuple(sums)[1:], others, strict=True):
            held = means.compare(baseline, mean)
            yield Adjusted(
                arm=arm,
                metric=goal + name,
                difference=held.difference,
                interval=held.interval,
                p=held.p,
                reduction=found.reduction,
            )
