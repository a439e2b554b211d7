"""The slots of a config held against those of the pages: SARTO050 to SARTO053."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from sarto.config.locate import KeyPath
from sarto.decide.rules import NOUNS, Place
from sarto.errors import Finding
from sarto.site.site import Site
from sarto.vocabulary.reading import did_you_mean, nearest
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.shown import names
from sarto.workbench.crawl.sightings import Sighting, may_change
from sarto.workbench.crawl.tags import Tag
from sarto.workbench.crawl.telling import in_config, in_page, several

ALIKE: Final = 0.8  # how near two names are, of which one was meant for the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What is known of the slots on the pages."""

    site: Site
    seen: Sequence[Sighting]
    paths: Mapping[str, tuple[str, ...]]
    tags: Sequence[Tag] = ()  # in templates of the site's own

    def findings(self) -> Iterator[Finding]:
        """List what is in the config and not in the pages, and the other way round."""
        for place in (*self.site.slots, *self.site.regions):
            yield from self.missing(place)
        yield from self.strangers()
        yield from self.mistaken()

    # In the config, and on no page

    def missing(self, place: Place) -> Iterator[Finding]:
        """Tell of a place that no page has, or none where it may change."""
        seen = [each for each in self.seen if each.key == place.key]
        here = [each for each in seen if may_change(place, each.page, self.paths)]
        noun, name = place.noun, place.name
        if place.selectors and not any(each.is_sought for each in here):
            yield self.unfound(place, [each for each in seen if each.is_sought])
        elif place.is_extended or (not seen and self.is_tagged(place)):
            return  # templates have it, and pages only what they made of it
        elif not changes(place):
            return  # a layout may place it where it is, and nothing else becomes of it
        elif not seen:
            text = f"no page has the {noun} {name!r}"
            yield self.told("SARTO050", (place.kind, name), text, self.hint(place))
        elif not here:
            pages = several(dict.fromkeys(each.page.file for each in seen))
            text = f"the {noun} {name!r} is on {pages} only, where it may not change"
            hint = "let `pages` match them"
            yield self.told("SARTO050", (place.kind, name, "pages"), text, hint)

    def is_tagged(self, place: Place) -> bool:
        names = {tag.name for tag in self.tags}
        return place.kind == "slots" and place.name in names

    def unfound(self, place: Place, elsewhere: Sequence[Sighting]) -> Finding:
        said = getattr(self.site.config.toml, place.kind)[place.name].selector
        text = f"the selector {said!r} finds nothing on any page"
        hint = f"look at the HTML, or write {self.marker(place)} into it"
        if elsewhere:
            pages = several(dict.fromkeys(each.page.file for each in elsewhere))
            text = f"the selector {said!r} finds something on {pages} only"
            hint = "let `pages` match them"
        return self.told(
            "SARTO052", (place.kind, place.name, "selector"), text, hint, at_value=True
        )

    def hint(self, place: Place) -> str:
        unknown = (each.name for each in self.seen if not self.knows(each))
        alike = nearest(place.name, tuple(dict.fromkeys(unknown)))
        if alike:
            return f"a page has {alike!r}: is it that?"
        return f"write {self.marker(place)} into a page, or take the table out"

    @staticmethod
    def marker(place: Place) -> str:
        word = "data-sarto-layout" if place.kind == "layouts" else "data-sarto"
        return f'{word}="{place.name}"'

    def told(
        self,
        code: str,
        path: KeyPath,
        text: str,
        hint: str,
        *,
        at_value: bool = False,
    ) -> Finding:
        return in_config(self.site.config, code, path, text, hint, at_value=at_value)

    # On a page, and in no config

    def knows(self, each: Sighting) -> bool:
        toml = self.site.config.toml
        return each.name in (toml.layouts if each.span.is_region else toml.slots)

    def is_part(self, each: Sighting) -> bool:
        """Whether it names a part of a layout, which need not be told of each.

        A name that is nearly one that the config knows was meant to be that.
        """
        known = tuple(self.site.config.toml.slots)
        if each.span.is_region or get_close_matches(each.name, known, cutoff=ALIKE):
            return False
        regions = (other for other in self.seen if other.page is each.page)
        return any(
            region.span.is_region
            and self.knows(region)
            and region.span.start < each.span.start < (region.span.end or 0)
            for region in regions
        )

    def strangers(self) -> Iterator[Finding]:
        """Tell of markers that no rule knows, each name once."""
        pages = dict[tuple[str, str], list[Sighting]]()
        for each in self.seen:
            if not (self.knows(each) or self.is_part(each)):
                pages.setdefault((each.table, each.name), []).append(each)
        for (table, name), seen in pages.items():
            first, noun = seen[0], NOUNS[table]
            others = len({id(each.page) for each in seen}) - 1
            more = f" (it is on {others} more)" if others else ""
            known = tuple(getattr(self.site.config.toml, table))
            hint = did_you_mean(name, known) or f"declare it: [{table}.{name}]"
            text = f"no rule knows the {noun} {name!r}{more}"
            yield stranger(first.page, first, text, hint)

    def mistaken(self) -> Iterator[Finding]:
        """Tell of tags that no rule knows, each name once."""
        known, told = tuple(self.site.config.toml.slots), set[str]()
        for tag in self.tags:
            if tag.name in known or tag.name in told:
                continue
            told.add(tag.name)
            text = f"no rule knows the slot {tag.name!r}"
            hint = did_you_mean(tag.name, known) or f"declare it: [slots.{tag.name}]"
            size = len(tag.name.encode())
            yield in_page(tag.page, "SARTO051", tag.start, text, hint, size=size)


def stranger(page: Page, each: Sighting, text: str, hint: str) -> Finding:
    size = each.span.inner - each.span.start
    return in_page(page, "SARTO051", each.span.start, text, hint, size=size)


def changes(place: Place) -> bool:
    """Whether anything of its own may become of a place."""
    return bool(names(place)) or any(rule.attrs for rule in place.rules)
