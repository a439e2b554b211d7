"""Who gets the letter: one table, and no more of anybody than an address."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

TABLE = "create table if not exists readers (email text primary key)"
ADD = "insert or ignore into readers (email) values (?)"


@dataclass(frozen=True, slots=True)
class Letter:
    """The list of a letter's readers."""

    file: Path

    def add(self, email: str) -> None:
        with closing(sqlite3.connect(self.file)) as readers, readers:
            readers.execute(TABLE)
            readers.execute(ADD, (email.strip().lower(),))
