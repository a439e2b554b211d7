"""What is remembered of visitors, at every request, is what the contract says.

Five temperaments walk for 60 days, with their profile in the cookie and in a store; a
model of another hand (`support.remembering_model`) says what each request must be
shown. `SARTO_SEED` says which walks, `SARTO_WALKS` how many of each temperament.
"""

import asyncio
import os
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from sarto import Sarto
from support.remembered_rules import (
    DAY,
    FACTS,
    HOUR,
    MEMORY,
    MINUTE,
    Rule,
    Slot,
    counted,
    moment,
)
from support.remembered_site import (
    CHROME,
    CRAWLER,
    HEAD,
    Answered,
    Browser,
    Does,
    Time,
    agreed,
    consenting,
    noted,
    site,
)
from support.remembered_slots import FRAGMENTS, SLOTS, TOML
from support.remembered_visits import EXPERT, LIFE, VISIT, Asked, Known
from support.remembering_model import Model
from support.temperaments import TEMPERAMENTS, walk

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
WALKS = int(os.environ.get("SARTO_WALKS", "3"))
FLIP_WALKS = 8
WAYS = ("cookie", "store")
PREFETCHES = (
    ("sec-purpose", "prefetch"),
    ("sec-purpose", "prefetch;prerender"),
    ("purpose", "prefetch"),
    ("x-purpose", "preview"),
    ("x-moz", "prefetch"),
)
TIE = 1e-6  # points nearer to a threshold than this would be nobody's to decide


@dataclass
class Walked:
    """What became of one walk."""

    model: Model = field(default_factory=Model)
    requests: int = 0
    checks: int = 0
    bounds: int = 0  # windows of which only a lower bound is told


class Walker:
    """Walks, and holds every answer against the model."""

    def __init__(self, app: Sarto, time: Time, name: str) -> None:
        self.time, self.name = time, name
        self.browser = Browser(app)
        self.walked = Walked()

    async def go(self, steps: list[Asked]) -> Walked:
        for asked in steps:
            await self.step(asked)
        assert self.walked.model.nearest > TIE
        return self.walked

    async def step(self, asked: Asked) -> None:
        walked = self.walked
        model = walked.model
        self.time.now = asked.at
        known = model.known(asked)
        answer = await self.ask(asked, walked.requests)
        walked.requests += 1
        where = f"{self.name}, request {walked.requests}: {asked}"
        told = {name: known.facts[name] for name in FACTS}
        assert known.is_whole(7 * DAY, "")  # what the stage stands on
        assert answer.facts == told, where
        walked.checks += len(told)
        model.choose(asked)
        decided = model.decisions(asked)
        if asked.is_html and asked.method != "HEAD":
            self.compare(asked, model.known(asked), decided, answer, where)
        model.answered(asked, decided)

    def compare(self, asked, known: Known, decided, answer: Answered, where) -> None:
        shown = answer.shown
        for name, slot in SLOTS.items():
            rule = decided.get(name)
            expected = rule.shows if rule else "own"
            self.walked.checks += 1
            if all(each.is_sure(known) for each in slot.rules):
                assert shown[name] == expected, (name, where)
            elif not slot.is_steady:
                self.walked.bounds += 1
                assert number(shown[name]) <= number(expected), (name, where)

    async def ask(self, asked: Asked, number: int) -> Answered:
        cookies = {}
        if asked.consents:
            cookies["cookieyes-consent"] = consenting(analytics=asked.analytics)
        elif number % 2:
            cookies["cookieyes-consent"] = agreed(functional=False, analytics=True)
        headers = [PREFETCHES[number % len(PREFETCHES)]] if asked.is_prefetch else []
        return await self.browser.ask(
            asked.path,
            method=asked.method,
            query="" if asked.query is None else f"q={quoted(asked.query)}",
            headers=headers,
            agent=CRAWLER if asked.is_bot else CHROME,
            cookies=cookies,
            does=Does(
                status=asked.status,
                is_html=asked.is_html,
                signals=asked.signals,
                prefers=asked.prefers,
                facts=FACTS,
                pieces=1 + number % 3,
            ),
        )


