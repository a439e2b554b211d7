"""`python tests/benchmarks/layers.py`: where the microseconds of a new body go.

Each layer does all that those before it do, and one thing more; all run in turn in one
process. What a layer adds is what that thing costs where it happens, cold caches and
all, which a profiler blurs and a loop of its own would hide.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from driver import request, run
from pages import fresh, page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sarto import Sarto
from sarto.compose.learning import scanned
from sarto.compose.outline import Seen
from sarto.compose.page import Page
from sarto.site.answer import Answer
from sarto.site.site import Site

CONFIG = Path(__file__).parent / "site" / "sarto.toml"
ROUNDS, TIMES, POOL = 61, 200, 64
NOTHING = scanned(b"")
RUNS = 3  # of a page's outline, once its two open places are known

Look: TypeAlias = Callable[[bytes], Seen]


def looked(site: Site, layer: str) -> Look:
    """Look at a body as far as a layer goes; say that there is no slot in it."""

    def look(body: bytes) -> Seen:
        known = site.outlines._entries.get("/")
        if layer == "compare" and known and len(known.outline.runs) == RUNS:
            body.endswith(known.outline.runs[-1])
        elif layer != "hold":
            site.outlines.find("/", body)
        return NOTHING

    return look


class Part(Sarto):
    """Sarto, as far as one layer goes."""

    layer = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.current
        site = self.current.site
        visitor = site.meet(scope)
        if self.layer == "meet":
            await self.app(scope, receive, send)
            return
        answer = Answer(site, visitor, scope)
        asked = answer.asked()
        if self.layer != "ask":
            send = self.page(site, answer, send).send
        await self.app(asked, receive, send)

    def page(self, site: Site, answer: Answer, send: Any) -> Page:
        look = looked(site, self.layer)

        def edits(status: int, headers: Any) -> None:
            if self.layer == "decide":
                answer.edits(status, headers)

        made = edits if self.layer in {"pass", "decide"} else answer.edits
        return Page(send, made, site.failures, lambda body, _wanted: look(body))


LAYERS = {
    "meet": "meet the visitor",
    "ask": "ask for the plain page",
    "pass": "pass the messages on",
    "decide": "decide, recall the edit",
    "hold": "hold the start, write it anew",
    "compare": "compare the bytes of the body",
    "find": "find what differs in it",
}


def starlette(size: int) -> Starlette:
    text, turn = page(size), count()
    bodies = [fresh(text) for _ in range(POOL)]

    async def home(_request: Request) -> HTMLResponse:
        return HTMLResponse(bodies[next(turn) % POOL])

    return Starlette(routes=[Route("/", home)])


def table(size: int) -> None:
    cases: dict[str, Any] = {"bare Starlette": (starlette(size), request)}
    for layer, name in LAYERS.items():
        part = Part(starlette(size), config=CONFIG)
        part.layer = layer
        cases[name] = (part, request)
    cases["put the fragments in"] = (Sarto(starlette(size), config=CONFIG), request)
    figures, before = run(cases, rounds=ROUNDS, times=TIMES), 0.0
    print(f"\n{size // 1000} kB, 3 slots: median of {ROUNDS} × {TIMES}")
    for name, figure in figures.items():
        print(f"  {name:<32}{figure - before:+7.2f} µs{figure:9.2f} µs")
        before = figure


if __name__ == "__main__":
    table(20_000)
    table(100_000)
