"""Selectors followed along the open elements, in one pass, a step at a time.

In: start tags and depths, as elements are pushed and popped. Out: what each element
is: a slot, a region, both or neither. Never: an exception; more kept than one entry
for each open element that some step matched.

Each step of each selector has a bit. An entry tells which steps an open element ends,
and which it or an element around it does. A slot's own attribute goes before selectors,
and of two selectors the one that stands first. An element that a parser moves (what is
misplaced in a table, formatting opened again) is where its bytes are.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sarto.compose.html.matching import Test
from sarto.vocabulary.selectors import Selector

SLOT, LAYOUT = b"data-sarto", b"data-sarto-layout"


class Way(NamedTuple):
    """One step of a selector; `after` is the bit of the one before, 0 for the first."""

    bit: int
    after: int
    is_child: bool
    test: Test
    name: str | None  # what the element is; `None`: there are steps to come
    is_region: bool


class Entry(NamedTuple):
    """An open element that ends some steps."""

    depth: int
    here: int
    above: int  # with those of all elements around it


def ways(
    sought: Iterable[tuple[str, bool, Selector]], *, is_quirky: bool
) -> Iterator[Way]:
    """List the steps of all selectors, each after the one before."""
    bit = 1
    for name, is_region, selector in sought:
        after = 0
        for number, step in enumerate(selector, 1):
            test = Test.of(step.compound, is_quirky=is_quirky)
            is_last = number == len(selector)
            end = name if is_last else None
            yield Way(bit, after, step.is_child, test, end, is_region)
            after, bit = bit, bit << 1


class Seeker:
    """What is found on one page."""

    def __init__(self, ways: dict[bool, tuple[Way, ...]], *, has_regions: bool) -> None:
        self._ways = ways
        self._has_regions = has_regions
        self._entries: list[Entry] = []

    @property
    def guard(self) -> int:
        """How many names stay while elements above every entry are popped."""
        return self._entries[-1].depth + 1 if self._entries else 1

    def seek(
        self,
        element: bytes,
        attributes: Mapping[bytes, str],
        depth: int,
        *,
        is_quirky: bool,
        is_kept: bool,
    ) -> tuple[str | None, str | None]:
        """Tell which slot and which region an element is, that stands at a depth."""
        slot = attributes.get(SLOT)
        region = attributes.get(LAYOUT) if self._has_regions else None
        last = self._entries[-1] if self._entries else Entry(-1, 0, 0)
        right = last.here if last.depth == depth - 1 else 0
        here = 0
        for way in self._ways[is_quirky]:
            reached = right if way.is_child else last.above
            if (not way.after or reached & way.after) and way.test.holds(
                element, attributes
            ):
                here |= way.bit
                if way.is_region:
                    region = way.name if region is None else region
                else:
                    slot = way.name if slot is None else slot
        if here and is_kept:
            self._entries.append(Entry(depth, here, here | last.above))
        return slot, region

    def cut(self, depth: int) -> None:
        """Forget the elements from a depth on."""
        while self._entries and self._entries[-1].depth >= depth:
            self._entries.pop()

    def forget(self, start: int, stop: int) -> None:
        """Forget the elements between two depths; what is inside knows of them."""
        count = stop - start
        self._entries = [
            Entry(at - count * (at >= stop), here, above)
            for at, here, above in self._entries
            if not start <= at < stop
        ]

    def remove(self, depth: int) -> None:
        """Forget one element; those inside it stand one higher."""
        entries, self._entries = self._entries, []
        above = 0
        for at, here, _ in entries:
            if at != depth:
                above |= here
                self._entries.append(Entry(at - (at > depth), here, above))
