"""What is taken back of an id, who gets none, and how long it lasts; end to end."""

from typing import Any

import pytest

from sarto import visitor
from support.arms import (
    ARMS,
    ASKED,
    BOTH,
    CONSENT,
    HEADERS,
    MEASURED,
    NO_ARM,
    NOTHING,
    REMEMBERED,
    TOLD,
    Guest,
    opened,
)
from support.remembered_site import CRAWLER, HEAD, PROFILE, Does


def test_who_takes_analytics_back_loses_the_id_at_once_and_keeps_the_rest(
    tmp_path, time
):
    guest = Guest(opened(tmp_path, time))
    guest.get(does=Does(signals=(("booked", None),)))
    assert guest.profile.id
    guest.allow(REMEMBERED)
    assert guest.arms() == NO_ARM
    assert (guest.profile.id, guest.profile.arms) == ("", ())
    assert guest.profile.seen("booked")


def test_who_takes_personalization_back_keeps_the_id_and_nothing_else(app):
    guest = Guest(app)
    guest.get(does=Does(signals=(("booked", None),)))
    arms = guest.arms()
    guest.allow(MEASURED)
    answer = guest.get(does=Does(facts=(*ARMS, "visits", "signals.booked")))
    assert {name: answer.facts[name] for name in ARMS} == arms
    assert (answer.facts["visits"], answer.facts["signals.booked"]) == (1, 0)
    guest.allow(BOTH)
    answer = guest.get(does=Does(facts=(*ARMS, "visits", "signals.booked")))
    assert {name: answer.facts[name] for name in ARMS} == arms
    assert (answer.facts["visits"], answer.facts["signals.booked"]) == (1, 0)


def test_of_who_takes_all_back_nothing_is_left(app):
    guest = Guest(app)
    before = guest.arms()
    guest.allow(NOTHING)
    assert guest.arms() == NO_ARM
    assert guest.token is None
    others = set()
    for _ in range(6):
        guest.allow(BOTH)
        others.add(str(guest.arms()))
        guest.allow(NOTHING)
        guest.get()
    assert others != {str(before)}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("said", [MEASURED, REMEMBERED], ids=["analytics", "memory"])
def test_what_is_taken_back_goes_whatever_is_asked_for(tmp_path, time, asked, said):
    guest = Guest(opened(tmp_path, time))
    guest.get(does=Does(signals=(("booked", None),)))
    guest.allow(said)
    guest.get(**asked)
    profile = guest.profile
    assert bool(profile.id) == (said == MEASURED)
    assert bool(profile.seen("booked")) == (said == REMEMBERED)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_who_may_not_be_traced_gets_no_id_and_no_arm(app, asked):
    guest = Guest(app, MEASURED)
    assert guest.arms(**asked) == NO_ARM
    assert guest.token is None


def test_who_has_an_id_sees_their_arm_ahead_and_in_a_head_a_bot_never(app):
    guest = Guest(app, MEASURED)
    arms, token = guest.arms(), guest.token
    assert guest.arms(headers=HEADERS) == arms
    assert guest.arms(method="HEAD") == arms
    assert guest.arms(agent=CRAWLER) == NO_ARM
    assert guest.token == token


def test_global_privacy_control_takes_back_what_silence_allowed(tmp_path, time):
    toml = (HEAD + TOLD).replace("gpc = true", 'gpc = true\nregime = "opt-out"')
    guest = Guest(opened(tmp_path, time, toml=toml), "")
    del guest.browser.jar[CONSENT]
    assert guest.arms() != NO_ARM
    assert guest.arms(headers=(("sec-gpc", "1"),)) == NO_ARM
    assert guest.token is None
    guest.allow(BOTH)
    assert guest.arms(headers=(("sec-gpc", "1"),)) != NO_ARM


def test_cookies_of_the_version_before_are_good_and_get_an_id(app):
    """Of it a cookie had no id: a profile of thirteen parts, or a key alone."""
    quiet = Guest(app, REMEMBERED)
    quiet.get(does=Does(signals=(("booked", None),)))
    keeping = app.current.site.keeping
    if keeping.keeper is None:
        data = keeping.seals.profiles.opened(quiet.token)
        older = bytes([data[0] - 2]) + data[1:-2]  # its array is shorter by two
        quiet.browser.jar[PROFILE] = keeping.seals.profiles.sealed(older)
    else:
        assert keeping.seals.keys.opened(quiet.token)[:2] == b"b."
    quiet.allow(BOTH)
    answer = quiet.get(does=Does(facts=(*ARMS, "signals.booked")))
    assert answer.facts["signals.booked"] == 1
    arms = {name: answer.facts[name] for name in ARMS}
    assert arms == quiet.arms() != NO_ARM


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_after_thirteen_months_an_id_is_another(app, time, said):
    guest, seen = Guest(app, said), set()
    for _ in range(7):
        guest.get()
        time.now += 200 * 86_400
        seen.add(str(guest.arms()))
        time.now += 196 * 86_400
    assert len(seen) > 1


def test_an_id_that_cannot_go_out_is_not_one_to_count(app, monkeypatch):
    visitors: list[Any] = []

    def met(request: object) -> Any:
        visitors.append(visitor(request))
        return visitors[-1]

    monkeypatch.setattr("support.remembered_site.visitor", met)
    guest = Guest(app, MEASURED)
    shared = ((b"cache-control", b"public, max-age=60"),)
    guest.get(does=Does(is_html=False, headers=shared), path="/data")
    guest.get()
    guest.get()
    guest.get(method="HEAD")
    Guest(app, REMEMBERED).get()
    units = [each.visit.unit for each in visitors]
    counted = [each.memory.is_unit_kept for each in visitors]
    assert counted == [False, True, True, False, False]
    assert units[1] == units[2] == units[3] != units[0]
    assert len(units[1]) == 16
    assert units[4] is None
