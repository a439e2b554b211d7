"""A profile that nobody signed is nobody's: no forged cookie is believed, none raises.

Every byte of a valid cookie through every character, and whatever else somebody may
try; then what may happen to honest ones: secrets that rotate, clocks that step back, and
more to remember than a cookie holds.
"""

import asyncio
import os
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sarto import Sarto
from support.remembered_site import (
    HEAD,
    PROFILE,
    SECRET,
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
WAYS = ("cookie", "store")
START, HOUR, DAY = 1_795_348_800, 3600, 86_400
MOST = 3500  # bytes of a cookie, its name included
GRANTED = {"cookieyes-consent": consenting()}
TOML = """
[preferences.view]
values = ["simple", "expert"]
[slots.hero]
pages = ["/*"]
show = [
  { when = { returning = true }, fragment = "again.html" },
  { fragment = "capped.html", cap = { times = 3, per = "visitor" } },
]
[signals.liked]
points = 20
area = "menu"
[interests]
from = ["/menu/{topic}"]
min = 1
"""
FACTS = ("visits", "returning", "level", "signals.liked", "interest", "days_since_last")
PRINTED = [chr(code) for code in range(0x20, 0x7F)]
ODD = [
    "\x00",
    "\t",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\xa0",
    "é",
]


def opened(folder: Path, way: str, time: Time, toml: str = TOML, **more: Any) -> Sarto:
    store = MemoryStore() if way == "store" else None
    given = {"clock": time, "profiles": store, **more}
    return site(folder, HEAD + toml, ("hero",), ("again", "capped"), **given)


def reading(*facts: str, **more: Any) -> Does:
    return Does(facts=facts or FACTS, **more)


async def regular(app: Sarto, time: Time, path: str = "/menu/fish") -> Browser:
    """Let somebody come on three days, and like something on each."""
    browser = Browser(app)
    for _ in range(3):
        likes = Does(signals=(("liked", 1.5),))
        await browser.ask(path, cookies=GRANTED, does=likes)
        time.now += DAY
    return browser


def changed(value: str) -> Iterator[str]:
    """Put every character in every place of a cookie."""
    for at in range(len(value)):
        for character in (*PRINTED, *ODD):
            yield value[:at] + character + value[at + 1 :]


def variants(value: str, other: str) -> Iterator[str]:
    """List what somebody may make of a valid cookie, and of another."""
    body, _, seal = value.partition(".")
    other_body, _, other_seal = other.partition(".")
    for at in range(len(value)):
        yield value[:at]
        yield value[at:]
        yield value[:at] + value[at + 1 :]
        yield value[:at] + value[at] + value[at:]
        yield value[:at] + "." + value[at:]
        yield value[:at] + "=" + value[at:]
    for end in (*PRINTED, *ODD, "=", "==", "===", "A", "AA", "AAA", "AAAA", ".", ".."):
        yield value + end
        yield end + value
        yield f"{body}{end}.{seal}"
        yield f"{body}.{end}{seal}"
    yield from (
        f"{body}.{other_seal}",
        f"{other_body}.{seal}",
        f"{body}{other_body}.{seal}",
        f"{other_body}{body}.{seal}",
        f"{seal}.{body}",
        f"{body}..{seal}",
        f".{value}",
        f"{value}.",
        f"..{value}..",
        f"{value}.{seal}",
        f"{body}.{body}.{seal}",
        f"{value}{value}",
        f"{value},{value}",
        f'"{value}"',
        f"'{value}'",
        f'"{value}',
        f"{body} .{seal}",
        f"{body}. {seal}",
        f"{body}\t.{seal}",
        body,
        seal,
        f"{body}.",
        f".{seal}",
        ".",
        "",
        value.upper(),
        value.lower(),
        value.swapcase(),
        "".join(f"%{ord(each):02x}" for each in value),
        value.replace(".", "%2E"),
        value.replace(".", "%2e"),
        value.replace(".", "．"),
        value.replace(".", ":"),
        "".join(chr(ord(each) + 0xFEE0) for each in value),  # of full width
        value.translate({ord("a"): "а", ord("e"): "е", ord("o"): "о"}),  # Cyrillic
        value[::-1],
        "x" * 5000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    )
    yield from recoded(body, seal)


def recoded(body: str, seal: str) -> Iterator[str]:
    """Write the same bytes in other codings, and other bytes in the same one."""
    inside, mark = bytes_of(body), bytes_of(seal)
    for head in (inside, inside + b"\x00", b"\x00" + inside, inside[:-1], b""):
        for tail in (mark, mark + b"\x00", mark[:-1], bytes(len(mark)), b""):
            for write in (plain, unpadded, padded, bytes.hex):
                yield f"{write(head)}.{write(tail)}"


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def plain(data: bytes) -> str:
    return b64encode(data).decode()


def padded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()


def unpadded(data: bytes) -> str:
    return padded(data).rstrip("=")


def is_forged(sent: str, value: str) -> bool:
    """Whether a server reads another value than the valid one.

    A cookie ends at a semicolon, and spaces and tabs around it are none of it.
    """
    return sent.partition(";")[0].strip(" \t") != value


class Doorkeeper:
    """Shows cookies to a site, and notes which it believes."""

    def __init__(self, app: Sarto, unknown: Mapping[str, Any]) -> None:
        self.app, self.unknown = app, unknown
        self.believed: list[str] = []
        self.shown = 0

    async def show(self, value: str) -> None:
        try:
            sent = value.encode("latin-1").decode("latin-1")
        except UnicodeEncodeError:
            sent = value.encode("utf-8", "surrogatepass").decode("latin-1")
        cookies = {**GRANTED, PROFILE: sent}
        browser = Browser(self.app)
        answer = await browser.ask(cookies=cookies, does=reading())
        assert answer.status == 200, value
        self.shown += 1
        if answer.facts != self.unknown or answer.shown["hero"] != "capped":
            self.believed.append(value)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_forged_profile_is_believed(tmp_path: Path, way: str) -> None:
    time = Time(START)
    app = opened(tmp_path, way, time)

    async def shown() -> Doorkeeper:
        browser = await regular(app, time)
        value = browser.jar[PROFILE]
        other = (await regular(app, time, "/menu/tea")).jar[PROFILE]
        new = await Browser(app).ask(cookies=GRANTED, does=reading())
        door = Doorkeeper(app, new.facts)
        await door.show(value)
        assert door.believed == [value]  # a valid one is
        door.believed.clear()
        seen = set[str]()
        one, two = variants(value, other), variants(other, value)
        for made in (*changed(value), *one, *two):
            if made not in seen and is_forged(made, value) and is_forged(made, other):
                seen.add(made)
                await door.show(made)
        return door

    door = asyncio.run(shown())
    print(f"{door.shown} forged cookies")  # noqa: T201 - the figure
    assert not door.believed
    assert noted(app) == {}
    assert door.shown >= (20_000 if way == "cookie" else 8_000)


@pytest.mark.parametrize("way", WAYS)
def test_what_else_we_sign_is_no_profile(tmp_path: Path, way: str) -> None:
    """Another purpose's seal, another site's, another secret's, the other way's."""
    time, wrong = Time(START), dict[str, str]()
    other_way = WAYS[1 - WAYS.index(way)]
    named = 'site = "other"\n'
    apps = {
        "the other way": opened(tmp_path, other_way, time),
        "another secret": opened(tmp_path, way, time, secret=SECRET[::-1]),
        "a longer secret": opened(tmp_path, way, time, secret=SECRET + "x"),
        "another site's": site(
            tmp_path,
            named + HEAD + TOML,
            ("hero",),
            ("again", "capped"),
            clock=time,
            profiles=MemoryStore() if way == "store" else None,
        ),
    }
    app = opened(tmp_path, way, time)

    async def shown() -> Doorkeeper:
        for name, each in apps.items():
            jar = (await regular(each, time)).jar
            (wrong[name],) = (v for n, v in jar.items() if n.startswith(PROFILE))
        browser = Browser(app)
        await browser.ask(does=Does(prefers=(("view", "expert"),)))
        wrong["a preference"] = browser.jar["__Host-sarto-prefs"]
        new = await Browser(app).ask(cookies=GRANTED, does=reading())
        door = Doorkeeper(app, new.facts)
        for value in wrong.values():
            assert value
            await door.show(value)
        return door

    door = asyncio.run(shown())
    assert not door.believed
    assert noted(app) == {}


@pytest.mark.parametrize("way", WAYS)
def test_two_cookies_of_our_name_never_fail(tmp_path: Path, way: str) -> None:
    time = Time(START)
    app = opened(tmp_path, way, time)

    async def asked() -> None:
        value = (await regular(app, time)).jar[PROFILE]
        for twice in (
            f"{value}; {PROFILE}=forged",
            f"forged; {PROFILE}={value}",
            f"{value}; {PROFILE}={value}",
            f"; {PROFILE}=",
        ):
            browser = Browser(app)
            answer = await browser.ask(cookies={**GRANTED, PROFILE: twice})
            assert answer.status == 200

    asyncio.run(asked())
    assert noted(app) == {}


@pytest.mark.parametrize("way", WAYS)
def test_the_newest_secret_signs_and_older_ones_are_believed(
    tmp_path: Path, way: str
) -> None:
    old, new, newest = (letter * 40 for letter in "abc")
    time, store = Time(START), MemoryStore() if way == "store" else None

    def worker(*secrets: str) -> Sarto:
        return opened(tmp_path, way, time, secret=secrets, profiles=store)

    async def rotated() -> None:
        browser = await regular(worker(old), time)
        signed = {old: browser.jar[PROFILE]}
        for secrets in ((new, old), (newest, new, old)):
            browser.app = worker(*secrets)
            answer = await browser.ask(cookies=GRANTED, does=reading())
            assert answer.facts["visits"] == 3 + len(signed)
            assert answer.facts["signals.liked"] == 3
            signed[secrets[0]] = browser.jar[PROFILE]
            time.now += DAY
        if way == "cookie":  # a key stays as it was given
            for secret, value in signed.items():
                for other in (old, new, newest):
                    alone = Browser(worker(other))
                    cookies = {**GRANTED, PROFILE: value}
                    found = await alone.ask(cookies=cookies, does=reading("visits"))
                    assert (found.facts["visits"] > 1) is (other == secret)

    asyncio.run(rotated())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("one", "other", "is_lossless"),
    [("ab", "ba", True), ("b", "ab", True), ("ba", "a", False), ("a", "b", False)],
)
def test_two_workers_of_different_secrets_never_fail(
    tmp_path: Path, way: str, one: str, other: str, is_lossless: bool
) -> None:
    """Where both know the secrets that sign, nothing is lost either."""
    time, store = Time(START), MemoryStore() if way == "store" else None
    workers = [
        opened(tmp_path, way, time, secret=[c * 40 for c in secrets], profiles=store)
        for secrets in (one, other)
    ]
    rng = Random(SEED)  # noqa: S311 - chance that can be repeated

    async def asked() -> int:
        browser, visits = Browser(workers[0]), 0
        if one == "b":  # what this one signs, the other believes, and not the reverse
            browser.app = workers[1] = opened(
                tmp_path, way, time, secret=["b" * 40, "a" * 40], profiles=store
            )
        for number in range(200):
            browser.app = rng.choice(workers)
            answer = await browser.ask(cookies=GRANTED, does=reading("visits"))
            assert answer.status == 200
            visits = answer.facts["visits"]
            assert not is_lossless or visits == number + 1
            time.now += HOUR
        return visits

    assert asyncio.run(asked()) >= 1
    assert [noted(worker) for worker in workers] == [{}, {}]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("back", [1, 60, 1800, HOUR])
