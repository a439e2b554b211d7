"""Files as they are called from where a command was given."""

import os
from pathlib import Path


def is_address(file: str) -> bool:
    """Whether it is a page of a running site, and no file at all."""
    return file.startswith("/") or "://" in file


def from_here(folder: Path, file: str) -> str:
    """Say where a file of a folder is, as it is seen from here."""
    if is_address(file):
        return file
    try:
        return Path(os.path.relpath(folder / file)).as_posix()
    except ValueError:  # on another drive
        return (folder / file).as_posix()
