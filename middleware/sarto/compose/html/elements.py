"""The stack of open elements, and the slots among them.

In: names pushed, depths cut, marks met, with absolute offsets. Out: `events`, an Opened
for each slot outside templates, a Closed where its children end. Never: an exception; a
Closed without its Opened; more than twice DEPTH names kept (of deeper ones the outer
half is forgotten, but for html and body), nor more than MARKS marks.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sarto.compose.html import names as html
from sarto.compose.html.seeking import Seeker

DEPTH = 512  # as many as Blink's trees have, the innermost are always known
MARKS = 64  # slots between marks that are open at once; more are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A slot's start tag or mark: `start` is its "<", `inner` just past its ">".

    Elements whose tags are left out may begin at one place: `implied` tells them apart.
    """

    name: str
    start: int
    inner: int
    whole: bool
    void: bool
    is_region: bool = False
    implied: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Where a slot's children end; `stop` is past the end tag, or `end` if implied."""

    opened: Opened
    end: int
    stop: int


@dataclass(slots=True, kw_only=True)
class Tag:
    """One complete tag; `attributes` only where a rule or a slot asks for them."""

    name: bytes
    start: int
    stop: int
    is_self_closing: bool = False
    attributes: dict[bytes, str] = field(default_factory=dict[bytes, str])


@dataclass(slots=True)
class OpenElements:
    names: list[bytes] = field(default_factory=list[bytes])
    slots: list[tuple[int, Opened]] = field(default_factory=list[tuple[int, Opened]])
    marks: list[tuple[int, Opened]] = field(default_factory=list[tuple[int, Opened]])
    events: list[Opened | Closed] = field(default_factory=list[Opened | Closed])
    has_frames: bool = False  # instead of a body
    templates: int = 0
    foreign: int = 0
    has_form: bool = False  # the form element pointer (13.2.4.4)
    is_quirky: bool = True
    seeker: Seeker | None = None  # None: no selectors, no regions
    is_over: bool = False  # the body or html was ended: no marks from there on

    @property
    def guard(self) -> int:
        """How many names stay while elements above every slot are popped."""
        guard = self.slots[-1][0] + 1 if self.slots else 1
        if self.marks:
            guard = max(guard, self.marks[-1][0])
        return max(guard, self.seeker.guard) if self.seeker else guard

    def taken_events(self) -> list[Opened | Closed]:
        events, self.events = self.events, []
        return events

    def find(self, wanted: Collection[bytes], boundary: Collection[bytes]) -> int:
        """Find the innermost of `wanted` above any `boundary`; -1 if there is none."""
        for depth in range(len(self.names) - 1, -1, -1):
            if self.names[depth] in wanted:
                return depth
            if self.names[depth] in boundary:
                break
        return -1

    def push(self, tag: Tag, name: bytes | None = None) -> None:
        if len(self.names) >= 2 * DEPTH:
            self._forget(2, 2 + DEPTH)
        name = name or tag.name
        for opened in self.announce(tag):
            self.slots.append((len(self.names), opened))
        self.names.append(name)
        self._count(name, 1)

    def imply(self, name: bytes, at: int) -> None:
        """Push an element whose start tag was left out."""
        self.push(Tag(name=name, start=at, stop=at))

    def announce(self, tag: Tag, *, void: bool = False) -> list[Opened]:
        """Tell what an element is: a slot, a region in it, or neither."""
        if self.templates:
            return []
        slot, region = tag.attributes.get(b"data-sarto"), None
        if self.seeker is not None:
            slot, region = self.seeker.seek(
                tag.name,
                tag.attributes,
                len(self.names),
                is_quirky=self.is_quirky,
                is_kept=not void,
            )
        if slot is region is None:
            return []
        opened = list[Opened]()
        for name, is_region in ((slot, False), (region, True)):
            if name is not None:
                is_whole = tag.attributes.get(b"data-sarto-swap") == "element"
                each = Opened(
                    name=name,
                    start=tag.start,
                    inner=tag.stop,
                    whole=is_whole and not is_region,
                    void=void,
                    is_region=is_region,
                    implied=b"" if tag.stop > tag.start else tag.name,
                )
                opened.append(each)
        self.events += opened
        return opened

    def mark(self, name: str, start: int, stop: int, *, is_end: bool) -> None:
        """Take a mark; an end mark ends the last of its name with the same parent.

        What that one encloses and is not ended yet is left alone.
        """
        inside = len(self.names)
        if self.templates or self.has_frames or self.is_over:
            return
        if not is_end:
            if len(self.marks) < MARKS:
                opened = Opened(
                    name=name, start=start, inner=stop, whole=False, void=False
                )
                self.events.append(opened)
                self.marks.append((inside, opened))
            return
        for at in range(len(self.marks) - 1, -1, -1):
            where, opened = self.marks[at]
            if where == inside and opened.name == name:
                del self.marks[at:]
                self.events.append(Closed(opened=opened, end=start, stop=stop))
                return

    def cut(self, depth: int, end: int, stop: int | None = None) -> None:
        """Pop down to `depth`; `stop` is past the end tag of the element there."""
        while self.slots and self.slots[-1][0] >= depth:
            where, opened = self.slots.pop()
            past = stop if stop is not None and where == depth else end
            self.events.append(Closed(opened=opened, end=end, stop=past))
        while self.marks and self.marks[-1][0] > depth:
            self.marks.pop()
        if self.seeker:
            self.seeker.cut(depth)
        for name in self.names[depth:]:
            self._count(name, -1)
        del self.names[depth:]

    def cut_in_scope(
        self,
        wanted: Collection[bytes],
        end: int,
        stop: int | None = None,
        *,
        boundary: Collection[bytes] = html.SCOPE,
    ) -> bool:
        depth = self.find(wanted, boundary)
        if depth >= 0:
            self.cut(depth, end, stop)
        return depth >= 0

    def cut_implied(self, end: int, *, keep: bytes = b"") -> None:
        """Generate implied end tags (13.2.6.3)."""
        while self.names[-1] in html.IMPLIED and self.names[-1] != keep:
            self.cut(len(self.names) - 1, end)

    def remove(self, depth: int) -> None:
        """Take one element out and leave those inside it open; no slot ends so."""
        self._count(self.names.pop(depth), -1)
        self.slots = [
            (at - (at > depth), opened) for at, opened in self.slots if at != depth
        ]
        self.marks = [
            (inside - (inside > depth), opened)
            for inside, opened in self.marks
            if inside != depth + 1
        ]
        if self.seeker:
            self.seeker.remove(depth)

    def _forget(self, start: int, stop: int) -> None:
        """Forget the outer half of what is open in the body: none of it has an end."""
        del self.names[start:stop]
        count = stop - start
        self.slots = [
            (at - count * (at >= stop), opened)
            for at, opened in self.slots
            if not start <= at < stop
        ]
        self.marks = [
            (inside - count * (inside > stop), opened)
            for inside, opened in self.marks
            if not start < inside <= stop
        ]
        if self.seeker:
            self.seeker.forget(start, stop)

    def close(self, depth: int, end: int, stop: int) -> None:
        """End the slot at `depth`, if there is one, without popping anything."""
        for entry in [entry for entry in self.slots if entry[0] == depth]:
            self.slots.remove(entry)
            self.events.append(Closed(opened=entry[1], end=end, stop=stop))

    def _count(self, name: bytes, by: int) -> None:
        if name == b"template":
            self.templates += by
        elif name.startswith(b" "):
            self.foreign += by
