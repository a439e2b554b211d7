from itertools import product

import pytest

from sarto.measure.evidence import Evidence, Guarded, Tried, crossed, misplaced
from sarto.measure.verdict import Verdict, verdict

BETTER, WORSE, SAME, OPEN, FUTILE = (
    (0.021, 0.04),
    (-0.03, -0.011),
    (-0.003, 0.004),
    (-0.014, 0.029),
    (-0.02, 0.003),
)
FINE, BROKEN, UNSURE, ALLOWED = (
    (-0.004, 0.006),
    (0.012, 0.02),
    (-0.004, 0.016),
    (0.001, 0.005),
)


def arm(interval: tuple[float, float], name: str = "photo", units: int = 9000) -> Tried:
    middle = sum(interval) / 2
    return Tried(
        arm=name, units=units, converted=900, difference=middle, interval=interval
    )


def guard(
    interval: tuple[float, float], name: str = "photo", signal: str = "left"
) -> Guarded:
    return Guarded(signal=signal, arm=name, interval=interval, margin=0.01)


def judged(*tried: Tried, guards: tuple[Guarded, ...] = (), **given: object) -> Verdict:
    known = {"units": 9000, "converted": 900, "days_left": 12, **given}
    return verdict(
        Evidence(
            goal="booked", baseline="control", tried=tried, guarded=guards, **known
        )
    )


@pytest.mark.parametrize(
    ("found", "kind", "sentence"),
    [
        (
            judged(arm(BETTER), guards=(guard(FINE),)),
            "keep",
            "Keep photo: booked 2.1 to 4.0 points more often; nothing got worse.",
        ),
        (judged(arm(BETTER)), "keep", "Keep photo: booked 2.1 to 4.0 points more often."),
        (
            judged(arm(BETTER), guards=(guard(ALLOWED),)),
            "keep",
            "Keep photo: booked 2.1 to 4.0 points more often. "
            "With it, left 0.1 to 0.5 points more often, which the margin allows.",
        ),
        (
            judged(arm(BETTER), arm((0.01, 0.03), "video"), arm(OPEN, "map")),
            "keep",
            "Keep photo: booked 2.1 to 4.0 points more often. "
            "video did better, too; which of them is best is not certain.",
        ),
        (
            judged(arm(BETTER), guards=(guard(UNSURE),)),
            "undecided",
            "Not yet: with photo, booked 2.1 to 4.0 points more often, but left may have "
            "got worse: 0.4 points less to 1.6 points more often. "
            "About 12 more days would tell.",
        ),
        (
            judged(arm(BETTER), guards=(guard(BROKEN),)),
            "baseline",
            "Keep control: with photo, left 1.2 to 2.0 points more often, which is "
            "worse. "
            "Though with photo, booked 2.1 to 4.0 points more often.",
        ),
        (
            judged(arm(OPEN), guards=(guard(BROKEN),)),
            "baseline",
            "Keep control: with photo, left 1.2 to 2.0 points more often, which is worse.",
        ),
        (
            judged(arm(WORSE), guards=(guard(FINE),)),
            "baseline",
            "Keep control: with photo, booked 1.1 to 3.0 points less often.",
        ),
        (
            judged(arm(WORSE), arm((-0.05, -0.02), "video")),
            "baseline",
            "Keep control: all others did worse; with photo, the best of them, booked "
            "1.1 to 3.0 points less often.",
        ),
        (
            judged(arm(FUTILE)),
            "baseline",
            "Keep control: photo is no better by anything that matters; with it, booked "
            "2.0 points less to 0.3 points more often.",
        ),
        (
            judged(arm(SAME), guards=(guard(UNSURE),)),
            "same",
            "No difference that matters so far: with photo, booked 0.3 points less to "
            "0.4 points more often.",
        ),
        (
            judged(arm(OPEN)),
            "undecided",
            "Not yet: with photo, booked 1.4 points less to 2.9 points more often. "
            "About 12 more days would tell.",
        ),
        (  # half of it is 2.15, what matters 1: so 4.6 times the days, 3.6 of them left
            judged(arm(OPEN), days=10),
            "undecided",
            "Not yet: with photo, booked 1.4 points less to 2.9 points more often. "
            "About 37 more days would tell.",
        ),
        (
            judged(arm(BETTER), guards=(guard(UNSURE),), days=10),
            "undecided",
            "Not yet: with photo, booked 2.1 to 4.0 points more often, but left may have "
            "got worse: 0.4 points less to 1.6 points more often. "
            "About 53 more days would tell.",
        ),
        (
            judged(arm(OPEN), days_left=1),
            "undecided",
            "Not yet: with photo, booked 1.4 points less to 2.9 points more often. "
            "About one more day would tell.",
        ),
        (
            judged(arm(OPEN), days_left=None),
            "undecided",
            "Not yet: with photo, booked 1.4 points less to 2.9 points more often.",
        ),
        (
            judged(arm(OPEN), is_over=True),
            "undecided",
            "It ended undecided: with photo, booked 1.4 points less to 2.9 points more "
            "often.",
        ),
        (
            judged(arm(OPEN, units=40)),
            "undecided",
            "Not yet: 9,040 visitors, of whom 1,800 booked, are too few to tell. "
            "About 12 more days would tell.",
        ),
        (
            judged(arm(OPEN, units=0)),
            "undecided",
            "Not yet: nobody has seen photo.",
        ),
        (judged(), "undecided", "Not yet: nobody has seen control."),
        (
            judged(arm(BETTER), doubts=(misplaced("photo", 5100, 4900),)),
            "distrust",
            "Do not trust this: photo was seen by 5,100 visitors where 4,900 were to be "
            "expected.",
        ),
    ],
)  # fmt: skip
def test_each_situation_has_its_verdict_and_its_sentence(found, kind, sentence):
    assert (found.kind, found.sentence) == (kind, sentence)


