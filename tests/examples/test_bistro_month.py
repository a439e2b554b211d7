"""A short month at the bistro: what its visitors lived through, and what is told of it."""

from collections import Counter
from datetime import UTC, datetime
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from sarto.measure.statistics import proportions
from sarto.memory import participant
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.measured import Question
from support.walking import cut, plain

VISITORS, FEW, SEED = 250, 40, 7
WINDOW = 14 * 24 * 60 * 60
ARMS = {"hero-picture": ("room", "plate"), "table-order": ("usual", "lamp-first")}


def lived(folder: Any, count: int = VISITORS, **changes: Any) -> Any:
    """Live a month into a store of its own; ids are made from a seed, too."""
    dice = Random(SEED)  # noqa: S311 - chance that can be repeated
    with pytest.MonkeyPatch.context() as patch, plain(folder) as site:
        patch.setattr(participant, "token_urlsafe", lambda n: dice.randbytes(n).hex())
        month, people = import_module("month"), import_module("people")
        patch.setattr(month, "people", lambda *asked: changed(people, asked, changes))
        clock = month.Clock(datetime.now(UTC))
        url = f"sqlite:///{folder}/events.db"
        app = cut(site, clock, events=url)
        truth = month.live(app, clock, count, SEED)
        return SimpleNamespace(
            truth=truth, store=adapter("events", "sqlite")(url), people=people
        )


def changed(people: Any, asked: Any, changes: dict[str, Any]) -> Any:
    """Make the people of a month, with something else of all of them."""
    replace = import_module("dataclasses").replace
    return [replace(each, **changes) for each in people.people(*asked)]


@pytest.fixture(scope="module")
def month(tmp_path_factory) -> Any:
    return lived(tmp_path_factory.mktemp("month"))


def told(store: Any, experiment: str) -> dict[str, tuple[int, int]]:
    """Sum up by arm how many saw it, and how many of them booked."""
    subject = f"experiments.{experiment}"
    units, booked = Counter[str](), Counter[str]()
    asked = Question(subject=subject, signal="booked", window=WINDOW)
    for cell in store.outcomes(asked)[0].cells:
        units[cell.variant] += cell.sums.units
        booked[cell.variant] += cell.sums.converted
    return {arm: (units[arm], booked[arm]) for arm in units}


@pytest.mark.parametrize("experiment", ARMS)
def test_what_is_kept_is_what_the_visitors_lived_through(month, experiment) -> None:
    truth = month.truth
    assert told(month.store, experiment) == {
        arm: (
            len(truth.shown[experiment, arm]),
            len(truth.booked[experiment, arm]),
        )
        for arm in ARMS[experiment]
    }
    question = Question(
        subject=f"experiments.{experiment}", signal="booked", window=WINDOW
    )
    assert month.store.crossed(question) == 0


def test_the_effect_that_was_planted_is_found_within_its_interval(month) -> None:
    figures = told(month.store, "hero-picture")
    room, plate = (
        proportions.Count(*reversed(figures[arm])) for arm in ("room", "plate")
    )
    low, high = proportions.compare(room, plate, level=0.999).interval
    assert low <= month.people.PLATE <= high


def test_no_event_is_lost(month) -> None:
    ledgers = month.store.ledgers()
    assert sum(each.seen for each in ledgers) == sum(each.stored for each in ledgers)
    assert sum(month.truth.people.values()) == VISITORS


@pytest.mark.parametrize("consent", ["none", ""])
def test_who_did_not_allow_it_is_counted_nowhere(tmp_path, consent) -> None:
    lived_through = lived(tmp_path, FEW, consent=consent)
    assert lived_through.store.subjects() == []
    assert lived_through.store.signals(since=0, until=2**40) == {}
    assert lived_through.truth.shown == {}


def test_robots_are_counted_nowhere_whatever_they_click(tmp_path) -> None:
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1)"
    lived_through = lived(tmp_path, FEW, agent=robot, consent="all")
    assert lived_through.store.subjects() == []
    assert lived_through.store.signals(since=0, until=2**40) == {}
