"""Every two values of two factors meet in some row, and the rows are few."""

from itertools import combinations, product
from math import prod
from random import Random

import pytest

from sarto.workbench.gallery.pairwise import covering, rows


def unmet(factors, found):
    """List the pairs that stand in no row; found by another road than the choice."""
    return [
        (one, value, other, beside)
        for one, other in combinations(range(len(factors)), 2)
        for value, beside in product(factors[one], factors[other])
        if not any(row[one] == value and row[other] == beside for row in found)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_every_pair_of_values_stands_in_some_row(seed) -> None:
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    sizes = [random.randint(1, 7) for _ in range(random.randint(2, 7))]
    factors = [
        [f"{at}{value}" for value in range(size)] for at, size in enumerate(sizes)
    ]
    found = covering(factors)
    assert unmet(factors, found) == []
    two = sorted(sizes)[-2:]
    assert prod(two) <= len(found) <= 2 * prod(two) + 6


def test_a_choice_without_one_of_its_rows_would_miss_a_pair() -> None:
    factors = [["en", "fa"], ["light", "dark"], ["narrow", "wide"]]
    found = covering(factors)
    for gone in found:
        assert unmet(factors, [row for row in found if row != gone])


def test_few_combinations_are_all_shown() -> None:
    assert rows([[1, 2], [3, 4]], most=4) == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert len(rows([[1, 2], [3, 4], [5, 6]], most=7)) == 4


def test_the_same_factors_give_the_same_rows() -> None:
    factors = [range(5), range(4), range(3), range(2)]
    assert covering(factors) == covering(factors)


@pytest.mark.parametrize(
    ("factors", "expected"), [([], []), ([[1, 2]], [(1,), (2,)]), ([[1], []], [])]
)
def test_where_there_are_no_pairs_there_is_nothing_to_cover(factors, expected) -> None:
    assert covering(factors) == expected