def test_a_clock_that_steps_back_loses_nothing(
    tmp_path: Path, way: str, back: int
) -> None:
    time = Time(START)
    app = opened(tmp_path, way, time)

    async def asked() -> list[dict[str, Any]]:
        browser = await regular(app, time)
        time.now += 2 * HOUR
        found = []
        for step in (0, 5, -back, 1, 2, back, 5):
            time.now += step
            likes = (("liked", None),)
            does = reading(signals=likes if step == 2 else ())
            answer = await browser.ask(cookies=GRANTED, does=does)
            found.append(answer.facts)
        return found

    found = asyncio.run(asked())
    for facts in found[:5]:
        assert facts == found[0]
    for facts in found[5:]:
        assert facts["signals.liked"] == found[0]["signals.liked"] + 1
        assert facts["interest"] == found[0]["interest"]
        assert facts["level"] == found[0]["level"]
        assert facts["visits"] >= found[0]["visits"]
    assert noted(app) == {}


@pytest.mark.parametrize("way", WAYS)
def test_a_profile_begun_before_the_clock_stepped_back_is_believed(
    tmp_path: Path, way: str
) -> None:
    """Its very first request was then an hour in the future."""
    time = Time(START)
    app = opened(tmp_path, way, time)

    async def asked() -> Answered:
        browser = Browser(app)
        likes = Does(signals=(("liked", 2.0),))
        await browser.ask("/menu/fish", cookies=GRANTED, does=likes)
        time.now -= HOUR
        await browser.ask("/menu/fish", cookies=GRANTED, does=likes)
        return await browser.ask(cookies=GRANTED, does=reading())

    answer = asyncio.run(asked())
    assert answer.facts["signals.liked"] == 2
    assert answer.facts["interest"] == frozenset({"fish"})
    assert answer.facts["visits"] == 1


