"""What becomes of one slot, or of one region, on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sarto.compose.attributes import attribute, with_attributes

# The page's own children stand between the parts; of a layout, every second part is the
# name of a slot, or "" for the rest.
Html: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A slot's new content and attributes; rendered when the slot is met.

    Of a region: the layout that its slots are placed in, and nothing else.
    """

    attrs: tuple[tuple[str, str], ...] = ()
    render: Callable[[], Html | None] | None = None  # None: its own children stay
    name: str | None = None  # of the fragment
    is_constant: bool = True  # nothing of a visit can change what is rendered
    language: str | None = None
    direction: str | None = None

    def tag(self, tag: bytes, page_language: str | None, charset: str) -> bytes:
        """Write the slot's start tag; `lang` and `dir` only where they would differ.

        A mark, or an element whose tag is left out, can have no attributes.
        """
        if not (self.attrs or self.language) or not takes_attributes(tag):
            return tag
        own = attribute(tag, "lang")
        inherited = page_language if own is None else own.decode("latin-1")
        attrs = self.attrs
        if self.language and not same(self.language, inherited):
            attrs = (("lang", self.language), ("dir", self.direction or "ltr"), *attrs)
        return with_attributes(tag, attrs, charset)


def takes_attributes(tag: bytes) -> bool:
    """Whether it is an element's tag: a mark, or one left out, has no attributes."""
    return tag[1:2].isalpha()


def same(language: str, other: str | None) -> bool:
    return other is not None and language.lower() == other.strip().lower()
