"""Writers of events that are killed in the midst of it, and what is left of each.

Forks some writers at once; each acknowledges on a pipe what is durable, writes a batch
again whose outcome it does not know, and is killed at a random moment. With PostgreSQL a
process that serves is killed as well, or the server stopped at once. Prints what came
of it; who calls says how to look into the database.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.measured import Event, Exposure, Happened, Ledger
from sarto.vocabulary.ports import EventStore
from support.happenings import DAY, HERO, asked

WRITERS = 2  # at once, in a process each
UNITS, SIGNALS, AGAIN = 150, 100, 50  # new ones, and exposures that are there already
SIZE = UNITS + SIGNALS + AGAIN  # of a batch
AT = 10 * DAY


@dataclass(frozen=True)
class Left:
    """What is in the store of one writer, by plain counting."""

    units: int
    signals: int
    stored: int  # as its ledger says


Look = Callable[[int], Left]


def unit(life: int, batch: int, number: int) -> bytes:
    return b"%06d%06d%04d" % (life, batch, number)


def batch_of(life: int, batch: int) -> list[Event]:
    """Make a batch: new units, what they did, and some units of the one before."""
    before = max(batch - 1, 0)
    shown = [(batch, n) for n in range(UNITS)] + [(before, n) for n in range(AGAIN)]
    done = [unit(life, batch, number) for number in range(SIGNALS)]
    return [
        *(
            Exposure(HERO, "ab"[number % 2], "", unit(life, of, number), AT + of, "{}")
            for of, number in shown
        ),
        *(Happened(each[:12], each, "booked", AT + batch, 1.0) for each in done),
    ]


def writing(address: str, life: int, pipe: int) -> None:
    """Write one batch after the other, each until it is known to be there."""
    store, batch, parent = store_of(address), 0, os.getppid()
    while os.getppid() == parent:  # whose end is not outlived
        total = SIZE * (batch + 1)
        ledger = Ledger(run=f"{life:06d}", seen=total, stored=total)
        try:
            store.write(batch_of(life, batch), ledger)
        except Exception:  # noqa: BLE001 - whatever the fault is: as the recorder does
            time.sleep(0.01)
            continue
        batch += 1
        os.write(pipe, b"%d\n" % batch)


def store_of(address: str) -> EventStore:
    return adapter("events", address.partition("://")[0])(address)


def forked(address: str, life: int) -> tuple[int, int]:
    """Begin a writer; give it and the end of its pipe."""
    out, pipe = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            writing(address, life, pipe)
        os._exit(1)
    os.close(pipe)
    return child, out


def lives(
    address: str, first: int, random: Random, strike: Callable[[], None]
) -> list[int]:
    """Let some writers live, and kill them; give how many batches each acknowledged."""
    writers = [forked(address, first + number) for number in range(WRITERS)]
    time.sleep(random.uniform(0.01, 0.15))
    strike()
    for child, _ in random.sample(writers, WRITERS):
        time.sleep(random.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, "it ended by itself"
    acknowledged = []
    for _, out in writers:
        with os.fdopen(out, "rb") as lines:
            acknowledged.append(len(lines.read().splitlines()))
    return acknowledged


def killing(
    address: str, kills: int, random: Random, look: Look, strike: Callable[[], None]
) -> tuple[int, int]:
    """Kill so many writers; give how many batches were acknowledged, and are there."""
    acknowledged = there = 0
    for first in range(0, kills, WRITERS):
        for number, least in enumerate(lives(address, first, random, strike)):
            left = look(first + number)
            batches, rest = divmod(left.stored, SIZE)
            whole = Left(UNITS * batches, SIGNALS * batches, SIZE * batches)
            assert (left, rest) == (whole, 0), (first + number, left)
            assert least <= batches <= least + 1, (first + number, least, batches)
            acknowledged, there = acknowledged + least, there + batches
    return acknowledged, there


def summed_up(store: EventStore, batches: int) -> None:
    """See that the store tells of all that is there, and of nothing twice."""
    cells = store.outcomes(asked(window=DAY))[0].cells
    assert [cell.variant for cell in cells] == ["a", "b"]
    assert sum(cell.sums.units for cell in cells) == UNITS * batches
    assert sum(cell.sums.x for cell in cells) == SIGNALS * batches
    assert sum(ledger.stored for ledger in store.ledgers()) == SIZE * batches
    assert store.crossed(asked()) == 0


def span(life: int) -> Sequence[bytes]:
    return (b"%06d" % life, b"%06d" % (life + 1))


def told(kills: int, acknowledged: int, there: int, more: str = "") -> None:
    print(  # noqa: T201 - the figure
        f"{kills} writers killed{more}, {acknowledged * SIZE} acknowledged events,"
        f" 0 lost, 0 doubled, ledger exact ({there * SIZE} there)"
    )


def nothing() -> None:
    """Strike nobody."""
