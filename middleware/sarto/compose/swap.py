"""What becomes of one slot on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sarto.compose.attributes import with_attributes

Html: TypeAlias = tuple[str, ...]  # the page's own children stand between the parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A slot's new content and attributes; rendered when the slot is met."""

    attrs: tuple[tuple[str, str], ...] = ()
    render: Callable[[], Html | None] | None = None  # None: its own children stay
    language: str | None = None
    direction: str | None = None

    @property
    def needs_end(self) -> bool:
        """Whether the slot must be held until its end is seen."""
        return self.render is not None

    def tag(self, tag: bytes, page_language: str | None, charset: str) -> bytes:
        """Write the slot's start tag; `lang` and `dir` only where the page differs."""
        attrs = self.attrs
        if self.language and not same(self.language, page_language):
            attrs = (("lang", self.language), ("dir", self.direction or "ltr"), *attrs)
        return with_attributes(tag, attrs, charset) if attrs else tag


def same(language: str, other: str | None) -> bool:
    return other is not None and language.lower() == other.strip().lower()
