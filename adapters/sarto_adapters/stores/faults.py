"""What ails a file; a log tells these names, and none of the words."""

import sqlite3
from pathlib import Path
from typing import Final

from sarto.errors import SartoError

KIND: Final = 0xFF  # of an error's code; the rest says more precisely which


class FileError(SartoError):
    """Raised when a store's file cannot be used: what, where, and what to do."""

    what = "the store's file cannot be used"
    hint = "see to the disk and the rights; it is tried again with each call"

    def __init__(self, file: Path, detail: str = "") -> None:
        self.file = file
        self.detail = detail
        what = f"{self.what} ({detail})" if detail else self.what
        super().__init__(f"{file}: {what}; {self.hint}")


class LockedFileError(FileError):
    what = "another process writes to it"
    hint = "it is tried again with each call"


class FullDiskError(FileError):
    what = "there is no room to write"
    hint = "make room; it is tried again with each call"


class ReadOnlyFileError(FileError):
    what = "it cannot be written, or not be opened"
    hint = "let this process write the file, and its folder"


class BrokenFileError(FileError):
    what = "it is broken, or no SQLite database"
    hint = "it is left as it is: move it away, and a new one is begun"


class ForeignFileError(FileError):
    what = "it is a database of something else"
    hint = "name another file; this one is left as it is"


class MovedFileError(FileError):
    what = "it was moved or deleted while it was open"
    hint = "a new one is begun with the next call"


BY_CODE: Final = {
    sqlite3.SQLITE_BUSY: LockedFileError,
    sqlite3.SQLITE_LOCKED: LockedFileError,
    sqlite3.SQLITE_FULL: FullDiskError,
    sqlite3.SQLITE_READONLY: ReadOnlyFileError,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyFileError,
    sqlite3.SQLITE_PERM: ReadOnlyFileError,
    sqlite3.SQLITE_CORRUPT: BrokenFileError,
    sqlite3.SQLITE_NOTADB: BrokenFileError,
}


def fault(error: sqlite3.Error, file: Path) -> FileError:
    """Name what SQLite complains about."""
    return BY_CODE.get(kind(error), FileError)(file, str(error))


def kind(error: BaseException) -> int:
    """Give the code of an error, without what says more precisely which; 0: none."""
    return getattr(error, "sqlite_errorcode", 0) & KIND
