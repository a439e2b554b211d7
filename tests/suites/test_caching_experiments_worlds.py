"""Random sites that try arms, behind random edges: nobody has another's arm of a cache.

Each world draws experiments, groups, holdouts and ends, rules that mix them with what
edges may keep, code that reads of visitors, and visitors who allow and take back.
"""

import asyncio

import pytest

from support.tried_worlds import TriedWorld

SEEDS = range(24)
VISITS = 80


@pytest.fixture(scope="module")
def worlds():
    made = [TriedWorld(seed) for seed in SEEDS]
    for world in made:
        asyncio.run(world.visits(VISITS))
    return made


def test_everybody_gets_of_a_cache_what_the_site_itself_would_give_them(worlds):
    assert {w.seed: w.wrong for w in worlds if w.wrong} == {}


def test_those_worlds_show_arms_and_share_pages(worlds):
    assert sum(len(each.arms) for each in worlds) >= len(worlds) // 2
    pages = {target for each in worlds for target in each.shared}
    assert {"/", "/menu/tea", "/swap", "/plain"} <= pages
