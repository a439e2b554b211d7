"""The site as it is now: compiled at start-up, swapped whole when its files change.

A daemon thread looks at the files twice a second and compiles what changed once it has
settled. A version with a mistake in it is logged and never served: the last good one
goes on. The location database is one of the files; with the site that asked the old
one, all that was decided by it is forgotten.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TypeAlias
from weakref import ref

from sarto.clock import utc_now
from sarto.errors import Finding
from sarto.site.database import State, database_of, state_of
from sarto.site.operations import refused
from sarto.site.site import Site

log = logging.getLogger("sarto")

Seen: TypeAlias = tuple[tuple[Path, State | None], ...]
Compile: TypeAlias = Callable[[Site | None], Site]
PAUSE = 0.5  # seconds between looks


class Current:
    """Holds the site of this moment.

    `compile_it` is handed the site before, of which it may keep what did not change.
    `config` is the file that is watched, with its fragments and layouts; `None`: none.
    """

    def __init__(self, compile_it: Compile, config: Path | None) -> None:
        self._compile = compile_it
        self._config = config
        self.site = compile_it(None)
        self.mistake: Exception | None = None
        self.loaded = utc_now()
        self._seen = self._look()
        self._settling: Seen = self._seen
        self._thread: Thread | None = None
        self._refreshing = Lock()
        self.is_watched = False
        self._stop = Event()
        warn(self.site)

    def _look(self) -> Seen:
        """Look at the files a site is made of."""
        database = database_of(self.site)
        files = [database.file] if database else []
        if self._config:
            files.append(self._config)
            folders = self.site.config.toml.folders
            for name in (folders.fragments, folders.layouts):
                files += sorted((self._config.parent / name).rglob("*"))
        return tuple((file, state_of(file)) for file in files)

    def watch(self) -> None:
        """Start looking, once; the thread ends with the process or with this object."""
        if self.is_watched:
            return
        self.is_watched = True
        if (self._config or database_of(self.site)) and self._thread is None:
            self._thread = Thread(
                target=look_on, args=(ref(self), self._stop), daemon=True, name="sarto"
            )
            self._thread.start()

    def refresh(self, *, settled: bool = True) -> None:
        """Compile again if the files changed, and hold still since the last look."""
        with self._refreshing:
            now = self._look()
            is_still = now == self._settling or not settled
            self._settling = now
            if is_still and not self._is_as_seen(now):
                self._seen = now
                self._swap()

    def _is_as_seen(self, now: Seen) -> bool:
        """Whether the site is that of these files, or was refused as they are."""
        database = database_of(self.site)
        is_read = self.mistake or database is None or database.is_as_read
        return now == self._seen and bool(is_read)

    def _swap(self) -> None:
        before = self.site
        try:
            self.site = self._compile(before)
        except Exception as error:  # noqa: BLE001 - whatever it is, the old one stays
            self.mistake = error
            text = "The change has a mistake; the last good version stays.\n%s"
            log.log(logging.ERROR, text, error)
            refused(before)
            return
        self.mistake = None
        self.loaded = utc_now()
        log.info("The site's files changed: version %s", self.site.version)
        warn(self.site, before.warnings)

    def close(self) -> None:
        """Stop looking."""
        self._stop.set()


def warn(site: Site, told: tuple[Finding, ...] = ()) -> None:
    """Log the warnings of a site that were not told of the one before."""
    for finding in site.warnings:
        if finding not in told:
            log.warning("%s", finding)


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
