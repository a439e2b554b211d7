"""No leak: before consent nothing is kept, read or told; a withdrawal works at once.

Random requests of visitors who did not consent: undecided, denied, malformed, stale or
implied records of twenty tools, `Sec-GPC` and `DNT` where silence counts as a yes. They
bring stolen, old and forged profile cookies, and the site's code calls every verb.
`SARTO_SEED` says which requests, `SARTO_LEAKS` how many.
"""

import asyncio
import logging
import os
import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sarto import Sarto
from support.consent import GRANTED, MAPS, NOW, SET_UP, VECTORS, WHEN, Vector, names_of
from support.remembered_site import (
    CHROME,
    HEAD,
    PROFILE,
    SECRET,
    Answered,
    Browser,
    Does,
    Time,
    agreed,
    consenting,
    noted,
    site,
)
from support.stores import MemoryStore

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
LEAKS = int(os.environ.get("SARTO_LEAKS", "10000"))
PREFS = "__Host-sarto-prefs"
WAYS = ("cookie", "store")
START = int(NOW.timestamp())
REMEMBERS = """
[preferences.view]
values = ["simple", "expert"]

[slots.hero]
pages = ["/", "/menu/*"]
stable = "visit"
show = [
  { when = { returning = true }, fragment = "again.html" },
  { when = { signals.liked = ">=1" }, fragment = "liked.html" },
  { when = { level = ["regular", "expert"] }, fragment = "level.html" },
  { when = { stage = "second" }, fragment = "stage.html" },
  { when = { interest = ["fish", "tea"] }, fragment = "interest.html" },
  { when = { arm.words = ["calm", "loud"] }, fragment = "arm.html" },
  { when = { arm.price = ["low", "high"] }, fragment = "arm.html" },
]
[slots.offer]
pages = ["/", "/menu/*"]
show = [{ fragment = "offer.html", cap = { times = 100, per = "visitor" } }]
[slots.who]
pages = ["/", "/menu/*"]
show = [{ fragment = "who.html" }]

[signals.liked]
points = 50
area = "menu"
[signals.booked]
on = "POST /book"
[experiments.words]
arms = { calm = 1, loud = 1 }
goal = "booked"
[experiments.price]
arms = { low = 1, high = 3 }
goal = "booked"
allocate = "bandit"
[interests]
from = ["/menu/{topic}", "?q"]
min = 1
[journey]
stages = [{ name = "first" }, { name = "second", when = { visits = ">=2" } }]
"""
SLOTS = ("hero", "offer", "who")
FRAGMENTS = ("again", "liked", "level", "stage", "interest", "arm", "offer")
WHO = (
    "{{ visitor.facts.visits }} {{ visitor.level }} {{ visitor.stage }} "
    "{{ visitor.facts.returning }}"
)
UNKNOWN: dict[str, Any] = {
    "visits": 1,
    "returning": False,
    "days_since_last": None,
    "level": "novice",
    "levels.menu": "novice",
    "stage": "first",
    "signals.liked": 0,
    "signals.booked": 0,
    "signals.liked.value": None,
    "interest": frozenset(),
    "often": (),
    "arm.words": None,
    "arm.price": None,
    "city": None,
    "color_scheme": None,
    "reduced_motion": None,
}
FACTS = tuple(UNKNOWN)
METHODS = ("GET", "GET", "GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")
PATHS = ("/", "/menu/fish", "/menu/tea", "/plain", "/api", "/book", "/_x", "/menu/é")
CACHED = (
    b"public, max-age=60",
    b"s-maxage=60",
    b"max-age=600",
    b"public",
    b"private",
    b"no-store",
    b"private, max-age=60",
    b"no-cache",
)


class Recorder(MemoryStore):
    """A store that notes every call, and the key it was made with."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.owed: set[tuple[str, str]] = set()  # what was to be erased, once or again
        self.is_down = False
        self.words = "the store is down"

    async def load(self, key: str) -> Any:
        self.note("load", key)
        return await super().load(key)

    async def save(self, key: str, data: bytes, **more: Any) -> bool:
        self.note("save", key)
        return await super().save(key, data, **more)

    async def erase(self, key: str) -> None:
        self.note("erase", key)
        await super().erase(key)

    def note(self, what: str, key: str) -> None:
        self.asked.append((what, key))
        if self.is_down:
            raise ConnectionError(self.words.format(key=key))


class Heard(logging.Handler):
    """Every log line, with all that it could be formatted to."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {vars(record)!r}")


