"""The templates that a file names, wherever it does, and all they are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import TemplateError, nodes

from sarto.compose.fragments import Fragments
from sarto.compose.templates import Environment
from sarto.compose.uses import references
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.rules import placements
from sarto.site.shelf import DEFAULT, OWN


def named(toml: SartoToml, table: str) -> Iterator[tuple[KeyPath, str]]:
    """List the templates that slots, or layouts, name; those switched off, too."""
    alone, by_arm = ("layout", "layouts") if table == "layouts" else FRAGMENT
    for path, placed in placements(toml):
        if path[0] != table:
            continue
        if placed.default is not None:
            yield (*path, "default"), placed.default
        for index, show in enumerate(placed.show):
            at = (*path, "show", index)
            if name := getattr(show, alone):
                yield (*at, alone), name
            for arm, name in getattr(show, by_arm).items():
                yield (*at, by_arm, arm), name


FRAGMENT = ("fragment", "fragments")
NONE = frozenset({OWN, DEFAULT})


@dataclass(frozen=True)
class Templates:
    """The templates of one kind, of one site: which are named, and what is in them."""

    toml: SartoToml
    table: str  # slots, or layouts
    of: Fragments

    @cached_property
    def first(self) -> Mapping[str, KeyPath]:
        """Map each that is named, and is there, to where it is named first."""
        found: dict[str, KeyPath] = {}
        for path, name in named(self.toml, self.table):
            if name not in NONE and name in self.of.source.names():
                found.setdefault(name, path)
        return found

    @cached_property
    def trees(self) -> Mapping[str, nodes.Template | None]:
        """Parse all that is used: what is named, twins, and what they are made of."""
        found: dict[str, nodes.Template | None] = {}
        waiting = [file for name in self.first for file in (name, *self.twins(name))]
        environment = Environment(self.of.source)
        while waiting:
            name = waiting.pop()
            if name in found or name not in self.of.source.names():
                continue
            try:
                tree = environment.parse(self.of.source.text(name), name)
            except TemplateError:  # of a rule that is switched off
                found[name] = None
                continue
            found[name] = tree
            waiting += [other.name for other in references(tree) if other.name]
        return found

    @property
    def is_open(self) -> bool:
        """Whether one of them chooses others while it is rendered."""
        trees = filter(None, self.trees.values())
        return any(other.name is None for tree in trees for other in references(tree))

    def twins(self, name: str) -> list[str]:
        """List the files that speak other languages for a template."""
        return [file for file in self.of.twins(name).values() if file != name]
