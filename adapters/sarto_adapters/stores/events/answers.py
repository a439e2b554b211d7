"""Answers: what rows tell and what was summed up of others, together."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from sarto.vocabulary.measured import Cell, Day, Ledger, Outcomes, Question, Sums
from sarto_adapters.stores.events import statements
from sarto_adapters.stores.events.asking import Asking, Row
from sarto_adapters.stores.events.names import number, read
from sarto_adapters.stores.events.statements import SHIFT
from sarto_adapters.stores.events.tables import MEASURES

Spot: TypeAlias = tuple[int, int]  # a cell, and the day its units were first exposed
Measures: TypeAlias = list[float]  # as `MEASURES` names them

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


def outcomes(asking: Asking, questions: Sequence[Question]) -> Sequence[Outcomes]:
    counted: dict[Question, Mapping[Spot, int]] = {}
    found = list[Outcomes]()
    for question in questions:
        values = values_of(asking, question)
        same = replace(question, signal="", window=0, before=0)  # the units it is about
        if same not in counted:
            counted[same] = units(asking, values)
        found.append(outcome(asking, values, counted[same]))
    return found


def outcome(
    asking: Asking, values: Mapping[str, object], counted: Mapping[Spot, int]
) -> Outcomes:
    named = asking.ask(statements.CELLS, **values)
    kept = asking.ask(statements.KEPT_SUMS, **values)
    did = asking.ask(statements.SUMS, **values)
    firsts = firsts_of(did, named) + asking.ask(statements.KEPT_FIRSTS, **values)
    every = Counter(counted)
    every.update({(cell, day): int(count) for cell, day, count, *_ in kept})
    rows = [(spot, row) for spot, row in sums_of(did, counted).items()]
    rows += [((cell, day), row) for cell, day, *row in kept]
    return Outcomes(cells=cells(named, rows), days=days(named, every, firsts))


def units(asking: Asking, values: Mapping[str, object]) -> Mapping[Spot, int]:
    """Count rows up, by cell and day."""
    found = asking.ask(statements.UNITS, **values)
    return {divmod(place, SHIFT): count for place, count in found}


def sums_of(did: Iterable[Row], counted: Mapping[Spot, int]) -> Mapping[Spot, Measures]:
    """Sum rows up: all measures, by cell and day."""
    nothing = [0.0] * (len(MEASURES) - 1)
    found = {spot: [float(count), *nothing] for spot, count in counted.items()}
    for cell, day, _, *row in did:
        add(found[cell, day], (0.0, *map(float, row)))
    return found


def firsts_of(did: Iterable[Row], named: Iterable[Row]) -> list[Row]:
    """Count rows of units that did it: variant, day, day of the first time, units."""
    variant = {row[0]: row[1] for row in named}
    found = Counter[tuple[int, int, int]]()
    for cell, day, done, converted, *_ in did:
        if done is not None:
            found[variant[cell], day, done] += int(converted)
    return [(*key, count) for key, count in found.items()]


def add(row: Measures, more: Iterable[float]) -> None:
    row[:] = map(sum, zip(row, more, strict=True))


def cells(
    named: Iterable[Row], rows: Iterable[tuple[Spot, Sequence[float]]]
) -> Sequence[Cell]:
    found = defaultdict[int, Measures](lambda: [0.0] * len(MEASURES))
    for (cell, _), row in rows:
        add(found[cell], row)
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


def summed(row: Measures) -> Sums:
    units, converted, *rest = row
    named = dict(zip(MEASURES[2:], rest, strict=True))
    return Sums(units=int(units), converted=int(converted), **named)


def days(
    named: Iterable[Row], counted: Mapping[Spot, int], firsts: Iterable[Row]
) -> Sequence[Day]:
    by_cell = {row[0]: read(row[2]) for row in named}
    by_variant = {row[1]: read(row[2]) for row in named}
    units, converted = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for (cell, day), count in counted.items():
        units[day, by_cell[cell]] += count
    for variant, _, day, count in firsts:
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
