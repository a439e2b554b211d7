"""`events_killed_sqlite.py FILE KILLS SEED`: writers of a file that are killed."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from random import Random

from support import events_killed as killed


def look(file: Path, life: int) -> killed.Left:
    """Count what one writer left, and see that the file is whole."""
    with closing(sqlite3.connect(file, timeout=5)) as line:
        counts = [
            line.execute(
                f"SELECT count(*) FROM {table} WHERE {column} IN"  # noqa: S608 - ours
                " (SELECT id FROM sarto_texts) AND unit >= ? AND unit < ?",
                killed.span(life),
            ).fetchone()[0]
            for table, column in (
                ("sarto_exposures", "subject"),
                ("sarto_signals", "signal"),
            )
        ]
        stored = line.execute(
            "SELECT coalesce(sum(stored), 0) FROM sarto_ledgers WHERE run = ?",
            (b"%06d" % life,),
        ).fetchone()[0]
    return killed.Left(*counts, stored)


def main(file: Path, kills: int, seed: int) -> None:
    address, random = f"sqlite:///{file}", Random(seed)  # noqa: S311 - moments
    store = killed.store_of(address)
    store.subjects()
    acknowledged, there = killed.killing(
        address, kills, random, lambda life: look(file, life), killed.nothing
    )
    with closing(sqlite3.connect(file)) as line:
        assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    killed.summed_up(store, there)
    killed.told(kills, acknowledged, there)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
