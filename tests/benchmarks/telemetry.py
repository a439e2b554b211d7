"""`python tests/benchmarks/telemetry.py`: what it costs to be told of each page.

The page has 20 kB and three slots. Those who are told run in turn in one process; an
OpenTelemetry SDK, which stays once it is set, comes last, with a `bare` page beside it
again. Its spans are made and exported to nobody; the log's lines are written nowhere.
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from timeit import timeit

from driver import Application, Request, request, run
from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import set_tracer_provider
from pages import fresh, page
from starlette.applications import Starlette
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sarto import Config, Sarto
from sarto_adapters.telemetry.opentelemetry import Telemetry

SITE = Path(__file__).parent / "site"
ROUNDS, TIMES = int(os.environ.get("ROUNDS", "31")), 200
OFF = "off"


def site() -> Starlette:
    body = fresh(page(20_000))

    async def home(_request: Asked) -> HTMLResponse:
        return HTMLResponse(body)

    return Starlette(routes=[Route("/", home)])


def told(*names: str) -> Sarto:
    """Put Sarto before the page, and tell those of it."""
    text = (SITE / "sarto.toml").read_text("utf-8")
    table = f"\n[telemetry]\nto = {list(names)}\n"
    return Sarto(site(), config=Config.loads(text + table, folder=SITE))


def shown(title: str, cases: Mapping[str, tuple[Application, Request]]) -> None:
    figures = run(cases, rounds=ROUNDS, times=TIMES)
    off = figures[OFF]
    print(f"\n{title}: median of {ROUNDS} × {TIMES}")
    for name, figure in figures.items():
        print(f"  {name:<32}{figure:9.1f} µs{figure - off:+8.1f}{figure / off:8.3f} ×")


def main() -> None:
    shown(
        "Nobody hears",
        {
            "bare Starlette": (site(), request),
            OFF: (told(), request),
            "log, nobody reads it": (told("log"), request),
            "opentelemetry, no provider": (told("opentelemetry"), request),
        },
    )
    telemetry = Telemetry("")
    took = timeit(lambda: telemetry.is_on, number=100_000) / 100_000
    print(f"  to find out that there is no provider: {took * 1e9:.0f} ns")
    log = logging.getLogger("sarto.pages")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(logging.NullHandler())
    set_tracer_provider(TracerProvider())
    set_meter_provider(MeterProvider())
    shown(
        "Somebody does",
        {
            "bare Starlette": (site(), request),
            OFF: (told(), request),
            "log": (told("log"), request),
            "prometheus": (told("prometheus"), request),
            "opentelemetry": (told("opentelemetry"), request),
        },
    )


if __name__ == "__main__":
    main()
