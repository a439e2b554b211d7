"""What changed on the disk since the last look; it works on any disk, mounted or not.

Only files that pages are made of are looked at: a database beside them changes whenever
a page is asked for, and would let it come anew for ever.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

State: TypeAlias = tuple[int, int]  # when it changed, and its size

CODE = frozenset({".py", ".toml"})  # what only a new process reads again
SHOWN = frozenset(
    [
        *(".html", ".htm", ".xhtml", ".jinja", ".jinja2", ".j2", ".tmpl", ".mako"),
        *(".md", ".css", ".js", ".mjs", ".po", ".mo", ".woff", ".woff2"),
        *(".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"),
    ]
)
CLOSED = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env"})
MOST = 20_000  # files; who has more hears of the first ones


@dataclass(slots=True, kw_only=True)
class Sight:
    """Looks at files: these alone, all of some rooms, and what is shown in a tree."""

    files: tuple[Path, ...] = ()
    rooms: tuple[Path, ...] = ()
    tree: Path | None = None
    is_run: bool = False  # whether the tree holds code that runs here
    _seen: dict[str, State] = field(default_factory=dict[str, State])

    def __post_init__(self) -> None:
        self.changed()

    def changed(self) -> frozenset[str]:
        """Look; say which files came, went or changed since the last time."""
        now = dict(self._states())
        before, self._seen = self._seen, now
        return frozenset(path for path, _ in now.items() ^ before.items())

    def _states(self) -> Iterator[tuple[str, State]]:
        yield from states(map(str, self.files))
        for room in self.rooms:
            yield from states(walked(room))
        if self.tree:
            yield from states(path for path in walked(self.tree) if is_shown(path))


def is_shown(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in SHOWN | CODE  # noqa: PTH122 - many


def is_code(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in CODE  # noqa: PTH122 - a text


def states(paths: Iterable[str]) -> Iterator[tuple[str, State]]:
    for path in paths:
        try:
            about = os.stat(path)  # noqa: PTH116 - many
        except OSError:
            continue
        yield path, (about.st_mtime_ns, about.st_size)


def walked(folder: Path) -> Iterator[str]:
    """List the files of a tree, but for hidden and installed ones."""
    left = MOST
    for here, folders, files in os.walk(folder):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if is_open(name))
        yield from (
            f"{here}{os.sep}{name}" for name in files[:left] if name[0] not in ".#"
        )
        left -= len(files)
        if left <= 0:
            return


def is_open(name: str) -> bool:
    return not name.startswith(".") and name not in CLOSED
