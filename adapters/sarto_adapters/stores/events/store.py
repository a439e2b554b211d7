"""An event store, wherever its tables are: all that is the same everywhere."""

from collections.abc import Mapping, Sequence

from sarto.vocabulary.measured import Event, Ledger, Outcomes, Question
from sarto_adapters.stores.events import answers, rollups
from sarto_adapters.stores.events.asking import Asking, Place
from sarto_adapters.stores.events.names import Names, written
from sarto_adapters.stores.events.rows import KEEP_LEDGER, rows_of


class Events:
    """An `EventStore`; `shown` and `done` are how rows are put into the two tables."""

    def __init__(self, place: Place, *, shown: str, done: str) -> None:
        self._place = place
        self._shown = shown
        self._done = done
        self._names = Names()

    def write(self, events: Sequence[Event], ledger: Ledger) -> None:
        with self._place.writing() as asking:
            names, self._names = self._names, Names()
            self._write(asking, names, events, ledger)
        self._names = names  # only now is it certain that their texts are there

    def subjects(self) -> Sequence[str]:
        with self._place.reading() as asking:
            return answers.subjects(asking)

    def outcomes(self, *questions: Question) -> Sequence[Outcomes]:
        with self._place.reading() as asking:
            return answers.outcomes(asking, questions)

    def crossed(self, question: Question) -> int:
        with self._place.reading() as asking:
            return answers.crossed(asking, question)

    def signals(self, *, since: int, until: int) -> Mapping[str, int]:
        with self._place.reading() as asking:
            return answers.signals(asking, since=since, until=until)

    def ledgers(self) -> Sequence[Ledger]:
        with self._place.reading() as asking:
            return answers.ledgers(asking)

    def tidy(self, *, keep_from: int, questions: Sequence[Question]) -> None:
        rollups.tidy(self._place, keep_from, questions)

    def forget(self, unit: bytes) -> None:
        with self._place.writing() as asking:
            rollups.forget(asking, unit)

    def close(self) -> None:
        self._place.close()

    def _write(
        self, asking: Asking, names: Names, events: Sequence[Event], ledger: Ledger
    ) -> None:
        names.learn(asking, events)
        shown, done = rows_of(events, names)
        asking.put(self._shown, shown)
        asking.put(self._done, done)
        asking.tell(
            KEEP_LEDGER,
            run=written(ledger.run),
            seen=ledger.seen,
            stored=ledger.stored,
            dropped=ledger.dropped,
        )
