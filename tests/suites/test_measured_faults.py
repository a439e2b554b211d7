"""What befalls the events of a site: no fault of theirs is ever a visitor's."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from sarto_adapters.stores.events_sqlite import EventStore
from support.events import MemoryEvents
from support.measured_site import Guest, Kept, opened
from support.remembered_site import Does, noted

GOES_ON = Does(status=303, is_html=False)
BACK = 2.0  # seconds until a store that is back is used


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


def failing() -> None:
    raise OSError("disk full")


def test_a_store_that_fails_costs_no_page_anything(tmp_path, store, caplog):
    store.mood = failing
    app = opened(tmp_path, store)
    guest = Guest(app)
    for _ in range(3):
        assert guest.get().status == 200
        assert guest.book(does=GOES_ON).status == 303
    time.sleep(0.5)
    lines = [each.message for each in caplog.records if "events failed" in each.message]
    assert len(lines) == 1
    assert "OSError" in lines[0]
    assert "disk full" not in lines[0]
    assert noted(app)["events"] > 1
    store.mood, began = lambda: None, time.monotonic()
    assert len(Kept(app, store).done) == 3
    assert time.monotonic() - began < BACK


def test_a_store_that_hangs_holds_no_page_up(tmp_path, store):
    gate = Event()
    store.mood = lambda: gate.wait(30)
    app = opened(tmp_path, store)
    guest = Guest(app)
    guest.get()
    time.sleep(0.3)
    began = time.monotonic()
    for _ in range(20):
        assert guest.get("/menu").status == 200
    assert time.monotonic() - began < 2.0
    gate.set()
    assert len(Kept(app, store).done) == 20


@pytest.mark.parametrize("what", ["recorder.record", "upkeep.look", "recorder"])
def test_whatever_breaks_in_measuring_the_page_is_as_ever(tmp_path, store, what):
    app = opened(tmp_path, store)
    part, _, name = what.partition(".")
    measuring = app.current.site.measuring
    given = Broken() if not name else Broken(getattr(measuring, part), name)
    object.__setattr__(measuring, part, given)
    guest = Guest(app)
    assert [guest.get().shown["aside"] for _ in range(2)] == ["desk", "desk"]
    assert guest.book(does=GOES_ON).status == 303
    assert noted(app).keys() == {"measure"}


class Broken:
    """Something of which one part fails, or all of it."""

    def __init__(self, whole: object = None, part: str = "") -> None:
        self.whole, self.part = whole, part

    def __getattr__(self, name: str) -> Any:
        if self.part in ("", name):
            raise ZeroDivisionError
        return getattr(self.whole, name)


async def lived(app: Any, visit: Any) -> None:
    """Live a server's life: it starts, somebody comes, it stops."""
    steps = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    done: list[str] = []

    async def inner(scope, receive, send):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"].endswith("shutdown"):
                return

    async def receive():
        if len(steps) == 1:
            await visit()
        return steps.pop(0)

    async def send(message):
        done.append(message["type"])

    shop, app.app = app.app, Either(app.app, inner)
    await app({"type": "lifespan"}, receive, send)
    assert done[-1] == "lifespan.shutdown.complete"
    app.app = shop


class Either:
    """The shop, and what a server asks besides."""

    def __init__(self, shop: Any, inner: Any) -> None:
        self.shop, self.inner = shop, inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        app = self.inner if scope["type"] == "lifespan" else self.shop
        await app(scope, receive, send)


def test_a_server_that_stops_writes_what_waits(tmp_path, store):
    app = opened(tmp_path, store)
    guest = Guest(app)
    began = time.monotonic()
    asyncio.run(lived(app, guest.browser.ask))
    assert store.shown
    assert store.calls["close"] == 1
    assert time.monotonic() - began < 5
    assert app.current.site.measuring.recorder.ledger.waiting == 0


def test_one_that_stops_without_saying_so_writes_it_too(tmp_path):
    """No lifespan: the process ends, and that is all."""
    program = """
import sys
from pathlib import Path
from support.measured_site import Guest, opened
app = opened(Path(sys.argv[1]), None)
Guest(app).get()
"""
    tests = str(Path(__file__).parents[1])
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": tests},
        check=True,
        timeout=60,
    )
    store = EventStore(f"sqlite:///{tmp_path}/.sarto/events.db")
    assert store.subjects() == ["experiments.photo", "slots.aside"]
    (ledger,) = store.ledgers()
    assert (ledger.seen, ledger.stored, ledger.dropped) == (2, 2, 0)
    store.close()
