"""A file as it was when it was opened, whatever takes its name meanwhile."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from stat import S_ISREG
from typing import Final, Self

from sarto_adapters.sites.static.tree import NOT_THERE

PIECE: Final = 1 << 16  # bytes read at once
# A pipe that somebody put there must not hold a thread; Windows has other flags.
FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class ShortError(Exception):
    """Raised when a file is shorter than it was: its answer cannot be completed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One open file; its size and times are those of the moment it was opened."""

    path: str
    file: FileIO
    about: os.stat_result

    @classmethod
    def at(cls, path: str) -> Self | None:
        """Open a file; `None`: it is gone, or is none."""
        try:
            file = FileIO(os.open(path, FLAGS | getattr(os, "O_CLOEXEC", 0)))
        except OSError as error:
            if error.errno in NOT_THERE:
                return None
            raise
        about = os.fstat(file.fileno())
        if S_ISREG(about.st_mode):
            return cls(path=path, file=file, about=about)
        file.close()
        return None

    @property
    def size(self) -> int:
        return self.about.st_size

    @property
    def is_as_it_was(self) -> bool:
        """Whether nobody wrote into it since."""
        now, was = os.fstat(self.file.fileno()), self.about
        return (now.st_mtime_ns, now.st_size) == (was.st_mtime_ns, was.st_size)

    def pieces(self, span: range) -> Iterator[bytes]:
        """Read a part of it, piece by piece; raises `ShortError`."""
        self.file.seek(span.start)
        left = len(span)
        while left:
            piece = self.file.read(min(PIECE, left))
            if not piece:
                raise ShortError("A file was cut while it was read")
            left -= len(piece)
            yield piece

    @contextmanager
    def closed_on_error(self) -> Generator[None, None, None]:
        """Close it where it comes to nothing."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.file.close()
