"""Nobody sees another's profile: browsers side by side, users who share one.

Requests are under way at the same time and their chunks go out in turns, as chance has
it. `SARTO_SEED` says how, `SARTO_TURNS` how many requests.
"""

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sarto import Sarto, visitor
from support.remembered_site import (
    ASKED,
    HEAD,
    HTML,
    PROFILE,
    Answered,
    Browser,
    Does,
    Time,
    consenting,
    noted,
    site,
)
from support.stores import MemoryStore

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
TURNS = int(os.environ.get("SARTO_TURNS", "10000"))
WAYS = ("cookie", "store")
GRANTED = {"cookieyes-consent": consenting()}
START = 1_795_348_800
PEOPLE = ("anna", "ben", "cleo", "dov", "eva", "finn", "nobody")
SAYS = " ".join(f'{{{{ visitor.facts["signals.{who}"] }}}}' for who in PEOPLE)
TOML = (
    "".join(f"[signals.{who}]\n" for who in PEOPLE)
    + """
[slots.counts]
pages = ["/", "/menu/*"]
show = [{ fragment = "counts.html" }]
[slots.topics]
pages = ["/", "/menu/*"]
show = [{ fragment = "topics.html" }]
[slots.steady]
pages = ["/", "/menu/*"]
stable = "visit"
show = [{ fragment = "steady.html" }]
[slots.capped]
pages = ["/", "/menu/*"]
show = [{ fragment = "capped.html", cap = { times = 5, per = "visitor" } }]
[interests]
from = ["/menu/{topic}"]
min = 1
"""
)
TOPICS = "{{ visitor.facts.interest | sort | join(' ') }}"
PLACES = ("counts", "topics", "steady", "capped")
PAGE = "".join(f'<i data-sarto="{name}">own</i>' for name in PLACES).encode()


