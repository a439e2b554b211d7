"""Invariants with a star, through a real Varnish and a real nginx before a real server.

`SARTO_NEEDS_CACHES=1` lets them fail where a cache is missing; else they are skipped.
"""

import asyncio
from dataclasses import replace
from itertools import product
from math import prod
from random import Random

import pytest

from support.edge_oracle import IPHONE, Oracle
from support.edge_people import Household
from support.edge_running import RunningClock
from support.edge_world import World
from support.invariants import NOON, PAGES, people, said
from support.model_browser import SPOOFS
from support.real_edge import fronted

pytestmark = pytest.mark.slow
KINDS = ("varnish", "nginx")
SHARED = ("/menu/tea", "/menu/coffee", "/offers", "/evening", "/level", "/table")


@pytest.fixture(scope="module", params=KINDS)
def started(request, tmp_path_factory):
    """Start the site of `edge_site` behind one of them."""
    clock = RunningClock()
    clock.put(NOON.timestamp())
    world = World(request.param, "Europe/Warsaw", True, clock)  # noqa: FBT003 - its field
    folder = tmp_path_factory.mktemp(request.param)
    with fronted(request.param, world.sarto, clock, folder) as real:
        yield real


@pytest.fixture
def real(started):
    started.clock.put(NOON.timestamp())
    started.empty()
    return started


def test_everybody_gets_what_is_theirs_from_what_is_kept(real):
    """Invariant 1 ★: what differs is never kept under one key."""
    oracle = Oracle()
    for who, path in product(people(Random(1), 36), (*PAGES, "/where", "/plain")):  # noqa: S311 - repeated
        right = oracle.expected(who, path, real.clock.now)
        for _ in range(2):
            assert real.ask(path, said(who)).body == right, (path, who)
    kept = [path for path in SHARED if 0 < real.counts["keyed", path] < 60]
    assert kept == [*SHARED]


def test_what_a_client_says_in_our_name_is_not_heard(real):
    """Invariant 19 ★: in status, bytes and key, in what is filled in as well."""
    lately = {key.header.lower(): "mobile" for key in real.edge.keys}
    spoofs = [SPOOFS, lately, {**lately, **SPOOFS}, {**dict.fromkeys(lately, ""), "x-sarto-version": real.edge.version}]  # fmt: skip
    for who, path in product(people(Random(19), 8), (*SHARED, "/account", "/")):  # noqa: S311 - repeated
        plain = real.ask(path, said(who))
        assert plain.status == 200
        made = real.counts.total()
        for spoof in spoofs:
            got = real.ask(path, {**said(who), **spoof})
            assert (got.status, got.body) == (plain.status, plain.body), (path, spoof)
            assert not [name for name in got.headers if name.startswith("x-sarto")]
        if path in ("/menu/tea", "/offers") and who.session is None:
            assert real.counts.total() == made, path
    for name, fields in product(
        ("key", "fragment/guest", "fragment/guest?p=%2Ftable"), ({}, *spoofs)
    ):
        assert real.ask(f"/_sarto/{name}", fields).status == 404


def test_strangers_make_no_more_pages_than_there_are_classes(real):
    """Invariant 22 ★: random agents, languages and cookies add no render."""
    rng = Random(22)  # noqa: S311 - repeated
    shared = real.sarto.current.site.plan("/menu/tea").shared
    most = prod(each.size for each in shared.dimensions)
    for who in people(rng, 700):
        odd = {
            "user-agent": rng.choice([f"agent {rng.random()}", IPHONE]),
            "cookie": f"a{rng.random()}={rng.random()}; _ga={rng.random()}",
            "accept-language": f"{rng.choice(['fa', 'xx', 'de'])}-{rng.random():.3f}",
        }
        some = dict(rng.sample([*odd.items()], rng.randrange(4)))
        fields = {**replace(who, session=None).headers(), **some}
        assert real.ask("/menu/tea", fields).status == 200
    assert 8 < real.counts["keyed", "/menu/tea"] <= most
    assert not real.counts["raw", "/menu/tea"]


def test_the_tag_of_another_variant_is_never_enough(real):
    """Invariant 24 ★: 304 is for who has these very bytes."""
    who = [*people(Random(24), 10)]  # noqa: S311 - repeated
    unchanged = 0
    for path in SHARED:
        known = {each.chose or "": real.ask(path, said(each)) for each in who}
        tags = {
            a.headers["etag"]: a.body for a in known.values() if "etag" in a.headers
        }
        own = ('"tea"', 'W/"c"', '"offers"', '"table"')
        for each in who:
            here = real.ask(path, said(each))
            for tag in (*tags, *own):
                got = real.ask(path, {**said(each), "if-none-match": tag})
                if got.status == 304:
                    unchanged += 1
                    assert tags[tag] == here.body, (path, tag)
                else:
                    assert got.body == here.body
    assert unchanged > 20


def test_what_changed_in_a_browser_is_seen_at_once(real):
    """Invariant 25 ★: signed in or out, agreed or not, in another language."""
    oracle, shown = Oracle(), 0
    verbs = ("login", "logout", "speak", "consent", "level", "view", "accept", "move")
    for seed in range(5):
        rng = Random(seed)  # noqa: S311 - repeated
        home = Household.of(rng, None, real.clock)
        home.browser = real.browser(home.who)

        async def walked(home=home, rng=rng):
            for _ in range(14):
                await getattr(home, rng.choice(verbs))()
                for target in ("/", "/menu/tea", "/level", "/account", "/table"):
                    got = await home.browser.visit(target)
                    right = oracle.expected(home.who, target, real.clock.now)
                    assert got.body == right, (target, home.who)
                    yield target

        async def counted(walked=walked):
            return len([each async for each in walked()])

        shown += asyncio.run(counted())
    assert shown == 5 * 14 * 5


def test_a_tag_is_one_word_to_whoever_purges(real, request):
    """Invariant 35 ★: by Varnish alone; nginx has no purge, and is told no tags.

    Who does not prove to be the edge purges nothing.
    """
    token = real.edge.token

    def purge(tag, **more):
        fields = {"x-sarto-purge": tag, "x-sarto-edge": token, **more}
        return real.ask("/", fields, method="BAN").status

    def fetched():
        real.counts.clear()
        real.ask("/menu/tea")
        real.ask("/offers")
        return [real.counts["keyed", path] for path in ("/menu/tea", "/offers")]

    assert fetched() == [1, 1]
    assert fetched() == [0, 0]
    if request.node.callspec.params["started"] == "nginx":
        assert purge("sarto") != 200
        assert fetched() == [0, 0]
        return
    assert (
        purge("sarto-slot-hour")
        == purge("sarto-slot-our")
        == purge("slot-hours")
        == 200
    )
    assert fetched() == [0, 0]
    assert purge("sarto-slot-hours", **{"x-sarto-edge": "x" * 40}) != 200
    assert purge("sarto-slot-hours|hero") == 400
    assert fetched() == [0, 0]
    assert purge("sarto-slot-place") == 200  # on /menu/tea, and not on /offers
    assert fetched() == [1, 0]
    assert purge("sarto") == 200
    assert fetched() == [1, 1]
