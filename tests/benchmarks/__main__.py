"""`python tests/benchmarks` prints the table: microseconds, and ratios to Starlette.

Every case runs in turn in one process, so that a drifting machine drifts for all.
`--profile` tells where the time of a new body goes instead.
"""

import cProfile
import pstats
import sys
from itertools import count
from pathlib import Path

from driver import PHONE, Application, request, run
from pages import fresh, page
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sarto import Sarto

CONFIG = Path(__file__).parent / "site" / "sarto.toml"
ROUNDS, TIMES = 21, 200
POOL = 64  # new bodies are made before they are timed, and none is seen twice in a row
AGENTS = count()


def starlette(bodies: list[bytes], media: str = "text/html") -> Starlette:
    turn = count()

    async def home(_request: Request) -> Response:
        body = bodies[next(turn) % len(bodies)]
        return HTMLResponse(body, media_type=media)

    return Starlette(routes=[Route("/", home)])


def no_op(app: Application) -> Application:
    async def passing(scope: object, receive: object, send: object) -> None:
        await app(scope, receive, send)

    return passing


def unseen() -> dict[str, object]:
    return request(PHONE + b" Build/%d" % next(AGENTS))


def cases(size: int) -> dict[str, tuple[Application, object]]:
    text, plain = page(size), page(size, slots=False)
    same, new = [fresh(text)], [fresh(text) for _ in range(POOL)]
    other = [fresh(page(size - 300 * step)) for step in range(POOL)]
    bare = [fresh(plain) for _ in range(POOL)]

    def sarto(bodies: list[bytes], media: str = "text/html") -> Application:
        return Sarto(starlette(bodies, media), config=CONFIG)

    base = BaseHTTPMiddleware(
        starlette(same), dispatch=lambda request, call_next: call_next(request)
    )
    return {
        "bare Starlette": (starlette(same), request),
        "no-op middleware": (no_op(starlette(same)), request),
        "BaseHTTPMiddleware": (base, request),
        "Sarto, repeated body": (sarto(same), request),
        "Sarto, new body each time": (sarto(new), request),
        "Sarto, new structure": (sarto(other), request),
        "Sarto, unseen visitor": (sarto(new), unseen),
        "Sarto, no slot in the page": (sarto(bare), request),
        "Sarto, not HTML": (sarto(same, "application/json"), request),
    }


def table(size: int) -> None:
    figures = run(cases(size), rounds=ROUNDS, times=TIMES)
    floor = figures["bare Starlette"]
    print(f"\n{size // 1000} kB, 3 slots, 10 rules: median of {ROUNDS} × {TIMES}")
    for name, figure in figures.items():
        print(f"  {name:<28}{figure:9.1f} µs{figure / floor:8.2f} ×")


def profile(size: int) -> None:
    wanted = "Sarto, new body each time"
    app = {wanted: cases(size)[wanted]}
    profiler = cProfile.Profile()
    profiler.runcall(run, app, rounds=5, times=TIMES)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    if "--profile" in sys.argv:
        profile(20_000)
    else:
        table(20_000)
        table(100_000)