class Interleaving:
    """An application that lets others go first, wherever it may be in its work."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.under_way = 0
        self.most_under_way = 0

    async def turn(self) -> None:
        for _ in range(self.rng.randrange(4)):
            await asyncio.sleep(0)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        does, noted_facts = scope[ASKED]
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        who = visitor(scope)
        await self.turn()
        if does.facts:
            await who.load()
            await self.turn()
            for name in does.facts:
                noted_facts[name] = who.facts[name]
        if does.user:
            who.identify(does.user)
        if does.signs_out:
            who.forget_identity()
        await self.turn()
        for name, value in does.signals:
            who.signal(name, value)
        await self.turn()
        await send(
            {"type": "http.response.start", "status": does.status, "headers": [HTML]}
        )
        size = max(1, len(PAGE) // does.pieces)
        for at in range(0, len(PAGE), size):
            await self.turn()
            part, more = PAGE[at : at + size], at + size < len(PAGE)
            await send({"type": "http.response.body", "body": part, "more_body": more})
        self.under_way -= 1


def opened(folder: Path, way: str, time: Time, rng: Random) -> Sarto:
    store = f"sqlite:///{folder / 'profiles.db'}" if way == "store" else None
    texts = {"counts": SAYS, "topics": TOPICS, "steady": SAYS, "capped": SAYS}
    app = site(folder, HEAD + TOML, PLACES, (), texts, clock=time, profiles=store)
    app.app = Interleaving(rng)
    return app


def counts_of(text: str) -> dict[str, int]:
    return dict(zip(PEOPLE, map(int, text.split()), strict=True))


def dice(*parts: object) -> Random:
    print(f"SARTO_SEED={SEED} SARTO_TURNS={TURNS}")  # noqa: T201 - to be repeated by
    return Random(f"{SEED} {parts}")  # noqa: S311 - chance that can be repeated


@pytest.mark.slow
@pytest.mark.parametrize("people", [2, 6])
@pytest.mark.parametrize("way", WAYS)
def test_browsers_side_by_side_are_never_mixed_up(
    tmp_path: Path, way: str, people: int
) -> None:
    rng, time = dice(way, people), Time(START)
    app = opened(tmp_path, way, time, rng)
    requests = Counter[str]()

    async def browse(name: str) -> None:
        browser = Browser(app)
        for number in range(TURNS // 4 // people):
            time.now += 1
            path = f"/menu/{name}-{number % 3}"
            likes = ((name, float(number)),)
            answer = await browser.ask(
                path,
                cookies=GRANTED,
                does=Does(
                    signals=likes,
                    pieces=rng.randrange(1, 40),
                    facts=(f"signals.{name}", f"signals.{name}.value", "interest"),
                ),
            )
            requests[name] += 1
            expected = {**dict.fromkeys(PEOPLE, 0), name: number}
            topics = [f"{name}-{n}" for n in range(min(number, 3))]
            assert answer.facts == {
                f"signals.{name}": number,
                f"signals.{name}.value": number - 1.0 if number else None,
                "interest": frozenset(topics),
            }
            shown = answer.shown
            assert counts_of(shown["counts"]) == expected
            assert counts_of(shown["steady"]) == expected
            assert shown["topics"] == " ".join(topics)
            assert (shown["capped"] == "own") is (number >= 5)

    async def together() -> None:
        await asyncio.gather(*(browse(name) for name in PEOPLE[:people]))

    asyncio.run(together())
    assert isinstance(app.app, Interleaving)
    assert app.app.most_under_way == people
    assert sum(requests.values()) >= TURNS // 4 - people
    assert noted(app) == {}


@dataclass
class Shared:
    """What one browser's profile must hold, by the contract.

    Signing in takes over what nobody's was; another's is left alone. With a store a
    user's profile is the same in every browser.
    """

    browser: Browser
    owner: str | None = None
    did: Counter[str] = field(default_factory=Counter)


class House:
    """Some browsers and some users, and what each must be shown."""

    def __init__(self, app: Sarto, way: str, rng: Random, browsers: int) -> None:
        self.app, self.way, self.rng = app, way, rng
        self.shared = [Shared(Browser(app)) for _ in range(browsers)]
        self.users: dict[str, Counter[str]] = {}
        self.requests = Counter[str]()

    def sign_in(self, place: Shared, user: str) -> None:
        if place.owner == user:
            return
        is_nobodys = place.owner is None
        mine = place.did if is_nobodys else Counter[str]()
        if self.way == "store":
            known = self.users.setdefault(user, Counter())
            known.update(mine)
            place.did = known
        else:
            place.did = Counter(mine)
        place.owner = user

    async def step(self, time: Time) -> None:
        rng = self.rng
        place = rng.choice(self.shared)
        kind = rng.random()
        if kind < 0.25:
            await self.sign_out(place)
        elif kind < 0.55 or place.owner is None:
            await self.come(place, rng.choice((None, None, None, *PEOPLE[:4])))
        else:
            await self.come(place, place.owner)
        time.now += rng.randrange(1, 3000)

    async def sign_out(self, place: Shared) -> None:
        does = Does(signs_out=True, pieces=self.rng.randrange(1, 9))
        answer = await place.browser.ask(cookies=GRANTED, does=does)
        self.requests["sign-out"] += 1
        if place.owner is not None:  # else nothing there is anybody's to leave behind
            assert PROFILE not in place.browser.jar
            place.owner, place.did = None, Counter()
        nothing = dict.fromkeys(PEOPLE, 0)
        assert counts_of(answer.shown["counts"]) == {**nothing, **place.did}

    async def come(self, place: Shared, user: str | None) -> None:
        """Ask a page as somebody; nobody comes only where nobody is signed in."""
        if user is None:
            user = place.owner
        if user is not None:
            self.sign_in(place, user)
        name = user or "nobody"
        does = Does(user=user, signals=((name, None),), pieces=self.rng.randrange(1, 9))
        answer = await place.browser.ask(cookies=GRANTED, does=does)
        self.requests["user" if user else "nobody"] += 1
        shown = counts_of(answer.shown["counts"])
        others = set(PEOPLE) - {name, "nobody"}
        assert not [other for other in others if shown[other]], (name, shown)
        assert shown == {**dict.fromkeys(PEOPLE, 0), **place.did}, (name, place)
        place.did[name] += 1


@pytest.mark.slow
@pytest.mark.parametrize("browsers", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_users_of_shared_browsers_see_their_own_profile_only(
    tmp_path: Path, way: str, browsers: int
) -> None:
    """And with a store the same one wherever they sign in."""
    rng, time = dice(way, "shared", browsers), Time(START)
    app = opened(tmp_path, way, time, rng)
    house = House(app, way, rng, browsers)

    async def lived() -> None:
        for _ in range(TURNS // 8):
            await house.step(time)

    asyncio.run(lived())
    assert house.requests["sign-out"] > TURNS / 100
    assert house.requests["nobody"] > TURNS / 100
    assert noted(app) == {}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_late_answer_to_one_user_shows_nothing_to_the_next(
    tmp_path: Path, way: str
) -> None:
    """Any cookie that the browser ever had may come back with any user's request."""
    rng, time = dice(way, "late"), Time(START)
    app = opened(tmp_path, way, time, rng)

    async def lived() -> int:
        browser, jars, seen = Browser(app), [dict[str, str]()], 0
        owners = [None]
        for _ in range(TURNS // 10):
            at = rng.randrange(len(jars))
            browser.jar = dict(jars[at])
            user = rng.choice(PEOPLE[:4])
            answer = await browser.ask(
                cookies=GRANTED, does=Does(user=user, signals=((user, None),))
            )
            shown = counts_of(answer.shown["counts"])
            assert not [who for who in PEOPLE if who != user and shown[who]], shown
            seen += owners[at] not in (None, user)
            jars, owners = [*jars[-20:], dict(browser.jar)], [*owners[-20:], user]
            time.now += rng.randrange(1, 3000)
        return seen

    assert asyncio.run(lived()) > TURNS / 40
    assert noted(app) == {}


@pytest.mark.slow
def test_many_tabs_of_one_user_in_two_browsers_lose_nothing(tmp_path: Path) -> None:
    """With a store what is told at the same time is all kept."""
    rng, time = dice("tabs"), Time(START)
    app = opened(tmp_path, "store", time, rng)
    rounds, tabs = 60, 4

    async def lived() -> dict[str, int]:
        browsers = [Browser(app), Browser(app)]
        does = Does(user="anna", signals=(("anna", None),), pieces=9)
        for browser in browsers:
            await browser.ask(cookies=GRANTED, does=does)
        for _ in range(rounds):
            time.now += 1000
            await asyncio.gather(
                *(
                    browser.ask(f"/menu/{rng.random()}", cookies=GRANTED, does=does)
                    for browser in browsers
                    for _ in range(tabs // 2)
                )
            )
        answer = await browsers[0].ask(cookies=GRANTED, does=Does(user="anna"))
        return counts_of(answer.shown["counts"])

    assert asyncio.run(lived())["anna"] == 2 + rounds * tabs
    assert noted(app) == {}


@pytest.mark.parametrize("way", WAYS)
def test_a_sign_out_leaves_nothing_in_the_browser(tmp_path: Path, way: str) -> None:
    """The next visitor is new: visits, topics, caps and steady choices."""
    rng, time = dice(way, "out"), Time(START)
    app = opened(tmp_path, way, time, rng)
    facts = ("visits", "interest", "signals.anna", "days_since_last")

    async def lived() -> tuple[Any, Any]:
        browser = Browser(app)
        for _ in range(7):
            does = Does(user="anna", signals=(("anna", 1.0),))
            await browser.ask("/menu/fish", cookies=GRANTED, does=does)
            time.now += 3600
        await browser.ask(cookies=GRANTED, does=Does(signs_out=True))
        old = await browser.ask(cookies=GRANTED, does=Does(facts=facts))
        new = await Browser(app).ask(cookies=GRANTED, does=Does(facts=facts))
        return (old.facts, old.shown), (new.facts, new.shown)

    old, new = asyncio.run(lived())
    assert old == new


DAY = 86_400
MERGING = """
[signals.booked]
points = 15
[slots.daily]
pages = ["/"]
show = [{ fragment = "daily.html", cap = { times = 3, per = "day" } }]
[interests]
from = ["/menu/{topic}"]
min = 3
"""


class Joining:
    """Somebody's profile in a store, and a browser of theirs that is not signed in."""

    def __init__(self, folder: Path) -> None:
        self.time, self.store = Time(START), MemoryStore()
        self.app = site(
            folder,
            HEAD + MERGING,
            ("daily",),
            ("daily",),
            clock=self.time,
            profiles=self.store,
        )
        self.home, self.phone = Browser(self.app), Browser(self.app)

    async def ask(self, browser: Browser, path: str = "/", **does: Any) -> Answered:
        self.time.now += 60
        return await browser.ask(path, cookies=GRANTED, does=Does(**does))


def test_an_interest_that_faded_stays_faded_when_profiles_join(tmp_path: Path) -> None:
    """Three looks 150 days ago weigh a tenth; one more today makes no interest."""
    they = Joining(tmp_path)

    async def joined() -> frozenset[str]:
        for _ in range(3):
            await they.ask(they.home, "/menu/fish", user="anna")
        they.time.now += 150 * DAY
        await they.ask(they.phone, "/menu/fish")
        await they.ask(they.phone, user="anna")
        answer = await they.ask(they.phone, user="anna", facts=("interest",))
        return answer.facts["interest"]

    assert asyncio.run(joined()) == frozenset()


def test_points_that_faded_do_not_outdo_those_of_today_when_profiles_join(
    tmp_path: Path,
) -> None:
    """Of 30 points a year ago nothing is left; 15 of today make a regular."""
    they = Joining(tmp_path)

    async def joined() -> str:
        for _ in range(2):
            await they.ask(they.home, user="anna", signals=(("booked", None),))
        they.time.now += 360 * DAY
        await they.ask(they.phone, signals=(("booked", None),))
        await they.ask(they.phone, user="anna")
        they.time.now += DAY
        answer = await they.ask(they.phone, user="anna", facts=("level",))
        return answer.facts["level"]

    assert asyncio.run(joined()) == "regular"


def test_a_daily_cap_is_kept_when_profiles_join(tmp_path: Path) -> None:
    """Three times today, and once yesterday in the other browser: no more today."""
    they = Joining(tmp_path)

    async def joined() -> list[str]:
        await they.ask(they.phone)
        they.time.now += DAY
        found = [await they.ask(they.home, user="anna") for _ in range(4)]
        found += [await they.ask(they.phone, user="anna") for _ in range(2)]
        return [answer.shown["daily"] for answer in found]

    assert asyncio.run(joined()) == ["daily"] * 3 + ["own"] * 3


PASSING = {
    "JSON": {"is_html": False},
    "what caches share": {
        "is_html": False,
        "headers": ((b"cache-control", b"public, max-age=60"),),
    },
    "a signal that caches share": {
        "is_html": False,
        "headers": ((b"cache-control", b"public, max-age=60"),),
        "signals": (("booked", None),),
    },
    "a signal with JSON": {"is_html": False, "signals": (("booked", None),)},
    "a sign-out": {"signs_out": True},
    "a sign-in and out": {"user": "anna", "signs_out": True},
}


@pytest.mark.parametrize("kind", PASSING)
@pytest.mark.parametrize("is_known", [False, True], ids=["new", "known"])
def test_no_profile_is_kept_that_no_browser_has_the_key_of(
    tmp_path: Path, kind: str, is_known: bool
) -> None:
    """What nobody can open, nobody can have erased either."""
    they = Joining(tmp_path)

    async def asked() -> int:
        if is_known:
            await they.ask(they.home)
        await they.ask(they.home, "/passing", **PASSING[kind])
        return int(PROFILE in they.home.jar)

    held = asyncio.run(asked())
    users = 1 if kind == "a sign-in and out" else 0
    assert len(they.store.kept) <= held + users


def test_a_store_is_not_asked_where_nothing_needs_it(tmp_path: Path) -> None:
    """Neither rules nor a signal nor the site's own code: no load, no save."""
    they = Joining(tmp_path)

    async def asked() -> dict[str, int]:
        await they.ask(they.home)
        they.store.calls.clear()
        for path in ("/style.css", "/api/free", "/plain"):
            await they.ask(they.home, path, is_html=path == "/plain")
        return dict(they.store.calls)

    assert asyncio.run(asked()) == {}
