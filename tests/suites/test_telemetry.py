"""Telemetry, end to end: nothing of a visitor is in it, and it stands where it should.

Every text of a request is a canary, as is all that is found out or kept of the visitor;
none of them may be in a span, a metric, a label or a line of the log.
"""

import logging
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.request import urlopen

import pytest
from opentelemetry import trace
from prometheus_client import generate_latest, make_asgi_app
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from sarto import Sarto, visitor
from support import telemetry as support
from support.browsers import CONSENT, YES, site
from support.play import play
from support.serve import serving
from support.telemetry import FRAGMENTS, toml

ALL = ("opentelemetry", "prometheus", "log")
SEED = int(os.environ.get("SARTO_SEED", f"{datetime.now(UTC):%Y%m%d}"))
PAGE = '<!doctype html><p data-sarto="hero">own</p><p data-sarto="offer">own</p>'
RULES = """
[preferences.view]
values = ["simple", "full"]

[slots.own]
pages = ["*"]
show = [
  { when = { traits.tier = "gold*" }, fragment = "hero.html" },
  { when = { facts.weather = "*" }, fragment = "offer.html" },
  { when = { query.ref = "*", city = "*" }, fragment = "again.html" },
]
[signals.booked]
on = "POST /*"
"""


class Canaries:
    """Texts that are in nothing but a request, each another one."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.made = dice, list[str]()

    def __call__(self, before: str = "") -> str:
        self.made.append(f"zq{self.dice.getrandbits(40):010x}")
        return before + self.made[-1]

    def within(self, text: str) -> list[str]:
        return [canary for canary in self.made if canary in text]


@pytest.fixture
def told() -> Iterator[support.Told]:
    with support.told() as found:
        yield found


def hostile(canary: Canaries, dice: Random) -> dict[str, Any]:
    """Make a request with a canary wherever a visitor can put one."""
    names = (
        "referer",
        "accept-language",
        "x-forwarded-for",
        "traceparent",
        "tracestate",
    )
    values = {name: canary() for name in (*names, "authorization", "host", "from")}
    values["user-agent"] = canary(dice.choice(["Mozilla/5.0 (iPhone) Mobile ", "bot/"]))
    values["cookie"] = (
        f"{CONSENT}={YES}; {canary()}={canary()}; __Host-sarto={canary()}"
    )
    values[canary("x-")] = canary()
    path = dice.choice(["/", canary("/menu/"), canary("/")])
    return {
        "path": f"{path}?ref={canary()}&{canary()}={canary()}",
        "headers": list(values.items()),
        "client": canary("203.0.113."),
        "method": dice.choice(["GET", "GET", "POST", "HEAD", canary()]),
        "scheme": "https",
    }


def written(record: logging.LogRecord) -> str:
    return f"{record.getMessage()} {vars(record)!r}"


def test_nothing_of_a_visitor_is_in_it(
    tmp_path: Any, told: support.Told, caplog: pytest.LogCaptureFixture
) -> None:
    dice = Random(SEED)  # noqa: S311 - the same each time
    print("seed", SEED)  # noqa: T201 - so that it can be had again
    canary = Canaries(dice)
    caplog.set_level(logging.INFO)

    async def home(request: Request) -> HTMLResponse:
        met = visitor(request)
        met.identify(canary(), tier=canary("gold"), name=canary())
        met.signal("booked")
        met.signal(canary())
        met.prefer("view", canary())
        if dice.random() < 0.2:
            raise ValueError(canary())
        return HTMLResponse(PAGE, status_code=dice.choice([200, 200, 404]))

    def weather(asked: Any) -> str:
        if dice.random() < 0.3:
            raise LookupError(canary())
        return canary()

    methods = ["GET", "HEAD", "POST"]
    routes = [Route(path, home, methods=methods) for path in ("/", "/{rest:path}")]
    app = site(
        tmp_path,
        toml(*ALL, head=f'site = "canaries"{RULES}'),
        FRAGMENTS,
        Starlette(routes=routes),
        resolvers={"weather": weather},
    )
    for _ in range(60):
        sent = hostile(canary, dice)
        play(app, sent.pop("path"), **sent)

    scraped = generate_latest().decode()
    spans = told.named("sarto")
    lines = [written(r) for r in caplog.records if r.name.startswith("sarto")]
    assert len(spans) > 20
    assert len([r for r in caplog.records if r.name == "sarto.pages"]) == len(spans)
    assert 'sarto_pages_total{method="GET"' in scraped
    assert 'sarto_failures_total{kind="undeclared",site="canaries"}' in scraped
    assert len(canary.made) > 600
    for text in (told.everything(), scraped, *lines):
        assert canary.within(text) == []


def test_what_is_a_visitors_own_is_in_no_span_and_no_line(
    tmp_path: Any, told: support.Told, caplog: pytest.LogCaptureFixture
) -> None:
    """Whom a fragment is for may be told by its name: that is a secret of theirs."""
    caplog.set_level(logging.INFO)
    rules = toml(*ALL).replace("again.html", "for-those-who-came-back.html")
    files = {**FRAGMENTS, "for-those-who-came-back.html": "a"}
    app = site(
        tmp_path, rules.replace("returning = true", 'traits.tier = "gold"'), files
    )
    inner = app.app

    async def signed_in(scope: Any, receive: Any, send: Any) -> None:
        visitor(scope).identify("user-17", tier="gold")
        await inner(scope, receive, send)

    app.app = signed_in
    play(app)

    (span,) = told.named("sarto")
    assert span.attributes["sarto.slot.offer"] == "not told"
    lines = [written(r) for r in caplog.records if r.name == "sarto.pages"]
    assert len(lines) == 1
    assert "came-back" not in span.to_json() + lines[0]
    assert "for-those-who-came-back.html" in generate_latest().decode()  # of nobody


def test_a_page_stands_below_what_traces_the_server(
    tmp_path: Any, told: support.Told
) -> None:
    app = site(tmp_path, toml("opentelemetry"), FRAGMENTS)
    tracer = trace.get_tracer("server")

    async def traced(scope: Any, receive: Any, send: Any) -> None:
        with tracer.start_as_current_span("GET /"):
            await app(scope, receive, send)

    play(traced)

    (server,), (page,) = told.named("GET /"), told.named("sarto")
    assert page.parent.span_id == server.context.span_id
    assert {
        s.parent.span_id for s in told.named("sarto.meet") + told.named("sarto.decide")
    } == {page.context.span_id}
    assert server.start_time <= page.start_time + 1_000_000  # two clocks: a millisecond
    assert page.end_time <= server.end_time + 1_000_000


@pytest.mark.slow
def test_a_server_tells_prometheus_where_its_site_says(tmp_path: Any) -> None:
    async def home(_request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    routes = [Route("/", home), Mount("/metrics", make_asgi_app())]
    app: Sarto = site(
        tmp_path, toml("prometheus", head='site = "served"'), FRAGMENTS, Starlette(routes=routes)
    )  # fmt: skip
    with serving(app) as address:
        for _ in range(3):
            with urlopen(address, timeout=9) as answer:  # noqa: S310 - our own server
                assert "server-timing" not in {k.lower() for k in answer.headers}
        with urlopen(f"{address}/metrics/", timeout=9) as answer:  # noqa: S310 - the same
            found = answer.read().decode()
    (count,) = re.findall(r'sarto_pages_total\{.*site="served".*\} (\S+)', found)
    assert float(count) == 3
