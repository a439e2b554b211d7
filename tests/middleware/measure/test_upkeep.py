"""What is seen to now and then: weights that are learnt, and what is too old."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from sarto.config.config import Config
from sarto.decide.assignment import Trials
from sarto.errors import Failures
from sarto.measure.upkeep import Upkeep
from sarto.site.trying import trials
from sarto.vocabulary.measured import Exposure, Happened, Ledger
from support.events import MemoryEvents

DAY = 86_400
NOW = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
AT = int(NOW.timestamp())
TOML = """
[consent]
source = "form"
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 1, photo = 1, off = 0 }
goal = "booked"
window = "1d"
allocate = "bandit"
[experiments.words]
arms = { short = 1, long = 3 }
goal = "booked"
[slots.hero]
show = [
  { experiment = "photo", fragments = { control = "keep", photo = "p.html", off = "keep" } },
]
"""


def upkeep(store: MemoryEvents, folder: Path, more: str = "") -> Upkeep:
    (folder / "fragments").mkdir(exist_ok=True)
    (folder / "fragments" / "p.html").write_text("p")
    toml = Config.loads(TOML + more, folder=folder).toml
    return Upkeep(store=store, toml=toml, trials=trials(toml, {}), failures=Failures())


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def seeded(store: MemoryEvents, *, days: int, rates: dict[str, float]) -> None:
    """So many days came to an end, with a hundred visitors of each arm."""
    random = Random(5)  # noqa: S311 - the same each time
    events: list[Exposure | Happened] = []
    for day in range(2, days + 2):
        for arm, rate in rates.items():
            for _ in range(100):
                unit, at = random.randbytes(16), AT - day * DAY
                events.append(Exposure("experiments.photo", arm, "", unit, at, "{}"))
                if random.random() < rate:
                    id_ = random.randbytes(12)
                    events.append(Happened(id_, unit, "booked", at + 60, None))
    store.write(events, Ledger(run="r"))


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


def test_weights_follow_what_was_seen_and_only_where_they_move(store, tmp_path):
    seeded(store, days=5, rates={"control": 0.1, "photo": 0.4})
    kept = upkeep(store, tmp_path)
    kept.see(NOW)
    weights = kept.trials["photo"].weights
    assert weights["photo"] > 0.9
    assert weights["control"] >= 0.05
    assert weights["off"] == 0
    assert kept.trials["words"].weights == {"short": 1, "long": 3}


def test_while_nothing_is_known_arms_weigh_the_same(store, tmp_path):
    kept = upkeep(store, tmp_path)
    kept.see(NOW)
    assert kept.trials["photo"].weights == {"control": 0.5, "photo": 0.5, "off": 0}


def test_every_process_finds_the_same_weights(store, tmp_path):
    seeded(store, days=3, rates={"control": 0.2, "photo": 0.25})
    several = [upkeep(store, tmp_path) for _ in range(3)]
    for number, each in enumerate(several):
        each.see(NOW + number * timedelta(minutes=20))
    first, *others = (dict(each.trials["photo"].weights) for each in several)
    assert others == [first, first]
    assert 0.5 < first["photo"] < 0.95


def test_a_page_is_asked_once_an_hour_and_waits_for_nothing(store, tmp_path):
    kept = upkeep(store, tmp_path)
    kept.look(NOW)
    kept.wait(10)
    asked = store.calls["outcomes"]
    assert asked
    for minutes in (0, 1, 25):
        kept.look(NOW + timedelta(minutes=minutes))
    assert kept.due == datetime(2026, 11, 22, 13, tzinfo=UTC)
    assert store.calls["outcomes"] == asked
    kept.look(NOW + timedelta(minutes=26))
    until(lambda: store.calls["outcomes"] == 2 * asked)


def test_while_the_store_is_silent_the_weights_of_before_hold(store, tmp_path):
    seeded(store, days=5, rates={"control": 0.1, "photo": 0.4})
    kept = upkeep(store, tmp_path)
    kept.see(NOW)
    before = dict(kept.trials["photo"].weights)

    def failing() -> None:
        raise OSError

    store.mood = failing
    kept.due = NOW
    kept.look(NOW)
    until(lambda: kept.failures.counts["events upkeep"] == 1)
    assert kept.trials["photo"].weights == before
    until(lambda: kept.due == NOW + timedelta(minutes=1))


def test_where_no_weights_move_none_are_asked_for(store, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.TOML", TOML.replace('"bandit"', '"fixed"'))
    kept = upkeep(store, tmp_path)
    assert not kept.is_learning
    kept.see(NOW)
    assert not store.calls["outcomes"]


def test_without_a_thread_to_be_had_it_is_tried_again_soon(
    store, tmp_path, monkeypatch
):
    def refuse(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    kept = upkeep(store, tmp_path)
    monkeypatch.setattr(Thread, "start", refuse)
    kept.look(NOW)
    kept.wait(1)
    assert kept.failures.counts == {"events upkeep": 1}
    assert kept.due == NOW + timedelta(minutes=1)


def test_what_is_too_old_is_summed_up_once_a_day(store, tmp_path):
    seeded(store, days=20, rates={"control": 0.1, "photo": 0.4})
    kept = upkeep(store, tmp_path, '[events]\nkeep = "10d"\n')
    question = {e.signal: e for e in kept.questions() if e.subject.endswith("photo")}
    before = store.outcomes(question["booked"])[0].cells
    kept.see(NOW)
    assert all(each.at >= AT - 11 * DAY for each in store.shown.values())
    assert len(store.shown) < 20 * 200
    assert store.outcomes(question["booked"])[0].cells == before
    kept.see(NOW + timedelta(hours=3))
    assert store.calls["tidy"] == 1
    kept.see(NOW + timedelta(days=1))
    assert store.calls["tidy"] == 2


def test_weights_are_the_same_when_the_days_they_stand_on_were_summed_up(
    store, tmp_path
):
    seeded(store, days=20, rates={"control": 0.2, "photo": 0.23})
    kept = upkeep(store, tmp_path, '[events]\nkeep = "10d"\n')
    kept.see(NOW)
    before = dict(kept.trials["photo"].weights)
    assert store.calls["tidy"] == 1
    kept.see(NOW)
    assert kept.trials["photo"].weights == before
    assert isinstance(kept.trials, Trials)
