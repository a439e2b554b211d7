"""Tags of templates, and attributes in pages: whoever asks is shown the same.

Two sites of the same rules stand side by side, the one with attributes, the other with
tags. Whatever is asked of both, their answers must be the same: status, headers, tags
of entities, and every byte but the markers.
"""

import asyncio
from collections.abc import Iterator
from random import Random

import pytest

from support.edge_site import SLOTS
from support.edge_world import Clock, World
from support.invariants import NOON, Site, people, said
from support.model_browser import Browser
from support.model_http import Answered
from support.tags import tagging, unmarked

PATHS = [*SLOTS, "/front?x=1", "/offers?ref=news7", "/menu/tea?utm_source=google", "/nowhere"]  # fmt: skip
REMEMBERED = ["/teaser", "/menu/coffee", "/fan", "/back", "/level"] * 3
FORMS = [
    *[("/_sarto/consent", {"choice": "all", "next": "/"})] * 3,
    ("/_sarto/consent", {"choice": "none", "next": "/"}),
    ("/_sarto/preferences", {"level": "expert"}),
    ("/_sarto/preferences", {"view": "simple"}),
    ("/login", {"session": "s-anna-canary"}),
    ("/speak", {"language": "pl"}),
]


def tagged(site: Site) -> Site:
    """Let a site write its pages with tags."""
    site.world.sarto.app = tagging()
    return site


def seen(answer: Answered) -> tuple[object, ...]:
    """Tell all of an answer that a cache or a visitor may see."""
    headers = {n: v for n, v in answer.headers.items() if n != "content-length"}
    names = [cookie.partition("=")[0] for cookie in answer.cookies]
    return answer.status, headers, names, unmarked(answer.body.decode())


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_an_edge_and_a_visitor_get_of_a_tag_what_they_get_of_an_attribute(kind) -> None:
    by_attribute, by_tag = Site(kind), tagged(Site(kind))
    rng, swapped = Random(8), 0  # noqa: S311 - it can be repeated
    for who in people(rng, 12):
        fields = said(who)
        keys = by_attribute.keys(fields)
        assert by_tag.keys(fields) == keys
        for path in rng.sample(PATHS, 12):
            for method in ("GET", "HEAD"):
                raw = by_attribute.ask(path, fields, method)
                assert seen(by_tag.ask(path, fields, method)) == seen(raw), path
                lent = by_attribute.keyed(path, keys, method)
                assert seen(by_tag.keyed(path, keys, method)) == seen(lent), path
                swapped += b"own " not in raw.body and b"<p" in raw.body
    assert swapped > 50


class Course:
    """Two worlds under one clock, and a browser before each, that do the same."""

    def __init__(self, seed: int, *, is_stored: bool) -> None:
        self.rng = Random(seed)  # noqa: S311 - it can be repeated
        self.clock = Clock(NOON.timestamp())
        who = said(next(people(self.rng, 1)))
        self.browsers = [
            Browser(world.origin, self.clock, who)
            for world in self.worlds(is_stored=is_stored)
        ]

    def worlds(self, *, is_stored: bool) -> Iterator[World]:
        for is_tagged in (False, True):
            given = {"is_counting": True, "is_stored": is_stored}
            world = World("varnish", "Europe/Warsaw", is_open=True, clock=self.clock, **given)  # fmt: skip
            if is_tagged:
                world.sarto.app = tagging()
            yield world

    async def step(self) -> str:
        """Let some time pass, and do something in both; give what is seen."""
        rng = self.rng
        self.clock.on(rng.choice([1, 20, 600, 4000]))
        target, fields = rng.choice(FORMS)
        path = rng.choice([*PATHS, *REMEMBERED])
        is_form, method = rng.random() < 0.2, rng.choice(["GET"] * 9 + ["HEAD"])
        first, second = [
            await each.post(target, **fields)
            if is_form
            else await each.straight(path, method=method)
            for each in self.browsers
        ]
        assert seen(first) == seen(second), (path, target)
        return second.body.decode()

    async def play(self, steps: int) -> list[str]:
        return [await self.step() for _ in range(steps)]


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_course_of_visits_is_remembered_alike(is_stored) -> None:
    shown = [
        text
        for seed in range(4)
        for text in asyncio.run(Course(seed, is_stored=is_stored).play(60))
    ]
    for word in ("teaser A", "fan A", "again A", "expert A"):
        assert any(word in text for text in shown), word
