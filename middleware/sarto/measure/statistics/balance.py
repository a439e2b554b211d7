"""Whether visitors came to the arms as they should have: if not, believe nothing else.

Arms that got more or fewer than their weights, or visitors that saw several, are a
fault of the site or of what is in front of it, and no luck.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sarto.measure.statistics.comparison import Interval, counted
from sarto.measure.statistics.gamma import chi_square, correction, deviance
from sarto.measure.statistics.proportions import Count, wilson

LEAST = 0.01  # p below which a split is no luck
CROSSED = 0.01  # the share of units that may have seen several arms
# How many units a guess before counting is worth: few see coarse faults soon, many fine
# ones later, and the mean of all is as right as each.
PRIORS = (10.0, 100.0, 1_000.0, 10_000.0, 100_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How likely a split is by luck. Of sequential ones there is no chi-square."""

    p: float
    chi_square: float | None = None
    freedom: int = 0

    @property
    def is_right(self) -> bool:
        return self.p >= LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How many of the units were shown several arms; the share is 0 to 1."""

    share: float
    interval: Interval
    most: float

    @property
    def is_right(self) -> bool:
        """Whether there may be as few as is allowed."""
        return self.interval[0] <= self.most


def sample_ratio(
    observed: Mapping[str, float], weights: Mapping[str, float]
) -> Balance:
    """Test units by arm against the arms' weights, which need not add up to 1.

    p = 0 where somebody is in an arm of no weight; p = 1 of nobody. Source: Pearson
    (1900); Fabijan et al. (2019), "Diagnosing sample ratio mismatch".
    """
    pairs = expected(observed, weights)
    if any(not share for _, share in pairs):
        return Balance(p=0.0, chi_square=math.inf, freedom=len(pairs) - 1)
    units, freedom = math.fsum(seen for seen, _ in pairs), len(pairs) - 1
    chi = sum(
        apart * apart / (units * s)
        for seen, s in pairs
        for apart in [seen - units * s]
        if units
    )
    return Balance(p=chi_square(chi, freedom), chi_square=chi, freedom=freedom)


def sample_ratio_any_time(
    observed: Mapping[str, float], weights: Mapping[str, float]
) -> Balance:
    """Test the same, so that one may look every day: the chance that p is ever below
    0.01 is 1 %. What was found stays found: keep the least p of all looks.

    Source: Lindon and Malek (2022), "Anytime-valid inference for multinomial count
    data"; here the mean over five of their priors.
    """
    pairs = expected(observed, weights)
    if any(not share for _, share in pairs):
        return Balance(p=0.0, freedom=len(pairs) - 1)
    logs = [evidence(pairs, prior) for prior in PRIORS] if pairs else [0.0]
    most = max(logs)
    mean = math.fsum(math.exp(each - most) for each in logs) / len(logs)
    p = math.exp(-max(most + math.log(mean), 0.0))
    return Balance(p=p, freedom=max(len(pairs) - 1, 0))


def expected(
    observed: Mapping[str, float], weights: Mapping[str, float]
) -> list[tuple[float, float]]:
    """Pair what was seen in each arm with the share that should be; never with NaN."""
    seen = {arm: counted(each) for arm, each in observed.items()}
    heavy = {arm: counted(each) for arm, each in weights.items()}
    every = math.fsum(heavy.values())
    arms = [arm for arm in {**heavy, **seen} if heavy.get(arm) or seen.get(arm)]
    return [
        (seen.get(arm, 0.0), heavy.get(arm, 0.0) / every if every else 0.0)
        for arm in arms
    ]


def evidence(pairs: Iterable[tuple[float, float]], prior: float) -> float:
    """Give the logarithm of how much likelier the counts are with some other split,
    whose guess is Dirichlet's, around the one that should be.
    """
    counts = [(seen + prior * share, prior * share, share) for seen, share in pairs]
    return written([(a, s) for a, _, s in counts]) - written(
        [(b, s) for _, b, s in counts]
    )


def written(counts: Iterable[tuple[float, float]]) -> float:
    """Give ln(B(counts) / Π share^count), by Stirling: large ones lose no digits.

    What is the same for all counts of so many arms is left out.
    """
    pairs = list(counts)
    every = math.fsum(count for count, _ in pairs)
    parts = [deviance(a, every * s) - math.log(a) / 2 + correction(a) for a, s in pairs]
    return math.fsum(parts) + math.log(every) / 2 - correction(every)


def crossing(crossed: float, units: float, *, most: float = CROSSED) -> Crossing:
    """Judge how many units were shown several arms, of all that were shown any."""
    count = Count(crossed, units)
    return Crossing(share=count.share, interval=wilson(count), most=most)
