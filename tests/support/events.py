"""Events in memory: the port `EventStore` as its words say, with no database.

The stores of the product are held against it. `mood` is called first by each method:
it may raise, or be late.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sarto.vocabulary.measured import (
    EXPERIMENTS,
    Cell,
    Day,
    Event,
    Exposure,
    Happened,
    Ledger,
    Outcomes,
    Question,
)
from support.outcomes import (
    DAY,
    Outcome,
    by_day,
    is_within,
    outcome,
    plain,
    summed,
)


class MemoryEvents:
    """An `EventStore`; `calls` counts what was asked of it."""

    def __init__(self) -> None:
        self.shown: dict[tuple[str, str, bytes], Exposure] = {}
        self.known = set[str]()  # subjects, for ever
        self.happened: dict[tuple[bytes, str, bytes], Happened] = {}
        self.runs: dict[str, Ledger] = {}
        self.summed: dict[Question, list[Outcome]] = defaultdict(list)
        self.mixed: list[tuple[str, int]] = []  # a subject, a day
        self.counted = Counter[tuple[str, int]]()  # a signal, a day
        self.calls = Counter[str]()
        self.mood: Callable[[], object] = lambda: None

    def write(self, events: Sequence[Event], ledger: Ledger) -> None:
        self._called("write")
        for event in events:
            if isinstance(event, Exposure):
                before = self.shown.setdefault(key_of(event), event)
                self.shown[key_of(event)] = event if event.at < before.at else before
                self.known.add(event.subject)
            else:
                self.happened.setdefault((event.unit, event.signal, event.id), event)
        self.runs[ledger.run] = ledger

    def subjects(self) -> Sequence[str]:
        self._called("subjects")
        return sorted(self.known)

    def outcomes(self, *questions: Question) -> Sequence[Outcomes]:
        self._called("outcomes")
        self.calls["questions"] += len(questions)
        return [Outcomes(cells=self._cells(q), days=self._days(q)) for q in questions]

    def _cells(self, question: Question) -> Sequence[Cell]:
        found: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
        for each in self._outcomes(question):
            found[each.variant, each.audience, each.facts].append(each)
        return [
            Cell(
                variant=variant,
                audience=audience,
                facts=json.loads(facts),
                sums=summed(of),
            )
            for (variant, audience, facts), of in sorted(found.items())
        ]

    def _days(self, question: Question) -> Sequence[Day]:
        units, converted = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
        for each in self._outcomes(question):
            units[each.at // DAY, each.variant] += 1
            if each.first is not None:
                converted[each.first // DAY, each.variant] += 1
        return [
            Day(variant=key[1], day=key[0], units=units[key], converted=converted[key])
            for key in sorted(units | converted)
        ]

    def crossed(self, question: Question) -> int:
        self._called("crossed")
        moments = [day * DAY for of, day in self.mixed if of == question.subject]
        mixed = filter(is_mixed, self._groups(question.subject))
        moments += [rows[0].at for rows in mixed]
        return sum(is_within(question, at) for at in moments)

    def signals(self, *, since: int, until: int) -> Mapping[str, int]:
        self._called("signals")
        found = Counter[str]()
        for each in self.happened.values():
            found[each.signal] += since <= each.at < until
        for (signal, day), times in self.counted.items():
            found[signal] += times * (since <= day * DAY < until)
        return {signal: times for signal, times in found.items() if times}

    def ledgers(self) -> Sequence[Ledger]:
        self._called("ledgers")
        return [ledger for _, ledger in sorted(self.runs.items())]

    def tidy(self, *, keep_from: int, questions: Sequence[Question]) -> None:
        self._called("tidy")
        done = self._done()
        for subject in {key[0] for key in self.shown}:
            asked = {plain(each) for each in questions if each.subject == subject}
            until = keep_from + max((each.before for each in asked), default=0)
            for rows in self._groups(subject):
                if rows[0].at < until:
                    self._sum_up(rows, asked, done)
        for key, each in list(self.happened.items()):
            if each.at < keep_from:
                self.counted[each.signal, each.at // DAY] += 1
                del self.happened[key]

    def forget(self, unit: bytes) -> None:
        self._called("forget")
        self.shown = {key: e for key, e in self.shown.items() if e.unit != unit}
        self.happened = {k: e for k, e in self.happened.items() if e.unit != unit}

    def close(self) -> None:
        self._called("close")

    def _called(self, what: str) -> None:
        self.calls[what] += 1
        self.mood()

    def _groups(self, subject: str) -> Iterable[list[Exposure]]:
        """Give what counts together: of an experiment all of a unit, by time."""
        found: dict[object, list[Exposure]] = defaultdict(list)
        for each in self.shown.values():
            if each.subject == subject:
                whole = subject.startswith(f"{EXPERIMENTS}.")
                found[each.unit if whole else (each.unit, each.variant)].append(each)
        return [sorted(rows, key=lambda row: row.at) for rows in found.values()]

    def _outcomes(self, question: Question) -> list[Outcome]:
        """Give the outcomes of rows, and those that were summed up."""
        found = list(self.summed.get(plain(question), ()))
        done = self._done()
        for rows in self._groups(question.subject):
            if not is_mixed(rows):
                found += outcomes(question, rows, done)
        return [each for each in found if is_within(question, each.at)]

    def _done(self) -> Mapping[bytes, Sequence[Happened]]:
        """Give what each unit did."""
        found: dict[bytes, list[Happened]] = defaultdict(list)
        for each in self.happened.values():
            found[each.unit].append(each)
        return found

    def _sum_up(
        self,
        rows: Sequence[Exposure],
        questions: Iterable[Question],
        done: Mapping[bytes, Sequence[Happened]],
    ) -> None:
        """Keep what came of a group, by day, and forget its rows."""
        if is_mixed(rows):
            self.mixed.append((rows[0].subject, rows[0].at // DAY))
        else:
            for question in questions:
                found = outcomes(question, rows, done)
                self.summed[plain(question)] += map(by_day, found)
        for row in rows:
            del self.shown[key_of(row)]


def key_of(event: Exposure) -> tuple[str, str, bytes]:
    return event.subject, event.variant, event.unit


def outcomes(
    question: Question,
    rows: Sequence[Exposure],
    done: Mapping[bytes, Sequence[Happened]],
) -> list[Outcome]:
    """Tell what came of a unit's rows."""
    mine = done.get(rows[0].unit, ())
    return [outcome(question, row, mine) for row in rows]


def is_mixed(rows: Sequence[Exposure]) -> bool:
    """Whether several variants are among them."""
    return len({row.variant for row in rows}) > 1
