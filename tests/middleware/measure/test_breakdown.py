import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from sarto.measure.averages import mean, share, value
from sarto.measure.breakdown import OTHERS, UNKNOWN, breakdowns
from sarto.measure.contrasts import contrast
from sarto.vocabulary.measured import Cell, Sums

ARMS = ("control", "photo")
DEVICES = {  # control, photo: how many did it, of how many
    "mobile": ((100, 1000), (160, 1000)),
    "desktop": ((60, 600), (54, 600)),
    "tablet": ((30, 300), (45, 300)),
}


def cells(fact: str = "device", **values: tuple[tuple[int, int], ...]) -> list[Cell]:
    return [
        Cell(
            variant=arm,
            audience="",
            facts={} if name == "nothing" else {fact: name},
            sums=Sums(units=units, converted=done, v=done, vv=done),
        )
        for name, counted in values.items()
        for arm, (done, units) in zip(
            ("control", "photo", "video"), counted, strict=False
        )
    ]


def test_each_value_has_its_own_comparison_the_largest_first():
    (found,) = breakdowns(cells(**DEVICES), ["device"], ARMS)
    assert [(row.value, row.units) for row in found.rows] == [
        ("mobile", 2000),
        ("desktop", 1200),
        ("tablet", 600),
    ]
    differences = [round(row.beside[0].difference, 9) for row in found.rows]
    assert differences == [0.06, -0.01, 0.05]
    assert found.rows[0].averages == {"control": 0.1, "photo": 0.16}


def test_intervals_and_p_are_of_all_rows_of_all_facts():
    looked = [
        Cell(
            variant=c.variant,
            audience="",
            facts={**c.facts, "language": "pl"},
            sums=c.sums,
        )
        for c in cells(**DEVICES)
    ]
    found = breakdowns(looked, ["device", "language"], ARMS)
    rows = [row for each in found for row in each.rows]
    wanted = multipletests([row.beside[0].p for row in rows], method="holm")[1]
    assert [row.beside[0].corrected for row in rows] == pytest.approx(wanted)
    of = [share(Sums(units=1000, converted=done)) for done in (160, 100)]
    alone = contrast([1, -1], [each for each in of if each], 1 - 0.05 / 4)
    assert rows[0].beside[0].interval == pytest.approx(alone.interval)


def test_unevenness_is_the_heterogeneity_of_a_meta_analysis():
    (found,) = breakdowns(cells(**DEVICES), ["device"], ARMS)
    effects, variances = [], []
    for (x0, n0), (x1, n1) in DEVICES.values():
        effects.append(x1 / n1 - x0 / n0)
        variances.append(sum(x / n * (1 - x / n) / n for x, n in ((x0, n0), (x1, n1))))
    wanted = combine_effects(np.array(effects), np.array(variances)).test_homogeneity()
    (test,) = found.uneven
    assert test.chi_square == pytest.approx(wanted.statistic)
    assert test.freedom == wanted.df
    assert test.p == test.corrected == pytest.approx(wanted.pvalue)
    assert found.is_uneven


def test_a_fact_that_makes_no_difference_is_not_uneven():
    even = dict.fromkeys(("mobile", "desktop", "tv"), ((100, 1000), (130, 1000)))
    (found,) = breakdowns(cells(**even), ["device"], ARMS)
    assert not found.is_uneven
    assert found.uneven[0].chi_square == pytest.approx(0)


def test_small_values_are_joined():
    few = {"tv": ((9, 90), (12, 90)), "watch": ((6, 60), (9, 60))}
    (found,) = breakdowns(cells(**DEVICES, **few), ["device"], ARMS)
    last = found.rows[-1]
    assert (last.value, last.joined, last.units) == (OTHERS, ("tv", "watch"), 300)
    assert last.averages == {"control": 0.1, "photo": 0.14}
    assert found.uneven[0].freedom == 3


