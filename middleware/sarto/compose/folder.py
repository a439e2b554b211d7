"""Fragments in a folder, read once: what is on disk later cannot break a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

SUFFIXES = frozenset({".html", ".htm", ".jinja", ".j2", ".svg", ".txt"})
LARGEST = 1_000_000  # bytes of one fragment


@dataclass(frozen=True, slots=True)
class Folder:
    """A `FragmentSource`: the files of one folder as they were when it was read."""

    texts: Mapping[str, str]
    unreadable: tuple[str, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "Folder":
        texts: dict[str, str] = {}
        unreadable: list[str] = []
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = file.relative_to(folder).as_posix()
            if file.suffix not in SUFFIXES or not is_inside(file, folder):
                continue
            try:
                if file.stat().st_size <= LARGEST:
                    texts[name] = file.read_text("utf-8-sig")
                    continue
            except (OSError, UnicodeDecodeError):
                pass
            unreadable.append(name)
        return cls(MappingProxyType(texts), tuple(unreadable))

    def names(self) -> frozenset[str]:
        return frozenset(self.texts)

    def text(self, name: str) -> str:
        return self.texts[name]


def is_inside(file: Path, folder: Path) -> bool:
    """Whether it is a file that no link leads out of the folder."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())
