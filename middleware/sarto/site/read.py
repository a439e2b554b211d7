"""What the site's own code reads of visitors, as `[app]` says."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from sarto.vocabulary.globs import glob

Names: TypeAlias = frozenset[str]

NOTHING: Final[Names] = frozenset()


def read_by_application(reads: Mapping[str, list[str]], path: str) -> Names:
    """List the facts that are read on a page."""
    return NOTHING.union(
        *(names for page, names in reads.items() if glob(page).fullmatch(path))
    )