SIGNALS, PLACES = 24, 12


def crowded() -> tuple[str, list[str]]:
    """Write a site that has much to remember."""
    lines = ['[interests]\nfrom = ["/menu/{topic}"]\nmin = 1\n']
    slots = []
    for n in range(SIGNALS):
        name = f"signal-{n}"
        lines.append(f'[signals.{name}]\npoints = {n}\narea = "area-{n % 6}"\n')
        rules = [
            f'{{ when = {{ signals.{name} = true, within = "{hours}h" }}, '
            f'fragment = "h{hours}.html" }}'
            for hours in (1, 6, 24)
        ]
        lines.append(f"[slots.last-{n}]\npages = ['/']\nshow = [{', '.join(rules)}]\n")
        slots.append(f"last-{n}")
    for n in range(PLACES):
        caps = ", ".join(
            f'{{ fragment = "h1.html", when = {{ signals.signal-{n} = ">{m}" }}, '
            f'cap = {{ times = 900, per = "{per}" }} }}'
            for m, per in ((9, "visitor"), (5, "day"), (0, "visit"))
        )
        lines.append(
            f'[slots.steady-{n}]\npages = ["/"]\nstable = "visit"\nshow = [{caps}]\n'
        )
        slots.append(f"steady-{n}")
    return HEAD + "".join(lines), slots


