"""A page that takes most of a second to a real cache, shortly before it changes."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sarto.vocabulary.edges import Edge
from support.edge_caches import Kind
from support.edge_line import Line
from support.edge_running import Door, Fronted, RunningClock, served
from support.edge_world import World
from support.model_http import Asked

CHANGES_AT = datetime(2026, 6, 12, 10, tzinfo=UTC).timestamp()  # noon in Warsaw
BEFORE, AFTER, LATE = 5.02, 1.0, 0.8  # seconds
HALF = 0.49  # of a second: where who counts whole ones is worst off
VISITOR = {"host": "bistro.example", "cookie": "anything=1"}


async def overshoot(kind: Kind, folder: Path) -> float:
    """Tell for how long it is still served when it should say something else."""
    clock, late = RunningClock(), [0.0]
    clock.put(CHANGES_AT - 60)
    world = World(kind, "Europe/Warsaw", is_open=True, clock=clock)
    door = Door(world, world.edge().token, lambda: late[0])

    def described(origin: str, listen: str) -> Edge:
        return replace(world.edge(), origin=origin, listen=listen)

    async with served(door.serve) as origin:
        front = Fronted(kind, origin, described)
        async with front.running(folder):
            line = Line(front.port)
            await line(Asked("/menu/tea", VISITOR))  # now the look-up is kept
            await until(HALF)
            clock.put(CHANGES_AT - BEFORE)
            late[0] = LATE
            await line(Asked("/evening", VISITOR))
            late[0] = 0.0
            found = await watched(line, clock)
            await line.close()
    return found


async def until(part: float) -> None:
    """Wait for this part of a second."""
    await asyncio.sleep((part - time.time()) % 1)


async def watched(line: Line, clock: RunningClock) -> float:
    """Ask again and again, past the change."""
    last = 0.0
    while clock() < CHANGES_AT + AFTER:
        since = clock()
        answer = await line(Asked("/evening", VISITOR))
        if b"closed" in answer.body:
            last = max(last, since - CHANGES_AT)
        await asyncio.sleep(0.04)
    return last
