"""Nothing wrong is seen behind any cache, and nothing personal is kept in one.

Households ask one site through a model of an edge, through caches that know nothing of
it, and through both; each body is compared with what an oracle says. The faults at the
end are those that once leaked: a harness that misses one of them proves nothing.
"""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from support.edge_faults import (
    counts_by_the_wall,
    lends_what_is_personal,
    looks_up_for_long,
    says_nothing_for_a_class,
    tags_what_is_filled,
    varies_on_some_branches,
)
from support.edge_oracle import FIREFOX
from support.edge_people import AHEAD
from support.edge_play import Play
from support.edge_report import Report, Settings
from support.model_browser import Browser
from support.model_http import Answered

SEED = int(os.environ.get("SARTO_SEED") or Random().randrange(1 << 32))  # noqa: S311 - no secret
REQUESTS = int(os.environ.get("SARTO_EDGE_REQUESTS", "20000"))
EACH = 4000  # requests of one play
FEW = 2000
NIGHT = "2026-03-29T00:57"  # the clocks are put on at one

pytestmark = pytest.mark.slow


def played(
    seed: int,
    settings: Settings,
    origin: Callable[..., Any] | None = None,
    *targets: str,
) -> Report:
    """Play with a fault in the origin; of these pages, if any are named."""
    play = Play(seed, settings, origin)
    if targets:
        play.targets = dict.fromkeys(targets, 1)
    return asyncio.run(play.run(FEW))


def test_every_visitor_sees_what_is_theirs_and_nothing_of_theirs_is_kept():
    print(f"SARTO_SEED={SEED} SARTO_EDGE_REQUESTS={REQUESTS}")  # noqa: T201 - to be repeated by
    found = Report()
    for seed in range(SEED, SEED + REQUESTS // EACH):
        settings = Settings.of(Random(seed))  # noqa: S311 - a play can be repeated
        found.add(asyncio.run(Play(seed, settings).run(EACH)))
    print(found)  # noqa: T201 - the figures are what it is for
    assert found.is_clean, found
    seen = ("right", "old", "keyed", "passed", "filled", "raw", "stored")
    assert all(found.counts[each] for each in seen), found


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_a_page_asked_for_ahead_is_its_visitors_own(kind):
    async def look() -> Answered:
        play = Play(1, Settings(kind=kind, is_open=True, is_counting=True))
        browser = Browser(play.edge.ask, play.clock, {"user-agent": FIREFOX})
        await browser.post("/_sarto/consent", choice="all", next="/level")
        await browser.visit("/teaser")
        return await browser.straight("/teaser", AHEAD)

    assert b">teaser A<" in asyncio.run(look()).body


@pytest.mark.parametrize("seed", range(2))
def test_an_answer_that_varies_on_some_branches_only_is_noticed(seed):
    found = played(seed, Settings(is_open=True), varies_on_some_branches)
    assert found.counts["wrong"]


@pytest.mark.parametrize("seed", range(2))
def test_a_cache_that_takes_added_headers_for_the_clients_is_noticed(seed):
    found = played(seed, Settings(is_open=True, faults=("vary-of-the-client",)))
    assert found.counts["wrong"]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_a_tag_on_a_page_with_parts_filled_in_is_noticed(kind, seed):
    settings = Settings(kind=kind, is_open=True)
    found = played(seed, settings, tags_what_is_filled, "/table", "/club")
    assert found.counts["wrong"]
    assert found.counts["retagged"]


@pytest.mark.parametrize("seed", range(2))
def test_keys_of_clients_that_reach_the_site_beside_the_token_are_noticed(seed):
    found = played(seed, Settings(is_open=True, faults=("strips-once",)))
    assert found.counts["spoofed"]


@pytest.mark.parametrize("seed", range(2))
def test_a_cache_that_takes_absent_for_empty_is_noticed(seed):
    sound = Settings(is_open=True, turns=0.0)
    found = played(seed, sound, says_nothing_for_a_class)
    assert found.is_clean, found
    faulty = replace(sound, faults=("absent-is-empty",))
    assert played(seed, faulty, says_nothing_for_a_class).counts["wrong"]


@pytest.mark.parametrize("seed", range(2))
def test_clocks_that_are_set_and_not_heeded_are_noticed(seed):
    night = Settings(start=NIGHT, spread=0.0, turns=0.0, pace=6.0, is_calm=True)
    assert played(seed, night, counts_by_the_wall, "/evening").counts["wrong"]
    assert played(seed, night).is_clean


@pytest.mark.parametrize("seed", range(2))
def test_look_ups_that_are_kept_for_too_long_are_noticed(seed):
    calm = Settings(is_open=True, turns=0.003, pace=6.0, is_calm=True)
    found = played(seed, calm, looks_up_for_long, "/evening", "/menu/tea")
    assert found.counts["wrong"]


@pytest.mark.parametrize("seed", range(2))
def test_what_is_personal_and_kept_for_many_is_noticed(seed):
    found = played(seed, Settings(), lends_what_is_personal, "/account")
    assert found.counts["personal"]
