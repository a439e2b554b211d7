"""Rooms: the gallery's plan, a room for each place with its exhibits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sarto.config.rules import placements
from sarto.decide.rules import Outcome, Place
from sarto.site.site import Site
from sarto.workbench.gallery.exhibits import Exhibit, Frame
from sarto.workbench.gallery.looks import Look
from sarto.workbench.gallery.variants import audience


@dataclass(frozen=True, kw_only=True)
class Room:
    """One place, and all that it can show."""

    id: str
    place: Place
    path: str  # of the page it is shown on
    is_bare: bool  # that page is none of the site's
    exhibits: Sequence[Exhibit]
    unseen: Mapping[Outcome, str] = field(default_factory=dict[Outcome, str])

    @property
    def kind(self) -> str:
        return self.place.noun

    @cached_property
    def findings(self) -> int:
        """Count what was found wrong in it."""
        return sum(len(each.findings) for each in self.exhibits)

    @property
    def missed(self) -> Iterator[str]:
        """Name the rules that nobody was found for, and say why."""
        for outcome, why in self.unseen.items():
            yield f"{outcome.rule.where}, {audience(outcome)}: {why}"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All of one gallery."""

    site: Site
    rooms: Sequence[Room]
    looks: Sequence[tuple[Look, Frame]] = field(
        default_factory=list[tuple[Look, Frame]]
    )

    @property
    def exhibits(self) -> list[Exhibit]:
        return [exhibit for room in self.rooms for exhibit in room.exhibits]

    @property
    def wholes(self) -> list[Frame]:
        return [frame for _, frame in self.looks]

    @property
    def by_language(self) -> dict[str, list[Exhibit]]:
        """Sort what is shown by the languages it is shown in."""
        languages = self.site.config.toml.languages
        return {
            tag: [each for each in self.exhibits if tag in each.languages]
            for tag in languages
        }

    @property
    def by_persona(self) -> dict[str, list[Exhibit]]:
        """Sort it by the saved visitors who see it."""
        return {
            name: [each for each in self.exhibits if is_seen(each, name)]
            for name in self.site.config.personas
        }

    @property
    def resting(self) -> list[str]:
        """Name the slots and layouts that never change."""
        shown = {(room.place.kind, room.place.name) for room in self.rooms}
        named = (path for path, _ in placements(self.site.config.toml))
        return [str(path[1]) for path in named if path not in shown]


def is_seen(exhibit: Exhibit, name: str) -> bool:
    """Whether a saved visitor sees it."""
    return any(road.guest.name == name for road in exhibit.roads)


def can_change(place: Place) -> bool:
    return bool(place.outcomes or place.default)


def room_id(place: Place, number: int) -> str:
    """Name a room as an address within the page can; numbered, no two are one."""
    letters = (c if c.isascii() and c.isalnum() else "-" for c in place.name)
    name = "".join(letters).strip("-")
    return "-".join(each for each in (place.noun, name, str(number)) if each)
