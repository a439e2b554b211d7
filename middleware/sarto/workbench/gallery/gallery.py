"""`sarto gallery`: every reachable variant of every slot, layout and page, to look at.

In: a compiled site, its application if there is one, a folder. Out: in that folder
`index.html` with its style, the site's own styles and pictures, and pictures of the
frames if they are asked for. It opens from disk, and runs nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sarto.asgi import ASGIApp
from sarto.site.amounts import counted
from sarto.site.site import Site
from sarto.workbench.gallery import page
from sarto.workbench.gallery.bare import BarePages
from sarto.workbench.gallery.exhibits import FOLDER, Frame
from sarto.workbench.gallery.hanging import Along, Hanging
from sarto.workbench.gallery.looks import WIDTHS
from sarto.workbench.gallery.mirror import SCHEMES, Mirror
from sarto.workbench.gallery.pairwise import rows
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.rooms import Plan
from sarto.workbench.gallery.shots import Shot, ready, taken
from sarto.workbench.gallery.witnesses import Witnesses

PICTURES: Final = 400  # taken of every frame; of more, a choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made, and where."""

    index: Path
    plan: Plan

    @property
    def missed(self) -> tuple[str, ...]:
        """Name the rules that nobody was found for, and say why."""
        return tuple(missed for room in self.plan.rooms for missed in room.missed)

    @property
    def told(self) -> str:
        """Say what was made, in a few lines."""
        shown = counted(str(len(self.plan.exhibits)), "variant")
        places = counted(str(len(self.plan.rooms)), "place")
        pages = counted(str(len(self.plan.looks)), "whole page")
        lines = [f"{shown} in {places}, and {pages}."]
        lines += self.missed
        return "\n".join(lines)


def quietly(_label: str, items: Sequence[Any]) -> Iterable[Any]:
    """Go through some items, and tell nobody how far it is."""
    return items


def made(  # noqa: PLR0913 - what a gallery is made of
    site: Site,
    app: ASGIApp | None,
    out: Path,
    *,
    paths: tuple[str, ...] = (),
    screenshots: bool = False,
    along: Along = quietly,
) -> Made:
    """Make a gallery; raises `ShotsError` where pictures cannot be taken.

    Without an application all is shown on bare pages. `paths` are the pages to show,
    if not all; `along` goes through steps and may tell how far it is.
    """
    if screenshots:
        ready()
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        bare = stack.enter_context(Playing(BarePages(site)))
        play = bare if app is None else stack.enter_context(Playing(app))
        hanging = Hanging(
            site=site,
            play=play,
            bare=bare,
            along=along,
            mirror=Mirror(site=site, play=play, out=out),
            witnesses=Witnesses.of(site),
        )
        plan = hanging.plan(paths)
        framed(plan, out)
        shots = list(photographed(plan, out, along)) if screenshots else []
        (out / "index.html").write_text(page.written(plan, shots), "utf-8")
    (out / page.STYLE_NAME).write_text(page.STYLE, "utf-8")
    return Made(index=out / "index.html", plan=plan)


def framed(plan: Plan, out: Path) -> None:
    """Write the documents that the page of the gallery shows."""
    (out / FOLDER).mkdir(exist_ok=True)
    for frame in (*(f for e in plan.exhibits for f in e.frames), *plan.wholes):
        (out / frame.file).write_text(frame.document, "utf-8")


def photographed(plan: Plan, out: Path, along: Along) -> Iterator[Shot]:
    """Take pictures of what hangs there, and give each when it is taken."""
    wanted = [*chosen(plan), *(shot(look.width, frame) for look, frame in plan.looks)]
    pictures = taken(wanted, out)
    for _ in along("Pictures", wanted):
        yield next(pictures)
    pictures.close()


def chosen(plan: Plan) -> Iterator[Shot]:
    """Choose frames: all of them; of too many so that each is seen on every side."""
    frames = [exhibit.frames for exhibit in plan.exhibits]
    sides = (range(len(SCHEMES)), range(len(WIDTHS)))
    for number, scheme, width in rows([range(len(frames)), *sides], PICTURES):
        yield shot(WIDTHS[width], frames[number][scheme])


def shot(width: str, frame: Frame) -> Shot:
    return Shot(name=frame.name, source=frame.file, width=width, scheme=frame.scheme)
