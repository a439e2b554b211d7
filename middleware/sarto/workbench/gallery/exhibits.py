"""Exhibits: variants as the page of the gallery shows them, one entry each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from sarto.context.language import direction
from sarto.decide.rules import Place
from sarto.workbench.gallery.frames import framed, still
from sarto.workbench.gallery.looks import Look
from sarto.workbench.gallery.mirror import SCHEMES, Mirror, fixed
from sarto.workbench.gallery.rehearsal import Rehearsal
from sarto.workbench.gallery.surrounded import findings
from sarto.workbench.gallery.texts import Run, changes, text_of
from sarto.workbench.gallery.variants import Road, Variant

OWN: Final = "the page\N{RIGHT SINGLE QUOTATION MARK}s own content"
FOLDER: Final = "frames"
LINE: Final = 38  # letters
STEP: Final = 80  # pixels between one height and the next
TALLEST: Final = 9  # steps


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A document of the gallery, shown by one light and at any width."""

    name: str
    scheme: str
    document: str
    text: str

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}-{self.scheme}.html"

    @property
    def steps(self) -> int:
        """Guess how tall it is when narrow, in steps: nothing may run to measure it."""
        lines = sum(1 + len(line) // LINE for line in self.text.split("\n"))
        pictures = 3 * self.document.count("<img")
        return max(2, min(TALLEST, 1 + lines * 30 // STEP + pictures))


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One variant, and what there is to say of it."""

    variant: Variant
    id: str
    beside: Variant | None  # what everybody else sees, in its language
    mirror: Mirror

    @property
    def place(self) -> Place:
        return self.variant.place

    @property
    def shows(self) -> str:
        """Name what is shown."""
        said = [f'{name}="{value}"' for name, value in self.variant.attrs]
        return (
            " ".join([*([self.variant.file] if self.variant.file else []), *said])
            or OWN
        )

    @property
    def languages(self) -> tuple[str, ...]:
        return self.variant.languages

    @property
    def direction(self) -> str:
        return direction(self.languages[0])

    @property
    def roads(self) -> Sequence[Road]:
        return self.variant.roads

    @cached_property
    def html(self) -> str:
        return self.variant.rehearsal.text(self.variant.part)

    @cached_property
    def text(self) -> str:
        return text_of(self.html)

    @property
    def size(self) -> int:
        """Count the bytes of its element as it is served."""
        return len(self.variant.part)

    @property
    def grown(self) -> int | None:
        """Count how many more bytes than the default's those are."""
        return None if self.beside is None else self.size - len(self.beside.part)

    @cached_property
    def changes(self) -> list[Run]:
        """Tell how its text differs from the default's."""
        if self.beside is None:
            return []
        before = self.beside.rehearsal.text(self.beside.part)
        return changes(text_of(before), self.text)

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return findings(self.variant)

    @cached_property
    def frames(self) -> list[Frame]:
        """Show it by light and by dark."""
        here = self.variant.rehearsal
        start, _ = here.edges(self.place)
        before = here.text(here.raw[:start])
        document = framed(here.text(here.raw), before, self.html)
        return [
            Frame(
                name=self.id,
                scheme=scheme,
                text=self.text,
                document=stilled(document, self.mirror, here, scheme),
            )
            for scheme in SCHEMES
        ]


def stilled(document: str, mirror: Mirror, here: Rehearsal, scheme: str) -> str:
    find = partial(mirror.find, str(here.answer.scope["path"]), scheme)
    return still(document, find, partial(fixed, scheme))


def exhibits(
    variants: Sequence[Variant], mirror: Mirror, name: str
) -> Iterator[Exhibit]:
    """Put the variants of one place side by side, the default first."""
    defaults = [each for each in variants if each.is_default]
    for number, variant in enumerate(ordered(variants), 1):
        same = (d for d in defaults if set(d.languages) & set(variant.languages))
        beside = None if variant.is_default else next(same, None)
        yield Exhibit(
            variant=variant, id=f"{name}-{number}", beside=beside, mirror=mirror
        )


def ordered(variants: Sequence[Variant]) -> list[Variant]:
    """Order variants: the default, then by their rules, twins side by side."""
    files = list(dict.fromkeys(map(family, variants)))
    return sorted(variants, key=lambda v: (not v.is_default, files.index(family(v))))


def family(variant: Variant) -> tuple[str, str]:
    road = variant.roads[0]
    return road.rule, str(variant.attrs)


def looked(look: Look, here: Rehearsal, mirror: Mirror, name: str) -> Frame:
    """Show a whole page."""
    text = here.text(here.page())
    shown = stilled(text, mirror, here, look.scheme)
    return Frame(name=name, scheme=look.scheme, document=shown, text=text_of(text))
