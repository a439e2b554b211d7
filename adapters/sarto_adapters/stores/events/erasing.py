"""The statements that sum rows up and erase them, some at a time."""

# ruff: noqa: S608 - put together from words of ours; all values are bound

from collections.abc import Sequence
from typing import Final

from sarto_adapters.stores.events.statements import DAY
from sarto_adapters.stores.events.tables import MEASURES

SOME: Final = 4_000  # rows that one transaction looks at
BEGINNING: Final = -(2**62)

KEEP_QUESTION: Final = (
    "INSERT INTO sarto_questions (subject, signal, span, prior) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (subject, signal, span, prior) DO NOTHING"
)
OLD: Final = " unit > :after AND unit <= :end AND at < :until"


def ids(table: str, column: str) -> str:
    """Ask for the few numbers in a column that an index begins with."""
    least = f"SELECT min({column}) FROM {table}"
    return (
        f"WITH RECURSIVE s (id) AS ({least} UNION ALL"
        f" SELECT ({least} WHERE {column} > s.id) FROM s WHERE s.id IS NOT NULL)"
        " SELECT id FROM s WHERE id IS NOT NULL"
    )


def end(table: str, column: str) -> str:
    """Ask for the unit that the next rows end with."""
    return (
        f"SELECT unit FROM {table} WHERE {column} = :{column} AND unit > :after"
        f" ORDER BY unit LIMIT 1 OFFSET {SOME - 1}"
    )


def added(table: str, keys: Sequence[str], measures: Sequence[str]) -> str:
    """Say how rows are added to what is summed up already."""
    columns = [*keys, *measures]
    more = ", ".join(f"{each} = {table}.{each} + excluded.{each}" for each in measures)
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {more}"
    )


ADD_SUMS: Final = added("sarto_sums", ("question", "cell", "day"), MEASURES)
ADD_FIRSTS: Final = added(
    "sarto_firsts", ("question", "variant", "day", "done"), ("units",)
)
ADD_CROSSED: Final = added("sarto_crossings", ("subject", "day"), ("units",))
ADD_COUNTS: Final = added("sarto_counts", ("signal", "day"), ("times",))

EXPOSED: Final = ("sarto_exposures", "subject")
SIGNALLED: Final = ("sarto_signals", "signal")
COUNT: Final = (
    f"SELECT at / {DAY} AS day, count(*) FROM sarto_signals"
    f" WHERE signal = :signal AND {OLD} GROUP BY day"
)


def erase(table: str, column: str) -> str:
    return f"DELETE FROM {table} WHERE {column} = :{column} AND {OLD}"


def has_old(table: str, column: str) -> str:
    return f"SELECT 1 FROM {table} WHERE {column} = :{column} AND {OLD} LIMIT 1"


def forget_one(table: str, column: str) -> str:
    return f"DELETE FROM {table} WHERE {column} = :which AND unit = :unit"
