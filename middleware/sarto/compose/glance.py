"""The slots of an ordinary page at a glance: most of it is looked at for "<" only.

In: a whole body. Out: just what a scan finds in it, or `None`: the page may not be
ordinary, and is for the scan. Never: a guess; why that is exact: look.py.
"""

import re
from itertools import pairwise

from sarto.compose.html import names, ordinary
from sarto.compose.html.elements import Opened
from sarto.compose.html.nesting import end_of
from sarto.compose.html.within import Beyond, read_within
from sarto.compose.look import Look
from sarto.compose.scanner import Span, joined


def glance(body: bytes) -> tuple[tuple[Span, ...], str | None] | None:
    """Find the slots of a whole page, and its language where it has markers."""
    markers = [found.start() for found in ordinary.MARKER.finditer(body)]
    if not markers:
        return (), None
    look = Glance(body)
    try:
        look.begin(markers[0])
        for marker, after in pairwise((*markers, len(body))):
            if marker >= look.base:
                look.reach(marker, after)
    except Beyond:
        return None
    return tuple(look.spans), look.language


class Glance(Look):
    """One page that is there as a whole."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.spans: list[Span] = []

    def begin(self, marker: int) -> re.Match[bytes]:
        found = super().begin(marker)
        if run := ordinary.RUN.match(self.body, self.base, marker):
            self.base = run.end()
        return found

    def _pass_slot(
        self, name: bytes, slot: str, at: int, after: int, *, is_whole: bool
    ) -> None:
        inner = self.base
        if name in names.VOID:
            self.spans.append(Span(slot, at, inner, inner, inner, is_whole))
        elif end := end_of(self.body, name, inner, after):
            self.base = stop = end.end()
            self.spans.append(Span(slot, at, inner, end.start(1), stop, is_whole))
        else:
            opened = Opened(
                name=slot, start=at, inner=inner, whole=is_whole, void=False
            )
            tree = self._tree(name, opened)
            self.spans += joined((opened, *read_within(self.body, tree, inner)))
            self._leave(tree)
