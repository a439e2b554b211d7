"""Whoever cannot keep an id is in no experiment: else each page would deal them anew."""

import string
from collections.abc import Iterable
from pathlib import Path

import pytest

from sarto import Sarto
from sarto.memory.fitting import lesser
from sarto.memory.profile import packed
from sarto.memory.token import MOST
from sarto.vocabulary.measured import EXPERIMENTS
from support.arms import (
    ARMS,
    ASKS,
    BOTH,
    MEASURED,
    NO_ARM,
    REMEMBERED,
    TOLD,
    Guest,
    opened,
)
from support.events import MemoryEvents
from support.measured_site import settled
from support.remembered_site import HEAD, Does, Time, noted
from support.stores import MemoryStore

LONG = tuple(f"{'long' * 10}-{number}" for number in range(60))
SHORT = tuple(string.ascii_lowercase)
SIGNALS = "".join(f"[signals.{name}]\n" for name in (*LONG, *SHORT))
SHOW = """
show = [
  { experiment = "photo", fragments = { control = "control.html", photo = "photo.html" } },
]
"""


def bandit(name: str, arms: Iterable[str]) -> str:
    written = ", ".join(f"{arm} = 1" for arm in arms)
    head = f"[experiments.{name}]\narms = {{ {written} }}\n"
    return head + 'goal = "booked"\nallocate = "bandit"\n'


LOW, HIGH = "low" * 90, "high" * 70
BANDITS = "".join(bandit(name, (LOW, HIGH)) for name in SHORT[:12])
ALL_BANDITS = tuple(f"arm.{name}" for name in SHORT[:12])


@pytest.fixture
def events() -> MemoryEvents:
    return MemoryEvents()


@pytest.fixture
def shop(tmp_path: Path, time: Time, events: MemoryEvents) -> Sarto:
    rules, _, _ = TOLD.partition("show = [")
    return opened(tmp_path, time, toml=HEAD + SIGNALS + rules + SHOW, events=events)


def filled(guest: Guest, *, least: int = 0) -> None:
    """Do all that the shop knows of, until the cookie takes no more of it.

    `least` bytes of it are left.
    """
    for name in (*LONG, *SHORT):
        if not least or left(guest) - len(name) - 10 >= least:
            guest.get(does=Does(signals=((name, None),)))


def left(guest: Guest) -> int:
    """Tell how many bytes the cookie has room for, once all detail is gone."""
    if guest.token is None:
        return MOST
    return MOST - len(packed([*lesser(guest.profile)][-1]))


def test_a_profile_that_fills_its_cookie_leaves_its_visitor_in_no_arm(shop, events):
    guest = Guest(shop, REMEMBERED)
    filled(guest)
    assert 0 <= left(guest) < 16  # an id has that many letters
    guest.allow(BOTH)
    for _ in range(6):
        answer = guest.get()
        assert answer.facts == NO_ARM
        assert answer.shown["hero"] == "own"
    settled(shop)
    assert [e for e in events.shown.values() if e.subject.startswith(EXPERIMENTS)] == []
    assert noted(shop) == {}


def test_what_a_page_did_goes_before_the_id_that_it_gave(shop, events):
    guest = Guest(shop, REMEMBERED)
    filled(guest, least=24)
    guest.allow(BOTH)
    does = Does(facts=ARMS, signals=tuple((name, None) for name in LONG))
    arms = [guest.get(does=does).facts for _ in range(4)]
    assert arms == [arms[0]] * 4
    assert arms[0] != NO_ARM
    settled(shop)
    found = [e for e in events.shown.values() if e.subject == f"{EXPERIMENTS}.photo"]
    assert [each.variant for each in found] == [arms[0]["arm.photo"]]


def test_who_has_an_id_keeps_it_however_much_they_do(shop):
    guest = Guest(shop)
    before = guest.arms()
    filled(guest)
    assert left(guest) < 16
    assert [guest.get(does=ASKS).facts for _ in range(3)] == [before] * 3


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_arms_that_have_no_room_to_be_kept_are_none(app, tmp_path, time, said):
    keeper = app.current.site.keeping.keeper
    profiles = None if keeper is None else keeper.store
    other = opened(tmp_path, time, profiles, toml=HEAD + TOLD + BANDITS)
    guest, does = Guest(other, said), Does(facts=ALL_BANDITS)
    before = guest.get(does=does).facts
    assert {*map(type, before.values())} == {str, type(None)}
    for low in (0.000001, 0.999999):
        given = {LOW: low, HIGH: 1 - low}
        other.current.site.sources.trials.renew(dict.fromkeys(SHORT[:12], given))
        after = guest.get(does=does).facts
        assert after == before


@pytest.mark.parametrize(
    ("said", "around"),
    [(BOTH, 176), (MEASURED, 202)],  # a slip without a key has room for more
    ids=["both", "analytics alone"],
)
def test_to_the_last_byte_an_arm_is_kept_or_none(tmp_path, time, said, around):
    does, names, found = Does(facts=ALL_BANDITS), SHORT[:9], set()
    for length in range(around - 6, around + 6):
        arms = dict.fromkeys(names, ("x" * 280, "y" * 280))
        arms["i"] = "x" * length, "y" * length
        toml = "".join(bandit(name, of) for name, of in arms.items())
        shop = opened(tmp_path, time, MemoryStore(), toml=HEAD + TOLD + toml)
        guest = Guest(shop, said)
        before = guest.get(does=does).facts
        found.add(before["arm.i"] is not None)
        for low in (0.000001, 0.999999):
            given = {name: {x: low, y: 1 - low} for name, (x, y) in arms.items()}
            shop.current.site.sources.trials.renew(given)
            assert guest.get(does=does).facts == before, length
    assert found == {True, False}
