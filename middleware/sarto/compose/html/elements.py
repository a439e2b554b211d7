"""The stack of open elements, and the slots among them.

In: names pushed, depths cut, with absolute offsets. Out: `events`, an Opened for each
slot outside templates, a Closed where its children end. Never: an exception; a Closed
without its Opened; more than DEPTH names kept (deeper tags are only counted, and are no
slots).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sarto.compose.html import names as html

DEPTH = 512  # as Blink caps its trees


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A slot's start tag: `start` is its "<", `inner` just past its ">"."""

    name: str
    start: int
    inner: int
    whole: bool
    void: bool


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
    events: list[Opened | Closed] = field(default_factory=list[Opened | Closed])
    too_deep: int = 0  # how many deeper than DEPTH
    templates: int = 0
    foreign: int = 0
    has_form: bool = False  # the form element pointer (13.2.4.4)

    @property
    def guard(self) -> int:
        """How many names stay while elements above every slot are popped."""
        return self.slots[-1][0] + 1 if self.slots else 1

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
        if len(self.names) >= DEPTH:
            self.too_deep = 1
            return
        name = name or tag.name
        opened = self.announce(tag)
        if opened:
            self.slots.append((len(self.names), opened))
        self.names.append(name)
        self._count(name, 1)

    def imply(self, name: bytes, at: int) -> None:
        """Push an element whose start tag was left out."""
        self.push(Tag(name=name, start=at, stop=at))

    def announce(self, tag: Tag, *, void: bool = False) -> Opened | None:
        name = tag.attributes.get(b"data-sarto")
        if name is None or self.templates:
            return None
        opened = Opened(
            name=name,
            start=tag.start,
            inner=tag.stop,
            whole=tag.attributes.get(b"data-sarto-swap") == "element",
            void=void,
        )
        self.events.append(opened)
        return opened

    def cut(self, depth: int, end: int, stop: int | None = None) -> None:
        """Pop down to `depth`; `stop` is past the end tag of the element there."""
        while self.slots and self.slots[-1][0] >= depth:
            where, opened = self.slots.pop()
            past = stop if stop is not None and where == depth else end
            self.events.append(Closed(opened=opened, end=end, stop=past))
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
