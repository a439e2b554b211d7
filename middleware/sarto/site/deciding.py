"""What is decided for one request, each place once, and what of it went out."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from sarto.asgi import Receive
from sarto.compose.inserted import Text
from sarto.compose.swap import Html, Swap
from sarto.compose.watching import Going
from sarto.decide.decide import decide, told
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.site.decided import Decided
from sarto.site.exposed import need_of
from sarto.site.plan import Plan
from sarto.site.steady import decided
from sarto.site.tagging import Tagging
from sarto.site.visited import Visited
from sarto.vocabulary.once import once

if TYPE_CHECKING:
    from sarto.site.answered import Answered

SEEN = ("GET", "HEAD")  # whose pages can be swapped for others


class Deciding(Visited):
    """The decisions of one request; whose it is, `Met` knows."""

    plan: Plan
    answered: "Answered"
    is_measured = False  # what goes out is watched, for what came of it is measured
    _tagging: Tagging | None = None
    _decided: dict[str, Decision]
    _arranged: dict[str, Decision]
    _served: tuple[Decision, ...] = ()

    def decide(self, slot: str) -> Decision:
        """Decide a slot of this page; once a request, however often it is asked."""
        decision = self._decided.get(slot)
        if decision is None:
            place = self.plan.slots.get(slot) or Place(name=slot)
            decision = self._decided[slot] = self._decide(place)
        return decision

    def arrange(self, region: str) -> Decision:
        """Decide the layout of a region of this page; once a request, too."""
        decision = self._arranged.get(region)
        if decision is None:
            place = self.plan.regions.get(region) or Place(name=region)
            decision = self._arranged[region] = self._decide(place)
        return decision

    def _decide(self, place: Place) -> Decision:
        return decided(self._visit, self.memory, place)

    def serve(self) -> str | None:
        """Tell which other route of the site this page is swapped for (GET, HEAD)."""
        self._served = ()
        if not self.plan.swaps or self._scope.get("method") not in SEEN:
            return None
        for swap in self.plan.swaps:
            decision = decide(self._visit, swap)
            self._served = (*self._served, decision)
            if path := decision.fragment:
                return path
        return None

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What was decided so far on this page."""
        return (*self._decided.values(), *self._arranged.values())

    @property
    def is_asked(self) -> bool:
        """Whether anything was decided: by the site's code, until its answer starts."""
        return bool(self._decided or self._arranged or self._tagging)

    @property
    def tagging(self) -> Tagging:
        """What tags of templates show; asked for by the first of them."""
        self._tagging = self._tagging or Tagging()
        return self._tagging

    @property
    def known(self) -> Decided | None:
        """What a tag found decided for the very same facts, where one looked for it."""
        return self._tagging.known if self._tagging else None

    def swapped(self, slot: str) -> Swap | Literal[False] | None:
        """Tell what a tag showed of a slot; `None`: its own; `False`: none did."""
        tagging = self._tagging
        return tagging.swapped.get(slot, False) if tagging else False

    def inserted(self) -> Iterable[Text]:
        """List what tags wrote that a scan could take for the page's own."""
        return self._tagging.inserted if self._tagging else ()

    @once
    def rendered(self) -> dict[str, Html | None]:
        """What was rendered by name of place: once a request, however it is reached."""
        return {}

    def note_asked(self) -> None:
        """Note what was asked before the answer: the site's code shows it by itself."""
        tags = self._tagging.swapped if self._tagging else {}
        slots = (each for name, each in self._decided.items() if name not in tags)
        regions = (e for e in self._arranged.values() if not e.place.is_extended)
        self.answered.asked = tuple(e for e in (*slots, *regions) if e.experiment)

    @once
    def going(self) -> Going | None:
        """What of the answer went out; `None`: nobody asks."""
        return Going() if self.is_measured else None

    def hearing(self, receive: Receive) -> Receive:
        """Hear it when the application is told that nobody listens any more."""
        return self.going.hearing(receive) if self.going else receive

    def shown(self) -> tuple[Decision, ...]:
        """Tell what was decided of the places that this visitor was really sent.

        Those that went out whole: found in the page, be they changed or not; once all
        of the page went out also those that tags, templates or the site's code showed,
        and the page itself. None where `is_measured` was not set before the answer
        started. A fragment that failed was not shown; but who was to see it for an
        experiment stays in its arm, or the arm that cannot fail would be counted alone.
        """
        return tuple(self._shown()) if self.going else ()

    def _shown(self) -> Iterator[Decision]:
        left = self.going.left if self.going else frozenset[str]()
        is_all = self.going is not None and self.going.is_all
        by_code = {each.place.key: each for each in self.answered.asked}
        tags = self._tagging.placed if self._tagging and is_all else ()
        for place, outcome in self.answered.ways:
            is_tag = place.kind == "slots" and place.name in tags
            is_tag = is_tag and not need_of(place, outcome).tag  # it has no element
            if place.key in left or is_tag:
                by_code.pop(place.key, None)
                decision = told(self._visit, place, outcome)
                if decision.experiment or not self._has_failed(place):
                    yield decision
        if is_all:
            extended = self._tagging.extended if self._tagging else ()
            templates = (self._arranged[name] for name in extended)
            yield from (*by_code.values(), *templates, *self._served)

    def _has_failed(self, place: Place) -> bool:
        """Whether what was rendered for a place came to nothing."""
        return self.rendered.get(place.key, ()) is None