@pytest.mark.parametrize(
    "few",
    [
        ((9, 99), (99, 900)),  # too few units of an arm
        ((3, 900), (6, 900)),  # too few who did it
        ((897, 900), (894, 900)),  # or did not
    ],
)
def test_what_is_small_after_all_is_withheld(few):
    (found,) = breakdowns(cells(**DEVICES, tv=few), ["device"], ARMS)
    last = found.rows[-1]
    assert last.is_withheld
    assert (last.averages, last.beside, last.joined) == ({}, (), ("tv",))
    assert last.units == few[0][1] + few[1][1]
    assert found.uneven[0].freedom == 2


def test_whether_a_row_is_shown_says_nothing_of_which_arm_did_better():
    one = breakdowns(cells(tv=((2, 500), (22, 500))), ["device"], ARMS)
    other = breakdowns(cells(tv=((22, 500), (2, 500))), ["device"], ARMS)
    assert not one[0].rows[0].is_withheld
    assert not other[0].rows[0].is_withheld


def test_the_unknown_are_a_row_of_their_own_and_are_never_joined():
    few = {
        "tv": ((9, 90), (12, 90)),
        UNKNOWN: ((40, 200), (40, 200)),
        "nothing": ((40, 200), (42, 200)),
    }
    (found,) = breakdowns(cells(**DEVICES, **few), ["device"], ARMS)
    assert [row.value for row in found.rows[-2:]] == [OTHERS, UNKNOWN]
    assert found.rows[-1].units == 800  # a fact that is not there is unknown, too
    (small,) = breakdowns(cells(**DEVICES, nothing=((1, 9), (1, 9))), ["device"], ARMS)
    assert small.rows[-1].is_withheld
    assert small.rows[-1].value == UNKNOWN


def test_rows_add_up_to_all_units():
    few = {"tv": ((9, 90), (12, 90)), "nothing": ((1, 9), (1, 9))}
    every = cells(**DEVICES, **few)
    (found,) = breakdowns(every, ["device"], ARMS)
    assert sum(row.units for row in found.rows) == sum(
        cell.sums.units for cell in every
    )


def test_each_arm_is_held_against_the_first_and_others_are_none_of_it():
    three = cells(
        mobile=((100, 1000), (160, 1000), (90, 1000)),
        tv=((50, 500), (20, 500), (45, 500)),
    )
    (found,) = breakdowns(three, ["device"], (*ARMS, "video"))
    assert [b.arm for b in found.rows[0].beside] == ["photo", "video"]
    assert [u.arm for u in found.uneven if u.is_uneven] == ["photo"]
    (two,) = breakdowns(three, ["device"], ARMS)
    assert [b.arm for b in two.rows[0].beside] == ["photo"]


def test_p_is_the_one_that_shares_have_everywhere():
    (found,) = breakdowns(cells(**DEVICES), ["device"], ARMS)
    wanted = [
        proportions_ztest([one[0], two[0]], [one[1], two[1]])[1]
        for one, two in DEVICES.values()
    ]
    assert [row.beside[0].p for row in found.rows] == pytest.approx(wanted)


def test_values_are_broken_down_too():
    (found,) = breakdowns(cells(**DEVICES), ["device"], ARMS, of=value)
    assert found.rows[0].averages == pytest.approx({"control": 0.1, "photo": 0.16})
    wanted = stats.ttest_ind_from_stats(
        *(0.16, (0.16 * 0.84 * 1000 / 999) ** 0.5, 1000),
        *(0.1, (0.1 * 0.9 * 1000 / 999) ** 0.5, 1000),
        equal_var=False,
    )
    assert found.rows[0].beside[0].p == pytest.approx(wanted.pvalue)


def test_of_nobody_and_of_one_row_nothing_is_uneven():
    assert breakdowns([], ["device"], ARMS)[0].rows == ()
    (found,) = breakdowns(cells(mobile=DEVICES["mobile"]), ["device"], ARMS)
    assert (found.uneven, found.is_uneven) == ((), False)
    assert breakdowns(cells(**DEVICES), [], ARMS) == ()


def test_a_row_that_has_no_average_is_withheld():
    (found,) = breakdowns(cells(**DEVICES), ["device"], ARMS, of=mean)  # no times
    assert all(row.is_withheld for row in found.rows)
    assert found.uneven == ()
