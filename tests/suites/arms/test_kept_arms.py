"""Arms of a bandit: kept for who was in one, while the weights move under all others."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sarto import Config, Sarto
from sarto.site.compile import compile_site
from support.remembered_site import (
    HEAD,
    Browser,
    Does,
    Time,
    agreed,
    consenting,
    noted,
    site,
)
from support.stores import MemoryStore, failing

TOML = f"""{HEAD}
[signals.booked]
on = "POST /book"
[experiments.price]
arms = {{ low = 1, high = 1 }}
goal = "booked"
allocate = "bandit"
[slots.hero]
show = [
  {{ when = {{ arm.price = "low" }}, fragment = "low.html" }},
  {{ when = {{ arm.price = "high" }}, fragment = "high.html" }},
]
"""
SAID = {"both": consenting(), "analytics": agreed(functional=False, analytics=True)}
WAYS = ("cookie", "store")
CERTAIN = {"price": {"low": 0.000001, "high": 0.999999}}


class Guest:
    """A browser whose visitor allows something."""

    runner: asyncio.Runner

    def __init__(self, app: Sarto, said: str) -> None:
        self.browser = Browser(app)
        self.browser.jar["cookieyes-consent"] = said

    def arm(self, does: Does | None = None, **more: Any) -> str:
        answer = self.runner.run(self.browser.ask("/", does=does, **more))
        return answer.shown["hero"]


@pytest.fixture(autouse=True)
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        Guest.runner = runner
        yield runner


@pytest.fixture
def time() -> Time:
    return Time(1_800_000_000)


@pytest.fixture(params=WAYS)
def store(request: pytest.FixtureRequest) -> MemoryStore | None:
    return MemoryStore() if request.param == "store" else None


@pytest.fixture
def app(tmp_path: Path, time: Time, store: MemoryStore | None) -> Sarto:
    return site(tmp_path, TOML, ("hero",), ("low", "high"), clock=time, profiles=store)


def learns(app: Sarto) -> None:
    """Let nearly everybody be in one arm from now on."""
    app.current.site.sources.trials.renew(CERTAIN)


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_who_was_in_an_arm_stays_there_and_others_go_with_the_weights(app, said):
    guests = [Guest(app, said) for _ in range(16)]
    before = [guest.arm() for guest in guests]
    assert {*before} == {"low", "high"}
    learns(app)
    assert [guest.arm() for guest in guests] == before
    assert {Guest(app, said).arm() for _ in range(16)} == {"high"}
    assert noted(app) == {}


def test_what_is_asked_for_ahead_keeps_no_arm(app):
    guests = [Guest(app, SAID["both"]) for _ in range(8)]
    for guest in guests:
        guest.runner.run(guest.browser.ask("/", does=Does(is_html=False), method="PUT"))
        guest.arm(headers=(("sec-purpose", "prefetch"),))
    learns(app)
    assert {guest.arm() for guest in guests} == {"high"}


@pytest.mark.parametrize("store", ["store"], indirect=True)
def test_an_arm_that_is_kept_while_the_store_is_down_is_kept(app, store):
    store.mood = failing
    guests = [Guest(app, SAID["both"]) for _ in range(12)]
    before = [guest.arm() for guest in guests]
    learns(app)
    assert [guest.arm() for guest in guests] == before
    assert "low" in before


@pytest.mark.parametrize(
    "store", ["store"], indirect=True
)  # a cookie knows of one device
def test_a_user_s_arm_is_kept_for_their_other_devices_where_there_is_a_store(
    app, store
):
    users = [f"user-{number}" for number in range(12)]
    before = {}
    for user in users:
        desk = Guest(app, SAID["both"])
        desk.arm(Does(user=user))
        before[user] = desk.arm()
    learns(app)
    after = {}
    for user in users:
        phone = Guest(app, SAID["both"])
        phone.arm(Does(user=user))
        after[user] = phone.arm()
    assert after == before
    assert "low" in before.values()


@pytest.mark.parametrize("store", ["cookie"], indirect=True)
def test_another_salt_deals_anew_whatever_was_kept(app, tmp_path, time):
    guests = [Guest(app, SAID["analytics"]) for _ in range(24)]
    before = [guest.arm() for guest in guests]
    salted = TOML.replace('allocate = "bandit"', 'allocate = "bandit"\nsalt = "two"')
    other = site(tmp_path, salted, ("hero",), ("low", "high"), clock=time)
    for guest in guests:
        guest.browser.app = other
    assert [guest.arm() for guest in guests] != before


def test_a_site_that_is_read_anew_keeps_the_weights_that_were_learnt(app):
    learns(app)
    before = app.current.site
    after = compile_site(before.config, before=before)
    assert after.sources.trials["price"].weights == CERTAIN["price"]
    more = TOML.replace("low = 1, high = 1", "low = 1, high = 1, mid = 1")
    config = Config.loads(more, folder=before.config.folder)
    other = compile_site(config, before=before)
    assert other.sources.trials["price"].weights == {"low": 1, "high": 1, "mid": 1}


def test_what_a_visitor_lets_us_keep_of_arms_is_told_to_them(app):
    guest = Guest(app, SAID["analytics"])
    arm = guest.arm()
    told = guest.runner.run(guest.browser.ask("/_sarto/export")).body.decode()
    assert f'[\n        "price",\n        "{arm}"\n      ]' in told
    page = guest.runner.run(guest.browser.ask("/_sarto/privacy")).body.decode()
    assert "You take part in trials under a number" in page
    assert f"{arm}" in page
