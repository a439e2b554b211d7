"""Who takes part: with which consent, on which device, through which fault; end to end."""

from collections import Counter

import pytest

from support.arms import (
    BOTH,
    MEASURED,
    MONTH,
    NO_ARM,
    NOTHING,
    REMEMBERED,
    START,
    Guest,
    opened,
)
from support.remembered_site import Does, noted
from support.stores import MemoryStore, deaf, failing


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_an_arm_is_the_same_for_good(app, time, said):
    guest = Guest(app, said)
    first = guest.get()
    assert first.facts["arm.photo"] == first.shown["hero"]
    assert first.facts["arm.words"] in {"calm.s", "calm.l", "loud.s", "loud.l"}
    for _ in range(5):
        time.now += MONTH
        assert guest.arms() == first.facts
    assert noted(app) == {}


@pytest.mark.parametrize("said", [NOTHING, REMEMBERED, ""], ids=["nothing", "memory", "silence"])  # fmt: skip
def test_without_analytics_nobody_is_in_any_arm(app, said):
    guest = Guest(app, said)
    for _ in range(3):
        answer = guest.get()
        assert (answer.facts, answer.shown["hero"]) == (NO_ARM, "own")


def test_different_visitors_are_in_different_arms(app):
    counted = Counter(Guest(app, MEASURED).arms()["arm.photo"] for _ in range(40))
    assert min(counted["photo"], counted["control"]) >= 6


def test_with_analytics_alone_the_cookie_holds_an_id_and_nothing_else(tmp_path, time):
    guest = Guest(opened(tmp_path, time), MEASURED)
    for _ in range(3):
        time.now += 3600
        guest.get(does=Does(signals=(("booked", 3.0),)), path="/book")
    profile = guest.profile
    assert len(profile.id) == 16
    assert profile == type(profile)(first=START + 3600, id=profile.id)


def test_with_analytics_alone_no_store_is_asked(tmp_path, time):
    store = MemoryStore()
    guest = Guest(opened(tmp_path, time, store), MEASURED)
    arms = [guest.arms() for _ in range(3)]
    guest.signs_in()
    assert arms[0] == arms[1] == arms[2] != NO_ARM
    assert not store.calls


def test_a_cookie_is_set_once_and_not_with_every_page(app):
    guest = Guest(app, MEASURED)
    assert len(guest.get().cookies) == 1
    assert [guest.get().cookies for _ in range(3)] == [[], [], []]


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_a_user_is_in_the_same_arms_on_all_devices(app, said):
    desk, phone, tablet = (Guest(app, said) for _ in range(3))
    desk.get()
    desk.signs_in()
    arms = desk.arms()
    for device in (phone, tablet):
        device.signs_in()
        assert device.arms() == arms
    assert desk.signs_in().facts == arms


def test_users_are_in_different_arms(app):
    guests = [Guest(app) for _ in range(12)]
    for number, guest in enumerate(guests):
        guest.signs_in(f"user-{number}")
    assert len({str(guest.arms()) for guest in guests}) > 2


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_who_signs_out_is_somebody_else(app, said):
    guest, others = Guest(app, said), set()
    for _ in range(8):
        guest.signs_in()
        guest.get(does=Does(signs_out=True))
        assert guest.token is None
        others.add(str(guest.arms()))
    assert len(others) > 1


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_the_page_of_a_sign_out_is_of_no_arm_for_none_could_be_kept(app, said):
    guest = Guest(app, said)
    for _ in range(4):
        guest.signs_in()
        answer = guest.get(does=Does(signs_out=True))
        assert answer.shown["hero"] == "own"
        assert guest.arms() == guest.arms() != NO_ARM


STILL = [failing, deaf]


@pytest.mark.parametrize("mood", STILL, ids=["down", "slow"])
@pytest.mark.parametrize("user", [None, "ann"])
def test_a_store_that_is_away_moves_nobody_to_another_arm(tmp_path, time, mood, user):
    store = MemoryStore()
    app = opened(tmp_path, time, store, budget=0.02)
    guests = [Guest(app) for _ in range(4)]
    for guest in guests:
        guest.get(does=Does(user=user))
    before = [guest.arms() for guest in guests]
    store.mood = mood
    assert [guest.arms() for guest in guests] == before
    assert NO_ARM not in before


def test_a_first_visit_while_the_store_is_down_has_an_arm_that_stays(tmp_path, time):
    store = MemoryStore()
    store.mood = failing
    app = opened(tmp_path, time, store)
    guest = Guest(app)
    arms = guest.arms()
    assert arms != NO_ARM
    store.mood = MemoryStore().mood
    time.now += 60
    assert guest.arms() == arms