@contextmanager
def listening(at: int = logging.DEBUG) -> Iterator[Heard]:
    heard, root = Heard(), logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(at)
    try:
        yield heard
    finally:
        root.removeHandler(heard)
        root.setLevel(level)


def consent_table(vector: Vector | None, tool: str, *, is_opt_out: bool = False) -> str:
    """Write `[consent]` for a tool, `personalization` being what a vector speaks of."""
    wanted = MAPS.get(tool, {}).get("preferences", ()) or ("personalization",)
    if vector is not None and tool != "tcf":  # of whose ids there are no names
        said = vector.expected["purposes"]
        wanted = wanted if said.keys() >= set(wanted) else tuple(said)[:1]
    ids = ", ".join(f'"{each}"' for each in wanted)
    regime = '\nregime = "opt-out"' if is_opt_out else ""
    mapped = f"\nmap = {{ personalization = [{ids}], analytics = [{ids}] }}"
    return f'\nlanguages = ["en"]\n[consent]\nsource = "{tool}"{mapped}{regime}\n'


def opened(
    folder: Path, table: str, time: Time, store: MemoryStore | None, **more: Any
) -> Sarto:
    given: dict[str, Any] = {"clock": time, "profiles": store, **more}
    return site(
        folder, table + REMEMBERS, SLOTS, FRAGMENTS, texts={"who": WHO}, **given
    )


def is_ungranted(vector: Vector) -> bool:
    """Whether a vector surely grants no personalization to a site that asks first."""
    if vector.id in SET_UP or vector.id in WHEN:
        return False
    state, said = vector.expected["state"], vector.expected["normalized"]
    if state == "partial":
        return said.get("preferences") is False
    return state in {"denied", "undecided", "malformed", "stale", "implied", "opaque"}


@dataclass
class Stranger:
    """A site of one tool, and the records with which nobody consents to it."""

    app: Sarto
    tool: str
    records: list[dict[str, str]]
    headers: Sequence[tuple[str, str]] = ()
    store: Recorder | None = None


def strangers(folder: Path, time: Time, way: str, rng: Random) -> list[Stranger]:
    found = []
    tools = {v.tool: [w for w in VECTORS if w.tool == v.tool] for v in VECTORS}
    for tool, vectors in sorted(tools.items()):
        refused = [v for v in vectors if is_ungranted(v) and v.map.get("preferences")]
        wrong = {name: rng.choice(JUNK) for name in names_of(tool)}
        records = [{}, wrong, *(dict(v.cookies) for v in refused)]
        store = Recorder() if way == "store" else None
        app = opened(folder, consent_table(None, tool), time, store)
        found.append(Stranger(app, tool, records, store=store))
    for header in (("sec-gpc", "1"), ("dnt", "1")):
        store = Recorder() if way == "store" else None
        table = consent_table(None, "cookieyes", is_opt_out=True)
        app = opened(folder, table, time, store)
        found.append(Stranger(app, "cookieyes", [{}], (header,), store))
    store = Recorder() if way == "store" else None
    app = opened(folder, HEAD, time, store)
    refusal = {"cookieyes-consent": agreed(functional=False, analytics=False)}
    return [*found, Stranger(app, "cookieyes", [{}, refusal], store=store)]


JUNK = (
    "",
    "1",
    "true",
    "granted",
    "%7B%7D",
    "{",
    "%",
    "%00",
    '"yes"',
    "consent:yes,functional:yes",
    "x" * 9000,
    "0" * 40,
    "[]",
)


@dataclass
class Stolen:
    """Profile cookies of the same secret, and the keys in those that are keys."""

    values: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)  # of a value


async def stolen(folder: Path, time: Time) -> Stolen:
    """Let some visitors be remembered, today and 400 days ago."""
    found, now = Stolen(), time.now
    for way in WAYS:
        store = Recorder() if way == "store" else None
        app = opened(folder, HEAD, time, store)
        for age in (0, 1, 30, 394, 400):
            time.now = now - age * 86_400
            browser = Browser(app)
            for path in ("/menu/fish", "/menu/tea", "/"):
                await browser.ask(
                    path,
                    cookies={"cookieyes-consent": consenting()},
                    does=Does(signals=(("liked", 2.0),)),
                )
                time.now += 3600
            value = browser.jar[PROFILE]
            found.values.append(value)
            if store is not None:
                found.keys[value] = store.asked[-1][1]
    time.now = now
    return found


