"""Who is in which arm: uniform, independent, sticky, and moved as little as can be.

`SARTO_IDS` says how many ids are dealt (in full: 100000); the seed of them is printed.
"""

import os
from collections import Counter
from itertools import combinations
from random import Random
from timeit import repeat

import pytest
from scipy.stats import chi2_contingency, chisquare

from sarto.decide.assignment import Span, Trial, Trials

IDS = int(os.environ.get("SARTO_IDS", "20000"))
SEED = int(os.environ.get("SARTO_SEED", "20261201"))
UNLIKELY = 0.001  # of a test that is right; the seed is fixed, so that it stays so
WEIGHTS = {
    "two": {"control": 50, "photo": 50},
    "three": {"a": 1, "b": 1, "c": 1},
    "five": dict.fromkeys("vwxyz", 20),
    "two uneven": {"control": 90, "photo": 10},
    "three uneven": {"a": 1, "b": 2, "c": 7},
    "five uneven": {"v": 5, "w": 10, "x": 15, "y": 30, "z": 40},
    "nobody in one": {"a": 1, "b": 0, "c": 3},
}


@pytest.fixture(scope="module")
def units() -> list[bytes]:
    print(f"SARTO_SEED={SEED}, {IDS} ids")  # noqa: T201 - to be tried again
    drawn = Random(SEED)  # noqa: S311 - no secret
    return [drawn.randbytes(16) for _ in range(IDS)]


def trial(weights: dict[str, float] | None = None, **more: object) -> Trial:
    given = {"name": "photo", "weights": weights or WEIGHTS["two"], **more}
    return Trial(**given)


def dealt(trial: Trial, units: list[bytes]) -> list[str | None]:
    return [trial.arm(unit) for unit in units]


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
def test_arms_have_as_many_visitors_as_they_weigh(units, weights):
    counted = Counter(dealt(trial(weights), units))
    filled = {arm: weight for arm, weight in weights.items() if weight}
    assert counted.keys() == filled.keys()
    expected = [IDS * weight / sum(filled.values()) for weight in filled.values()]
    assert chisquare([counted[arm] for arm in filled], expected).pvalue > UNLIKELY


def test_ids_that_are_alike_are_dealt_as_others_are():
    units = [number.to_bytes(16, "big") for number in range(IDS)]
    counted = Counter(dealt(trial(WEIGHTS["five"]), units))
    assert chisquare([*counted.values()]).pvalue > UNLIKELY


