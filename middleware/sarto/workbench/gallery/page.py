"""The page of the gallery, written: plain HTML and one style, nothing that runs."""

from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined

from sarto.workbench.gallery.rooms import Plan
from sarto.workbench.gallery.shots import Shot

ROOM: Final = files("sarto.workbench.gallery")
STYLE: Final = (ROOM / "gallery.css").read_text("utf-8")
STYLE_NAME: Final = "gallery.css"


def written(plan: Plan, shots: Sequence[Shot]) -> str:
    """Write the page of a gallery."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sized"] = sized
    text = (ROOM / "gallery.html").read_text("utf-8")
    pictures = defaultdict[str, list[Shot]](list)
    for shot in shots:
        pictures[shot.name].append(shot)
    return environment.from_string(text).render(
        plan=plan, style=STYLE_NAME, shots=pictures
    )


def sized(number: int) -> str:
    """Write a count of bytes."""
    return f"{number:,} bytes".replace(",", "\N{NARROW NO-BREAK SPACE}")
