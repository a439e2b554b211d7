"""The site as it is now: compiled at start-up, swapped whole when its files change.

A daemon thread looks at the files twice a second and compiles what changed once it has
settled. A version with a mistake in it is logged and never served: the last good one
goes on.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TypeAlias
from weakref import ref

from sarto.site.site import Site

log = logging.getLogger("sarto")

Seen: TypeAlias = tuple[tuple[str, int, int], ...]
Compile: TypeAlias = Callable[[], Site]
PAUSE = 0.5  # seconds between looks


def seen(config: Path, folder: Path | None) -> Seen:
    """Look at the files a site is made of: names, times, sizes."""
    files = [config, *(sorted(folder.rglob("*")) if folder else ())]
    found: list[tuple[str, int, int]] = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue
        found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


class Current:
    """Holds the site of this moment."""

    def __init__(self, compile_it: Compile, files: Path | None) -> None:
        self._compile = compile_it
        self._files = files
        self.site = compile_it()
        self.mistake: Exception | None = None
        self._seen = self._look()
        self._settling: Seen = self._seen
        self._thread: Thread | None = None
        self.is_watched = False
        self._stop = Event()

    def _look(self) -> Seen:
        if self._files is None:
            return ()
        folders = self.site.config.toml.folders
        return seen(self._files, self._files.parent / folders.fragments)

    def watch(self) -> None:
        """Start looking, once; the thread ends with the process or with this object."""
        self.is_watched = True
        if self._files is not None and self._thread is None:
            self._thread = Thread(
                target=look_on, args=(ref(self), self._stop), daemon=True, name="sarto"
            )
            self._thread.start()

    def refresh(self, *, settled: bool = True) -> None:
        """Compile again if the files changed, and hold still since the last look."""
        now = self._look()
        is_still = now == self._settling or not settled
        self._settling = now
        if now == self._seen or not is_still:
            return
        self._seen = now
        try:
            self.site = self._compile()
            self.mistake = None
            log.info("sarto.toml or a fragment changed: version %s", self.site.version)
        except Exception as error:  # noqa: BLE001 - whatever it is, the old one stays
            self.mistake = error
            text = "The change has a mistake; the last good version stays.\n%s"
            log.log(logging.ERROR, text, error)

    def close(self) -> None:
        """Stop looking."""
        self._stop.set()


def look_on(current: "ref[Current]", stop: Event) -> None:
    while not stop.wait(PAUSE):
        here = current()
        if here is None:
            return
        try:
            here.refresh()
        except Exception:  # a thread must outlive whatever a disk does
            log.exception("Looking for changes failed")
        del here
