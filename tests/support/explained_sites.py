"""Random sites for explanations: rules of every kind, and fragments that say their name.

To the random rules of `random_sites` come layouts, page swaps, attributes, windows, caps
and signals. What a page shows can be read off its bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sarto import Config, Sarto
from support import random_sites
from support.play import Played
from support.random_sites import Someone

SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
LAYOUTS = ["one.html", "two.html"]
PAGE = (
    '<!doctype html><title>{path}</title><main data-sarto-layout="home">'
    '<p data-sarto="hero">own</p><p data-sarto="offer">own</p></main>'
)
SHOWN = {
    "hero": re.compile(r'<p data-sarto="hero"([^>]*)>([^<]*)</p>'),
    "offer": re.compile(r'<p data-sarto="offer"([^>]*)>([^<]*)</p>'),
}


class Fragments:
    """A `FragmentSource` of fragments that say their name."""

    def names(self) -> frozenset[str]:
        return frozenset(random_sites.FRAGMENTS)

    def text(self, name: str) -> str:
        return name


def text_of(rng: Random) -> str:
    """Write a random `sarto.toml` with rules of every kind."""
    file = random_sites.site(rng)
    names = list(file["audiences"])
    for slot in file["slots"].values():
        for show in slot["show"]:
            adorn(rng, show)
    shows = [layout(rng, names) for _ in range(rng.randrange(3))]
    file["layouts"] = {"home": {"show": shows}} if shows else {}
    swap = {
        "when": random_sites.table(rng, names),
        "serve": rng.choice(["/x", "/other"]),
    }
    file["pages"] = [{"path": "/", "show": [swap]}] if rng.random() < 0.5 else []
    file["signals"] = {"booked": {"on": "POST /book"}}
    file["consent"] = {"source": "form"}
    return random_sites.text(file)


def adorn(rng: Random, show: dict[str, Any]) -> None:
    """Give some rules attributes, a cap, or a condition on a signal."""
    if rng.random() < 0.1:
        show["attrs"] = {"class": rng.choice(["wide", "tall"])}
    if rng.random() < 0.1:
        show["cap"] = {"times": 2, "per": "day"}
    if rng.random() < 0.15:
        count: dict[str, Any] = {"signals": {"booked": rng.choice([">=2", True])}}
        show["when"] = {"any": [show.get("when", {"bot": True}), count]}
    if rng.random() < 0.1:
        show["when"] = {"not": show.get("when", {"device": "mobile"})}


def layout(rng: Random, names: list[str]) -> dict[str, Any]:
    return {"when": random_sites.table(rng, names), "layout": rng.choice(LAYOUTS)}


def made(rng: Random, folder: Path, clock: Any) -> Sarto:
    """Put Sarto with a random config before a page that has all its parts."""
    for name in LAYOUTS:
        (folder / "layouts").mkdir(exist_ok=True)
        (folder / "layouts" / name).write_text(f"<i>{name}</i>{{{{ rest }}}}")
    config = Config.loads(text_of(rng), folder=folder)
    sarto = Sarto(
        application, config=config, secret=SECRET, fragments=Fragments(), clock=clock
    )
    current = sarto.current
    assert current is not None
    sources = replace(current.site.sources, devices=random_sites.Devices())
    current.site = replace(current.site, sources=sources)
    return sarto


async def application(scope: Any, _receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    body = PAGE.format(path=scope["path"]).encode()
    await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True)
class Served:
    """What a page shows, read off its bytes."""

    slots: Mapping[str, tuple[str | None, dict[str, str]]]
    layout: str | None
    path: str

    @classmethod
    def of(cls, answer: Played) -> "Served":
        text = answer.text
        title, layout = re.search(r"<title>(.*?)<", text), re.search("<i>(.*?)<", text)
        assert title
        slots = {
            name: part(match)
            for name, shape in SHOWN.items()
            if (match := shape.search(text))
        }
        return cls(slots, layout[1] if layout else None, title[1])


def part(match: re.Match[str]) -> tuple[str | None, dict[str, str]]:
    attrs = dict(re.findall(r' ([a-z]+)="([^"]*)"', match[1]))
    return (None if match[2] == "own" else match[2]), attrs


def explained_as(told: Mapping[str, Any], path: str) -> Served:
    """Give what an explanation says that the page shows."""
    slots = {name: (it["fragment"], it["attrs"]) for name, it in told["slots"].items()}
    home = told["layouts"].get("home", {"layout": None})
    return Served(slots, home["layout"], told["serve"] or path)


def said(fact: str, value: Any) -> str:
    """Write a fact as after `--as`."""
    if isinstance(value, bool):
        return str(value).lower()
    if fact == "time":
        return f"{value // 60:02}:{value % 60:02}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def as_text(rng: Random, who: Someone) -> str:
    """Write most of what is known of somebody as `--as` takes it."""
    facts = {
        fact: value
        for fact, value in who.facts.items()
        if value not in (None, "") and fact not in ("path", "host")
    }
    kept = [fact for fact in facts if rng.random() < 0.8]
    return " ".join(f"{fact}='{said(fact, facts[fact])}'" for fact in kept)
