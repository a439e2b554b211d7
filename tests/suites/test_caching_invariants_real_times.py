"""Invariants 29, 30, 33, 37 and 42 through a real Varnish and a real nginx."""

import asyncio
import re
import time
from contextlib import ExitStack
from itertools import product

import pytest

from support import varnish
from support.deception import HELLO, PERSONAL, PROBES, anybody_s
from support.edge_running import RunningClock
from support.edge_site import CANARY, PEOPLE
from support.edge_world import World
from support.invariants import NOON, PAGES
from support.invariants_back import RETURNING
from support.real_edge import fronted
from support.shared_site import behind, page
from support.varnish import Varnish
from support.wall import DAY, Wall, jumps

pytestmark = pytest.mark.slow
KINDS = ("varnish", "nginx")
ZONES = (
    *("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"),
    *("Antarctica/Troll", "America/St_Johns"),
)
KEYS = re.compile(  # what look-ups are kept by, which is what a client sent
    rb"\nKEY: .*?\n(?=HTTP/1\.)|Cookie:\0(?:session=[a-z-]*)", re.DOTALL
)
BEFORE, AFTER = 2.6, 0.8  # seconds around what changes
MIDDLE = """
vcl 4.1;
import std;
backend default {{ .host = "127.0.0.1"; .port = "{port}"; }}
sub vcl_recv {{ return (hash); }}
sub vcl_backend_response {{
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.CDN-Cache-Control ~ "max-age=[0-9]") {{
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control,
            "^.*max-age=([0-9]+).*$", "\\1s"), 0s) - beresp.age;
    }}
    if (beresp.ttl <= 0s) {{
        set beresp.uncacheable = true;
    }}
    return (deliver);
}}
"""


def near_jump(wall):
    """Find a moment at which something changes, when a clock is set or soon after."""
    day = next(each for each in jumps(wall.zone) if each > 1_750_000_000)
    at = float(day)
    while wall.truth(at)[1] - at < BEFORE + AFTER:
        at = wall.truth(at)[1] + 1.0
    return wall.truth(at)[1]


def watched(real, wall, until, between=lambda: None):
    """Ask all the time around a moment; give how often it was answered from a store."""
    real.clock.put(until - BEFORE)
    asked, done = 0, False
    while (now := real.clock()) < until + AFTER:
        got = real.ask("/").body.decode()
        may_be = {wall.truth(now)[0], wall.truth(real.clock())[0]}
        assert any(f">{each}<" in got for each in may_be), (wall.zone, now - until, got)
        asked += 1
        if not done and now > until - BEFORE / 2:
            between()
            done = True
        time.sleep(0.02)
    return asked


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_served_past_the_moment_it_changes(kind, tmp_path):
    """Invariant 29 ★: on days in which clocks are set, in six zones."""
    clock = RunningClock()
    walls = [Wall(zone, kind, clock.utc) for zone in ZONES]
    sarto = walls[0].site.app
    with fronted(kind, sarto, clock, tmp_path / kind) as real:
        for wall in walls:
            sarto.current.site = wall.site.app.current.site
            real.empty()
            asked = watched(real, wall, near_jump(wall))
            assert asked > 40
            assert real.counts["keyed", "/"] < asked * 0.9, (wall.zone, asked)


@pytest.mark.parametrize("kind", KINDS)
def test_two_caches_in_a_row_serve_nothing_that_is_over(kind, tmp_path):
    """Invariant 30 ★: a second Varnish in between tells by `Age` how old it is.

    nginx heeds no `Age`, and so has to be the only cache: there is none in between.
    """
    clock, tiers = RunningClock(), []
    wall = Wall("Europe/Warsaw", kind, clock.utc)
    with ExitStack() as opened:

        def through(url):
            folder = tmp_path / "middle"
            folder.mkdir()
            text = MIDDLE.format(port=url.rpartition(":")[2])
            tiers.append(Varnish(folder, {"middle.vcl": text}))
            opened.callback(tiers[0].close)
            return f"http://127.0.0.1:{tiers[0].port}"

        more = {"through": through} if kind == "varnish" else {}
        with fronted(kind, wall.site.app, clock, tmp_path / kind, **more) as real:
            for until in (near_jump(wall), near_jump(wall) + 3 * DAY):
                found = wall.truth(until - 1)[1]
                real.empty()
                assert watched(real, wall, found, real.cache.empty) > 40
    assert len(tiers) == (kind == "varnish")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_s_bytes_are_in_what_is_kept(kind, tmp_path, monkeypatch):
    """Invariant 33 ★: over all that the cache has in its files."""
    clock, store = RunningClock(), tmp_path / "store"
    clock.put(NOON.timestamp())
    world = World(kind, "Europe/Warsaw", True, clock)  # noqa: FBT003 - its field
    monkeypatch.setattr(
        varnish, "SMALL", ("-s", f"file,{store},32m", "-l", "4m", "-T", "none")
    )
    start = (
        (lambda folder, files, _: Varnish(folder, files)) if kind == "varnish" else None
    )
    with fronted(kind, world.sarto, clock, tmp_path / kind, start=start) as real:
        seen = 0
        for name, path in product(PEOPLE, (*PAGES, "/where", "/plain")):
            got = real.ask(path, {"cookie": f"session={name}"})
            seen += CANARY in got.body.lower()
            real.ask(path)
        assert seen > 6
        pages = (tmp_path / kind).glob("cache-pages/**/*")
        files = [store] if kind == "varnish" else pages
        found = b"".join(file.read_bytes() for file in files if file.is_file())
    assert found.count(b"<title>/menu/tea") >= 1
    assert found.count(b"<title>/table") >= 1
    assert CANARY not in KEYS.sub(b"", found).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_who_takes_consent_back_is_a_stranger_at_once(kind, tmp_path):
    """Invariant 37 ★: with the changed cookie, whatever is kept of look-ups and pages."""
    clock = RunningClock()
    clock.put(NOON.timestamp())
    site = behind(RETURNING, page(), edge=kind, cache="bands = true", clock=clock.utc)

    async def walked(real, browser):
        await browser.post("/_sarto/consent", choice="all", next="/")
        for _ in range(3):
            await browser.straight("/")
            clock.put(clock() + DAY)
        real.empty()
        for _ in range(3):
            yield b">one<", (await browser.visit("/")).body
        await browser.post("/_sarto/consent", choice="none", next="/")
        for _ in range(2):
            yield b">own<", (await browser.visit("/")).body

    async def gathered(real):
        return [pair async for pair in walked(real, real.browser())]

    with fronted(kind, site.app, clock, tmp_path / kind) as real:
        found = asyncio.run(gathered(real))
        assert all(right in body for right, body in found), found
        assert real.counts["keyed", "/"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_odd_address_makes_what_is_personal_storable(kind, tmp_path):
    """Invariant 42 ★: a stranger who asks for the same never gets it."""
    clock = RunningClock()
    clock.put(NOON.timestamp())
    site = behind(PERSONAL, anybody_s, edge=kind, texts=HELLO, clock=clock.utc)
    with fronted(kind, site.app, clock, tmp_path / kind) as real:
        seen = 0
        for target in PROBES:
            for _ in range(2):
                got = real.ask(target, {"cookie": "session=1"})
                if b"Canary" in got.body:
                    seen += 1
                    assert got.headers["cache-control"] == "private, no-store", target
            assert b"Canary" not in real.ask(target).body, target
    assert seen > 20
