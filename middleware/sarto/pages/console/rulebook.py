"""The rules of a site as a page to read: to whom, what, when, and whose idea it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.model import Page, Placed, Show
from sarto.config.rules import placements
from sarto.decide.conditions import Named, named_nodes, node_of
from sarto.site.saying import EVERYBODY, often, sentence, window

OWN: Final = "the page's own content"
KINDS: Final = {"slots": "slot", "layouts": "layout", "pages": "page"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """One audience of a rule, in words; without a name it is one on the spot."""

    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule."""

    whom: tuple[Whom, ...]  # any of them
    besides: str  # what must hold besides; nothing: no more
    shows: str
    notes: tuple[str, ...]
    is_off: bool
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A slot, a layout or a page, with its rules, top to bottom."""

    kind: str
    name: str
    id: str
    pages: tuple[str, ...]  # none: wherever it stands
    why: str | None
    owner: str | None
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    otherwise: str
    is_off: bool
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An audience, and who names it."""

    name: str
    text: str
    used: tuple[tuple[str, str], ...]  # the name of each, and its anchor
    where: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Reads one config aloud."""

    config: Config
    nodes: Mapping[str, Named]

    @classmethod
    def of(cls, config: Config) -> "Rulebook":
        return cls(config, named_nodes(config.audiences))

    def entries(self) -> Iterator[Entry]:
        """List what can change on pages, as the file has it."""
        for path, placed in placements(self.config.toml):
            if placed.show or placed.default:
                yield self.entry(path, str(path[1]), placed)
        for index, page in enumerate(self.config.toml.pages):
            yield self.entry(("pages", index), page.path, page)

    def resting(self) -> list[str]:
        """Name the places that only layouts move about."""
        every = placements(self.config.toml)
        return [str(p[1]) for p, each in every if not (each.show or each.default)]

    def entry(self, path: KeyPath, name: str, placed: Placed | Page) -> Entry:
        kind, default = KINDS[str(path[0])], getattr(placed, "default", None)
        return Entry(
            kind=kind,
            name=name,
            id=anchor(path),
            pages=tuple(getattr(placed, "pages", None) or ()),
            why=placed.why,
            owner=placed.owner,
            notes=tuple(notes_of(placed)),
            lines=tuple(
                self.line((*path, "show", index), show)
                for index, show in enumerate(placed.show)
            ),
            otherwise=default or ("the page itself" if kind == "page" else OWN),
            is_off=placed.off,
            where=self.where(path),
        )

    def line(self, path: KeyPath, show: Show) -> Line:
        spot = self.config.when.get((*path, "when"))
        when = sentence(node_of(spot, self.nodes)) if spot else ""
        named = [Whom(text=self.said(name), name=name) for name in show.to or ()]
        return Line(
            whom=tuple(named) or (Whom(text=when or EVERYBODY),),
            besides=when if named else "",
            shows=shown(show),
            notes=tuple(filter(None, (window(show), often(show.cap), show.why))),
            is_off=show.off,
            where=self.where(path),
        )

    def said(self, name: str) -> str:
        return sentence(self.nodes[name].node)

    def where(self, path: KeyPath) -> str:
        return f"{self.config.file}:{self.config.places.nearest(path).line}"

    def groups(self) -> Iterator[Group]:
        """List the audiences, each with all that name it."""
        used = self.used()
        for name in self.config.audiences:
            path = ("audiences", name)
            uses = tuple(used.get(name, ()))
            yield Group(
                name=name, text=self.said(name), used=uses, where=self.where(path)
            )

    def used(self) -> dict[str, dict[tuple[str, str], None]]:
        """Gather by audience what names it."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for entry in self.entries():
            for line in entry.lines:
                for whom in line.whom:
                    uses = found.setdefault(whom.name or "", {})
                    uses[f"{entry.kind} {entry.name}", entry.id] = None
        for path, spot in self.config.when.items():
            at = (self.titled(path), anchor(path[:2]))
            for name in spot.names():
                found.setdefault(name, {})[at] = None
        for name, audience in self.config.audiences.items():
            for inner in audience.names():
                at = (f"audience {name}", anchor(("audiences", name)))
                found.setdefault(inner, {})[at] = None
        return found

    def titled(self, path: KeyPath) -> str:
        """Call a slot, a layout or a page what it is called in the list of them."""
        name = path[1]
        if isinstance(name, int):
            name = self.config.toml.pages[name].path
        return f"{KINDS.get(str(path[0]), 'the')} {name}"


def anchor(path: KeyPath) -> str:
    """Name a place so that a link finds it."""
    return "-".join(str(part).replace(" ", "_") for part in path)


def notes_of(placed: Placed | Page) -> Iterator[str]:
    if isinstance(placed, Placed):
        if placed.selector:
            yield f"found by {placed.selector}"
        if placed.stable == "visit":
            yield "stays the same within a visit"


def shown(show: Show) -> str:
    """Say what a rule shows."""
    name = show.fragment or show.layout or show.serve or "keep"
    said = [named(name)]
    if show.experiment:
        arms = {**show.fragments, **show.layouts, **show.serves}.items()
        each = "; ".join(f"{arm}: {named(what)}" for arm, what in arms)
        said = [f"an arm of the experiment “{show.experiment}” ({each})"]
    said += [f"{key}=“{value}”" for key, value in show.attrs.items()]
    return " with ".join(said)


def named(what: str) -> str:
    """Name what is shown, in words where it is no file."""
    return {"keep": OWN, "default": "its default"}.get(what, what)
