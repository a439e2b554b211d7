"""What the tags of templates put into a page: fragments, which are not scanned again.

In comes what each tag wrote, and a slot that a scan found; out comes whether that slot
is part of a fragment. There is no mark in the page that says so, for such a mark would
stay in whatever else a template is rendered for: the text itself is looked for around
the slot. A page that has the very same text of its own keeps that as it is, too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from sarto.compose import charset
from sarto.compose.scanner import Opened, Span
from sarto.compose.swap import Html


@dataclass(frozen=True, slots=True)
class Text:
    """What one tag wrote: a fragment, and the tag's own content between its parts."""

    parts: Html
    own: str

    def written(self, name: str) -> "Written":
        """Write it in a page's charset."""
        own = charset.encoded(self.own, name)
        data, places = b"", list[range]()
        for part in self.parts:
            data += own if places else b""
            start = len(data)
            data += charset.encoded(part, name)
            places.append(range(start, len(data)))
        return Written(data, tuple(places))


@dataclass(frozen=True, slots=True)
class Written:
    """A text as bytes, and where the fragment is in them."""

    data: bytes
    places: tuple[range, ...]

    def starts(self, tag: bytes) -> Iterator[int]:
        """List where a tag begins that the fragment has."""
        at = self.data.find(tag) if tag else -1
        while at >= 0:
            if any(at in place for place in self.places):
                yield at
            at = self.data.find(tag, at + 1)


Inserted: TypeAlias = Callable[[], Iterable[Text]]  # there may be more the next time


def nothing() -> Iterable[Text]:
    """Tell that no tag wrote anything."""
    return ()


@dataclass(slots=True)
class Texts:
    """What tags wrote into one answer, each text in the answer's charset once."""

    inserted: Inserted
    charset: str
    _written: dict[Text, Written] = field(default_factory=dict[Text, Written])

    @property
    def all(self) -> Iterable[Written]:
        """List all that is written so far."""
        for text in self.inserted():
            if text not in self._written:
                self._written[text] = text.written(self.charset)
        return self._written.values()

    @property
    def longest(self) -> int:
        return max((len(each.data) for each in self.all), default=0)

    def has(self, found: Span | Opened, window: "Window") -> bool | None:
        """Whether a slot is part of a fragment; `None`: what follows will show it."""
        tag, is_unsure = window.cut(found.start, found.inner), False
        for each in self.all:
            for at in each.starts(tag):
                is_there = window.has(each.data, found.start - at)
                if is_there:
                    return True
                is_unsure |= is_there is None
        return None if is_unsure else False


@dataclass(frozen=True, slots=True)
class Window:
    """Bytes of a page, at an absolute offset."""

    data: bytes
    base: int = 0
    is_last: bool = True  # nothing comes after them

    def cut(self, start: int, stop: int) -> bytes:
        return self.data[start - self.base : stop - self.base]

    def has(self, data: bytes, start: int) -> bool | None:
        """Whether bytes stand at a place; `None`: as far as they are here, they do.

        What was before the window is not looked at.
        """
        first, end = max(start, self.base), self.base + len(self.data)
        stands = self.cut(first, start + len(data)) == data[first - start : end - start]
        if start < 0 or not stands:
            return False
        is_whole = start + len(data) <= end
        return None if not (is_whole or self.is_last) else is_whole
