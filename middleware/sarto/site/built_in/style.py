"""A style of ours: one file, named by what is in it, so that it is kept for ever."""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Style:
    """One style, and the name it is served by, below our prefix."""

    name: str
    text: bytes


def read(room: str, file: str) -> Style:
    """Read a style of a room of ours."""
    text = (files(room) / file).read_bytes()
    digest = blake2b(text, digest_size=6).hexdigest()
    return Style(f"{PurePath(file).stem}-{digest}.css", text)


@cache
def forms() -> Style:
    """Read the style of the forms that stand on a site's own pages."""
    return read("sarto.site.built_in", "forms.css")