def test_an_arm_that_is_safe_is_kept_before_a_better_one_that_may_not_be():
    found = judged(
        arm(BETTER),
        arm((0.01, 0.02), "video"),
        guards=(guard(UNSURE), guard(FINE, "video")),
    )
    assert (found.kind, found.arm) == ("keep", "video")


def test_one_guardrail_of_several_is_enough():
    guards = (guard(FINE), guard(BROKEN, signal="cancelled"))
    found = judged(arm(BETTER), guards=guards)
    assert found.kind == "baseline"
    assert "cancelled" in found.sentence
    unsure = judged(arm(BETTER), guards=(guard(FINE), guard(UNSURE, signal="returned")))
    assert "returned may have got worse" in unsure.sentence


def test_an_arm_that_is_out_does_not_hold_the_others_up():
    assert judged(arm(WORSE), arm(SAME, "video")).kind == "same"
    assert judged(arm(WORSE), arm(OPEN, "video")).arm == "video"
    assert judged(arm(WORSE), arm(BETTER, "video")).arm == "video"
    broken = judged(arm(BETTER), arm(OPEN, "video"), guards=(guard(BROKEN),))
    assert (broken.kind, broken.arm) == ("undecided", "video")


def test_of_several_unsure_arms_the_best_is_spoken_of():
    guards = (guard(UNSURE), guard(UNSURE, "video"))
    found = judged(arm((0.01, 0.02), "video"), arm(BETTER), guards=guards)
    assert (found.kind, found.arm) == ("undecided", "photo")


def test_all_doubts_are_told_and_nothing_else():
    doubts = (misplaced("photo", 5, 9), crossed(5, 90))
    found = judged(arm(BETTER), doubts=doubts)
    assert found == Verdict(kind="distrust", remarks=doubts)
    assert found.sentence.count("Do not trust this") == 2


INTERVALS = (BETTER, WORSE, SAME, OPEN, FUTILE)
GUARDS = (None, FINE, BROKEN, UNSURE, ALLOWED)
GRID = list(
    product(
        INTERVALS, INTERVALS, GUARDS, GUARDS, (False, True), (False, True), (10, 9000)
    )
)


@pytest.mark.parametrize("is_doubted", [False, True])
def test_the_verdict_keeps_its_word_in_every_situation(is_doubted):
    for one, two, first, second, is_over, is_first, units in GRID:
        tried = (arm(one, units=units), arm(two, "video"))
        guards = [
            guard(each, name)
            for each, name in ((first, "photo"), (second, "video"))
            if each
        ]
        doubts = (crossed(5, 90),) if is_doubted else ()
        found = judged(
            *(tried if is_first else tried[::-1]),
            guards=tuple(guards),
            is_over=is_over,
            doubts=doubts,
        )
        states = {"photo": (one, first), "video": (two, second)}
        assert found.sentence.endswith(".")
        assert (found.kind == "distrust") == is_doubted
        if found.kind == "keep":
            interval, watched = states[found.arm or ""]
            assert interval[0] > 0
            assert watched in (None, FINE, ALLOWED)
        if found.kind in ("keep", "baseline", "same"):
            assert units > 10
        elif not is_doubted and units > 10:
            # nothing is left open while an arm is surely better and surely safe
            safe = (None, FINE, ALLOWED)
            assert not any(i[0] > 0 and g in safe for i, g in states.values())
        if found.kind == "baseline":
            assert all(i[1] <= 0.01 or g == BROKEN for i, g in states.values())
        assert is_over or "ended" not in found.sentence
