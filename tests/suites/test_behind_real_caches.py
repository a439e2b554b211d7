"""Behind a real Varnish and a real nginx nothing wrong is seen, and little is asked.

The site runs under uvicorn, the cache with what Sarto wrote for it. Each body that comes
through is compared with what an oracle says. The bugs at the end are planted: a harness
that misses one of them proves nothing.
"""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from support.edge_caches import Kind, needed
from support.edge_course import Course
from support.edge_faults import (
    counts_by_the_wall,
    says_nothing_for_a_class,
    tags_what_is_filled,
    varies_on_some_branches,
)
from support.edge_late import overshoot
from support.edge_planted import (
    absent_as_empty,
    by_vary_alone,
    ends_alike,
    keeps_tags,
    strips_once,
)
from support.edge_ranges import OWN, after
from support.edge_ratio import crowd, flood
from support.edge_report import Report
from support.edge_through import Through

SEED = int(os.environ.get("SARTO_SEED") or Random().randrange(1 << 32))  # noqa: S311 - it is printed
REQUESTS = int(os.environ.get("SARTO_EDGE_REQUESTS", "5000"))
VIEWS = int(os.environ.get("SARTO_EDGE_VIEWS", "10000" if REQUESTS > 5000 else "3000"))
CONTEXTS = int(os.environ.get("SARTO_EDGE_CONTEXTS", "2000"))
FEW = 1200
KINDS: list[Kind] = ["varnish", "nginx"]
PROGRAMS = {"varnish": "varnishd", "nginx": "nginx"}
IMPATIENT = {"varnish": 0, "nginx": 7}  # who waited half a second asks for themselves
GREETING = {"/table": 8, "/club": 4, "/account": 1, "/": 1}
COMING = {"login": 6, "logout": 5, "consent": 3, "level": 2, "leave": 1}
MENU = {"/menu/tea": 3, "/menu/coffee": 2}
NIGHT = ("2026-03-29T00:58",)  # two minutes before the clock is put on in Warsaw

pytestmark = pytest.mark.slow
each = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def place(tmp_path: Path) -> Callable[[Kind], Path]:
    """Give a cache of this kind a folder of its own, where there is one."""

    def find(kind: Kind) -> Path:
        needed(PROGRAMS[kind])
        print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
        return tmp_path

    return find


def played(course: Course, requests: int, folder: Path) -> Report:
    found = asyncio.run(Through(course).run(requests, folder))
    print(*found.wrong, sep="\n")  # noqa: T201 - what was seen
    counts = ", ".join(f"{name} {n}" for name, n in sorted(found.counts.items()))
    print(course.kind, counts)  # noqa: T201 - the figures are what it is for
    return found


@each
@pytest.mark.parametrize("is_open", [False, True])
def test_every_visitor_sees_what_is_theirs(kind, is_open, place):
    course = Course(
        kind,
        SEED,
        is_open=is_open,
        bands=is_open,
        part=600 if REQUESTS <= 5000 else 1500,
    )
    found = played(course, REQUESTS // 2, place(kind))
    assert found.is_clean, found
    seen = ["right", "look-up", "keyed", "filled", "raw"]
    seen += ["loaded"] if REQUESTS > 5000 else []  # a short run may end before
    assert all(found.counts[name] for name in seen), found


@each
def test_by_the_clock_of_the_visitor_too(kind, place):
    course = Course(kind, SEED, zone="visitor", is_open=True)
    found = played(course, REQUESTS // 4, place(kind))
    assert found.is_clean, found


@each
def test_nobody_is_greeted_by_the_name_of_another(kind, place):
    course = Course(
        kind,
        SEED,
        is_open=True,
        turns=False,
        targets=GREETING,
        changes=COMING,
        changed=0.25,
        lasts=0.5,
    )
    found = played(course, max(2000, REQUESTS // 4), place(kind))
    assert found.is_clean, found
    assert found.counts["filled"] > found.counts["pages"] // 2, found


@each
def test_what_was_long_on_its_way_is_not_kept_past_its_end(kind, place):
    assert asyncio.run(overshoot(kind, place(kind))) == 0


@each
def test_an_odd_range_leaves_nothing_for_the_next(kind, place):
    found = asyncio.run(after(kind, place(kind)))
    wrong = [odd for odd, got in found.items() if {each.body for each in got} != {OWN}]
    assert not wrong, wrong


@each
def test_a_crowd_is_served_from_what_is_kept(kind, place):
    found = asyncio.run(crowd(kind, place(kind), SEED, VIEWS))
    print(kind, found)  # noqa: T201 - as above
    assert not found.wrong, found
    assert found.share >= 0.99, found
    assert found.look_ups <= VIEWS // 4, found


@each
def test_whoever_floods_it_makes_no_more_pages_than_there_are_variants(kind, place):
    found = asyncio.run(flood(kind, place(kind), SEED, CONTEXTS))
    print(kind, found)  # noqa: T201 - as above
    assert not found.wrong, found
    assert found.pages <= found.most + IMPATIENT[kind], found


def planted(folder: Path, kind: Kind, **more: object) -> Report:
    course = Course(kind, SEED, is_open=True, turns=False, lasts=1.0, astray=1.0)
    return played(replace(course, **more), FEW, folder)


def test_an_answer_that_varies_on_some_branches_only_is_noticed(place):
    more = {"fault": varies_on_some_branches, "targets": MENU}
    found = planted(place("varnish"), "varnish", **more)
    assert found.counts["wrong"]


def test_an_nginx_that_takes_added_headers_for_the_clients_is_noticed(place):
    found = planted(place("nginx"), "nginx", spoilt=by_vary_alone)
    assert found.counts["wrong"]


def test_a_tag_on_a_page_with_parts_filled_in_is_noticed(place):
    more = {"fault": tags_what_is_filled, "spoilt": keeps_tags}
    told = {"targets": GREETING, "changes": COMING, "changed": 0.25}
    found = planted(place("varnish"), "varnish", **more, **told)
    assert found.counts["wrong"]


def test_keys_of_clients_that_reach_the_site_beside_the_token_are_noticed(place):
    found = planted(place("varnish"), "varnish", spoilt=strips_once)
    assert found.counts["spoofed"]


def test_an_nginx_that_takes_absent_for_empty_is_noticed(place):
    more = {"fault": says_nothing_for_a_class, "spoilt": absent_as_empty}
    found = planted(place("nginx"), "nginx", **more)
    assert found.counts["wrong"]


@each
def test_clocks_that_are_set_and_not_heeded_are_noticed(kind, place):
    night = {"starts": NIGHT, "among": 1, "astray": 0.0, "part": FEW}
    night |= {"targets": {"/evening": 1}, "ahead": 7.0, "lasts": 8.0}
    found = planted(place(kind), kind, fault=ends_alike(counts_by_the_wall), **night)
    assert found.counts["wrong"]