def forged(rng: Random, values: Sequence[str]) -> str:
    """Write a profile cookie that nobody signed, or that was changed since."""
    value = rng.choice(values)
    at = rng.randrange(len(value))
    return rng.choice(
        (
            value[:at] + rng.choice("AZaz09-_") + value[at + 1 :] + "A",
            value[:at],
            value + value,
            urlsafe_b64encode(rng.randbytes(60)).decode(),
            f"{urlsafe_b64encode(rng.randbytes(30)).decode()}.{value[-43:]}",
            "admin",
            "",
        )
    )


def does(rng: Random) -> Does:
    """Let the site's code do anything."""
    return Does(
        status=rng.choice((200, 200, 200, 303, 404, 500, 204)),
        is_html=rng.random() < 0.8,
        headers=tuple(
            pair
            for pair in (
                (b"cache-control", rng.choice(CACHED)),
                (b"set-cookie", b"own=1; Path=/"),
                (b"etag", b'"own"'),
            )
            if rng.random() < 0.3
        ),
        user=rng.choice((None, None, "user-17", "somebody@shop.example")),
        signs_out=rng.random() < 0.1,
        signals=rng.choice(((), (("liked", 4.0),), (("liked", None), ("booked", 1.0)))),
        prefers=rng.choice(((), (), (("view", "expert"),), (("view", ""),))),
        facts=FACTS if rng.random() < 0.8 else (),
    )


class Auditor:
    """Asks as a stranger, and finds what leaked."""

    def __init__(self, rng: Random, loot: Stolen, heard: Heard) -> None:
        self.rng, self.loot, self.heard = rng, loot, heard
        self.seen = Counter[str]()

    async def ask(self, stranger: Stranger) -> None:
        rng, store = self.rng, stranger.store
        cookies = {**rng.choice(stranger.records), "session": f"s{rng.random()}"}
        kind = rng.choice(("stolen", "stolen", "forged", "none"))
        if kind != "none":
            values = self.loot.values
            sent = rng.choice(values) if kind == "stolen" else forged(rng, values)
            cookies[PROFILE] = sent
        if rng.random() < 0.1:
            cookies["__Host-sarto-consent"] = rng.choice(self.loot.values)
        doing = does(rng)
        if store is not None:
            store.asked.clear()
            store.is_down = rng.random() < 0.05
        before = len(self.heard.lines)
        browser = Browser(stranger.app)
        method, path = rng.choice(METHODS), rng.choice(PATHS)
        hints = (("sec-ch-prefers-color-scheme", "dark"), ("accept-language", "en"))
        answer = await browser.ask(
            path,
            method=method,
            query=rng.choice(("", "", "q=fish", "q=%00", "utm_source=mail")),
            headers=[*stranger.headers, *hints],
            agent=rng.choice((CHROME, "curl/8", "")),
            cookies=cookies,
            does=doing,
        )
        where = f"{stranger.tool}: {method} {path} {cookies} {doing}"
        self.seen[f"{method} {kind}"] += 1
        assert answer.status == doing.status, where
        self.check_facts(answer, doing, where)
        self.check_cookies(answer, cookies, doing, where)
        self.check_shown(answer, where)
        self.check_store(store, cookies.get(PROFILE), where)
        self.check_lines(self.heard.lines[before:], cookies, where)

    def check_facts(self, answer: Answered, doing: Does, where: str) -> None:
        if doing.facts:
            assert answer.facts == UNKNOWN, where

    def check_cookies(
        self, answer: Answered, sent: dict[str, str], doing: Does, where: str
    ) -> None:
        for cookie in answer.cookies:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if name == "own":
                continue
            if name == PREFS:
                assert doing.prefers, where
                assert value in ("", "view=expert"), where
                continue
            assert name == PROFILE, where
            assert PROFILE in sent, where
            assert not value, where
            assert "Max-Age=0" in rest, where
            self.seen["deleted"] += 1
            assert is_private(answer) or " GET " not in where, where

    def check_shown(self, answer: Answered, where: str) -> None:
        shown = answer.shown
        assert shown.get("hero") in (None, "own"), where
        assert shown.get("offer") in (None, "own"), where
        assert shown.get("who") in (None, "own", "1 novice first False"), where

    def check_store(self, store: Recorder | None, sent: str | None, where: str) -> None:
        if store is None:
            return
        if key := self.loot.keys.get(sent or ""):
            store.owed.add(("erase", key))
        assert set(store.asked) <= store.owed, where
        self.seen["erased"] += bool(store.asked)
        self.seen["down"] += bool(store.asked) and store.is_down
        assert not store.kept, where

    def check_lines(
        self, lines: Sequence[str], cookies: dict[str, str], where: str
    ) -> None:
        self.seen["log lines"] += len(lines)
        secrets = [value for value in cookies.values() if len(value) > 6]
        key = self.loot.keys.get(cookies.get(PROFILE, ""))
        for text in (*secrets, *filter(None, (key, SECRET, "user-17"))):
            assert not any(text in line for line in lines), where


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_before_consent_nothing_is_kept_read_or_told(tmp_path: Path, way: str) -> None:
    print(f"SARTO_SEED={SEED} SARTO_LEAKS={LEAKS}")  # noqa: T201 - to be repeated by
    rng, time = Random(f"{SEED} {way}"), Time(START)  # noqa: S311 - chance that can be repeated

    async def audited() -> Auditor:
        loot = await stolen(tmp_path, time)
        people = strangers(tmp_path, time, way, rng)
        with listening() as heard:
            auditor = Auditor(rng, loot, heard)
            for _ in range(LEAKS):
                time.now += rng.randrange(3)
                await auditor.ask(rng.choice(people))
        return auditor

    seen = asyncio.run(audited()).seen
    print(dict(sorted(seen.items())))  # noqa: T201 - the figures
    assert seen["deleted"] > LEAKS / 10
    if way == "store":
        assert seen["erased"] > LEAKS / 10
        assert seen["down"]
        assert seen["log lines"]


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_a_store_that_tells_whose_profile_failed_is_not_quoted(
    tmp_path: Path, level: int
) -> None:
    time, store = Time(START), Recorder()
    app = opened(tmp_path, HEAD, time, store)
    browser, granted = Browser(app), {"cookieyes-consent": consenting()}

    async def asked() -> list[str]:
        await browser.ask(cookies=granted)
        store.is_down, store.words = True, "nothing is known of {key}"
        with listening(level) as heard:
            await browser.ask(cookies=granted)
            await browser.ask()
        return heard.lines

    lines = asyncio.run(asked())
    (key,) = store.kept
    assert lines
    assert not [line for line in lines if key in line]


