"""Experiments dealt otherwise: who changes their arm is counted, and nothing else is."""

import re

import pytest

from support.site_versions import TOML

TRIAL = """
[consent]
source = "form"
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { a = 50, b = 50 }
goal = "booked"
[slots.offer]
show = [{ experiment = "photo", fragments = { a = "a.html", b = "b.html" } }]
"""


def moved(sites, *changes, old=TRIAL):
    new = old
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    return sites.differ(TOML + old, TOML + new)


def words(found):
    return [f"{each.title}: {each.means}" for each in found.settings]


def test_of_weights_it_is_told_how_many_leave_the_arm_that_shrank(sites):
    found = moved(sites, ("a = 50, b = 50", "a = 20, b = 80"))
    (said,) = words(found)
    assert (
        '{"arms": {"a": "0.5", "b": "0.5"}} -> {"arms": {"a": "0.2", "b": "0.8"}}'
        in said
    )
    shares = re.findall(r"([\d.]+)% of visitors move from (\w+) to (\w+)", said)
    ((share, had, has),) = shares
    assert (had, has) == ("a", "b")
    assert 29 < float(share) < 31
    assert not found.pairs


def test_weights_that_compare_as_before_move_nobody(sites):
    assert not moved(sites, ("a = 50, b = 50", "a = 1, b = 1"))


@pytest.mark.parametrize(
    ("line", "ways"),
    [
        ("traffic = 50", {("a", "no"), ("b", "no")}),
        ('salt = "x"', {("a", "b"), ("b", "a")}),
    ],
)
def test_another_traffic_or_salt_moves_visitors(sites, line, ways):
    (said,) = words(moved(sites, ('goal = "booked"', f'goal = "booked"\n{line}')))
    assert {*re.findall(r"move from (\w+) to (\w+)", said)} == ways


def test_a_holdout_that_grows_takes_visitors_out(sites):
    held = TRIAL.replace('goal = "booked"', 'goal = "booked"\nholdout = "w"')
    held += "[holdouts]\nw = 10\n"
    (said,) = words(moved(sites, ("w = 10", "w = 30"), old=held))
    assert {*re.findall(r"move from (\w+) to (\w+)", said)} == {
        ("a", "no"),
        ("b", "no"),
    }


def test_what_no_visitor_sees_is_no_difference(sites):
    more = 'goal = "booked"\nmargin = 3.0\nwindow = "7d"\nwhy = "to see"'
    assert not moved(sites, ('goal = "booked"', more))


def test_what_an_arm_shows_is_told_by_pairs(sites):
    found = moved(sites, ('b = "b.html"', 'b = "keep"'))
    (pair,) = found.pairs
    assert not found.settings
    assert "arm.photo=b" in pair.found.words
    assert (pair.old.sight.name, pair.new.sight.name) == ("b.html", None)


def test_a_new_experiment_is_told_by_what_its_arms_show(sites):
    without = TRIAL.partition("[experiments")[0]
    found = sites.differ(TOML + without, TOML + TRIAL)
    assert not found.settings
    assert {pair.new.sight.name for pair in found.pairs} == {"a.html", "b.html"}
