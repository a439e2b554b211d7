"""Fragments in a folder, read once: what is on disk later cannot break a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

SUFFIXES = frozenset({".html", ".htm", ".jinja", ".j2", ".svg", ".txt"})
LARGEST = 1_000_000  # bytes of one fragment


class UnreadableError(Exception):
    """Raised for a file that cannot be a fragment; its text says why."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A `FragmentSource`: the files of one folder as they were when it was read.

    `unreadable` maps the files that look like fragments and are none to the reason.
    """

    texts: Mapping[str, str]
    unreadable: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls, folder: Path) -> "Folder":
        texts: dict[str, str] = {}
        unreadable: dict[str, str] = {}
        for name, file in fragments(folder):
            try:
                texts[name] = text_of(file, folder)
            except UnreadableError as error:
                unreadable[name] = str(error)
        return cls(MappingProxyType(texts), MappingProxyType(unreadable))

    def names(self) -> frozenset[str]:
        return frozenset(self.texts)

    def text(self, name: str) -> str:
        return self.texts[name]


def fragments(folder: Path) -> Iterator[tuple[str, Path]]:
    """List what looks like a fragment, by its name; dotfiles are an editor's own."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        path = file.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in path.parts)
        if file.suffix in SUFFIXES and not is_hidden and not file.is_dir():
            yield path.as_posix().encode("utf-8", "replace").decode(), file


def text_of(file: Path, folder: Path) -> str:
    """Read one file, if no link leads out of the folder; raises `UnreadableError`."""
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise UnreadableError("it is a link that leads out of the folder")
        if not file.is_file():
            raise UnreadableError("it is no file")
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableError(f"it has more than {LARGEST} bytes")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it is not UTF-8 (byte {error.start})") from None
    except (OSError, RuntimeError) as error:  # a link in a circle is a RuntimeError
        reason = getattr(error, "strerror", None) or "a link in a circle"
        raise UnreadableError(f"it cannot be read: {reason}") from None
