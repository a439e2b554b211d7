"""Every number of tests/data/stats/reference.json, to at least six digits."""

import json
from pathlib import Path
from typing import Any

import pytest

from sarto.measure.statistics import lift, tables
from sarto.measure.statistics.balance import sample_ratio
from sarto.measure.statistics.proportions import Count, compare, pooled_z, wald, wilson

DATA = Path(__file__).parents[3] / "data" / "stats" / "reference.json"
REFERENCE = json.loads(DATA.read_text("utf-8"))
WORDS = {"name", "arms", "source"}
# What was counted, of which all else is made.
COUNTED = {"x1", "n1", "x2", "n2", "observed", "ratio"}


def two(row: dict[str, Any]) -> dict[str, Any]:
    one, other = Count(row["x1"], row["n1"]), Count(row["x2"], row["n2"])
    found = compare(one, other)
    assert found.statistic == pooled_z(one, other)
    more = lift.of_shares(one, other)
    assert more
    chi, yates = tables.pearson(one, other), tables.yates(one, other)
    return {
        "p1": one.share,
        "p2": other.share,
        "diff": found.difference,
        "lift": more.value,
        "z_pooled": found.statistic,
        "p_two_sided": found.p,
        "chi2": chi[0],
        "chi2_p": chi[1],
        "chi2_yates": yates[0],
        "chi2_yates_p": yates[1],
        "fisher_p": tables.fisher(one, other),
        "diff_ci95_wald": wald(one, other),
        "diff_ci95_newcombe": found.interval,
        "wilson95_1": wilson(one),
        "wilson95_2": wilson(other),
    }


def split(row: dict[str, Any]) -> dict[str, Any]:
    arms = "ab"
    observed = dict(zip(arms, row["observed"], strict=True))
    found = sample_ratio(observed, dict(zip(arms, row["ratio"], strict=True)))
    return {"chi2": found.chi_square, "p": found.p}


def cases() -> list[Any]:
    made = {"two_proportions": two, "srm": split}
    assert made.keys() == REFERENCE.keys() - {"tools"}
    return [
        pytest.param(row, make, id=row["name"])
        for part, make in made.items()
        for row in REFERENCE[part]
    ]


@pytest.mark.parametrize(("row", "make"), cases())
def test_every_number_of_the_reference_is_met(row: dict[str, Any], make: Any) -> None:
    found = make(row)
    assert found.keys() == row.keys() - WORDS - COUNTED
    for name, expected in row.items():
        if name in found and expected is not None:
            assert found[name] == pytest.approx(expected, rel=1e-9, abs=0), name


def test_what_the_tools_left_out_is_worked_out_as_near_as_chi_square_says() -> None:
    left = [row for row in REFERENCE["two_proportions"] if row["fisher_p"] is None]
    assert left
    for row in left:
        p = tables.fisher(Count(row["x1"], row["n1"]), Count(row["x2"], row["n2"]))
        assert p == pytest.approx(row["chi2_yates_p"], rel=1e-2)
