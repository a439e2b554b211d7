"""Which page of a site a path is, as far as it may be written down.

A path may be somebody's own: an invitation, a token. So a page is named only where the
file itself names it, letter by letter; of all others, the glob that matches is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from re import Pattern

from sarto.config.paths import globs
from sarto.decide.places import leaves
from sarto.site.site import Site
from sarto.vocabulary.globs import FORM, glob
from sarto.vocabulary.patterns import Globs

LANGUAGE = ("language", "path")  # it matches nearly all, and says nothing of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The pages and the globs of pages that a file names."""

    pages: frozenset[str]
    globs: Mapping[str, Pattern[str]]

    @classmethod
    def of(cls, site: Site) -> "Addresses":
        """Gather them: those of conditions first, then the others, in file order."""
        found = tuple(dict.fromkeys(written(site)))
        return cls(
            pages=frozenset(text for text in found if is_page(text)),
            globs={text: glob(text) for text in found if not is_page(text)},
        )

    def told(self, path: str) -> str | None:
        """Give the page, or the first glob that matches it; `None`: none does."""
        if path in self.pages:
            return path
        matching = (text for text, each in self.globs.items() if each.fullmatch(path))
        return next(matching, None)


def written(site: Site) -> Iterator[str]:
    """List all globs of paths in a file."""
    for leaf in leaves((*site.slots, *site.regions, *site.swaps)):
        pattern = leaf.condition.pattern
        if leaf.condition.fact == "path" and isinstance(pattern, Globs):
            yield from pattern.globs
    yield from (text for at, text in globs(site.config.toml) if at != LANGUAGE)


def is_page(text: str) -> bool:
    """Whether a glob matches one path alone, which it is."""
    return FORM.search(text) is None
