"""What can be true of who is in an arm, and who changes it between two versions."""

import pytest

from sarto.config.experiment import Experiment
from sarto.workbench.reasoning import Reasoner, reasoned
from sarto.workbench.reasoning.arms import may_move
from support.reasoned_small import CONSENT, HEAD, site, verdict

GROUPED = """
[experiments.e]
arms = { a = 50, b = 50, rest = 0 }
goal = "booked"
group = "front"
traffic = 50
[experiments.f]
arms = { a = 10, b = 90 }
goal = "booked"
group = "front"
traffic = 50
[experiments.h]
arms = { a = 1, b = 1 }
goal = "booked"
"""
WITH = HEAD + CONSENT + GROUPED
RULES = "[slots.hero]\nshow = [\n{}\n]\n"
EACH = '{ experiment = "e", fragments = { a = "keep", b = "keep", rest = "keep" } },'


@pytest.mark.parametrize(
    "when",
    [
        "arm.e = 'a', arm.f = 'b'",
        "arm.e = 'rest'",
        "arm.e = 'a', bot = true",
        "arm.e = 'a', not = { consent = 'analytics' }",
        "arm.e = 'a', all = [{ arm.e = 'b' }]",
    ],
)
def test_nobody_is_in_such_arms(when):
    assert verdict(when, WITH) == "no"


@pytest.mark.parametrize(
    "when",
    [
        "arm.e = 'a', arm.h = 'b'",
        "not = { arm.e = ['a', 'b'] }, consent = 'analytics'",
        "arm.f = ['a', 'b'], visits = 3",
        "arm.e = 'a', not = { consent = 'personalization' }",
    ],
)
def test_somebody_is_in_such_arms(when):
    assert verdict(when, WITH) == "yes"


def told(*rules):
    found = reasoned(site(RULES.format("\n".join(rules)), WITH))
    return [(each.code, each.message) for each in found]


def test_an_experiment_s_rule_does_not_take_who_allows_nothing():
    assert told(EACH, '{ when = { consent = "analytics" }, fragment = "keep" },') == []


def test_what_it_takes_is_its_arms():
    (found,) = told(
        EACH, '{ when = { arm.e = "a", device = "mobile" }, fragment = "keep" },'
    )
    assert found[0] == "SARTO031"


def test_an_arm_that_a_rule_above_takes_is_told_alone():
    (found,) = told('{ when = { arm.e = "a" }, fragment = "keep" },', EACH)
    code, text = found
    assert code == "SARTO031"
    assert text.startswith("every visitor the arm 'a' of this rule could match")


def test_of_two_sites_that_deal_alike_somebody_has_one_arm():
    old = new = site(RULES.format(EACH), WITH)
    new = site(RULES.format(EACH), WITH)
    reasoner = Reasoner.of(old, new)
    a, b, _ = (way.node for way in old.slots[0].outcomes)
    assert reasoner.find([a, reasoner.asked(new, b)]).verdict == "no"
    assert reasoner.find([a, reasoner.asked(new, a)]).verdict == "yes"


def test_of_two_that_do_not_somebody_leaves_the_arm_that_shrank():
    old = site(RULES.format(EACH), WITH)
    new = site(RULES.format(EACH), WITH.replace("a = 50, b = 50", "a = 20, b = 80"))
    reasoner = Reasoner.of(old, new)
    a, b, _ = (way.node for way in old.slots[0].outcomes)
    assert reasoner.find([a, reasoner.asked(new, b)]).verdict == "yes"
    assert reasoner.find([b, reasoner.asked(new, a)]).verdict == "no"


def trial(**more):
    said = {"arms": {"a": 50, "b": 50}, "goal": "booked", **more}
    return Experiment.model_validate(said)


@pytest.mark.parametrize(
    ("changes", "had", "has", "expected"),
    [
        ({}, "a", "b", False),
        ({}, "a", None, False),
        ({}, None, "a", False),
        ({"arms": {"a": 20, "b": 80}}, "a", "b", True),
        ({"arms": {"a": 20, "b": 80}}, "b", "a", False),
        ({"arms": {"a": 50, "b": 50, "c": 1}}, "a", "c", True),
        ({"arms": {"a": 50, "b": 50, "c": 1}}, "a", "b", False),
        ({"traffic": 50}, "a", None, True),
        ({"traffic": 50}, None, "a", False),
        ({"salt": "x"}, "a", "b", True),
        ({"salt": "x"}, None, "a", True),
        ({"allocate": "bandit"}, "a", "b", True),
        ({"holdout": "winter"}, "a", None, True),
    ],
)
def test_who_may_move_where(changes, had, has, expected):
    assert may_move(trial(), trial(**changes), had, has) is expected
