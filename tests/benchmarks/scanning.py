"""`python tests/benchmarks/scanning.py [FOLDER]`: what finding and swapping slots costs.

Every body is one of many that differ in structure, so that none is known; `repeated` is
the same one again. lolhtml does the same beside it, if python-lolhtml is there, in turn
in the same process. A FOLDER of HTML files adds real pages: three slots are put in each.
"""

import random
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from pages import SLOTS, fresh, page

from sarto.compose.cuts import cut
from sarto.compose.glance import glance
from sarto.compose.learning import scanned
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Rewriter
from sarto.compose.scanner import looked_through
from sarto.compose.swap import Swap
from sarto.compose.terms import Terms

try:
    import lolhtml
except ImportError:
    lolhtml = None

ROUNDS, POOL = 41, 16
CHUNK = 16 * 1024
MOST = 100_000  # bytes of a real page
NEW = "<p>This is for you.</p>"
TERMS = Terms(
    swaps={name: Swap(render=lambda: (NEW,)) for name in SLOTS},
    content_type=b"text/html; charset=utf-8",
    hold_cap=1 << 18,
    signature=b"s",
)
PLACE = re.compile(rb"<(?:div|section|p|ul|h2|nav)(?=[ >])")

Case = Callable[[bytes], object]


def unseen(body: bytes) -> bytes:
    return cut(body, TERMS, scanned(body))


def repeated() -> Case:
    kept = Outlines()

    def again(body: bytes) -> bytes:
        return cut(body, TERMS, kept.find(str(id(body)), body))

    return again


def streamed(body: bytes) -> bytes:
    rewriter = Rewriter(TERMS)
    chunks = [body[at : at + CHUNK] for at in range(0, len(body), CHUNK)]
    return b"".join([*map(rewriter.feed, chunks), rewriter.finish()])


def by_lolhtml(body: bytes) -> bytes:
    out = list[bytes]()
    rewriter = lolhtml.HTMLRewriter(out.append)
    for name in SLOTS:
        rewriter.on(f'[data-sarto="{name}"]', Filling())
    rewriter.write(body)
    rewriter.end()
    return b"".join(out)


class Filling:
    def element(self, element: object) -> None:
        element.set_inner_content(NEW, lolhtml.ContentType.HTML)


def timed(cases: dict[str, Case], bodies: list[bytes]) -> dict[str, float]:
    """Run the cases in turn on one body after another; give medians in µs."""
    figures: dict[str, list[float]] = {name: [] for name in cases}
    turn, number = deque(cases.items()), count()
    for _ in range(ROUNDS):
        body = bodies[next(number) % len(bodies)]
        for name, case in turn:
            start = perf_counter()
            case(body)
            figures[name].append((perf_counter() - start) * 1e6)
        turn.rotate()
    return {name: median(found) for name, found in figures.items()}


def table(title: str, bodies: list[bytes]) -> None:
    cases: dict[str, Case] = {
        "unseen, at a glance": unseen,
        "unseen, full scan": looked_through,
        "repeated": repeated(),
        f"streamed, {CHUNK // 1024} kB": streamed,
    }
    if lolhtml:
        cases["python-lolhtml"] = by_lolhtml
    for body in bodies:  # what is repeated was seen
        cases["repeated"](body)
        cases["repeated"](body)
    figures = timed(cases, bodies)
    floor = figures.get("python-lolhtml", figures["unseen, full scan"])
    taken = sum(glance(body) is not None for body in bodies)
    print(f"\n{title}: {taken} of {len(bodies)} at a glance")
    for name, figure in figures.items():
        print(f"  {name:<22}{figure:9.1f} µs{floor / figure:9.1f} × as fast")


def generated(size: int, *, slots: bool = True) -> list[bytes]:
    step = size // POOL // 8
    return [fresh(page(size - step * n, slots=slots)) for n in range(POOL)]


def real(folder: Path) -> Iterator[bytes]:
    """Give pages with three slots each, of elements that are not too large."""
    luck = random.Random(7)  # noqa: S311 - the same places each time
    for file in sorted(folder.rglob("*.html")):
        body = file.read_bytes()[:MOST]
        marked = PLACE.sub(rb"\g<0> data-sarto", body)
        marks = [
            span.start
            - marked.count(b" data-sarto", 0, span.start) * len(" data-sarto")
            for span in looked_through(marked)[0]
            if span.stop and span.stop - span.start < MOST // 20
        ]
        if len(marks) < len(SLOTS):
            continue
        for at, name in zip(
            sorted(luck.sample(marks, len(SLOTS)), reverse=True), SLOTS, strict=True
        ):
            tag = PLACE.match(body, at)
            end = tag.end() if tag else at
            body = body[:end] + b' data-sarto="%b"' % name.encode() + body[end:]
        yield body


def main() -> int:
    if lolhtml is None:
        print("python-lolhtml is not installed: ratios are to our own full scan")
    table("20 kB, 3 slots", generated(20_000))
    table("100 kB, 3 slots", generated(100_000))
    table("20 kB, no slot", generated(20_000, slots=False))
    table("100 kB, no slot", generated(100_000, slots=False))
    for folder in map(Path, sys.argv[1:]):
        if bodies := [*islice(real(folder), POOL)]:
            size = sum(map(len, bodies)) // len(bodies) // 1000
            table(f"{len(bodies)} pages of {folder.name}, {size} kB on average", bodies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
