"""The book on the counter: bookings in one SQLite file, seats counted honestly."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from booking import Booking
from menu import HOUSES

TABLE = """
CREATE TABLE IF NOT EXISTS bookings (
  code TEXT PRIMARY KEY, house TEXT NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL,
  party INTEGER NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
  note TEXT NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0,
  "table" TEXT NOT NULL DEFAULT 'window'
)
"""
# A book that was begun before tables had names gets the column.
COLUMN = """ALTER TABLE bookings ADD COLUMN "table" TEXT NOT NULL DEFAULT 'window'"""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike


@dataclass(frozen=True, kw_only=True)
class Held:
    """A booking as the book has it."""

    code: str
    booking: Booking
    is_cancelled: bool


def hold(booking: Booking) -> str | None:
    """Write a booking down and give its code; None when the time is full."""
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    with _book() as book:
        # What is over is forgotten, as the help page promises.
        book.execute("DELETE FROM bookings WHERE day < date('now', '-2 days')")
        taken = _taken(book, booking.house, booking.day).get(booking.time, 0)
        if taken + booking.party > HOUSES[booking.house].seats:
            return None
        book.execute(
            "INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (
                code,
                booking.house,
                booking.day.isoformat(),
                booking.time,
                booking.party,
                booking.name,
                booking.email,
                booking.phone,
                booking.note,
                booking.table,
            ),
        )
    return code


def free_times(house: str, day: date, party: int) -> list[str]:
    with _book() as book:
        taken = _taken(book, house, day)
    room = HOUSES[house].seats - party
    return [time for time in HOUSES[house].times if taken.get(time, 0) <= room]


def find(code: str) -> Held | None:
    with _book() as book:
        row = book.execute("SELECT * FROM bookings WHERE code = ?", (code,)).fetchone()
    if row is None:
        return None
    fields = dict(row)
    return Held(
        code=fields.pop("code"),
        is_cancelled=bool(fields.pop("cancelled")),
        booking=Booking(day=date.fromisoformat(fields.pop("day")), **fields),
    )


def cancel(code: str) -> None:
    with _book() as book:
        book.execute("UPDATE bookings SET cancelled = 1 WHERE code = ?", (code,))


def _taken(book: sqlite3.Connection, house: str, day: date) -> dict[str, int]:
    rows = book.execute(
        "SELECT time, sum(party) AS seats FROM bookings"
        " WHERE house = ? AND day = ? AND NOT cancelled GROUP BY time",
        (house, day.isoformat()),
    )
    return {row["time"]: row["seats"] for row in rows}


@contextmanager
def _book() -> Iterator[sqlite3.Connection]:
    default = Path(__file__).parent / ".data" / "bistro.db"
    path = Path(os.environ.get("BISTRO_DB") or default)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = sqlite3.connect(path, isolation_level=None)
    try:
        book.row_factory = sqlite3.Row
        book.execute(TABLE)
        # The write lock comes first: two people cannot count the same free seats.
        book.execute("BEGIN IMMEDIATE")
        columns = book.execute("PRAGMA table_info(bookings)").fetchall()
        if "table" not in {column["name"] for column in columns}:
            book.execute(COLUMN)
        yield book
        book.execute("COMMIT")
    finally:
        book.close()  # without COMMIT this rolls back
