"""Byte-true where no slot matches: whole pages, cut everywhere, through the middleware.

Pages that parsers are tested with, and all pages of the examples, come out as they went
in: whole, in single bytes, and in two parts. In two parts small pages are cut at every
place, the others at places by chance. `SARTO_PAGES=FOLDER` cuts all of them at every
place, and takes the first from that folder; what an hour is too short for is told.
"""

import asyncio
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from sarto import Sarto
from support.example_pages import ELSEWHERE, EXAMPLES, FOLDERS, SITES, pages
from support.play import played, scope_of

SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
FOLDER = os.environ.get("SARTO_PAGES")
DATA = Path(FOLDER or Path(__file__).parents[1] / "data" / "html")
SMALL = 200  # bytes of a page that is cut at every place
PLACES = 40  # by chance, in a page that is not
HOUR = 3600.0  # seconds for one test of them all
NAME = re.compile(rb"data-sarto=[\"']?([a-z][a-z0-9-]*)")
EVERYBODY = 'show = [{ fragment = "x.html" }]\n'
NOBODY = 'show = [{ when = { query.who = "nobody" }, fragment = "x.html" }]\n'
CONFIGS = {  # what changes stands on no page, what stands on pages does not change
    "by attribute": f"[slots.nowhere]\n{EVERYBODY}",
    "by selector": f"""
[slots.nowhere]
selector = "main nowhere > .x, [data-nowhere]"
{EVERYBODY}
[layouts.nowhere]
show = [{{ layout = "x.html" }}]
""",
}
UTF8, UNTOLD = b"text/html; charset=utf-8", b"text/html"


class Site:
    """Sends a page in these parts, from behind a Sarto."""

    def __init__(self, folder: Any, config: str, names: Iterable[str]) -> None:
        slots = "".join(f"[slots.{name}]\n{NOBODY}" for name in names)
        path = folder(config + slots, x="<b>x</b>")
        (path.parent / "layouts").mkdir()
        (path.parent / "layouts" / "x.html").write_text("<b>x</b>")
        self.sarto = Sarto(self.send_parts, config=path)
        self.parts = [b""]
        self.header = UTF8

    async def send_parts(self, _scope: object, _receive: object, send: Any) -> None:
        headers = [(b"content-type", self.header)]
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        await send(start)
        for part in self.parts[:-1]:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": self.parts[-1]})

    async def keeps(self, page: bytes, cuts: Iterable[int] = ()) -> bool:
        """Whether a page comes out as it is, sent in the parts that these cuts make."""
        bounds = [0, *cuts, len(page)]
        self.parts = [page[start:end] for start, end in pairwise(bounds)]
        return (await played(self.sarto, scope_of())).body == page


class Cuts:
    """In which parts pages are sent; how many, and of which pages, is counted."""

    def __init__(self) -> None:
        self.luck = random.Random(SEED)  # noqa: S311 - chance that can be repeated
        self.end = monotonic() + HOUR
        self.counts: Counter[str] = Counter()

    def of(self, page: bytes) -> Iterator[tuple[int, ...]]:
        yield from ((), ())  # whole; the second time it is known
        yield tuple(range(1, len(page)))  # in single bytes
        for place in self.places(page):
            self.counts["cuts in two"] += 1
            yield (place,)

    def places(self, page: bytes) -> Iterable[int]:
        every = range(1, len(page))
        is_whole = bool(FOLDER) and monotonic() < self.end
        if is_whole or len(page) <= SMALL:
            self.counts["cut at every place"] += 1
            return every
        self.counts["cut by chance"] += 1
        return self.luck.sample(every, PLACES)


async def changed(site: Site, given: dict[str, bytes]) -> list[str]:
    """List where a page came out otherwise than it went in, the small ones first."""
    found, cuts = [], Cuts()
    for name, page in sorted(given.items(), key=lambda pair: len(pair[1])):
        found += [
            f"{name}, cut at {each[:3]}"
            for each in cuts.of(page)
            if not await site.keeps(page, each)
        ]
    counts = ", ".join(f"{count} {what}" for what, count in cuts.counts.items())
    size = sum(map(len, given.values()))
    print(f"SARTO_SEED={SEED}: {len(given)} pages, {size} bytes: {counts}")  # noqa: T201 - the figures
    return found


def samples(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file of a folder, and what html5lib's suites say in theirs."""
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        text, inputs = file.read_bytes(), list[bytes]()
        if file.suffix == ".test":
            tests = json.loads(text)["tests"]
            inputs = [each["input"].encode(errors="surrogatepass") for each in tests]
        elif file.suffix == ".dat":
            parts = text.split(b"#data\n")[1:]
            inputs = [part.partition(b"\n#encoding\n")[0] for part in parts]
        elif file.name == "fragments.txt":
            inputs = text.replace(b"@", b"data-sarto=").splitlines()
        yield file.name, text
        for number, page in enumerate(inputs):
            yield f"{file.name} {number}", page


def names(given: dict[str, bytes]) -> set[str]:
    return {name.decode() for page in given.values() for name in NAME.findall(page)}


def kept(folder: Any, config: str, header: bytes, given: dict[str, bytes]) -> None:
    """See that pages come out as they went in, and that nothing failed meanwhile."""
    site = Site(folder, CONFIGS[config], names(given))
    site.header = header
    assert not asyncio.run(site.keeps(b"<p data-sarto=nowhere>y</p>")), "it looks"
    assert asyncio.run(changed(site, given)) == []
    assert site.sarto.current is not None
    assert not site.sarto.current.site.failures.counts


@pytest.mark.slow
@pytest.mark.parametrize("header", [UTF8, UNTOLD], ids=["utf-8", "untold"])
@pytest.mark.parametrize("config", CONFIGS)
def test_pages_that_parsers_are_tested_with_keep_every_byte(
    folder: Any, config: str, header: bytes
) -> None:
    given = dict(samples(DATA))
    assert given
    kept(folder, config, header, given)


@pytest.mark.slow
@pytest.mark.parametrize("config", CONFIGS)
def test_every_page_of_the_examples_keeps_every_byte(
    folder: Any, config: str, tmp_path: Path
) -> None:
    given = pages(tmp_path / "ledger.db")
    assert len(given) > 40
    kept(folder, config, UTF8, given)


def test_no_example_is_left_out() -> None:
    found = {file.parent.name for file in EXAMPLES.glob("*/sarto.toml")}
    assert {*SITES, *FOLDERS, *ELSEWHERE} == found