def quoted(text: str) -> str:
    return text.replace(" ", "+").replace("ß", "%C3%9F")


def number(shown: str) -> int:
    return 0 if shown == "own" else int(shown[1:])


def opened(folder: Path, way: str, time: Time, toml: str = HEAD + TOML) -> Sarto:
    profiles = f"sqlite:///{folder / 'profiles.db'}" if way == "store" else None
    return site(folder, toml, SLOTS, FRAGMENTS, clock=time, profiles=profiles)


def walks(folder: Path, way: str, name: str, seeds: range) -> list[Walked]:
    """Let some of one temperament walk the same site, one after the other."""
    print(f"SARTO_SEED={seeds[0]} SARTO_WALKS={len(seeds)}")  # noqa: T201 - to be repeated by
    time = Time()
    app = opened(folder, way, time)

    async def all_of_them() -> list[Walked]:
        return [
            await Walker(app, time, f"{name} {seed}").go(walk(name, seed))
            for seed in seeds
        ]

    found = asyncio.run(all_of_them())
    assert noted(app) == {}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TEMPERAMENTS)
def test_every_request_is_shown_what_the_contract_says(
    tmp_path: Path, name: str, way: str
) -> None:
    found = walks(tmp_path, way, name, range(SEED, SEED + WALKS))
    requests = sum(each.requests for each in found)
    checks = sum(each.checks for each in found)
    print(f"{requests} requests, {checks} facts and slots")  # noqa: T201 - the figures
    assert checks > 10 * requests


async def levels(app: Sarto, time: Time, steps: list[Asked]) -> list[str]:
    """Walk, and list the level of each visit, as the application is told it."""
    browser, found = Browser(app), dict[int, str]()
    for asked in steps:
        time.now = asked.at
        answer = await browser.ask(
            asked.path,
            method=asked.method,
            cookies={"cookieyes-consent": consenting()},
            does=Does(
                status=asked.status,
                is_html=asked.is_html,
                signals=asked.signals,
                facts=("visits", "level"),
            ),
        )
        found[answer.facts["visits"]] = answer.facts["level"]
    return [found[number] for number in sorted(found)]


def likely(name: str, seed: int) -> list[Asked]:
    """Walk as one who lets us remember, and chooses no level."""
    return [
        replace(asked, prefers=())
        for asked in walk(name, seed)
        if asked.consents and not asked.is_bot and not asked.is_prefetch
    ]


def test_a_level_changes_at_most_once_in_ten_visits(tmp_path: Path) -> None:
    time, visits, flips = Time(), 0, 0
    app = site(tmp_path, HEAD + MEMORY, (), (), clock=time)
    for name in TEMPERAMENTS:
        for seed in range(SEED, SEED + FLIP_WALKS):
            found = asyncio.run(levels(app, time, likely(name, seed)))
            visits += len(found)
            flips += sum(a != b for a, b in pairwise(found))
    print(f"{flips} changes in {visits} visits")  # noqa: T201 - the figure
    assert visits > 1000
    assert flips <= visits / 10


@pytest.mark.parametrize("seed", range(SEED, SEED + 4))
@pytest.mark.parametrize("way", WAYS)
def test_an_expert_is_known_as_one_within_six_visits(
    tmp_path: Path, way: str, seed: int
) -> None:
    time = Time()
    app = opened(tmp_path, way, time)
    found = asyncio.run(levels(app, time, likely("expert", seed)))
    assert found[0] == "novice"
    assert "expert" in found[:6]
    promoted = found.index("expert")
    assert set(found[promoted:]) == {"expert"}


