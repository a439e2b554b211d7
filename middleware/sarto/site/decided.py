"""All that was decided for one page, and the edits of answers made of it before."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeAlias

from sarto.compose.edit import Edit
from sarto.compose.swap import Swap
from sarto.decide.rules import Outcome, Place
from sarto.vocabulary.served import Part

Ways: TypeAlias = tuple[tuple[Place, Outcome | None], ...]  # what was decided, how

MOST = 8  # edits; a page has few kinds of answers


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of the parts of one page; equal signatures, equal swaps."""

    swaps: Mapping[str, Swap]
    signature: bytes | None  # `None` where a visit can change what is rendered
    layouts: Mapping[str, Swap] = field(default_factory=dict[str, Swap])
    edits: dict[Hashable, Edit] = field(default_factory=dict[Hashable, Edit])
    parts: list[Part] = field(default_factory=list[Part])  # once somebody is told
    ways: Ways = ()

    @classmethod
    def of(
        cls, swaps: Mapping[str, Swap], layouts: Mapping[str, Swap], ways: Ways = ()
    ) -> "Decided":
        parts = (*swaps.items(), *layouts.items())
        if not all(swap.is_constant for _, swap in parts):
            return cls(swaps, None, layouts, ways=ways)
        signs = [(len(swaps), part, swap.name, swap.attrs) for part, swap in parts]
        signature = blake2b(repr(signs).encode(), digest_size=16).digest()
        return cls(swaps, signature, layouts, ways=ways)

    @property
    def key(self) -> Hashable:
        """Tell apart what shows the same for another reason."""
        return self.signature, tuple(id(outcome) for _, outcome in self.ways)

    @property
    def all(self) -> tuple[Swap, ...]:
        """List what becomes of slots, and of regions."""
        return (*self.swaps.values(), *self.layouts.values())

    def inserted(self) -> list[bytes]:
        """Spell out what will be inserted; equal tags must mean equal bytes."""
        spelt = (
            (name, swap.attrs, swap.language, swap.render() if swap.render else None)
            for part in (self.swaps, self.layouts)
            for name, swap in (*part.items(), ("", Swap()))
        )
        return [repr(each).encode("utf-8", "surrogatepass") for each in spelt]

    def remember(self, key: Hashable, edit: Edit) -> None:
        """Remember an edit; when there are too many, start afresh."""
        if len(self.edits) >= MOST:
            self.edits.clear()
        self.edits[key] = edit
