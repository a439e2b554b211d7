"""What a slot may show on a page: each fragment, in each language, for who sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sarto.compose.fragments import Fragments
from sarto.compose.swap import Html
from sarto.context.visit import Visit
from sarto.decide.conditions import Node
from sarto.decide.rules import Place
from sarto.decide.wishes import Ways, grouped
from sarto.errors import FragmentError
from sarto.site.explained import scope_of
from sarto.site.showing import PageSeen
from sarto.site.site import Site
from sarto.site.wished import values

Pins: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """A fragment or a layout as somebody sees it."""

    place: Place
    name: str  # of the file
    html: Html

    @property
    def is_layout(self) -> bool:
        return self.place.kind == "layouts"


def names(place: Place) -> dict[str, list[Pins]]:
    """List what a place may show besides the page's own."""
    found = [rule.shows for rule in place.rules]
    return {name: [] for name in (*found, place.default) if name is not None}


def variants(site: Site, path: str, place: Place) -> Iterator[Shown]:
    """Render all that a place may show on a page; what fails is not ours to tell."""
    known = site.layouts if place.kind == "layouts" else site.fragments
    seen = set[tuple[str, Html]]()
    for name, pins in told(site, path, place):
        for language in site.config.toml.languages:
            found = rendered(site, known, name, path, {**pins, "language": language})
            if found is not None and found not in seen:
                seen.add(found)
                yield Shown(place, *found)


def told(site: Site, path: str, place: Place) -> Iterator[tuple[str, Pins]]:
    """List fragments, each with what is known of the visitors they are for."""
    if place.default is not None:
        yield place.default, {}
    visit = site.meet(scope_of(path, {})).visit
    for outcome in place.outcomes:
        if outcome.rule.shows is not None:
            yield outcome.rule.shows, wished(site, visit, outcome.node)


def wished(site: Site, visit: Visit, node: Node) -> Pins:
    """Name facts that a rule is near with; whether they are enough is not asked."""
    way = next(iter(Ways(visit).of(node)), ())
    found = ((fact, values(site, visit, each)) for fact, each in grouped(way).items())
    return {fact: some[0] for fact, some in found if some}


def rendered(
    site: Site, known: Fragments, name: str, path: str, pins: Pins
) -> tuple[str, Html] | None:
    """Render one for a visitor; `None` where that fails, as any page would notice."""
    scope = scope_of(path, pins)
    visitor = site.meet(scope)
    try:
        fragment = known.of(name, lambda: visitor.facts.language)
        html = fragment.render({"visitor": visitor, "page": PageSeen(path, "")})
    except (FragmentError, KeyError):  # KeyError: it has mistakes and is not compiled
        return None
    return fragment.name, html
