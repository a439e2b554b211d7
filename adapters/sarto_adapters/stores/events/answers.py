"""Answers: what rows tell and what was summed up of others, together."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from sarto.vocabulary.measured import Cell, Day, Ledger, Question, Sums
from sarto_adapters.stores.events import statements
from sarto_adapters.stores.events.asking import Asking, Row
from sarto_adapters.stores.events.names import number, read
from sarto_adapters.stores.events.statements import SHIFT
from sarto_adapters.stores.events.tables import MEASURES

Spot: TypeAlias = tuple[int, int]  # a cell, and the day its units were first exposed

LEAST: Final = b""
MOST: Final = b"\xff" * 64  # of all units


def values_of(asking: Asking, question: Question) -> dict[str, object]:
    """Write a question as a statement's values."""
    asked: dict[str, object] = {
        "subject": number(asking, question.subject),
        "signal": number(asking, question.signal),
        "span": question.window,
        "prior": question.before,
    }
    found = asking.ask(statements.QUESTION, **asked)
    more = {"question": found[0][0] if found else -1, "after": LEAST, "end": MOST}
    return {**asked, **more, "since": question.since, "until": question.until}


def sums(asking: Asking, values: Mapping[str, object]) -> dict[Spot, list[float]]:
    """Sum rows up: all measures, by cell and day."""
    found = {
        divmod(place, SHIFT): [float(units), *[0.0] * (len(MEASURES) - 1)]
        for place, units in asking.ask(statements.UNITS, **values)
    }
    for cell, day, *rest in asking.ask(statements.SUMS, **values):
        found[cell, day][1:] = map(float, rest)
    return found


def firsts(asking: Asking, values: Mapping[str, object]) -> list[Row]:
    """Count rows of units that did it: variant, day, day of the first time, units."""
    return asking.ask(statements.FIRSTS, **values)


def cells(asking: Asking, question: Question) -> Sequence[Cell]:
    values = values_of(asking, question)
    found = defaultdict[int, list[float]](lambda: [0.0] * len(MEASURES))
    fresh = [(cell, *row) for (cell, _), row in sums(asking, values).items()]
    old = [(cell, *row) for cell, _, *row in asking.ask(statements.KEPT_SUMS, **values)]
    for cell, *row in fresh + old:
        for index, value in enumerate(row):
            found[cell][index] += value
    named = asking.ask(statements.CELLS, **values)
    return [
        Cell(
            variant=read(variant),
            audience=read(audience),
            facts=json.loads(read(facts)),
            sums=summed(found[cell]),
        )
        for cell, _, variant, audience, facts in sorted(named, key=lambda row: row[2:])
        if cell in found
    ]


def summed(row: Sequence[float]) -> Sums:
    units, converted, *rest = row
    named = dict(zip(MEASURES[2:], rest, strict=True))
    return Sums(units=int(units), converted=int(converted), **named)


def days(asking: Asking, question: Question) -> Sequence[Day]:
    values = values_of(asking, question)
    named = asking.ask(statements.CELLS, **values)
    by_cell = {row[0]: read(row[2]) for row in named}
    by_variant = {row[1]: read(row[2]) for row in named}
    units, converted = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for place, count in asking.ask(statements.UNITS, **values):
        cell, day = divmod(place, SHIFT)
        units[day, by_cell[cell]] += count
    for cell, day, count, *_ in asking.ask(statements.KEPT_SUMS, **values):
        units[day, by_cell[cell]] += int(count)
    old = asking.ask(statements.KEPT_FIRSTS, **values)
    for variant, _, day, count in firsts(asking, values) + old:
        converted[day, by_variant[variant]] += count
    return [
        Day(variant=key[1], day=key[0], units=units[key], converted=converted[key])
        for key in sorted(units | converted)
    ]


def crossed(asking: Asking, question: Question) -> int:
    values = values_of(asking, question)
    found = asking.ask(statements.CROSSED, **values) + asking.ask(
        statements.KEPT_CROSSED, **values
    )
    return sum(units for _, units in found)


def subjects(asking: Asking) -> Sequence[str]:
    return sorted(read(text) for (text,) in asking.ask(statements.SUBJECTS))


def signals(asking: Asking, *, since: int, until: int) -> Mapping[str, int]:
    found = Counter[str]()
    for statement in (statements.SIGNALS, statements.KEPT_SIGNALS):
        for text, times in asking.ask(statement, since=since, until=until):
            found[read(text)] += int(times)
    return dict(found)


def ledgers(asking: Asking) -> Sequence[Ledger]:
    return [
        Ledger(run=read(run), seen=seen, stored=stored, dropped=dropped)
        for run, seen, stored, dropped in asking.ask(statements.LEDGERS)
    ]
