"""Slots that keep their own content because of how the page is written: SARTO053."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sarto.compose.attributes import element
from sarto.compose.html.names import VOID
from sarto.decide.rules import Place
from sarto.errors import Finding
from sarto.site.site import Site
from sarto.workbench.crawl.dom.node import COMMENT
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.shown import names
from sarto.workbench.crawl.sightings import Sighting, may_change
from sarto.workbench.crawl.telling import in_page

CODE: Final = "SARTO053"
END_MARK: Final = re.compile(
    rb"<!--#[\t\n\f\r ]*/[\t\n\f\r ]*sarto[\t\n\f\r ]+"
    rb"([^\t\n\f\r <>\"]+?)[\t\n\f\r ]*-->"
)


def endless(
    site: Site, seen: Sequence[Sighting], paths: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """List slots and regions that a rule would change, and that stay as they are."""
    places = {place.key: place for place in (*site.slots, *site.regions)}
    cap = site.config.toml.cache.hold_cap
    for each in seen:
        place = places.get(each.key)
        if place is None or not names(place):
            continue
        if may_change(place, each.page, paths):
            text, hint = held(each, place, cap)
            if text:
                size = each.span.inner - each.span.start
                start = each.span.start
                yield in_page(each.page, CODE, start, text, hint, size=size)


def held(each: Sighting, place: Place, cap: int) -> tuple[str, str]:
    """Say why a slot keeps its own content; nothing where it does not."""
    span, noun = each.span, "layout" if each.span.is_region else "slot"
    tag = each.page.body[span.start : span.inner]
    if span.stop is None:
        text = f"nothing ends the {noun} {place.name!r}: it stays as it is"
        if tag.startswith(b"<!--"):
            hint = f"write <!--# /sarto {place.name} --> where it ends, in one parent"
            return text, hint
        return text, f"end it with </{element(tag).decode('utf-8', 'replace')}>"
    if span.inner == span.stop and not span.whole and element(tag) in VOID:
        text = f"the {noun} {place.name!r} is an element that has no children"
        return text, 'write data-sarto-swap="element" on it: it is swapped whole'
    if span.stop - span.start > cap:
        size = span.stop - span.start
        text = (
            f"the {noun} {place.name!r} has {size} bytes: more than {cap} are not held"
        )
        return text, "raise `hold_cap` under [cache], or mark a smaller part"
    return "", ""


def unpaired(page: Page, seen: Sequence[Sighting]) -> Iterator[Finding]:
    """List end marks that end nothing."""
    ended = {each.span.end for each in seen if each.page is page}
    for node in page.built.document.walk():
        if node.name != COMMENT or node.start in ended:
            continue
        if mark := END_MARK.fullmatch(page.body[node.start : node.stop]):
            name = mark[1].decode("utf-8", "replace")
            text = f"nothing begins the slot {name!r} that ends here"
            hint = f"write <!--# sarto {name} --> where it begins, in the same parent"
            size = node.stop - node.start
            yield in_page(page, CODE, node.start, text, hint, size=size)
