"""A visitor's address is looked up and dropped: it is in no log, header, key or text."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sarto import Sarto
from sarto.site.sources import Gathering
from sarto.site.visitor import KEY, Visitor
from sarto.vocabulary.ports import Location
from support.play import html, play

ADDRESS = "203.0.113.77"
WORDS = (ADDRESS, "203, 0, 113, 77", "cb00714d", r"\xcb\x00qM", str(0xCB00714D))
PAGE = '<p data-sarto="hero">own</p>'
CONFIG = """
[location]
database        = "places.mmdb"
headers         = ["cf-ipcountry"]
trusted_proxies = ["10.0.0.0/8"]
[slots.hero]
show = [{ when = { country = "PL", zone = "Europe/*" }, fragment = "hero.html" }]
"""


class UnluckyError(Exception):
    """An error that tells all it knows."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"{address} could not be found")
        self.add_note(f"it was {address}")


class Unlucky:
    """A database that fails, and says about whom."""

    def location(self, address: str) -> Location:
        reason = UnluckyError(address)
        raise LookupError(f"no luck with {address}") from reason


class Lucky:
    def location(self, address: str) -> Location:
        return Location(country="PL", city="Kraków", zone="Europe/Warsaw")


class Odd:
    def location(self, address: str) -> Any:
        return f"{address} is in Poland"


SOURCES = [Unlucky(), Lucky(), Odd()]
SENT = [
    {"client": ADDRESS},
    {"client": "10.0.0.1", "headers": [("X-Forwarded-For", ADDRESS)]},
    {"client": "10.0.0.1", "headers": [("Forwarded", f'for="{ADDRESS}:99"')]},
    {"client": "10.0.0.1", "headers": [("X-Forwarded-For", f"{ADDRESS}, junk")]},
]


def everything(thing: object, seen: set[int], depth: int = 9) -> Iterator[str]:
    """List the reprs of a thing and of all that hangs on it, but the request itself."""
    if id(thing) in seen or depth == 0 or isinstance(thing, type | Callable):
        return
    seen.add(id(thing))
    yield repr(thing)
    inside: list[object] = []
    if isinstance(thing, dict):
        inside += [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inside += thing
    names = [name for kind in type(thing).__mro__ for name in slots(kind)]
    for name in {*getattr(thing, "__dict__", ()), *names} - {
        "scope",
        "_scope",
        "headers",
    }:
        inside.append(getattr(thing, name, None))
    for each in inside:
        yield from everything(each, seen, depth - 1)


def slots(kind: type) -> tuple[str, ...]:
    found = getattr(kind, "__slots__", ())
    return (found,) if isinstance(found, str) else tuple(found)


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: str([*sent.values()][-1]))
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: type(source).__name__)
def test_it_is_nowhere(
    folder: Callable[..., Path],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    source: object,
    sent: dict[str, Any],
) -> None:
    caplog.set_level(logging.DEBUG)
    gather = Gathering.sources
    monkeypatch.setattr(
        Gathering, "sources", lambda *a: replace(gather(*a), locations=source)
    )
    visitors: list[Visitor] = []

    async def site(scope: Any, receive: Any, send: Any) -> None:
        visitors.append(scope[KEY])
        assert scope[KEY].facts.zone
        await html(PAGE)(scope, receive, send)

    app = Sarto(
        site,
        config=folder(CONFIG, hero="{{ visitor.facts.city }} {{ visitor.facts.zone }}"),
    )
    answer = play(app, **sent)

    assert answer.error is None
    (visitor,) = visitors
    assert app.current is not None
    told = [
        *map(repr, answer.messages),
        *(formatted(record) for record in caplog.records),
        *(repr(vars(record)) for record in caplog.records),
        *everything(visitor, set()),
        *everything(visitor.facts, set()),
        *everything(app.current.site, set()),
    ]
    assert not [text for text in told for word in WORDS if word in text]


def formatted(record: logging.LogRecord) -> str:
    return logging.Formatter("%(message)s %(args)s").format(record)


def test_a_failure_says_what_and_where_without_a_word(
    folder: Callable[..., Path],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gather = Gathering.sources
    monkeypatch.setattr(
        Gathering, "sources", lambda *a: replace(gather(*a), locations=Unlucky())
    )
    app = Sarto(html(PAGE), config=folder(CONFIG, hero="Cześć"))
    caplog.clear()
    assert play(app, client=ADDRESS).text == PAGE
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.getMessage().startswith(
        "location failed (1 times so far): LookupError"
    )
    assert "test_no_address.py" in record.getMessage()
