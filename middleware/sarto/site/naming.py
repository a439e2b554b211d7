"""What a file names itself, of pages and of facts: the most that a console may tell."""

from dataclasses import dataclass, field
from typing import Final

from sarto.config.dictionary import Dictionary
from sarto.decide.conditions import Leaf
from sarto.site.addresses import Addresses
from sarto.site.classes import Classes
from sarto.site.site import Site
from sarto.vocabulary.globs import example

HOME: Final = "/"  # it says nothing of anybody, named or not
ANOTHER: Final = "another page"
UNNAMED: Final = "/another-page"  # a path for those that have no name
NOWHERE: Final = Addresses(pages=frozenset(), globs={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The names that one file has for pages, and for the facts of visitors."""

    addresses: Addresses = NOWHERE
    dictionary: Dictionary = field(default_factory=lambda: Dictionary({}))

    @classmethod
    def of(cls, site: Site) -> "Naming":
        return cls(addresses=Addresses.of(site), dictionary=site.config.dictionary)

    def page(self, path: str) -> str:
        """Name a page, or the glob of the file's that it lies in."""
        return path if path == HOME else self.addresses.told(path) or ANOTHER

    def classes(self, fact: str, leaves: list[Leaf]) -> Classes:
        """Tell the classes of a fact, by what is asked of it."""
        return Classes.of(self.dictionary.kind(fact), leaves)


def like(name: str) -> str:
    """Give a path that has this name."""
    return UNNAMED if name == ANOTHER else example(name)