PAIRS = {
    "two experiments": (trial(name="photo"), trial(name="price")),
    "of one name, with another salt": (trial(), trial(salt="again")),
    "with other weights": (trial(WEIGHTS["three"]), trial(WEIGHTS["five"], name="b")),
    "of names that begin alike": (trial(name="a", salt="b~c"), trial(name="a~b", salt="c")),
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_two_experiments_are_independent(units, pair):
    assert independence(*(dealt(each, units) for each in pair)) > UNLIKELY


def independence(one: list[object], other: list[object]) -> float:
    """Give the p-value of two columns being independent."""
    seen = Counter(zip(one, other, strict=True))
    rows, columns = sorted({*one}, key=str), sorted({*other}, key=str)
    table = [[seen[row, column] for column in columns] for row in rows]
    return float(chi2_contingency(table).pvalue)


def test_who_takes_part_has_nothing_to_do_with_the_arm(units):
    everybody = dealt(trial(WEIGHTS["three"]), units)
    half = dealt(trial(WEIGHTS["three"], traffic=0.5), units)
    assert independence(everybody, [arm is None for arm in half]) > UNLIKELY
    out = sum(arm is None for arm in half)
    assert chisquare([out, IDS - out]).pvalue > UNLIKELY
    assert all(
        arm in (None, theirs) for arm, theirs in zip(half, everybody, strict=True)
    )


@pytest.mark.parametrize(("less", "more"), [(0.1, 0.2), (0.5, 0.51), (0.0, 1.0)])
def test_whoever_took_part_still_does_where_traffic_grows(units, less, more):
    before = dealt(trial(traffic=less), units)
    after = dealt(trial(traffic=more), units)
    assert all(b in (None, a) for b, a in zip(before, after, strict=True))
    share = sum(arm is not None for arm in after) / IDS
    assert abs(share - more) <= 4 * (more * (1 - more) / IDS) ** 0.5


def test_a_holdout_keeps_the_same_people_out_of_all_that_name_it(units):
    winter = Span(kind="holdout", name="winter", end=0.1)
    summer = Span(kind="holdout", name="summer", end=0.1)
    photo, price = (
        [arm is None for arm in dealt(trial(name=name, holdout=winter), units)]
        for name in ("photo", "price")
    )
    other = [arm is None for arm in dealt(trial(holdout=summer), units)]
    assert photo == price
    assert independence(photo, other) > UNLIKELY
    assert (
        chisquare([sum(photo), IDS - sum(photo)], [IDS * 0.1, IDS * 0.9]).pvalue
        > UNLIKELY
    )


def test_who_is_held_out_has_nothing_to_do_with_arm_or_traffic(units):
    winter = Span(kind="holdout", name="photo", end=0.1)  # of the very same name
    held = [winter.has(unit) for unit in units]
    assert independence(held, dealt(trial(WEIGHTS["three"]), units)) > UNLIKELY
    part = [arm is None for arm in dealt(trial(traffic=0.3), units)]
    assert independence(held, part) > UNLIKELY


def grouped(*spans: tuple[float, float]) -> list[Trial]:
    return [
        trial(name=f"e{n}", group=Span(kind="group", name="front", start=a, end=b))
        for n, (a, b) in enumerate(spans)
    ]


def test_experiments_of_a_group_share_nobody_and_miss_nobody(units):
    columns = [
        dealt(each, units) for each in grouped((0, 0.3), (0.3, 0.35), (0.35, 1.0))
    ]
    taken = [sum(arm is not None for arm in row) for row in zip(*columns, strict=True)]
    assert {*taken} == {1}
    sizes = [sum(arm is not None for arm in column) for column in columns]
    assert chisquare(sizes, [IDS * 0.3, IDS * 0.05, IDS * 0.65]).pvalue > UNLIKELY


def test_within_a_group_arms_are_dealt_as_ever(units):
    (first, _) = grouped((0, 0.5), (0.5, 1.0))
    inside = [arm for arm in dealt(first, units) if arm]
    assert chisquare([*Counter(inside).values()]).pvalue > UNLIKELY


CHANGES = [
    ({"a": 50, "b": 50}, {"a": 90, "b": 10}),
    ({"a": 50, "b": 50}, {"a": 5, "b": 5}),  # nothing but the scale
    ({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 1}),
    ({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 0}),
    ({"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1}),
    ({"v": 5, "w": 10, "x": 15, "y": 30, "z": 40}, {"v": 40, "w": 30, "x": 15, "y": 10, "z": 5}),
    ({"a": 1, "b": 2, "c": 3}, {"c": 3, "b": 2, "a": 1}),  # another order
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_new_weights_move_as_few_as_can_be_and_out_of_shrunk_arms(units, old, new):
    before, after = dealt(trial(old), units), dealt(trial(new), units)
    was, now = (
        {arm: weight / sum(each.values()) for arm, weight in each.items()}
        for each in (old, new)
    )
    change = {arm: now.get(arm, 0) - was.get(arm, 0) for arm in was | now}
    moved = [(b, a) for b, a in zip(before, after, strict=True) if b != a]
    relative = {
        arm: now.get(arm, 0) / was[arm] if arm in was else 9e9 for arm in change
    }
    assert all(relative[b] < relative[a] for b, a in moved)
    assert all(change[b] < 0 or change[a] > 0 for b, a in moved)
    least = IDS * sum(max(each, 0) for each in change.values())
    assert len(moved) <= least * 1.35 + 4 * (IDS * 0.25) ** 0.5
    assert bool(moved) == any(abs(each) > 1e-9 for each in change.values())


def test_an_arm_that_leaves_moves_nobody_else(units):
    before = dealt(trial({"a": 1, "b": 1, "c": 1}), units)
    after = dealt(trial({"a": 1, "c": 1}), units)
    assert all(b in {"b", a} for b, a in zip(before, after, strict=True))


FACTORIAL = {f"{photo}.{words}.{size}": 1 for photo in ("off", "on") for words in ("short", "long", "none") for size in "sl"}  # fmt: skip


def test_arms_of_factors_are_balanced_and_the_factors_independent(units):
    arms = dealt(trial(FACTORIAL), units)
    assert chisquare([*Counter(arms).values()]).pvalue > UNLIKELY
    factors = [*zip(*(str(arm).split(".") for arm in arms), strict=True)]
    for one, other in combinations(factors, 2):
        assert independence([*one], [*other]) > UNLIKELY


def test_an_arm_that_was_kept_stays_where_weights_move(units):
    moving = trial({"a": 1, "b": 1, "c": 0}, is_moving=True)
    assert {moving.arm(unit, "a") for unit in units[:1000]} == {"a"}
    assert {trial({"a": 1, "b": 1}).arm(unit, "a") for unit in units[:99]} == {"a", "b"}
    gone = [moving.arm(unit, arm) for unit in units[:99] for arm in ("c", "x", None)]
    assert {*gone} == {"a", "b"}


def test_who_is_kept_out_has_no_arm_whatever_was_kept(units):
    out = Span(kind="holdout", name="all", end=1.0)
    assert trial(is_moving=True, holdout=out).arm(units[0], "photo") is None
    assert trial(is_moving=True, traffic=0.0).arm(units[0], "photo") is None


def test_nobody_is_in_an_experiment_without_weight(units):
    assert trial({"a": 0, "b": 0}).arm(units[0]) is None


def test_learnt_weights_are_taken_over_whole_and_only_where_weights_move():
    found = Trials({"b": trial(is_moving=True), "f": trial()})
    before = found["b"]
    found.renew({"b": {"photo": 0.9, "control": 0.1}, "f": {"photo": 1, "control": 9}})
    assert found["b"].weights == {"control": 0.1, "photo": 0.9}
    assert [*found["b"].weights] == ["control", "photo"]
    assert found["f"].weights == WEIGHTS["two"]
    assert before.weights == WEIGHTS["two"]
    found.renew({"b": {"photo": 1.0}, "x": {"a": 1.0}})
    assert found["b"].weights == {"control": 0.1, "photo": 0.9}
    assert [*found] == ["b", "f"]
    assert len(found) == 2


KNOWN = ["control", "control", "photo", "control", "photo", "photo"]


def test_what_was_dealt_stays_dealt_from_version_to_version():
    """Whoever changes this moves every visitor of every site."""
    units = [bytes([number] * 16) for number in range(6)]
    assert dealt(trial(), units) == KNOWN


@pytest.mark.slow
def test_a_unit_is_assigned_in_microseconds(units):
    few = units[:10_000]
    for name in ("two", "five"):
        each = trial(WEIGHTS[name])
        took = min(repeat(lambda each=each: dealt(each, few), number=1, repeat=7))
        print(f"{name} arms: {took / len(few) * 1e6:.2f} us")  # noqa: T201 - a figure
        assert (
            took / len(few) < 100e-6
        )  # bounded loosely: other work is on this machine
