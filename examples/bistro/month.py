"""A month at the bistro: some thousand visitors, in half a minute, at the real site.

    python examples/bistro/month.py
    sarto report --config examples/bistro/sarto.toml

They read pages, answer the form of consent, book tables, come back, sign in; robots
come too, and browsers that fetch ahead. Sarto's clock is moved by its `clock`; who is
in which arm Sarto alone decides. Events go where `sarto.toml` says, and bookings into a
book that is thrown away.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from starlette.types import ASGIApp

from bistro import site
from guest import Clock, Guest, Truth
from people import people
from sarto import Sarto

HERE = Path(__file__).parent
SECRET = "nobody but these visitors has cookies of it"  # noqa: S105 - for one month, in one process


def main() -> None:
    read = argparse.ArgumentParser(description="Let a month of visitors come.")
    read.add_argument("--visitors", type=int, default=2000)
    read.add_argument("--seed", type=int, default=7)
    asked = read.parse_args()
    clock = Clock(datetime.now(UTC))
    app = Sarto(site, config=HERE / "sarto.toml", secret=SECRET, clock=clock)
    truth = live(app, clock, asked.visitors, asked.seed)
    sys.stdout.write(f"{truth.told}\nNow: sarto report --config {named()}\n")


def named() -> str:
    """Name the config as one would from here."""
    return os.path.relpath(HERE / "sarto.toml")


def live(app: ASGIApp, clock: Clock, count: int, seed: int) -> Truth:
    """Let them all come, one visit after the other; give what became of it."""
    with TemporaryDirectory() as folder:
        before = os.environ.get("BISTRO_DB")
        os.environ["BISTRO_DB"] = str(Path(folder) / "month.db")
        try:
            return asyncio.run(lived(app, clock, count, seed))
        finally:
            if before is None:
                del os.environ["BISTRO_DB"]
            else:
                os.environ["BISTRO_DB"] = before


async def lived(app: ASGIApp, clock: Clock, count: int, seed: int) -> Truth:
    dice = Random(seed)  # noqa: S311 - chance that can be repeated
    last, truth = clock.now, Truth()
    guests = [
        Guest(each, app, clock, dice, truth) for each in people(dice, count, last)
    ]
    visits = sorted(
        (moment, guest.person.number)
        for guest in guests
        for moment in guest.person.visits
    )
    async with begun(app):
        for moment, number in visits:
            clock.now = moment
            await guests[number].visit()
    clock.now = last
    return truth


@asynccontextmanager
async def begun(app: ASGIApp) -> AsyncGenerator[None]:
    """Begin and end an application as a server does: at the end all events are kept."""
    told, said = asyncio.Queue[dict[str, Any]](), asyncio.Queue[object]()

    async def live() -> None:
        await app({"type": "lifespan", "state": {}}, told.get, said.put)

    life = asyncio.create_task(live())
    await told.put({"type": "lifespan.startup"})
    await said.get()
    yield
    await told.put({"type": "lifespan.shutdown"})
    await said.get()
    await life


if __name__ == "__main__":
    main()
