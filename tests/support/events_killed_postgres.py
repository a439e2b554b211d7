"""`events_killed_postgres.py KILLS SEED`: writers to a server of its own are killed.

And in some turns a process of the server that serves one of them, which takes all its
connections down, or the whole server, at once, as `pg_ctl stop -m immediate` does.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from random import Random

import psycopg

from support import events_killed as killed
from support.postgres import PostgresServer, found

SERVING = 0.15  # of all turns
STOPPED = 0.05
WRITER = (
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'sarto'"
    " ORDER BY random() LIMIT 1"
)
SERVED = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sarto'"


class Striker:
    """Strikes the server, now and then."""

    def __init__(self, server: PostgresServer, random: Random) -> None:
        self.server = server
        self.random = random
        self.serving = self.stopped = 0

    def __call__(self) -> None:
        die = self.random.random()
        if die < STOPPED:
            self.stopped += 1
            self.server.stop()
            self.server.start()
        elif die < STOPPED + SERVING:
            process = self.server.tell(WRITER)
            if isinstance(process, int):
                self.serving += 1
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                time.sleep(self.random.uniform(0, 0.2))


def look(server: PostgresServer, life: int) -> killed.Left:
    """Count what one writer left, when nobody serves any more who is dead."""
    while True:
        with suppress(psycopg.OperationalError):  # it mends itself after a crash
            while server.tell(SERVED):
                time.sleep(0.005)
            return counted(server, life)
        time.sleep(0.02)


def counted(server: PostgresServer, life: int) -> killed.Left:
    with psycopg.connect(server.url) as line:
        counts = [
            line.execute(
                f"SELECT count(*) FROM {table} WHERE unit >= %s AND unit < %s"  # noqa: S608 - ours
                f" AND {column} = ANY (ARRAY (SELECT id FROM sarto_texts))",
                killed.span(life),
            ).fetchone()[0]
            for table, column in (
                ("sarto_exposures", "subject"),
                ("sarto_signals", "signal"),
            )
        ]
        stored = line.execute(
            "SELECT coalesce(sum(stored), 0)::int FROM sarto_ledgers WHERE run = %s",
            (b"%06d" % life,),
        ).fetchone()[0]
    return killed.Left(*counts, stored)


def main(kills: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - moments
    server = PostgresServer(found())
    try:
        server.start()
        strike = Striker(server, random)
        store = killed.store_of(server.url)
        store.subjects()
        store.close()
        acknowledged, there = killed.killing(
            server.url, kills, random, lambda life: look(server, life), strike
        )
        killed.summed_up(store, there)
        more = f", {strike.serving} serving processes killed, server stopped at once"
        killed.told(kills, acknowledged, there, f"{more} {strike.stopped} times")
        store.close()
    finally:
        server.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
