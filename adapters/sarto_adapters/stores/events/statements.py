"""The statements that count: units, what they did, and when they did it first.

All of them look at one subject and, of its units, at those from `after` to `end`; a day
is one of UTC. Signals are what they begin with: few of the units did anything, and both
tables are in the order of the units.
"""

# ruff: noqa: S608 - put together from words of ours; all values are bound

from typing import Final

from sarto_adapters.stores.events.tables import MEASURES

SHIFT: Final = 1 << 20  # days; one number sorts faster than two
DAY: Final = 86_400

ROWS: Final = (
    " subject = :subject AND crossed = 0 AND at >= :since AND at < :until"
    " AND unit > :after AND unit <= :end"
)
# Gives the cell and the day in one number, and how many units.
UNITS: Final = (
    f"SELECT at / {DAY} + CAST({SHIFT} AS BIGINT) * cell AS place, count(*)"
    f" FROM sarto_exposures WHERE {ROWS} GROUP BY place"
)
# Without the CASE, SQLite looks each unit up by the span and not by itself.
PAIRS: Final = (
    " FROM sarto_signals g CROSS JOIN sarto_exposures e"
    " WHERE g.signal = :signal AND g.unit > :after AND g.unit <= :end"
    " AND e.subject = :subject AND e.unit = CASE WHEN 1 = 1 THEN g.unit END"
    " AND e.crossed = 0"
    " AND e.at >= :since AND e.at < :until AND g.at < e.at + :span"
)


def summed(what: str, when: str) -> str:
    """Sum something up over the signals of a unit that fall so."""
    return f"sum(CASE WHEN {when} THEN {what} ELSE 0 END)"


TIMES: Final = "CAST(1 AS DOUBLE PRECISION)"
VALUE: Final = "coalesce(g.value, 0)"
DID: Final = (
    f"SELECT e.cell AS cell, e.at / {DAY} AS day,"
    f" min(CASE WHEN g.at >= e.at THEN g.at END) / {DAY} AS done,"
    f" {summed(TIMES, 'g.at >= e.at')} AS x, {summed(VALUE, 'g.at >= e.at')} AS v,"
    f" {summed(TIMES, 'g.at < e.at')} AS b, {summed(VALUE, 'g.at < e.at')} AS c"
    f" {PAIRS} AND g.at >= e.at - :prior"
    " GROUP BY e.unit, e.part, e.cell, e.at"
)
PRODUCTS: Final = (
    *("x", "x * x", "v", "v * v", "x * v"),
    *("b", "b * b", "x * b", "c", "c * c", "v * c"),
)
# Gives cell, day, day of the first signal after it (none: all were before), and all
# measures but the number of units, in their order.
SUMS: Final = (
    "SELECT cell, day, done, sum(CASE WHEN x > 0 THEN 1 ELSE 0 END),"
    f" {', '.join(f'sum({each})' for each in PRODUCTS)}"
    f" FROM ({DID}) AS did GROUP BY cell, day, done"
)
CROSSED: Final = (
    f"SELECT at / {DAY} AS day, count(*) FROM sarto_exposures"
    f" WHERE {ROWS.replace('crossed = 0', 'crossed = 1')} GROUP BY day"
)

# What was summed up of others, whose rows are erased.
KEPT: Final = f"question = :question AND day * {DAY} >= :since AND day * {DAY} < :until"
KEPT_SUMS: Final = (
    f"SELECT cell, day, {', '.join(MEASURES)} FROM sarto_sums WHERE {KEPT}"
)
KEPT_FIRSTS: Final = f"SELECT variant, day, done, units FROM sarto_firsts WHERE {KEPT}"
KEPT_CROSSED: Final = (
    "SELECT day, units FROM sarto_crossings WHERE subject = :subject"
    f" AND day * {DAY} >= :since AND day * {DAY} < :until"
)
QUESTION: Final = (
    "SELECT id FROM sarto_questions WHERE subject = :subject AND signal = :signal"
    " AND span = :span AND prior = :prior"
)
CELLS: Final = (
    "SELECT c.id, c.variant, v.text, a.text, f.text FROM sarto_cells c"
    " JOIN sarto_texts v ON v.id = c.variant JOIN sarto_texts a ON a.id = c.audience"
    " JOIN sarto_texts f ON f.id = c.facts WHERE c.subject = :subject"
)
SUBJECTS: Final = (
    "SELECT text FROM sarto_texts WHERE id IN (SELECT subject FROM sarto_cells)"
)
SIGNALS: Final = (
    "SELECT t.text, count(*) FROM sarto_signals g JOIN sarto_texts t ON t.id = g.signal"
    " WHERE g.at >= :since AND g.at < :until GROUP BY t.text"
)
KEPT_SIGNALS: Final = (
    "SELECT t.text, sum(c.times) FROM sarto_counts c JOIN sarto_texts t"
    f" ON t.id = c.signal WHERE c.day * {DAY} >= :since AND c.day * {DAY} < :until"
    " GROUP BY t.text"
)
LEDGERS: Final = "SELECT run, seen, stored, dropped FROM sarto_ledgers ORDER BY run"
