import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.stats.multitest import multipletests
from statsmodels.tools.sm_exceptions import DomainWarning

from sarto.measure.averages import mean, value
from sarto.measure.factors import arms, terms
from sarto.vocabulary.measured import Sums

THREE = {
    "photo": ["off", "on"],
    "words": ["short", "mid", "long"],
    "tone": ["cool", "warm"],
}
TWO = {"photo": ["off", "on"], "words": ["short", "long"]}


def sums(rows: pd.DataFrame) -> Sums:
    return Sums(
        units=len(rows),
        converted=int((rows.x > 0).sum()),
        x=float(rows.x.sum()),
        xx=float((rows.x**2).sum()),
        v=float(rows.v.sum()),
        vv=float((rows.v**2).sum()),
        xv=float((rows.x * rows.v).sum()),
    )


def world(
    factors: dict[str, list[str]], seed: int
) -> tuple[pd.DataFrame, dict[str, Sums]]:
    """Make uneven arms, whose levels matter, and each one's own way."""
    random, parts = np.random.default_rng(seed), []
    for arm in arms(factors):
        count = int(random.integers(60, 300))
        times = random.poisson(random.uniform(0.1, 0.6), count)
        part = pd.DataFrame({"arm": arm, "x": times, "done": (times > 0) * 1.0})
        part["v"] = times * random.gamma(2, 9, count)
        parts.append(part.assign(**dict(zip(factors, arm.split("."), strict=True))))
    rows = pd.concat(parts)
    return rows, {str(arm): sums(part) for arm, part in rows.groupby("arm")}


def coded(factors: dict[str, list[str]]) -> str:
    return " * ".join(f"C({name}, Sum)" for name in factors)


@pytest.mark.parametrize("factors", [TWO, THREE])
@pytest.mark.parametrize("seed", range(4))
def test_terms_of_shares_are_those_of_a_linear_probability_model(factors, seed):
    rows, found = world(factors, seed)
    model = smf.ols(f"done ~ {coded(factors)}", rows).fit(cov_type="HC0")
    wanted = model.wald_test_terms(scalar=True).table
    for term in terms(found, factors, order=len(factors)):
        row = wanted.loc[":".join(f"C({name}, Sum)" for name in term.factors)]
        assert term.chi_square == pytest.approx(row.statistic, rel=1e-9)
        assert term.freedom == row.df_constraint
        assert term.p == pytest.approx(row.pvalue, rel=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_terms_of_values_are_those_of_least_squares(seed):
    rows, found = world(THREE, seed)
    model = smf.ols(f"v ~ {coded(THREE)}", rows).fit(cov_type="HC2")
    wanted = model.wald_test_terms(scalar=True).table
    for term in terms(found, THREE, order=3, of=value):
        row = wanted.loc[":".join(f"C({name}, Sum)" for name in term.factors)]
        assert term.chi_square == pytest.approx(row.statistic, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_effects_are_two_and_four_times_the_coefficients(seed):
    rows, found = world(TWO, seed)
    family = sm.families.Binomial(link=sm.families.links.Identity())
    # A binomial model with an identity link is linear in shares: the same numbers.
    with pytest.warns(DomainWarning):  # they might leave 0 to 1; these do not
        model = smf.glm(f"done ~ {coded(TWO)}", rows, family=family).fit()
    photo, words, both = (term.effects[0] for term in terms(found, TWO))
    first = {name: -1 if min(TWO[name]) == TWO[name][0] else 1 for name in TWO}
    names = list(model.params.index)
    for effect, times, sign in (
        (photo, 2, first["photo"]),
        (words, 2, first["words"]),
        (both, 4, first["photo"] * first["words"]),
    ):
        called = [n for n in names if all(k in n for k in effect.levels)]
        name = min(called, key=len)
        assert effect.difference == pytest.approx(times * sign * model.params[name])
        assert effect.p == pytest.approx(model.pvalues[name], rel=1e-4)


def test_an_interaction_is_a_difference_of_differences():
    done = {"off.short": 10, "off.long": 14, "on.short": 15, "on.long": 39}
    found = {arm: Sums(units=100, converted=count) for arm, count in done.items()}
    photo, words, both = (term.effects[0] for term in terms(found, TWO))
    assert photo.levels == {"photo": "on"}
    assert photo.difference == pytest.approx((0.05 + 0.25) / 2)
    assert words.difference == pytest.approx((0.04 + 0.24) / 2)
    assert both.levels == {"photo": "on", "words": "long"}
    assert both.difference == pytest.approx(0.25 - 0.05)


def test_each_level_is_held_against_the_first():
    of_words = {"short": 10, "mid": 20, "long": 40}
    factors = {"words": list(of_words), "photo": ["off", "on"]}
    found = {
        f"{words}.{photo}": Sums(units=100, converted=done)
        for words, done in of_words.items()
        for photo in factors["photo"]
    }
    words, photo, both = terms(found, factors)
    differences = [(e.levels, round(e.difference, 9)) for e in words.effects]
    assert differences == [({"words": "mid"}, 0.1), ({"words": "long"}, 0.3)]
    assert words.freedom == 2
    assert photo.effects[0].difference == 0
    assert both.is_interaction
    assert (both.p, [e.difference for e in both.effects]) == (1, [0, 0])


def test_p_is_corrected_for_all_effects_and_intervals_are_of_all():
    _, found = world(THREE, 5)
    effects = [effect for term in terms(found, THREE) for effect in term.effects]
    wanted = multipletests([each.p for each in effects], method="holm")[1]
    assert [each.corrected for each in effects] == pytest.approx(wanted)
    alone = terms(found, {"photo": ["off", "on"]}, order=1)
    assert alone == ()  # these are not its arms


def test_one_factor_is_two_arms():
    file = Path(__file__).parents[2] / "data" / "stats" / "reference.json"
    for case in json.loads(file.read_text("utf-8"))["two_proportions"]:
        found = {
            "a": Sums(units=case["n1"], converted=case["x1"]),
            "b": Sums(units=case["n2"], converted=case["x2"]),
        }
        (term,) = terms(found, {"arm": ["a", "b"]})
        assert term.effects[0].interval == pytest.approx(case["diff_ci95_newcombe"])


def test_where_an_arm_is_missing_nothing_is_said():
    _, found = world(TWO, 1)
    assert terms({**found, "on.long": Sums()}, TWO) == ()
    assert terms(found, {}) == ()
    assert terms(found, TWO, order=0) == ()


def test_means_for_each_time_have_factors_too():
    _, found = world(TWO, 2)
    photo = terms(found, TWO, of=mean)[0].effects[0]
    rates = {arm: each.v / each.x for arm, each in found.items()}
    wanted = (
        rates["on.short"] + rates["on.long"] - rates["off.short"] - rates["off.long"]
    ) / 2
    assert photo.difference == pytest.approx(wanted)
