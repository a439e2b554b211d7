"""Fragments and layouts held against the pages they are put into: SARTO054 to 057."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, TypeAlias

from sarto.compose.html.wanted import Wanted
from sarto.compose.scanner import Span, looked_through
from sarto.decide.rules import Place
from sarto.errors import Finding
from sarto.site.site import Site
from sarto.workbench.crawl import content, headings, identities, labels
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.reasons import closing, reason
from sarto.workbench.crawl.shown import variants
from sarto.workbench.crawl.sources import Sources, Spot
from sarto.workbench.crawl.surroundings import is_torn
from sarto.workbench.crawl.swapped import Swapped, kept, swapped
from sarto.workbench.crawl.telling import several

JUDGES: Final[tuple[Callable[[Swapped], Iterator[Verdict]], ...]] = (
    closing,
    content.misplaced,
    identities.doubled,
    headings.uneven,
    labels.nameless,
)
Told: TypeAlias = tuple[str, Spot, str, str]  # code, place, text, help


def verdicts(shown: Swapped) -> Iterator[Verdict]:
    """Judge one page as shown; what is torn is not looked at any further."""
    if is_torn(shown):
        yield reason(shown)
        return
    is_mixed = len(shown.shown.html) > 1  # parts of the page are in it
    own = kept(shown) if is_mixed else None
    known = {named(own, each) for each in judged(own)} if own else ()
    for verdict in judged(shown):
        if not (is_mixed and named(shown, verdict) in known):
            yield verdict


def judged(shown: Swapped) -> Iterator[Verdict]:
    for judge in JUDGES:
        yield from judge(shown)


def named(shown: Swapped, verdict: Verdict) -> tuple[str, bytes]:
    """Tell what is wrong with what: the page's own mistakes are not the fragment's."""
    tag = shown.body[verdict.offset : verdict.offset + verdict.length]
    return verdict.text, tag


@dataclass(slots=True)
class Fragments:
    """All that is put anywhere, judged; each mistake is told once."""

    site: Site
    sources: Sources
    ends: float  # on the monotonic clock: nothing is judged any more
    told: dict[Told, dict[str, None]] = field(
        default_factory=dict[Told, dict[str, None]]
    )

    @property
    def is_late(self) -> bool:
        return monotonic() > self.ends

    def judge(self, page: Page, paths: Iterable[str]) -> None:
        """Judge what may be put into a page."""
        for path in paths:
            plan = self.site.plan(path)
            places = {**keyed(plan.slots), **keyed(plan.regions)}
            for span, spans in self.spans(page, plan.wanted):
                place = places.get((span.name, span.is_region))
                if place is not None:
                    self.put(page, path, place, span, spans)

    def spans(
        self, page: Page, wanted: Wanted
    ) -> Iterator[tuple[Span, tuple[Span, ...]]]:
        found = looked_through(page.body, wanted)[0]
        for span in found:
            yield span, found

    def put(
        self, page: Page, path: str, place: Place, span: Span, spans: tuple[Span, ...]
    ) -> None:
        cap = self.site.config.toml.cache.hold_cap
        for shown in variants(self.site, path, place):
            if self.is_late:
                return
            made = swapped(page, spans, span, shown, cap)
            if made is None:
                continue
            for verdict in verdicts(made):
                self.note(made, verdict)

    def note(self, made: Swapped, verdict: Verdict) -> None:
        spot = self.sources.spot(made, verdict)
        it = f"this {'layout' if made.shown.is_layout else 'fragment'}"
        if made.shown.name.startswith("sarto:"):
            it = made.shown.name
        text = verdict.text.replace("{it}", it)
        where = self.told.setdefault((verdict.code, spot, text, verdict.help), {})
        noun = "layout" if made.span.is_region else "slot"
        where[f"the {noun} {made.span.name!r} of {made.page.file}"] = None

    def findings(self) -> Iterator[Finding]:
        """List what was found, and where it shows."""
        for (code, spot, text, hint), where in self.told.items():
            yield Finding(
                code=code,
                severity="warning",
                message=f"{text} (in {several(where)})",
                help=hint,
                file=spot.file,
                line=spot.line,
                column=spot.column,
                length=spot.length,
            )


def keyed(places: Mapping[str, Place]) -> dict[tuple[str, bool], Place]:
    return {(each.name, each.kind == "layouts"): each for each in places.values()}
