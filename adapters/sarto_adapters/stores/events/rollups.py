"""Roll-ups: what is older than is kept is summed up by day, and erased.

In many small transactions, each over some rows in the order of their units: no writer
waits for long, and whatever ends the process in between, each row is counted once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sarto.vocabulary.measured import Question
from sarto_adapters.stores.events import erasing, statements
from sarto_adapters.stores.events.answers import (
    LEAST,
    MOST,
    firsts_of,
    sums_of,
    units,
    values_of,
)
from sarto_adapters.stores.events.asking import Asking, Place
from sarto_adapters.stores.events.names import LEARN_TEXT, number, read, written


def tidy(place: Place, keep_from: int, questions: Sequence[Question]) -> None:
    """Sum up what is older, and erase it: exposures first, then signals."""
    with place.reading() as asking:
        subjects = [number for (number,) in asking.ask(erasing.ids(*erasing.EXPOSED))]
        texts = {number: text_of(asking, number) for number in subjects}
    for subject in subjects:
        asked = {whole(each) for each in questions if each.subject == texts[subject]}
        # Before signals are erased that are yet to be a covariate.
        until = keep_from + max((each.before for each in asked), default=0)
        for part in parts(place, erasing.EXPOSED, subject, until):
            sum_up(place, part, sorted(asked, key=repr))
    with place.reading() as asking:
        signals = [number for (number,) in asking.ask(erasing.ids(*erasing.SIGNALLED))]
    for signal in signals:
        for part in parts(place, erasing.SIGNALLED, signal, keep_from):
            count(place, part)


def whole(question: Question) -> Question:
    """Leave the span out."""
    return replace(question, since=erasing.BEGINNING, until=0)


def text_of(asking: Asking, number_: int) -> str:
    ((text,),) = asking.ask("SELECT text FROM sarto_texts WHERE id = :id", id=number_)
    return read(text)


def parts(
    place: Place, rows: tuple[str, str], which: int, until: int
) -> Iterator[Mapping[str, object]]:
    """Divide a table into some rows at a time; give the parts that have old ones."""
    table, column = rows
    after = LEAST
    while after != MOST:
        with place.reading() as asking:
            part: dict[str, object] = {column: which, "after": after, "until": until}
            found = asking.ask(erasing.end(table, column), **part)
            part["end"] = after = bytes(found[0][0]) if found else MOST
            is_old = bool(asking.ask(erasing.has_old(table, column), **part))
        if is_old:
            yield part


def sum_up(
    place: Place, part: Mapping[str, object], questions: Sequence[Question]
) -> None:
    """Keep what came of some units, for each question, and erase their rows."""
    with place.tidying() as asking:
        for question in questions:
            keep(asking, question, part)
        crossed = asking.ask(statements.CROSSED, **part, since=erasing.BEGINNING)
        rows = [(part["subject"], day, units) for day, units in crossed]
        asking.put(erasing.ADD_CROSSED, rows)
        asking.tell(erasing.erase(*erasing.EXPOSED), **part)


def keep(asking: Asking, question: Question, part: Mapping[str, object]) -> None:
    """Add what rows tell to what is kept for a question."""
    key = [number_of(asking, text) for text in (question.subject, question.signal)]
    asking.put(erasing.KEEP_QUESTION, [(*key, question.window, question.before)])
    values = {**values_of(asking, question), **part}
    kept = values["question"]
    did = asking.ask(statements.SUMS, **values)
    summed = sums_of(did, units(asking, values)).items()
    firsts = firsts_of(did, asking.ask(statements.CELLS, **values))
    asking.put(erasing.ADD_SUMS, [(kept, *spot, *row) for spot, row in summed])
    asking.put(erasing.ADD_FIRSTS, [(kept, *row) for row in firsts])


def number_of(asking: Asking, text: str) -> int:
    """Give a text's number; a signal that nobody ever sent has none yet."""
    asking.put(LEARN_TEXT, [(written(text),)])
    return number(asking, text)


def count(place: Place, part: Mapping[str, object]) -> None:
    """Keep how many signals there were, and erase them."""
    with place.tidying() as asking:
        counted = asking.ask(erasing.COUNT, **part)
        asking.put(erasing.ADD_COUNTS, [(part["signal"], *row) for row in counted])
        asking.tell(erasing.erase(*erasing.SIGNALLED), **part)


def forget(asking: Asking, unit: bytes) -> None:
    """Erase a unit's rows, of all subjects and signals."""
    for table, column in (erasing.EXPOSED, erasing.SIGNALLED):
        for (which,) in asking.ask(erasing.ids(table, column)):
            asking.tell(erasing.forget_one(table, column), which=which, unit=unit)
