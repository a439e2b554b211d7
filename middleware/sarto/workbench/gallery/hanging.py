"""Hanging: a site is walked and played, and all it can show is put in rooms."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sarto.config.rules import placements
from sarto.decide.rules import Place
from sarto.site.site import Site
from sarto.vocabulary.globs import example
from sarto.workbench.gallery.exhibits import Frame, exhibits, looked
from sarto.workbench.gallery.looks import Look, looks
from sarto.workbench.gallery.mirror import Mirror
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.rehearsal import PAGES, Rehearsal
from sarto.workbench.gallery.rooms import Plan, Room, can_change, room_id
from sarto.workbench.gallery.variants import Gathering
from sarto.workbench.gallery.walk import Walk, walked
from sarto.workbench.gallery.witnesses import Witnesses

# Goes through steps, and may tell how far it is: a label, and the steps.
Along: TypeAlias = Callable[[str, Sequence[Any]], Iterable[Any]]


@dataclass(slots=True, kw_only=True)
class Hanging:
    """Hangs a gallery: plays the site, and puts its variants in rooms."""

    site: Site
    play: Playing
    bare: Playing
    along: Along
    mirror: Mirror
    witnesses: Witnesses

    def plan(self, paths: tuple[str, ...]) -> Plan:
        """Walk the site, and hang all there is."""
        walk = walked(self.site, self.play, paths)
        regions = (region for region in self.site.regions if not region.is_extended)
        places = [*self.site.slots, *regions, *self.site.swaps]
        wanted = [
            (number, place)
            for number, place in enumerate(places, 1)
            if can_change(place) and (not paths or walk.paths(place))
        ]
        rooms = [
            self.room(place, walk, number)
            for number, place in self.along("What can be shown", wanted)
        ]
        chosen = list(enumerate(looks(self.site, walk), 1))
        seen = [
            (look, self.look(look, f"look-{number}"))
            for number, look in self.along("Whole pages", chosen)
        ]
        return Plan(site=self.site, rooms=rooms, looks=seen)

    def room(self, place: Place, walk: Walk, number: int) -> Room:
        """Gather what a place can show, on a page of the site or on a bare one."""
        paths = walk.paths(place)
        play = self.play if paths else self.bare
        paths = paths or (self.imagined(place),)
        gathering = Gathering(self.site, play, place, paths, self.witnesses).gather()
        name = room_id(place, number)
        return Room(
            id=name,
            place=place,
            path=paths[0],
            is_bare=play is self.bare,
            exhibits=list(exhibits(list(gathering.found.values()), self.mirror, name)),
            unseen=gathering.unseen,
        )

    def imagined(self, place: Place) -> str:
        """Make up a page that a place may change on."""
        if place.kind == PAGES:
            return example(place.name)
        named = dict(placements(self.site.config.toml))
        return example((named[place.kind, place.name].pages or ["/"])[0])

    def look(self, look: Look, name: str) -> Frame:
        here = Rehearsal.of(self.site, self.play, look.guest, look.path)
        return looked(look, here, self.mirror, name)
