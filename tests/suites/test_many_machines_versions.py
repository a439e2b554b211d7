"""While versions roll over machines, no page is of two: neither its slots nor its parts.

What an edge keeps belongs to a version, and what it fills in says of which page it is.
"""

import http.client
import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from random import Random

import pytest

from sarto import Sarto
from sarto.site import looking
from support.edge_caches import files_for, needed, started
from support.machines_rolling import NAMES, PHONE, Cluster, Judge, machine
from support.play import play
from support.redis_server import free_port
from support.serve import serving

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
PAGES = int(os.environ.get("SARTO_MACHINES_PAGES", "60"))  # of each step
PROGRAMS = {"varnish": "varnishd", "nginx": "nginx"}
LOOKED_UP = 1  # seconds that an edge keeps a look-up here; by default sixty
PEOPLE = [None, *NAMES]
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64)", PHONE]
PAUSE = 0.012  # seconds between pages: what is kept of a look-up ends meanwhile
STEPS = ((1, 1), (2, 1), (2, 2), (2, 3), (3, 3))  # what the two machines have


def asked(port: int, path: str, session: str | None, agent: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as peer:
        jar = {"Cookie": session} if session else {}
        peer.request("GET", path, headers={"User-Agent": agent, **jar})
        answer = peer.getresponse()
        assert answer.status == 200
        return answer.read().decode()


def walk(ask: Callable[[str, str | None, str], str], judge: Judge, seed: int) -> None:
    """Ask for some pages as anybody."""
    dice = Random(seed)  # noqa: S311 - any order will do
    for _ in range(PAGES):
        who, agent = dice.choice(PEOPLE), dice.choice(AGENTS)
        text = ask(dice.choice(("/", "/a", "/b?q=1")), who, agent)
        judge.look(text, who, agent)


def restarted(cluster: Cluster, at: int, new: Sarto) -> None:
    """Replace a machine."""
    cluster.machines[at] = new


def reloaded(cluster: Cluster, at: int, new: Sarto) -> None:
    """Let a machine go on with another version."""
    old, current = cluster.machines[at].current, new.current
    assert old is not None
    assert current is not None
    old.site = current.site


Turn = Callable[[Cluster, int, Sarto], None]


def turned(cluster: Cluster, step: Sequence[int], new: Callable, turn: Turn) -> None:
    """Give another version to those machines that have not the one they should."""
    for at, number in enumerate(step):
        current = cluster.machines[at].current
        assert current is not None
        if f"# version {number}\n" not in current.site.config.text:
            turn(cluster, at, new(number))


@pytest.mark.parametrize("turn", [restarted, reloaded])
def test_without_a_cache_each_page_is_of_the_machine_that_made_it(tmp_path, turn):
    judge = Judge()
    cluster = Cluster([machine(1, "none", tmp_path) for _ in range(2)], SEED)

    def ask(path: str, session: str | None, agent: str) -> str:
        fields = [("User-Agent", agent), *([("Cookie", session)] if session else [])]
        return play(cluster, path, headers=fields).text

    for step in STEPS:
        turned(cluster, step, partial(machine, edge="none", folder=tmp_path), turn)
        walk(ask, judge, SEED)
    assert not judge.wrong, judge.wrong[:3]
    assert judge.counts["greeted"] > 0 == judge.counts["as a stranger"]
    assert {"v1", "v2", "v3"} <= judge.counts.keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "turn"),
    [("varnish", restarted), ("varnish", reloaded), ("nginx", restarted)],
)
def test_behind_a_cache_no_page_is_of_two_versions(kind, turn, tmp_path, monkeypatch):
    needed(PROGRAMS[kind])
    monkeypatch.setattr(looking, "LONGEST", LOOKED_UP)
    judge, last = Judge(), Judge()
    cluster = Cluster([machine(1, kind, tmp_path) for _ in range(2)], SEED)
    with serving(cluster) as origin:
        port = free_port()
        edge = cluster.edge(origin, f"127.0.0.1:{port}")
        with closing(started(kind, tmp_path, files_for(kind, edge), port)):

            def ask(path: str, session: str | None, agent: str) -> str:
                time.sleep(PAUSE)
                return asked(port, path, session, agent)

            for number, step in enumerate(STEPS):
                turned(
                    cluster, step, partial(machine, edge=kind, folder=tmp_path), turn
                )
                walk(ask, judge, SEED + number)
            time.sleep(LOOKED_UP + 2)
            walk(ask, last, SEED)
    print(kind, judge.counts, cluster.asked, last.counts)  # noqa: T201 - the figures
    assert not judge.wrong, judge.wrong[:3]
    assert cluster.asked["page"] < judge.counts["pages"]  # some were kept
    assert cluster.asked["fragment"]  # and some were filled in
    assert judge.counts["greeted"]
    assert {"v1", "v2", "v3"} <= judge.counts.keys()
    assert not last.wrong
    assert not last.counts["as a stranger"]
    assert last.counts.keys() & {"v1", "v2", "v3"} == {"v3"}
