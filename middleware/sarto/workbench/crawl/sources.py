"""Where in a fragment's own file something stands that it renders."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from sarto.config.report import LONGEST
from sarto.site.site import Site
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.swapped import Swapped

NAME: Final = re.compile(r"</?[A-Za-z][^\s/>]*")
LINE: Final = re.compile(r"\r\n|\r|\n")


class Spot(NamedTuple):
    """A place in a file, from 1."""

    file: str
    line: int
    column: int
    length: int


@dataclass(frozen=True)
class Sources:
    """The files of one site's fragments and layouts."""

    site: Site

    @cached_property
    def folders(self) -> tuple[str, str]:
        named = self.site.config.toml.folders
        return named.fragments, named.layouts

    def spot(self, made: Swapped, verdict: Verdict) -> Spot:
        """Find what a verdict is about in the fragment's file; ours have none."""
        name, config = made.shown.name, self.site.config
        if name.startswith("sarto:"):
            key = (made.shown.place.kind, made.shown.place.name)
            place = config.places.nearest(key)
            return Spot(config.file, place.line, place.column, place.length)
        known = self.site.layouts if made.shown.is_layout else self.site.fragments
        source = known.source.text(name)
        charset = made.page.charset or "ascii"
        before = made.body[made.start : verdict.offset].decode(charset, "replace")
        text = made.body[verdict.offset : verdict.offset + verdict.length]
        word = text.decode(charset, "replace")
        at = offset(source, made.html.decode(charset, "replace"), before, word)
        folder = self.folders[made.shown.is_layout]
        return spot_at(f"{folder}/{name}", source, at, len(word))


def offset(source: str, html: str, before: str, word: str) -> int:
    """Find a word of rendered text in the template.

    Where the template is its own text it stands at the same place. Else it is the same
    one of all alike; or, if it is made of more than the template's text, its name is.
    """
    if source.startswith(html.rstrip("\n")):
        return len(before)
    for sought in (word, found[0] if (found := NAME.match(word)) else ""):
        places = [each.start() for each in re.finditer(re.escape(sought), source)]
        if sought and places:
            return places[min(before.count(sought), len(places) - 1)]
    return 0


def spot_at(file: str, source: str, at: int, size: int) -> Spot:
    lines = LINE.split(source[:at])
    rest = LINE.split(source[at : at + size])[0]
    length = max(1, min(len(rest), LONGEST))
    return Spot(file, len(lines), len(lines[-1]) + 1, length)
