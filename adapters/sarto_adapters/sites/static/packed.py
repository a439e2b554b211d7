"""Which of a file's packed neighbours a client gets: `app.css.br` for `app.css`.

Of those that are there, the one that Accept-Encoding prefers; among equals the one that
packs best. What it says nothing of is not sent; the file itself always may be.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from sarto.compose.codings import weighed
from sarto.headers import members
from sarto_adapters.sites.static.opened import Opened
from sarto_adapters.sites.static.tree import Tree

ENDS: Final = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}  # the best first
LONGEST: Final = 512  # bytes of an Accept-Encoding that is read
OLD: Final = 60  # seconds; copying a site leaves no greater differences
PLAIN: Final = ""


def neighbours(opened: Opened, tree: Tree) -> Mapping[str, str]:
    """List the codings that a file is packed in beside itself, and where.

    One that is older was forgotten when the file was made anew, and is none.
    """
    found: dict[str, str] = {}
    for name, end in ENDS.items():
        place = tree.file(opened.path + end)
        if place is not None and place.changed > opened.about.st_mtime - OLD:
            found[name] = place.path
    return found


def wanted(accepted: bytes | None, there: Collection[str]) -> str:
    """Choose a coding; empty: none."""
    if not accepted or len(accepted) > LONGEST:
        return PLAIN
    return next((name for name in ranked(accepted) if name in there), PLAIN)


@lru_cache(maxsize=256)
def ranked(accepted: bytes) -> tuple[str, ...]:
    """List the codings that are better than none, the best first (RFC 9110 §12.5.3)."""
    said = dict(map(weighed, members(accepted)))
    others = said.get("*", 0.0)
    weights = {name: said.get(name, others) for name in ENDS}
    least = said.get("identity", 0.0)
    liked = [name for name, weight in weights.items() if weight and weight >= least]
    return tuple(sorted(liked, key=lambda name: -weights[name]))
