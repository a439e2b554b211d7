"""A page with one slot swapped, or one region arranged, by the very same code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sarto.compose.html.complete import TAG
from sarto.compose.scanner import Span
from sarto.compose.splice import Splice
from sarto.compose.swap import Swap
from sarto.compose.terms import Fillings, Terms
from sarto.workbench.crawl.dom.builder import Builder, built
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Swapped:
    """The page as shown; what was put in stands from `start` to `stop`."""

    page: Page
    span: Span
    shown: Shown
    body: bytes
    start: int
    stop: int

    @cached_property
    def built(self) -> Builder:
        return built(self.body, (self.start, self.stop))

    @property
    def html(self) -> bytes:
        return self.body[self.start : self.stop]

    def holds(self, offset: int) -> bool:
        """Whether a place is in what was put in."""
        return self.start <= offset < self.stop


def swapped(
    page: Page, spans: Iterable[Span], span: Span, shown: Shown, hold_cap: int
) -> Swapped | None:
    """Show something in a slot of a page; `None` where the slot keeps its own."""
    swaps: Mapping[str, Swap] = {span.name: Swap(render=lambda: shown.html)}
    terms = Terms(
        swaps={} if span.is_region else swaps,
        layouts=swaps if span.is_region else {},
        content_type=page.content_type,
        hold_cap=hold_cap,
    )
    inside = [span, *(each for each in spans if is_placed(each, span))]
    fillings = Fillings(terms, page.charset or "ascii")
    body = Splice(page.body, 0, inside, fillings, None).write()
    return placed(page, span, shown, body)


def is_placed(each: Span, region: Span) -> bool:
    """Whether it is a slot that a layout may place: in the region, in no inner one."""
    is_inside = region.is_region and region.inner <= each.start
    return is_inside and each.start < (region.end or 0) and not each.is_region


def placed(page: Page, span: Span, shown: Shown, body: bytes) -> Swapped | None:
    end = span.stop if span.whole else span.end
    if end is None or body == page.body:
        return None
    tag = (
        None if span.whole or span.inner == span.start else TAG.match(body, span.start)
    )
    start = span.start if span.whole else (tag.end() if tag else span.inner)
    stop = len(body) - (len(page.body) - end)
    return Swapped(page=page, span=span, shown=shown, body=body, start=start, stop=stop)


def kept(shown: Swapped) -> Swapped:
    """Give the same page with the slot as it was."""
    span, page = shown.span, shown.page
    start, stop = (span.start, span.stop) if span.whole else (span.inner, span.end)
    return replace(shown, body=page.body, start=start, stop=stop or start)
