"""The terms of rewriting one page, and what fills its slots and regions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sarto.compose import charset
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.scanner import Opened, Span
from sarto.compose.swap import Swap
from sarto.compose.watching import Need, Watched, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one page: its swaps by slot name, its header, the cap in bytes.

    `layouts` are by the names of regions; while there are any, every slot matters.
    """

    swaps: Mapping[str, Swap]
    content_type: bytes
    hold_cap: int
    signature: bytes | None = None  # of the swaps; `None`: a visit can change them
    wanted: Wanted = NOTHING  # besides attributes and marks
    layouts: Mapping[str, Swap] = field(default_factory=dict[str, Swap])
    watched: Watched = field(default_factory=dict[str, Need])  # changed or not

    @property
    def may_change(self) -> bool:
        """Whether any byte may be changed."""
        return bool(self.swaps or self.layouts)

    def swap(self, name: str, *, is_region: bool) -> Swap | None:
        """Tell what becomes of a slot or region; `None`: it stays."""
        return (self.layouts if is_region else self.swaps).get(name)

    def counts(self, found: Span | Opened) -> bool:
        """Whether what was found is swapped, or may be moved by what is, or watched."""
        is_swapped = found.name in self.swaps and not found.is_region
        return is_swapped or bool(self.layouts) or self.watches(found)

    def watches(self, found: Span | Opened) -> bool:
        """Whether it is to be told that it went out."""
        return bool(self.watched) and key_of(found) in self.watched

    def holding(self, cap: int) -> "Terms":
        """Give the same terms with another cap, where that is larger."""
        return replace(self, hold_cap=max(cap, self.hold_cap))


class Fillings:
    """What fills the slots of one page: each rendered once, in the page's charset."""

    def __init__(self, terms: Terms, name: str) -> None:
        self.terms = terms
        self.charset = name
        self._rendered: dict[tuple[str, bool], tuple[bytes, ...] | None] = {}

    def of(self, span: Span) -> tuple[bytes, ...] | None:
        """Give what is put in a slot; `None`: it keeps its own content.

        Of a region, every second part is the name of a slot in UTF-8.
        """
        if span.stop is None or span.stop - span.start > self.terms.hold_cap:
            return None
        key = (span.name, span.is_region)
        if key not in self._rendered:
            self._rendered[key] = self._render(*key)
        return self._rendered[key]

    def _render(self, name: str, is_region: bool) -> tuple[bytes, ...] | None:  # noqa: FBT001 - a key's
        swap = self.terms.swap(name, is_region=is_region)
        parts = swap.render() if swap and swap.render else None
        if parts is None:
            return None
        filled = [charset.encoded(part, self.charset) for part in parts]
        if is_region:
            filled[1::2] = map(spelt, parts[1::2])
        return tuple(filled)


def spelt(name: str) -> bytes:
    """Spell a slot's name, whatever the page's charset."""
    return name.encode("utf-8", "surrogatepass")
