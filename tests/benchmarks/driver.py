"""Drives ASGI applications in-process, in turn, and compares them."""

import asyncio
import gc
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any, TypeAlias

Application: TypeAlias = Callable[..., Awaitable[None]]
Request: TypeAlias = Callable[[], dict[str, Any]]

PHONE = (
    b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    b"(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


def request(agent: bytes = PHONE, path: str = "/") -> dict[str, Any]:
    """Make the scope of a browser's GET."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"bistro.example"),
            (b"user-agent", agent),
            (b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8"),
            (b"accept-language", b"fa-IR,fa;q=0.9,en;q=0.5"),
            (b"accept-encoding", b"identity"),
            (b"cf-ipcountry", b"IR"),
            (b"cookie", b"session=0123456789abcdef; theme=dark"),
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }


async def receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def send(message: object) -> None:
    del message


async def timed(app: Application, make: Request, times: int) -> float:
    """Time so many requests; give microseconds for each."""
    scopes = [make() for _ in range(times)]
    start = perf_counter()
    for scope in scopes:
        await app(scope, receive, send)
    return (perf_counter() - start) / times * 1e6


async def compared(
    cases: Mapping[str, tuple[Application, Request]], *, rounds: int, times: int
) -> dict[str, float]:
    """Run all cases in turn, each of them first once in a while; give the medians."""
    for app, make in cases.values():
        await timed(app, make, times)
    figures: dict[str, list[float]] = {name: [] for name in cases}
    gc.collect()
    gc.disable()
    turn = deque(cases.items())
    for _ in range(rounds):
        for name, (app, make) in turn:
            figures[name].append(await timed(app, make, times))
        gc.collect()
        turn.rotate()
    gc.enable()
    return {name: median(found) for name, found in figures.items()}


def run(
    cases: Mapping[str, tuple[Application, Request]], *, rounds: int, times: int
) -> dict[str, float]:
    return asyncio.run(compared(cases, rounds=rounds, times=times))
