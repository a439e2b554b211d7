"""`sarto check --pages`: the config held against the pages of the site."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Final

from sarto.errors import Finding
from sarto.site.site import Site
from sarto.workbench.crawl.ends import endless, unpaired
from sarto.workbench.crawl.folder import gathered
from sarto.workbench.crawl.fragments import Fragments
from sarto.workbench.crawl.page import Harvest, Page, Unread
from sarto.workbench.crawl.sightings import sightings, visible
from sarto.workbench.crawl.slots import Slots
from sarto.workbench.crawl.sources import Sources
from sarto.workbench.crawl.speaking import voiceless
from sarto.workbench.crawl.tags import tags
from sarto.workbench.crawl.target import is_url
from sarto.workbench.crawl.web import Crawl

PATIENCE: Final = 120.0  # seconds for judging what may be put into all pages


def crawled(site: Site, target: str) -> tuple[Finding, ...]:
    """Check a folder of HTML, or a running site; findings in the order of files."""
    harvest = gather(site, target)
    found = [*checked(site, harvest)]
    found += [unread(each) for each in harvest.unread]
    return tuple(sorted(found, key=lambda each: (*each.place, each.code)))


def gather(site: Site, target: str) -> Harvest:
    """Bring the pages home."""
    if not is_url(target):
        return gathered(Path(target), site.config.folder)
    crawl = Crawl(target, site.config.toml.prefix, told("read"))
    served = [rule.shows for swap in site.swaps for rule in swap.rules if rule.shows]
    return crawl.run((start_of(target), *served))


def start_of(url: str) -> str:
    rest = url.partition("://")[2]
    path = rest[rest.find("/") :] if "/" in rest else "/"
    return path.partition("?")[0].partition("#")[0]


def checked(site: Site, harvest: Harvest) -> Iterator[Finding]:
    """Say all that the pages that were read can tell."""
    pages = harvest.pages
    if not pages:
        return
    paths = visible(site, pages)
    seen = [*sightings(site, pages)]
    own = [*tags(site.config.folder)]
    yield from Slots(site=site, seen=seen, paths=paths, tags=own).findings()
    yield from endless(site, seen, paths)
    for page in pages:
        yield from unpaired(page, seen)
    yield from voiceless(site, seen, pages)
    yield from judged(site, harvest, paths)


def judged(
    site: Site, harvest: Harvest, paths: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    fragments = Fragments(site, Sources(site), monotonic() + PATIENCE)
    step = told("judged")
    for done, page in enumerate(harvest.pages, 1):
        fragments.judge(page, paths[page.path])
        if fragments.is_late:
            harvest.unread.append(late(page))
            break
        step(done, len(harvest.pages))
    yield from fragments.findings()


def late(page: Page) -> Unread:
    text = f"it takes more than {PATIENCE:.0f} seconds to judge all fragments on all"
    return Unread(file=page.file, reason=f"{text}: not on this page, nor on later ones")


def unread(each: Unread) -> Finding:
    return Finding(
        code="SARTO058",
        severity="warning",
        message=f"this page was not checked: {each.reason}",
        help=each.help,
        file=each.file,
    )


def told(word: str) -> Callable[[int, int], None]:
    """Make what says on a terminal how far it is, in a line that goes away again."""

    def step(done: int, all_: int) -> None:
        if sys.stderr.isatty():
            end = "\r\x1b[K" if done == all_ else ""
            sys.stderr.write(f"\r{done} of {all_} pages {word}{end}")
            sys.stderr.flush()

    return step