def size(browser: Browser) -> int:
    return len(PROFILE) + 1 + len(browser.jar.get(PROFILE, ""))


@pytest.mark.slow
def test_a_cookie_stays_small_and_its_counts_and_last_times_exact(
    tmp_path: Path,
) -> None:
    """Thousands of signals, hundreds of topics, dozens of caps and steady choices."""
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    toml, slots = crowded()
    time, rng = Time(START), Random(SEED)  # noqa: S311 - chance that can be repeated
    app = site(tmp_path, toml, slots, ("h1", "h6", "h24"), clock=time)
    browser = Browser(app)
    counts, last, values = Counter[str](), dict[str, int](), dict[str, float]()
    names = [f"signal-{n}" for n in range(SIGNALS)]

    async def tell() -> None:
        some = rng.choices(names, range(1, SIGNALS + 1), k=rng.randrange(8))
        told = tuple((n, rng.choice((None, rng.uniform(-9, 1e6)))) for n in some)
        topic = rng.choice(("fish", "téa", "飯", "😀")) * 8 + str(rng.randrange(300))
        await browser.ask(
            f"/menu/{topic}",
            method=rng.choice(("GET", "POST")),
            cookies=GRANTED,
            does=Does(signals=told, user=rng.choice((None, "user-17"))),
        )
        for name, value in told:
            counts[name] += 1
            last[name] = time.now
            if value is not None:
                values[name] = value

    async def check() -> None:
        read = tuple(f"signals.{name}{end}" for name in names for end in ("", ".value"))
        answer = await browser.ask(cookies=GRANTED, does=reading(*read))
        shown = answer.shown
        for n, name in enumerate(names):
            assert answer.facts[f"signals.{name}"] == counts[name]
            assert answer.facts[f"signals.{name}.value"] == values.get(name)
            ages = [h for h in (1, 6, 24) if time.now - last.get(name, 0) <= h * HOUR]
            assert shown[f"last-{n}"] == (f"h{ages[0]}" if ages else "own")

    async def lived() -> int:
        most = 0
        for number in range(1200):
            time.now += rng.choice((1, 60, 900, 4 * HOUR))
            await tell()
            most = max(most, size(browser))
            assert most <= MOST
            if number % 20 == 0:
                await check()
                most = max(most, size(browser))
                assert most <= MOST
        return most

    most = asyncio.run(lived())
    print(f"{sum(counts.values())} signals, {most} bytes at most")  # noqa: T201 - figures
    assert sum(counts.values()) > 3000
    assert noted(app) == {}


def test_more_than_any_cookie_holds_never_fails(tmp_path: Path) -> None:
    """Hundreds of signals of long names: what does not fit is left out."""
    names = [f"signal-{n:03}-{'of-a-very-long-name' * 3}" for n in range(300)]
    signals = "".join(f'[signals.{n}]\narea = "{n}"\npoints = 1\n' for n in names)
    time = Time(START)
    app = opened(tmp_path, "cookie", time, TOML + signals)
    browser = Browser(app)

    async def asked() -> None:
        for at in range(0, len(names), 3):
            told = tuple((name, 1e300 / 7) for name in names[at : at + 3])
            answer = await browser.ask(cookies=GRANTED, does=Does(signals=told))
            assert answer.status == 200
            assert size(browser) <= MOST
            time.now += HOUR

    asyncio.run(asked())
    assert set(noted(app)) <= {"crowded"}
