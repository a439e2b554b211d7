"""What counts on a page besides `data-sarto` and marks: selectors and regions.

In: the selectors of slots and of regions, as read. Out: what tells a tokenizer which
tags it must look at, and a Seeker for each page. Never: an exception.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sarto.compose.html import names, patterns
from sarto.compose.html.seeking import Seeker, Way, ways
from sarto.compose.html.triggers import keys, trigger
from sarto.compose.html.usual import SLOW, USUAL, Usual
from sarto.vocabulary.selectors import Selector

Sought: TypeAlias = Mapping[str, Iterable[Selector]]  # by the slot's or region's name

_READ = frozenset((b"data-sarto", b"data-sarto-swap", b"lang", b"encoding"))


class Wanted:
    """Made once for all pages where the same places stand; never changed.

    `slots` are those with selectors; `is_more` says whether anything is sought. `tag`
    is the pattern of the tags that say nothing, `usual` what those do; `keys` are the
    attributes read of others; `skipped` are void elements of the head.
    """

    def __init__(
        self, slots: Sought | None = None, regions: Sought | None = None
    ) -> None:
        self.slots = frozenset(slots or {})
        self.has_regions = regions is not None
        self.is_more = self.has_regions or bool(slots)
        sought = [
            (name, is_region, selector)
            for is_region, places in ((False, slots or {}), (True, regions or {}))
            for name, found in places.items()
            for selector in found
        ]
        compounds = [step.compound for *_, selector in sought for step in selector]
        triggers = {trigger(compound) for compound in compounds} - {b""}
        types = {each.element.encode() for each in compounds if not trigger(each)}
        self.ways: dict[bool, tuple[Way, ...]] = {
            is_quirky: tuple(ways(sought, is_quirky=is_quirky))
            for is_quirky in (False, True)
        }
        self.keys = _READ | names.BREAKOUT_FONT
        self.keys = self.keys.union(*map(keys, compounds))
        if self.has_regions:
            self.keys |= {b"data-sarto-layout"}
        self.tag = patterns.tag(*sorted(triggers)) if triggers else patterns.TAG
        self.skipped = names.VOID_IN_HEAD - types
        slow: dict[bytes | None, Usual] = dict.fromkeys(types, SLOW)
        self.usual = {**USUAL, **slow} if slow else USUAL

    def seeker(self) -> Seeker | None:
        """Start seeking on one page; `None` where nothing is sought."""
        return Seeker(self.ways, has_regions=self.has_regions) if self.is_more else None


NOTHING = Wanted()
