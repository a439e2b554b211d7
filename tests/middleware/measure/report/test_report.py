"""A whole report, of a store that is filled: its figures against scipy's, its shape."""

from math import isclose, sqrt

import pytest
from scipy.stats import chisquare, norm, ttest_ind_from_stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from sarto.config.config import Config
from sarto.measure.report.as_json import as_json
from sarto.measure.report.nothing import Nothing
from sarto.measure.report.plan import plans, questions
from sarto.measure.report.report import reported
from sarto.vocabulary.measured import Exposure, Ledger
from support.events import MemoryEvents
from support.reported import BEGIN, DAY, FRAGMENTS, filled, toml

NOW = BEGIN + 60 * DAY
CONTRACT = {"arms", "comparisons", "sample_ratio", "verdict"}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragments").mkdir()
    for name, text in FRAGMENTS.items():
        (folder / "fragments" / name).write_text(text, "utf-8")
    return Config.loads(toml(), folder=folder)


@pytest.fixture(scope="module")
def store():
    return filled(MemoryEvents(), visitors=4000, dropped=3)


@pytest.fixture(scope="module")
def report(config, store):
    return reported(config.toml, store, NOW)


@pytest.fixture(scope="module")
def told(report):
    return as_json(report)


def shown(store, name, **arms):
    """Show each arm to so many, of whom nobody does anything."""
    units = iter(range(10**6))
    events = [
        Exposure(f"experiments.{name}", arm, "", next(units).to_bytes(16), BEGIN, "{}")
        for arm, count in arms.items()
        for _ in range(count)
    ]
    store.write(events, Ledger(run="b", seen=len(events), stored=len(events)))
    return store


def test_the_json_has_the_contracts_shape(told) -> None:
    for each in told["experiments"].values():
        assert set(each) >= CONTRACT
        for arm in each["arms"].values():
            assert set(arm) >= {"visitors", "conversions", "rate", "interval"}
        for held in each["comparisons"]:
            assert set(held) >= {"arm", "metric", "difference", "interval", "p"}
        assert set(each["sample_ratio"]) >= {"p", "ok"}
        assert isinstance(each["verdict"], str)


def test_arms_are_counted_and_their_intervals_are_wilsons(told, store) -> None:
    arms = told["experiments"]["hero-photo"]["arms"]
    assert list(arms) == ["control", "photo"]
    assert sum(arm["visitors"] for arm in arms.values()) == 4000
    for arm in arms.values():
        done, units = arm["conversions"], arm["visitors"]
        assert arm["rate"] == done / units
        wanted = proportion_confint(done, units, method="wilson")
        assert arm["interval"] == pytest.approx(wanted, rel=1e-9)


def test_p_is_of_the_pooled_z_and_the_interval_is_newcombes(told) -> None:
    for each in told["experiments"].values():
        baseline, *_ = each["arms"].values()
        for held in each["comparisons"]:
            if held["metric"] != "booked":
                continue
            arm = each["arms"][held["arm"]]
            (x1, n1), (x2, n2) = (
                (one["conversions"], one["visitors"]) for one in (baseline, arm)
            )
            both = (x1 + x2) / (n1 + n2)
            z = (x2 / n2 - x1 / n1) / sqrt(both * (1 - both) * (1 / n1 + 1 / n2))
            assert isclose(held["p"], 2 * norm.sf(abs(z)), rel_tol=1e-9)
            assert isclose(held["difference"], x2 / n2 - x1 / n1)
            wanted = confint_proportions_2indep(x2, n2, x1, n1, method="newcomb")
            assert held["interval"] == pytest.approx(wanted, abs=1e-9)


def test_values_are_compared_by_welchs_t(told, store, config) -> None:
    plan = plans(config.toml)[0]
    sums = {cell.variant: [] for cell in store.outcomes(plan.question)[0].cells}
    for cell in store.outcomes(plan.question)[0].cells:
        sums[cell.variant].append(cell.sums)
    arms = []
    for arm in plan.arms:
        n, v = sum(s.units for s in sums[arm]), sum(s.v for s in sums[arm])
        vv = sum(s.vv for s in sums[arm])
        arms += [v / n, sqrt((vv - v * v / n) / (n - 1)), n]
    wanted = ttest_ind_from_stats(*arms, equal_var=False)
    held = next(
        each
        for each in told["experiments"]["hero-photo"]["comparisons"]
        if each["metric"] == "booked.value"
    )
    assert isclose(held["p"], wanted.pvalue, rel_tol=1e-6)


def test_all_metrics_of_the_goal_and_each_guardrail_are_compared(told) -> None:
    held = told["experiments"]["hero-photo"]["comparisons"]
    metrics = [each["metric"] for each in held]
    assert metrics == ["booked", "booked.value", "booked.mean", "left"]
    assert [each["guardrail"] for each in held] == [False] * 3 + [True]
    for each in held:
        low, high = each["interval"]
        wide, wider = each["sequential"]["interval"]
        assert wide < low < each["difference"] < high < wider