ODD = {  # what asks or is answered otherwise, and whether a visit goes on by it
    "a page": (Asked(at=0), True),
    "a page that failed": (Asked(at=0, status=500), True),
    "a page not found": (Asked(at=0, status=404), True),
    "a form with a mistake": (Asked(at=0, method="POST", status=422), True),
    "a HEAD": (Asked(at=0, method="HEAD"), False),
    "a prefetch": (Asked(at=0, is_prefetch=True), False),
    "a bot": (Asked(at=0, is_bot=True), False),
    "JSON": (Asked(at=0, path="/api/free", is_html=False), False),
    "JSON where pages can change": (Asked(at=0, path="/help", is_html=False), False),
    "a POST to JSON": (
        Asked(at=0, method="POST", path="/api/free", is_html=False),
        False,
    ),
    "a page no rule can touch": (Asked(at=0, path="/plain"), False),
    "a signal by code": (
        Asked(at=0, path="/api", is_html=False, signals=(("liked", None),)),
        True,
    ),
    "a signal by path": (Asked(at=0, path="/bye", is_html=False), True),
    "a topic": (Asked(at=0, path="/search", query="tea"), True),
    "a topic never kept": (Asked(at=0, path="/search", query="health"), False),
    "a topic of no page": (
        Asked(at=0, path="/search", query="tea", is_html=False),
        False,
    ),
    "a topic not found": (Asked(at=0, path="/search", query="tea", status=404), False),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("way", WAYS)
def test_a_visit_goes_on_by(tmp_path: Path, way: str, kind: str) -> None:
    asked, goes_on = ODD[kind]
    time = Time()
    walker = Walker(opened(tmp_path, way, time), time, kind)
    start = moment("2026-11-02T12:00")
    middle = replace(asked, at=start + VISIT - 1)
    end = Asked(at=start + VISIT + 60)
    asyncio.run(walker.go([Asked(at=start), middle, end]))
    assert walker.walked.model.begun == (1 if goes_on else 2)


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("way", WAYS)
def test_a_first_request_is_remembered_if_it_is(
    tmp_path: Path, way: str, kind: str
) -> None:
    asked, is_remembered = ODD[kind]
    time = Time()
    walker = Walker(opened(tmp_path, way, time), time, kind)
    start = moment("2026-11-02T12:00")
    asyncio.run(walker.go([replace(asked, at=start), Asked(at=start + DAY)]))
    assert walker.walked.model.begun == (2 if is_remembered else 1)


def test_a_page_that_no_rule_can_touch_passes_as_the_application_sent_it(
    tmp_path: Path,
) -> None:
    time = Time(moment("2026-11-02T12:00"))
    browser = Browser(opened(tmp_path, "cookie", time))
    granted = {"cookieyes-consent": consenting()}

    async def asked() -> list[tuple[bytes, bytes]]:
        await browser.ask(cookies=granted)
        time.now += 60
        return (await browser.ask("/plain", cookies=granted)).headers

    assert asyncio.run(asked()) == [(b"content-type", b"text/html; charset=utf-8")]


@pytest.mark.parametrize("way", WAYS)
def test_a_bot_with_a_visitors_cookies_is_shown_what_any_new_visitor_is(
    tmp_path: Path, way: str
) -> None:
    """ "A bot is a visitor without a profile: it gets what any new visitor gets"."""
    time = Time(moment("2026-11-02T12:00"))
    app = opened(tmp_path, way, time)
    browser, granted = Browser(app), {"cookieyes-consent": consenting()}

    async def asked() -> tuple[Answered, Answered]:
        for _ in range(20):
            await browser.ask("/menu/fish", cookies=granted)
            time.now += 20 * MINUTE
        new = await Browser(app).ask("/menu/fish", cookies=granted)
        return await browser.ask("/menu/fish", agent=CRAWLER, cookies=granted), new

    bot, new = asyncio.run(asked())
    assert bot.shown == new.shown
    assert not bot.cookies


@pytest.mark.parametrize("way", WAYS)
def test_of_many_sightings_the_counts_stay_exact_and_windows_have_a_lower_bound(
    tmp_path: Path, way: str
) -> None:
    """Of 500, one a minute, the last day's many cannot all be dated in a cookie."""
    slots = {
        "hour": Slot(rules=counted("liked", *range(50, 70), within=HOUR)),
        "day": Slot(rules=counted("liked", *range(1, 600), within=DAY)),
        "since": Slot(rules=counted("liked", *range(1, 600), since="left")),
    }
    toml = HEAD + MEMORY + "".join(slot.toml(name) for name, slot in slots.items())
    names = {rule.shows for slot in slots.values() for rule in slot.rules}
    time = Time(moment("2026-11-02T08:00"))
    profiles = f"sqlite:///{tmp_path / 'profiles.db'}" if way == "store" else None
    app = site(tmp_path, toml, slots, names, clock=time, profiles=profiles)
    browser, granted = Browser(app), {"cookieyes-consent": consenting()}

    async def asked() -> Answered:
        does = Does(status=204, is_html=False, signals=(("liked", None),))
        await browser.ask("/bye", cookies=granted)
        for _ in range(500):
            time.now += MINUTE
            await browser.ask("/like", method="POST", cookies=granted, does=does)
        facts = Does(facts=("signals.liked", "signals.left", "level", "visits"))
        return await browser.ask(cookies=granted, does=facts)

    answer = asyncio.run(asked())
    assert answer.facts["signals.liked"] == 500
    assert answer.facts["signals.left"] == 1
    assert answer.facts["visits"] == 1
    shown = {name: number(text) for name, text in answer.shown.items()}
    assert shown["hour"] == 61  # within 60 minutes: both ends of them
    assert 128 <= shown["day"] <= 500
    assert 128 <= shown["since"] <= 500
    if way == "store":
        print(shown)  # noqa: T201 - how many a store has dated


@pytest.mark.parametrize("way", WAYS)
def test_a_profile_is_over_after_395_days(tmp_path: Path, way: str) -> None:
    """However often it was used meanwhile: it counts from its first request."""
    time, start = Time(), moment("2026-01-02T12:00")
    walker = Walker(opened(tmp_path, way, time), time, "395 days")
    days = [*range(0, 392, 7), 394.9, 395.1, 396, 402]
    asyncio.run(walker.go([read_at(start + int(day * DAY)) for day in days]))
    profile = walker.walked.model.profile
    assert profile is not None
    assert profile.first == start + int(395.1 * DAY)
    assert LIFE == 395 * DAY


def read_at(at: int) -> Asked:
    return Asked(at=at, path="/menu/tea")


@pytest.mark.parametrize("way", WAYS)
def test_a_steady_choice_gives_way_to_a_sign_in(tmp_path: Path, way: str) -> None:
    """What was chosen for a visit is chosen anew when who it is changes."""
    slots = {
        "steady": Slot(
            is_steady=True, rules=(Rule(shows="r", says='signals.read = ">=1"'),)
        )
    }
    toml = HEAD + MEMORY + slots["steady"].toml("steady")
    time = Time(moment("2026-11-02T08:00"))
    profiles = f"sqlite:///{tmp_path / 'profiles.db'}" if way == "store" else None
    app = site(tmp_path, toml, slots, ["r"], clock=time, profiles=profiles)
    browser, granted = Browser(app), {"cookieyes-consent": consenting()}

    async def asked() -> list[str]:
        found = []
        for path, user in [("/", None), ("/menu/x", None), ("/", None), ("/", "u")]:
            time.now += MINUTE
            answer = await browser.ask(path, cookies=granted, does=Does(user=user))
            found.append(answer.shown["steady"])
        return found

    assert asyncio.run(asked()) == ["own", "own", "own", "r"]
    assert EXPERT == 40
