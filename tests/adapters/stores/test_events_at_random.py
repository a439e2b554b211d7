"""Random histories: whatever happens in whatever order, all stores tell the same."""

import os
from dataclasses import replace
from random import Random

import pytest

from sarto.vocabulary.measured import Exposure, Happened, Ledger, Question
from support.events import MemoryEvents
from support.happenings import DAY, HERO, PLACE

HISTORIES = int(os.environ.get("SARTO_HISTORIES", "2"))
VALUES = [None, 1.0, 2.5, -3.0, 0.25, float("nan"), 1e200]
FACTS = ["{}", '{"device":"mobile"}', '{"device":"desktop"}']
SPANS = [(0, 2**62), (25 * DAY, 35 * DAY)]


def history(random, size=400):
    """Let a hundred units see things and do things, some of them twice."""
    units = [random.randbytes(16) for _ in range(size // 4)]
    for _ in range(size):
        unit = random.choice(units)
        if random.random() < 0.5:
            subject = random.choice([HERO, PLACE])
            own = "ab"[unit[0] % 2]
            variant = random.choice("abc") if random.random() < 0.3 else own
            audience = random.choice(["", "novices"]) if subject == PLACE else ""
            at = random.randrange(20 * DAY, 40 * DAY)
            yield Exposure(subject, variant, audience, unit, at, random.choice(FACTS))
        else:
            at = random.randrange(15 * DAY, 45 * DAY)
            signal, value = random.choice(["booked", "left"]), random.choice(VALUES)
            yield Happened(random.randbytes(12), unit, signal, at, value)


def questions():
    return [
        Question(subject=subject, signal=signal, window=window, before=before)
        for subject in (HERO, PLACE, "slots.none")
        for signal in ("booked", "left", "never")
        for window, before in ((14 * DAY, 0), (7 * DAY, 3 * DAY))
    ]


def compare(ours, model):
    assert ours.subjects() == model.subjects()
    assert list(ours.ledgers()) == list(model.ledgers())
    for since, until in SPANS:
        spoken = {"since": since, "until": until}
        assert ours.signals(**spoken) == model.signals(**spoken)
        asked = [replace(each, since=since, until=until) for each in questions()]
        for question in asked:
            assert ours.crossed(question) == model.crossed(question)
        for one, other in zip(
            ours.outcomes(*asked), model.outcomes(*asked), strict=True
        ):
            assert list(one.cells) == list(other.cells)
            assert list(one.days) == list(other.days)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_all_stores_tell_the_same_of_any_history(opened, seed):
    random = Random(seed)  # noqa: S311 - a history
    model, ours = MemoryEvents(), opened()
    events = list(history(random))
    batches = [events[at : at + 37] for at in range(0, len(events), 37)]
    for number, batch in enumerate([*batches, *random.sample(batches, 3)]):
        for store in (model, ours):
            store.write(batch, Ledger(run=f"run {number % 3}", seen=number))
    compare(ours, model)
    assert any(model.crossed(each) for each in questions())
    for day in (24, 27, 33):
        for store in (model, ours):
            store.tidy(keep_from=day * DAY + 777, questions=questions())
        compare(ours, model)
    for store in (model, ours):
        store.forget(events[5].unit)
        store.write(batches[1], Ledger(run="late", seen=1))
    compare(opened(), model)
