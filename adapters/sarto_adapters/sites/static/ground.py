"""A folder as it is named, which may be swapped whole: by renaming it, or by a link.

Each request is answered from the tree that stands there when it comes, and from no two.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sarto_adapters.sites.static.tree import Tree, folded


class Ground:
    """Where trees stand; `closed` are files and folders that are not served in any."""

    def __init__(self, folder: Path, closed: Iterable[Path] = ()) -> None:
        self._folder = os.path.abspath(folder)  # noqa: PTH100 - links stay as they are
        self._shut = frozenset(place for path in closed for place in self._within(path))

    def tree(self) -> Tree:
        """Give the tree that stands there now."""
        return Tree(os.path.realpath(self._folder), self._shut)

    def _within(self, path: Path) -> Iterator[str]:
        """Say where in the folder a path is, by its name and by what is behind it."""
        named = (self._folder, os.path.abspath(path))  # noqa: PTH100 - as above
        for root, end in (named, tuple(map(os.path.realpath, named))):
            if end.startswith(root + os.sep):
                yield folded(end[len(root) + 1 :])
