"""Events as rows: no key twice, and in the order of the keys."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from sarto.vocabulary.measured import Event, Exposure
from sarto_adapters.stores.events.names import Names

LARGEST: Final = 1e100  # the square of a sum of such is still a number

Shown: TypeAlias = tuple[int, bytes, int, int, int, int, int]  # as in the table
Done: TypeAlias = tuple[int, bytes, bytes, int, float | None]

NEWER: Final = "excluded.at < sarto_exposures.at"
OTHER: Final = "excluded.variant <> sarto_exposures.variant"
FIRST: Final = ", ".join(
    f"{each} = CASE WHEN {NEWER} THEN excluded.{each} ELSE sarto_exposures.{each} END"
    for each in ("variant", "cell", "at")
)
KEEP_SHOWN: Final = (
    " ON CONFLICT (subject, unit, part) DO UPDATE SET"
    f" crossed = CASE WHEN {OTHER} OR excluded.crossed = 1 THEN 1"
    f" ELSE sarto_exposures.crossed END, {FIRST}"
    f" WHERE {NEWER} OR {OTHER} OR excluded.crossed > sarto_exposures.crossed"
)
KEEP_DONE: Final = " ON CONFLICT (signal, unit, id) DO NOTHING"
KEEP_LEDGER: Final = (
    "INSERT INTO sarto_ledgers (run, seen, stored, dropped)"
    " VALUES (:run, :seen, :stored, :dropped) ON CONFLICT (run) DO UPDATE SET"
    " seen = excluded.seen, stored = excluded.stored, dropped = excluded.dropped"
)


def rows_of(events: Iterable[Event], names: Names) -> tuple[list[Shown], list[Done]]:
    """Write all events as rows; every name in them is known."""
    shown: dict[tuple[int, bytes, int], Shown] = {}
    done: dict[tuple[int, bytes, bytes], Done] = {}
    cells, texts = names.cells, names.texts
    for event in events:
        if isinstance(event, Exposure):
            subject, variant, audience, unit, at, facts = event
            numbers = cells[subject, variant, audience, facts]
            key = (numbers.subject, unit, numbers.part)
            row = (*key, numbers.variant, numbers.cell, at, 0)
            there = shown.get(key)
            shown[key] = row if there is None else folded(there, row)
        else:
            id_, unit, signal, at, value = event
            row_key = (texts[signal], unit, id_)
            done.setdefault(row_key, (*row_key, at, known(value)))
    return sorted(shown.values()), [done[key] for key in sorted(done)]


def folded(there: Shown, row: Shown) -> Shown:
    """Make one of two rows of a key: the first moment, and whether arms were mixed."""
    is_crossed = int(there[3] != row[3] or there[6])
    return (*min(there, row, key=lambda each: each[5])[:6], is_crossed)


def known(value: float | None) -> float | None:
    """Give a value that can be summed up and squared, or none."""
    if value is None or not abs(value) <= LARGEST:  # so is NaN none
        return None
    return float(value)
