"""`python tests/benchmarks/remembering.py`: a visitor who is remembered, and one who is not.

A page of 20 kB with rules that read the level, the visits and a signal: asked for by
who did not consent, by who did and is new, and by who did and was here thirty times.
And the cookie alone: verified and read, and written, beside itsdangerous' serializer.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import Any

import msgspec
from driver import request, run
from itsdangerous import URLSafeTimedSerializer

from sarto import Config, Sarto
from sarto.memory.changes import Asked, changed
from sarto.memory.known import Lately
from sarto.memory.profile import NOBODY, packed, unpacked
from sarto.memory.token import Seal

ROUNDS, TIMES = 15, 400
SECRET = "of a benchmark, and of nobody else's"  # noqa: S105 - as it says
TOML = """
consent.source = "cookieyes"
signals.booked = { on = "POST /book", points = 5, area = "booking" }
interests.from = ["/menu/{topic}"]
[slots.hero]
pages = "/"
show = [
  { when = { level = "expert" }, fragment = "hero.html" },
  { when = { visits = ">=500" }, fragment = "hero.html" },
  { when = { signals.booked = ">=500", within = "30d" }, fragment = "hero.html" },
]
"""
CONSENT = b"cookieyes-consent=consentid:x,consent:yes,action:yes,functional:yes"
BODY = b"<!doctype html>" + b"<p>text</p>\n" * 1660 + b'<p data-sarto="hero">own</p>'
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", str(len(BODY)).encode()),
]


async def bare(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


def cookies(sarto: Sarto) -> tuple[bytes, bytes]:
    """Write the cookies of somebody who was here thirty times, and of now."""
    keeping = sarto.current.site.keeping
    now, profile = int(time()), NOBODY
    for days in range(30, 0, -1):
        then = now - days * 86_400
        steps = [keeping.signalled(keeping.signs["booked"], then)] * 3
        profile = changed(profile, [Asked(then, keeping.scale), *steps])
    return keeping.written(profile).encode(), packed(profile)


def asking(cookie: bytes) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        scope = request()
        fields = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        return {**scope, "headers": [*fields, (b"cookie", b"theme=dark; " + cookie)]}

    return make


def requests(sarto: Sarto, token: bytes) -> None:
    """Compare requests for the same page."""
    kinds = {
        "bare": (bare, asking(b"a=b")),
        "no consent": (sarto, asking(b"a=b")),
        "consent, new": (sarto, asking(CONSENT)),
        "consent, thirty visits": (sarto, asking(CONSENT + b"; sarto=" + token)),
    }
    middle = run(kinds, rounds=ROUNDS, times=TIMES)
    for name, took in middle.items():
        of_new = took / middle["consent, new"]
        of_none = took / middle["no consent"]
        print(f"{name:24} {took:7.1f} µs {of_none:6.2f}x {of_new:6.2f}x")


def each(do: Callable[[], object], times: int = 5000) -> float:
    start = perf_counter()
    for _ in range(times):
        do()
    return (perf_counter() - start) / times * 1e6


def tokens(data: bytes) -> None:
    """Compare our cookie with the usual one, of the same profile."""
    seal, usual = Seal.of([SECRET], "profile"), URLSafeTimedSerializer(SECRET)
    ours = seal.sealed(data)
    theirs = usual.dumps(msgspec.to_builtins(unpacked(data)))
    lately = Lately()
    lately.keep(ours, unpacked(data))
    ways = {
        "read": lambda: unpacked(seal.opened(ours)),
        "read, itsdangerous": lambda: usual.loads(theirs, max_age=86_400),
        "read, seen lately": lambda: lately.get(ours),
        "written": lambda: seal.sealed(data),
        "written, itsdangerous": lambda: usual.dumps(
            msgspec.to_builtins(unpacked(data))
        ),
    }
    rounds = [{name: each(do) for name, do in ways.items()} for _ in range(ROUNDS)]
    middle = {name: median(took[name] for took in rounds) for name in ways}
    for name, took in middle.items():
        print(f"{name:24} {took:7.2f} µs {took / middle['read']:6.2f}x")
    print(f"{len(ours)} characters, and theirs {len(theirs)}")


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fragments").mkdir()
        (folder / "fragments" / "hero.html").write_text("<b>welcome</b>", "utf-8")
        sarto = Sarto(bare, config=Config.loads(TOML, folder=folder), secret=SECRET)
        token, data = cookies(sarto)
        requests(sarto, token)
        tokens(data)


if __name__ == "__main__":
    main()
