"""`python tests/benchmarks/experiments.py`: what a page costs more in an experiment.

A page of 20 kB from Starlette, bare, and behind Sarto with one slot: shown by a plain
rule, and by an experiment, in either arm; the same visitor each time, who consents and
was here before. What is shown is watched, and written down as on a site that measures.
All are asked in turn in one process, by the processor's time, which is true on a busy
machine, too. What the experiment adds is told beside a bare request on a real server.
`--seconds 2 --rounds 81` for quieter figures.
"""

import asyncio
import gc
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from driver import receive, request, send
from frameworks import CORES, Hammer, running, uvicorn
from pages import fresh, page
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sarto import Config, Sarto

TIMES = 200
SECRET = "of a benchmark, and of nobody else's"  # noqa: S105 - as it says
TOML = """
consent.source = "cookieyes"
consent.map = { personalization = "functional", analytics = "analytics" }
signals.booked = { on = "POST /book" }
experiments.photo = { arms = { control = 50, photo = 50 }, goal = "booked" }
[slots.hero]
pages = "/"
show = [{ RULE }]
"""
PLAIN = 'fragment = "hero.html"'
TRIED = 'experiment = "photo", fragments = { control = "keep", photo = "hero.html" }'
CONSENT = (
    b"cookieyes-consent=consentid:x,consent:yes,action:yes,functional:yes,analytics:yes"
)
TEXT = fresh(page(20_000))
NOW = datetime.now(UTC)


class Nowhere:
    """Takes whatever is written down."""

    def write(self, *_events: object) -> None:
        """Keep nothing."""

    def __getattr__(self, name: str) -> Callable[..., tuple[()]]:
        return lambda *_given, **_named: ()


async def home(_request: object) -> HTMLResponse:
    return HTMLResponse(TEXT)


def site(folder: Path, rule: str, **more: Any) -> Sarto:
    app = Starlette(routes=[Route("/", home)])
    config = Config.loads(TOML.replace("RULE", rule), folder=folder)
    return Sarto(app, config=config, secret=SECRET, clock=lambda: NOW, **more)


def asking(cookie: bytes) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        scope = request()
        fields = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        return {**scope, "headers": [*fields, (b"cookie", CONSENT + cookie)]}

    return make


async def answered(app: Any, scope: dict[str, Any]) -> tuple[bytes, bytes]:
    """Ask once; give the cookie that is set, and the page."""
    messages: list[dict[str, Any]] = []

    async def keep(message: dict[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    set_ = [value for name, value in messages[0]["headers"] if name == b"set-cookie"]
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return b"; " + set_[0].partition(b";")[0] if set_ else b"", body


def visitors(tried: Sarto) -> dict[str, bytes]:
    """Meet strangers until there is one in each arm; give their cookies."""
    found: dict[str, bytes] = {}
    while len(found) < len(("control", "photo")):
        cookie, body = asyncio.run(answered(tried, asking(b"")()))
        found["photo" if b"welcome" in body else "control"] = cookie
    return found


async def spent(app: Any, make: Callable[[], dict[str, Any]]) -> float:
    """Give the processor's microseconds for each of so many requests."""
    scopes = [make() for _ in range(TIMES)]
    start = process_time()
    for scope in scopes:
        await app(scope, receive, send)
    return (process_time() - start) / TIMES * 1e6


def compared(cases: dict[str, Any], rounds: int) -> dict[str, list[float]]:
    """Ask all in turn, so many times."""
    took: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 2):
        gc.collect()
        for name, case in cases.items():
            figure = asyncio.run(spent(*case))
            took[name] += [figure] if number > 1 else []
    return took


def figures(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Give the bare request, and what each way of showing the slot takes."""
    store: Any = Nowhere()
    silent = {rule: site(folder, rule, events=store) for rule in (PLAIN, TRIED)}
    known = visitors(silent[TRIED])
    cases: dict[str, Any] = {
        "bare": (Starlette(routes=[Route("/", home)]), asking(known["photo"])),
        "plain rule": (silent[PLAIN], asking(known["photo"])),
        "arm photo": (silent[TRIED], asking(known["photo"])),
        "arm control": (silent[TRIED], asking(known["control"])),
    }
    return compared(cases, rounds)


def served(seconds: float, rounds: int) -> float:
    """Give the processor's microseconds for a bare request on a real server."""
    with ExitStack() as stack:
        hammer = Hammer(stack.enter_context(running(["hammer.py"], CORES[-1])), seconds)
        server = uvicorn(stack, "starlette", "bare")
        return median(hammer.asks(server, "/same")[1] for _ in range(rounds))


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=21)
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        (Path(name) / "fragments").mkdir()
        (Path(name) / "fragments" / "hero.html").write_text("<b>welcome</b>", "utf-8")
        took = figures(Path(name), asked.rounds)
    whole = served(asked.seconds, 5)
    bare, plain = median(took.pop("bare")), took["plain rule"]
    print(f"bare: {bare:.1f} µs in process, {whole:.1f} µs of a processor on uvicorn")
    for what, each in took.items():
        pairs = zip(each, plain, strict=True)
        more = median(ours - theirs for ours, theirs in pairs)
        told = f"{more:+7.1f} µs{more / whole:+8.3f}x of bare"
        print(f"{what:<12}{median(each):7.1f} µs{told}")


if __name__ == "__main__":
    main()