def test_what_was_done_before_takes_doubt_away(told) -> None:
    for each in told["experiments"]["hero-photo"]["adjusted"]:
        assert 0 < each["variance_reduction"] < 0.5


def test_the_sample_ratio_is_a_chi_square(told) -> None:
    found = told["experiments"]["hero-photo"]
    counts = [arm["visitors"] for arm in found["arms"].values()]
    assert isclose(found["sample_ratio"]["p"], chisquare(counts).pvalue, rel_tol=1e-9)
    assert found["sample_ratio"]["ok"]


def test_the_last_day_knows_what_the_whole_report_knows(told) -> None:
    found = told["experiments"]["hero-photo"]
    last = found["days"][-1]
    assert last["visitors"] == {k: v["visitors"] for k, v in found["arms"].items()}
    assert last["conversions"] == {
        k: v["conversions"] for k, v in found["arms"].items()
    }
    goal = found["comparisons"][0]
    effect = last["effects"]["photo"]
    assert effect["difference"] == pytest.approx(goal["difference"])
    assert effect["interval"] == pytest.approx(goal["sequential"]["interval"])


def test_factors_breakdowns_and_a_bandit_are_told_where_there_are_any(told) -> None:
    hero, words, offers = told["experiments"].values()
    assert set(hero["breakdowns"]) == {"device", "language", "stage"}
    assert [each["factors"] for each in words["factors"]] == [
        ["picture"],
        ["words"],
        ["picture", "words"],
    ]
    assert offers["bandit"]["gained"] > 0
    assert offers["sample_ratio"] == {"p": None, "ok": True, "sequential_p": None}
    assert offers["breakdowns"] == {}


def test_a_place_is_told_of_by_fragment_and_audience_and_is_no_cause(told) -> None:
    place = told["places"]["slots.yours"]
    assert place["causal"] is False
    assert {(row["variant"], row["audience"]) for row in place["rows"]} == {
        ("offer/coupon.html", "hesitating"),
        (None, None),
        ("x.html", None),
    }
    assert sum(row["visitors"] for row in place["rows"]) == 4000


def test_the_ledger_is_told(told) -> None:
    events = told["events"]
    assert events["dropped"] == 3
    assert events["seen"] == events["stored"] + 3
    assert events["waiting"] == 0


def test_a_skewed_split_is_not_trusted(config) -> None:
    store = shown(MemoryEvents(), "hero-photo", control=1000, photo=1200)
    found = reported(config.toml, store, NOW)
    assert found.has_problems
    result = found.results[0]
    assert not result.split.is_right
    assert result.verdict.kind == "distrust"
    assert "photo" in result.verdict.sentence or "control" in result.verdict.sentence


def test_who_saw_several_arms_counts_for_none_and_is_counted(config) -> None:
    store = shown(MemoryEvents(), "hero-photo", control=900, photo=900)
    twice = [
        Exposure("experiments.hero-photo", arm, "", b"x" * 15 + bytes([n]), BEGIN, "{}")
        for n in range(60)
        for arm in ("control", "photo")
    ]
    store.write(twice, Ledger(run="c", seen=120, stored=120))
    result = reported(config.toml, store, NOW).results[0]
    assert (result.units, result.crossed) == (1800, 60)
    assert result.verdict.kind == "distrust"


def test_arms_and_experiments_that_the_file_lost_are_named(config) -> None:
    store = shown(MemoryEvents(), "hero-photo", control=5, photo=5, sketch=7)
    shown(store, "of-last-year", a=1)
    found = reported(config.toml, store, NOW)
    assert found.results[0].strangers == {"sketch": 7}
    assert found.gone == ("of-last-year",)


def test_a_site_that_nobody_came_to_has_a_calm_report(config) -> None:
    found = reported(config.toml, Nothing(), NOW)
    assert found.is_empty
    assert not found.has_problems
    for each in as_json(found)["experiments"].values():
        for arm in each["arms"].values():
            assert (arm["visitors"], arm["rate"], arm["interval"]) == (0, 0.0, [0, 1])
        assert each["comparisons"][0]["p"] == 1
        assert each["comparisons"][0]["difference"] is None


def test_an_arm_that_nobody_saw_is_waited_for(config) -> None:
    store = shown(MemoryEvents(), "hero-photo", control=3)
    result = reported(config.toml, store, NOW).results[0]
    assert [each.units for each in result.arms] == [3, 0]
    assert result.looks[-1].effects == ()


def test_nothing_is_asked_but_what_whoever_tidies_is_told_of(config) -> None:
    asked = []

    class Listening(MemoryEvents):
        def outcomes(self, *questions):
            asked.extend(questions)
            return super().outcomes(*questions)

    store = filled(Listening(), visitors=50)
    reported(config.toml, store, NOW)
    told = set(questions(config.toml, store.subjects()))
    whole = {q for q in asked if q.until == 2**62}  # a bandit's days are parts of them
    assert whole == told
