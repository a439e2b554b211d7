"""Where a path leads in a folder of pages: to a file, elsewhere, or nowhere.

In comes a path as it was asked for, decoded; out comes the one file of that name, or
the path to ask for instead. What is hidden or closed, and what a link that leads out
would reach, is not there: that is judged by what is behind all links.
"""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from stat import S_ISDIR, S_ISREG
from typing import Final

INDEX: Final = "index.html"
PAGE: Final = ".html"
LOST: Final = "404.html"
UNNAMED: Final = re.compile(r"[\x00-\x1f\x7f\\]")  # no file of a site has these
ENCODED: Final = re.compile(rb"%(?:2f|5c)", re.IGNORECASE)  # a slash that is none
NOT_THERE: Final = frozenset(
    {
        errno.EACCES,
        errno.EINVAL,
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EPERM,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A file that is served, by the name it goes by, and when it was changed."""

    path: str
    changed: float


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The path, decoded, that a browser is to ask for instead."""

    path: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder by its real path, less what is `shut`: places in it, folded."""

    root: str
    shut: frozenset[str] = frozenset()

    def find(self, path: str, raw: bytes = b"") -> Place | Elsewhere | None:
        """Say where a path leads; raises `OSError` only where the disk fails."""
        steps = path.split("/")[1:]
        names = [name for name in steps if name]
        is_odd = not path.startswith("/") or UNNAMED.search(path) or ENCODED.search(raw)
        if is_odd or any(name.startswith(".") for name in names):
            return None
        is_folder = not steps[-1]
        found = self._led(names, is_folder=is_folder)
        if isinstance(found, Place) and len(names) + is_folder != len(steps):
            return Elsewhere("/".join(["", *names, *[""] * is_folder]))  # less slashes
        return found

    def lost(self, path: str) -> Place | None:
        """Find the page for what is missing that is nearest, up from there."""
        found, at = self._file(LOST), ""
        for name in path.split("/")[1:-1]:
            if not name:
                continue
            at = f"{at}{name}/"
            if name.startswith(".") or UNNAMED.search(name) or not self._is_folder(at):
                break
            found = self._file(at + LOST) or found
        return found

    def _led(
        self, names: Sequence[str], *, is_folder: bool
    ) -> Place | Elsewhere | None:
        at = "/".join(names)
        if not is_folder and (found := self._file(at)):
            return found
        if found := self._file(f"{at}/{INDEX}"):
            return found if is_folder else Elsewhere(f"/{at}/")
        if names and (found := self._file(at + PAGE)):  # as `about.html` is linked to
            return Elsewhere(f"/{at}") if is_folder else found
        return None

    def _file(self, at: str) -> Place | None:
        return self.file(f"{self.root}/{at}")

    def _is_folder(self, at: str) -> bool:
        about = seen(f"{self.root}/{at}")
        return about is not None and S_ISDIR(about.st_mode)

    def file(self, path: str) -> Place | None:
        """Give the file of that path, if there is one and it may be served."""
        about = seen(path)
        if about is None or not S_ISREG(about.st_mode):
            return None
        real = os.path.realpath(path)
        if not real.startswith(self.root + os.sep):
            return None
        inside = real[len(self.root) + 1 :].split(os.sep)  # noqa: PTH206 - some hundred times a second
        is_hidden = any(name.startswith(".") for name in inside)
        is_shut = bool(self.shut) and not self.shut.isdisjoint(ways(inside))
        return None if is_hidden or is_shut else Place(path, about.st_mtime)


def seen(path: str) -> os.stat_result | None:
    """Look at a path; `None`: there is nothing by that name."""
    try:
        return os.stat(path)  # noqa: PTH116 - as above
    except ValueError:  # half characters, which no file has
        return None
    except OSError as error:
        if error.errno in NOT_THERE:
            return None
        raise


def ways(inside: Sequence[str]) -> Iterator[str]:
    """List what a file is in, and itself."""
    return accumulate(map(folded, inside), lambda at, name: f"{at}{os.sep}{name}")


def folded(path: str) -> str:
    """Spell a path as disks do to which capitals are all one."""
    return path.casefold()
