"""A rehearsal: one page of the site, as one guest would have it, and its parts.

The page is asked of the site's own code; what becomes of its places is decided, and
written, by the very same machinery that serves visitors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sarto.compose import charset
from sarto.compose.scanner import Span, looked_through
from sarto.compose.splice import Splice
from sarto.compose.swap import Html, Swap
from sarto.compose.terms import Fillings, Terms
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.site.answer import Answer
from sarto.site.site import Site
from sarto.workbench.gallery import playing
from sarto.workbench.gallery.guests import Guest
from sarto.workbench.gallery.playing import Playing

REGIONS, PAGES = "layouts", "pages"


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """One guest on one page; `came` is what the site's own code answered."""

    answer: Answer
    came: playing.Answer

    @classmethod
    def of(cls, site: Site, play: Playing, guest: Guest, path: str) -> "Rehearsal":
        """Play the page as it would be served: another for it, if a rule says so."""
        answer = met(site, guest, path)
        answer.serve = answer.visitor.serve()
        return cls(answer=answer, came=play.ask(answer.asked()))

    @classmethod
    def plain(cls, site: Site, play: Playing, guest: Guest, path: str) -> "Rehearsal":
        """Play the page itself, whatever rules may serve for it."""
        answer = met(site, guest, path)
        return cls(answer=answer, came=play.ask(answer.asked()))

    @property
    def raw(self) -> bytes:
        """The page as the site's own code made it."""
        return self.came.body

    @cached_property
    def charset(self) -> str | None:
        return charset.of_page(self.came.kind, self.raw[: charset.PRESCAN])

    @cached_property
    def seen(self) -> tuple[tuple[Span, ...], str | None]:
        return looked_through(self.raw, self.answer.plan.wanted)

    def span(self, place: Place) -> Span | None:
        """Find a slot or region on the page, the first of its name."""
        is_region = place.kind == REGIONS
        named = (s for s in self.seen[0] if s.name == place.name)
        return next((s for s in named if s.is_region is is_region), None)

    def decision(self, place: Place) -> Decision:
        visitor = self.answer.visitor
        if place.kind == PAGES:
            return decide(visitor.visit, place)
        is_region = place.kind == REGIONS
        return visitor.arrange(place.name) if is_region else visitor.decide(place.name)

    def swap(self, place: Place) -> Swap | None:
        """Tell what becomes of a slot or region; `None`: it keeps what the page had."""
        is_region = place.kind == REGIONS
        answer = self.answer
        return answer.arranged(place.name) if is_region else answer.swap(place.name)

    def rendered(self, place: Place) -> Html | None:
        """Give what is put there; `None`: nothing, or it could not be made."""
        swap = self.swap(place)
        return swap.render() if swap and swap.render else None

    def part(self, place: Place) -> bytes:
        """Give the element of a place as it is served, less what stands around it."""
        start, stop = self.edges(place)
        own = {place.name} if place.kind != REGIONS else frozenset[str]()
        inside = {s.name for s in self.seen[0] if start <= s.start < stop}
        return self.written(start, stop, [place], own | inside)

    def own(self, place: Place) -> bytes:
        """Give that element as the site's own code made it."""
        start, stop = self.edges(place)
        return self.raw[start:stop]

    def page(self) -> bytes:
        """Give the whole page as it is served."""
        plan = self.answer.plan
        return self.written(0, len(self.raw), plan.regions.values(), plan.slots)

    def edges(self, place: Place) -> tuple[int, int]:
        """Tell from where to where a place reaches; where it is not, the whole page."""
        span = self.span(place) if place.kind != PAGES else None
        if span is None:
            return 0, len(self.raw)
        return span.start, len(self.raw) if span.stop is None else span.stop

    def written(
        self, start: int, stop: int, regions: Iterable[Place], slots: Iterable[str]
    ) -> bytes:
        """Write a run of the page with some of its places decided."""
        visitor, swaps = self.answer.visitor, self.answer.swap
        names = [name for name in slots if not visitor.decide(name).is_own]
        own = (p for p in regions if p.kind == REGIONS and not p.is_extended)
        layouts = [p for p in own if self.swap(p)]
        terms = Terms(
            swaps={name: swap for name in names if (swap := swaps(name))},
            layouts={p.name: swap for p in layouts if (swap := self.swap(p))},
            content_type=self.came.kind,
            hold_cap=len(self.raw) + 1,
        )
        run, (spans, language) = self.raw[start:stop], self.seen
        inside = [s for s in spans if start <= s.start < stop and terms.counts(s)]
        if self.charset is None or not inside:
            return run
        fillings = Fillings(terms, self.charset)
        return Splice(run, start, inside, fillings, language).write()

    def text(self, data: bytes) -> str:
        """Read bytes of the page."""
        return data.decode(self.charset or "utf-8", "replace")


def met(site: Site, guest: Guest, path: str) -> Answer:
    """Meet a guest on a page."""
    return Answer(site, guest.meet(site, path), guest.scope(site, path))
