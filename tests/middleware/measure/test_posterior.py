import random
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from sarto.measure.posterior import Beta, believed, largest

NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
CUTS = [1e-12, 1e-6, 1e-3, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1 - 1e-6, 1 - 1e-12]


def integrated(shares: list[Beta], at: int) -> float:
    """Integrate another way: over shares, by Gauss's rule, with scipy's functions."""
    of = [stats.beta(each.yes, each.no) for each in shares]
    ends = sorted({0.0, 1.0, *(float(q) for each in of for q in each.ppf(CUTS))})
    found = 0.0
    for low, high in pairwise(ends):
        points = (high - low) / 2 * NODES + (low + high) / 2
        below = [each.cdf(points) for n, each in enumerate(of) if n != at]
        product = of[at].pdf(points) * np.prod(below, axis=0)
        found += (high - low) / 2 * float(WEIGHTS @ product)
    return found


def some(seed: int) -> list[Beta]:
    chance = random.Random(seed)  # noqa: S311 - chance, no secret
    base = chance.choice([0.001, 0.03, 0.4])
    found = []
    for _ in range(chance.choice([2, 2, 3, 5])):
        units = chance.choice([0, 3, 20, 300, 5000, 10**6])
        share = base * chance.uniform(0.9, 1.1) if units > 300 else base
        found.append(believed(units * share, units))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_the_chance_of_being_the_largest_is_right_to_six_digits(seed):
    shares = some(seed)
    found = largest(shares)
    wanted = [integrated(shares, at) for at in range(len(shares))]
    assert found == pytest.approx(wanted, abs=2e-6)
    assert sum(found) == pytest.approx(1)


def test_where_nothing_is_known_every_share_is_as_likely():
    assert largest([believed(0, 0)] * 4) == pytest.approx([0.25] * 4)
    assert largest([believed(0, 0)]) == [1]


def test_counts_that_cannot_be_are_the_nearest_that_can():
    assert believed(9, 5) == Beta(6, 1)
    assert believed(-1, 5) == Beta(1, 6)
    assert believed(1, -5) == Beta(1, 1)


def test_counts_beyond_any_site_are_weighed_as_well():
    found = largest([believed(3e10, 1e12), believed(3.0001e10, 1e12)])
    assert found[1] > 0.999
    assert largest([believed(0, 1e12), believed(1e12, 1e12)]) == pytest.approx([0, 1])