def refusal(tool: str) -> dict[str, str]:
    """Give the record of a visitor who says no; of some tools, that has none."""
    for vector in VECTORS:
        if vector.tool == tool and vector.expected["state"] == "denied":
            return dict(vector.cookies)
    return {}


TOOLS = sorted({v.tool for v in GRANTED if v.id not in WHEN})
KINDS = {
    "page": ("/", "GET", Does()),
    "page in pieces": ("/menu/fish", "GET", Does(pieces=7)),
    "error": ("/", "GET", Does(status=500)),
    "form": ("/book", "POST", Does(status=303, is_html=False)),
    "JSON": ("/api", "GET", Does(is_html=False)),
    "signals": ("/", "GET", Does(signals=(("liked", 1.0),))),
    "signs in": ("/", "GET", Does(user="user-17")),
    "plain": ("/plain", "GET", Does()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tool", TOOLS)
def test_a_withdrawal_works_in_that_very_request(
    tmp_path: Path, tool: str, way: str, kind: str
) -> None:
    vector = next(v for v in GRANTED if v.tool == tool and v.id not in WHEN)
    path, method, doing = KINDS[kind]
    facts = Does(**{**settings(doing), "facts": FACTS})
    time = Time(START)
    store = Recorder() if way == "store" else None
    app = opened(tmp_path, consent_table(vector, tool), time, store)
    browser, granted = Browser(app), dict(vector.cookies)

    async def withdrawn() -> None:
        for page in ("/menu/fish", "/menu/tea"):
            likes = Does(signals=(("liked", 3.0),))
            await browser.ask(page, cookies=granted, does=likes)
            time.now += 3600
        known = await browser.ask(cookies=granted, does=Does(facts=FACTS))
        assert known.facts["visits"] == 3
        assert known.facts["signals.liked"] == 2
        taken = dict(browser.jar)
        if store is not None:
            assert len(store.kept) == 1
            store.asked.clear()
        refused = refusal(tool)
        answer = await browser.ask(path, method=method, cookies=refused, does=facts)
        assert answer.facts == UNKNOWN
        assert PROFILE not in browser.jar
        (gone,) = [each for each in answer.cookies if each.startswith(PROFILE + "=")]
        assert "Max-Age=0" in gone
        if store is not None:
            assert not store.kept
            assert [what for what, _ in store.asked] == ["erase"]
            store.asked.clear()
        silent = await browser.ask(cookies=refused, does=Does(facts=FACTS))
        assert silent.facts == UNKNOWN
        assert not silent.cookies
        assert store is None or not store.asked
        if store is not None:  # what was erased does not come back with its key
            thief = Browser(app)
            thief.jar = taken
            again = await thief.ask(cookies=granted, does=Does(facts=FACTS))
            assert again.facts["visits"] == 1
            assert again.facts["signals.liked"] == 0

    asyncio.run(withdrawn())
    assert noted(app) == {}


def settings(doing: Does) -> dict[str, Any]:
    return {name: getattr(doing, name) for name in Does.__slots__}


def test_a_request_that_was_under_way_brings_nothing_back(tmp_path: Path) -> None:
    """It began with consent, and ends after the visitor withdrew it."""
    time, store = Time(START), Recorder()
    app = opened(tmp_path, HEAD, time, store)
    own, tab = app.app, Browser(app)
    granted = {"cookieyes-consent": consenting()}
    begun, withdrawn = asyncio.Event(), asyncio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/menu/slow":
            begun.set()
            await withdrawn.wait()
        await own(scope, receive, send)

    async def asked() -> None:
        app.app = slow
        likes = Does(signals=(("liked", 1.0),))
        await tab.ask(cookies=granted, does=likes)
        other = Browser(app)
        other.jar = dict(tab.jar)
        late = asyncio.create_task(other.ask("/menu/slow", cookies=granted, does=likes))
        await begun.wait()
        await tab.ask()
        assert PROFILE not in tab.jar
        withdrawn.set()
        await late

    asyncio.run(asked())
    assert not store.kept


ARMS = tuple(name for name in FACTS if name.startswith("arm."))


def anew(answer: Answered, form: str) -> dict[str, Any]:
    """Give the arms of who forgot and still allows all: those of another visitor."""
    return {name: answer.facts[name] for name in ARMS} if form == "forgets" else {}


SAME = (
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/x-www-form-urlencoded"),
)
FORMS = {
    "refuses": ("consent", b"choice=none&next=/"),
    "keeps another": ("consent", b"purpose=analytics&next=/"),
    "forgets": ("forget", b"next=/"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_withdrawal_by_our_own_form_is_done_with_its_answer(
    tmp_path: Path, way: str, form: str
) -> None:
    time, store = Time(START), Recorder() if way == "store" else None
    table = 'languages = ["en"]\n[consent]\nsource = "form"\n'
    app = opened(tmp_path, table, time, store)
    browser = Browser(app)

    async def sent(name: str, body: bytes) -> Answered:
        page = (await browser.ask("/_sarto/consent")).body
        (shown,) = set(re.findall(rb'name="?v"? value="?(\w+)', page))
        told = body + b"&v=" + shown
        path = f"/_sarto/{name}"
        return await browser.ask(path, method="POST", headers=SAME, body=told)

    async def withdrawn() -> None:
        before = await browser.ask(does=Does(facts=FACTS, signals=(("liked", 1.0),)))
        assert before.facts == UNKNOWN
        assert not browser.jar
        assert (await sent("consent", b"choice=all&next=/")).status == 303
        for _ in range(2):
            await browser.ask(does=Does(signals=(("liked", 1.0),)))
            time.now += 3600
        known = await browser.ask(does=Does(facts=FACTS))
        assert known.facts["visits"] == 3
        assert known.facts["signals.liked"] == 2
        taken = dict(browser.jar)
        answer = await sent(*FORMS[form])
        assert answer.status == 303
        assert is_private(answer)
        measured = form == "keeps another"  # an id stays, and is all that does
        assert (PROFILE in browser.jar) == measured
        assert store is None or not store.kept
        after = await browser.ask(does=Does(facts=FACTS))
        arms = {name: known.facts[name] for name in ARMS} if measured else {}
        assert after.facts == {**UNKNOWN, **(arms or anew(after, form))}
        left = browser.jar.get(PROFILE)
        if form != "forgets":  # who only forgets may go on being remembered, anew
            assert (left is not None) == measured
            browser.jar[PROFILE] = taken[PROFILE]
            after = await browser.ask(does=Does(facts=FACTS))
            assert after.facts == {**UNKNOWN, **arms}
            assert browser.jar.get(PROFILE) == left

    asyncio.run(withdrawn())
    assert noted(app) == {}


@pytest.mark.parametrize("way", WAYS)
def test_a_withdrawal_makes_a_shared_answer_this_visitor_s_own(
    tmp_path: Path, way: str
) -> None:
    """The deletion goes out in that very answer, which nobody else is given."""
    time = Time(START)
    store = Recorder() if way == "store" else None
    app = opened(tmp_path, HEAD, time, store)
    browser, granted = Browser(app), {"cookieyes-consent": consenting()}
    shared = Does(is_html=False, headers=((b"cache-control", b"public, max-age=60"),))

    async def withdrawn() -> None:
        await browser.ask(cookies=granted)
        assert PROFILE in browser.jar
        answer = await browser.ask("/style.css", does=shared)
        assert is_private(answer)
        assert PROFILE not in browser.jar
        assert store is None or not store.kept
        answer = await browser.ask("/style.css", does=shared)
        assert answer.header(b"cache-control") == b"public, max-age=60"
        assert not answer.cookies

    asyncio.run(withdrawn())


SHAREABLE = (
    (b"cache-control", b"public"),
    (b"cache-control", b"public, max-age=60"),
    (b"cache-control", b"max-age=60"),
    (b"cache-control", b"s-maxage=60"),
    (b"Cache-Control", b"Max-Age=60, Must-Revalidate"),
    (b"cache-control", b"public, no-cache"),
    (b"cache-control", b"immutable, max-age=31536000"),
    (b"cdn-cache-control", b"max-age=60"),
    (b"surrogate-control", b"max-age=60"),
    (b"expires", b"Sun, 21 Nov 2027 08:49:37 GMT"),
)
VERBS = {
    "nothing": Does(),
    "a signal": Does(signals=(("liked", 1.0),)),
    "a preference": Does(prefers=(("view", "expert"),)),
    "a sign-in": Does(user="user-17"),
    "a sign-out": Does(signs_out=True),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("is_html", [True, False], ids=["html", "json"])
@pytest.mark.parametrize("way", WAYS)
def test_no_cookie_of_ours_goes_out_on_an_answer_that_may_be_shared(
    tmp_path: Path, way: str, is_html: bool, verb: str
) -> None:
    shared = shared_with_ours(tmp_path, way, "GET", is_html=is_html, verb=verb)
    assert not shared


@pytest.mark.parametrize("way", WAYS)
def test_nor_on_an_answer_to_a_form(tmp_path: Path, way: str) -> None:
    """It may be kept, too, where it says for how long (RFC 9110 §9.3.3)."""
    shared = [
        (verb, is_html, *each)
        for verb in VERBS
        for is_html in (True, False)
        for each in shared_with_ours(tmp_path, way, "POST", is_html=is_html, verb=verb)
    ]
    assert not shared


def shared_with_ours(
    folder: Path, way: str, method: str, *, is_html: bool, verb: str
) -> list[tuple[bytes, str]]:
    """List the answers that may be shared, and have a cookie of ours."""
    time, found = Time(START), list[tuple[bytes, str]]()
    store = Recorder() if way == "store" else None
    app = opened(folder, HEAD, time, store)

    async def asked() -> None:
        for header in SHAREABLE:
            for path in ("/", "/plain", "/menu/fish", "/static/x.css"):
                browser = Browser(app)
                for cookies in (
                    {"cookieyes-consent": consenting()},
                    {"cookieyes-consent": consenting()},
                    {},
                ):
                    time.now += 60
                    doing = settings(VERBS[verb])
                    doing |= {"headers": (header,), "is_html": is_html}
                    answer = await browser.ask(
                        path, method=method, cookies=cookies, does=Does(**doing)
                    )
                    if answer.cookies and not is_private(answer):
                        found.append((header[1], path))

    asyncio.run(asked())
    return found


def is_private(answer: Answered) -> bool:
    """Whether nobody but the browser may keep an answer."""
    caching = answer.header(b"cache-control").lower()
    targeted = answer.header(b"cdn-cache-control") + answer.header(b"surrogate-control")
    said = {part.strip().partition(b"=")[0] for part in caching.split(b",")}
    return (
        bool(said & {b"private", b"no-store"})
        and b"public" not in said
        and b"s-maxage" not in said
        and b"max-age=60" not in targeted.replace(b" ", b"")
    )
