"""Looks at a site's files while it is served: a daemon thread, four times a second.

What pages are made of lets those that wait come anew. Code, and anything at all while
there is no site to show, ends the process for a new one to begin.
"""

import os
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench.anew import ANEW, Work
from sarto.workbench.dev.holds import Holds
from sarto.workbench.dev.named import TargetError, is_application, is_url, named_by
from sarto.workbench.dev.sight import Sight, is_code

if TYPE_CHECKING:
    from sarto.workbench.dev.running import Server

PAUSE = 0.25  # seconds between looks
PATIENCE = 6.0  # seconds that a server may take to stop


class Looking:
    """Looks at the files of a site, and says what is to be done."""

    def __init__(self, work: Work, holds: Holds) -> None:
        self.work, self.holds = work, holds
        self.sight = sight_of(work)
        self.server: Server | None = None  # None: the site is being read
        self.has_trouble = False
        self._ended = Event()

    def serve(self, server: "Server", *, has_trouble: bool) -> None:
        """Look on for a server; in trouble, whatever changes may be the end of it."""
        self.has_trouble = has_trouble
        self.server = server

    def end(self) -> None:
        self._ended.set()

    def look_on(self) -> None:
        while not self._ended.wait(PAUSE):
            if changed := self.sight.changed():
                self.heed(changed)

    def heed(self, changed: frozenset[str]) -> None:
        """Let pages come anew, or the process."""
        if self.must_begin_anew(changed):
            self.begin_anew()
            return
        if str(self.work.config) in changed:  # its folders may be others now
            self.sight = sight_of(self.work)
        self.holds.change_soon()

    def must_begin_anew(self, changed: frozenset[str]) -> bool:
        code = any(is_code(path) for path in changed - {str(self.work.config)})
        return self.server is None or self.has_trouble or (code and self.sight.is_run)

    def begin_anew(self) -> None:
        if self.server is not None:
            self.server.begin_anew()
            if self._ended.wait(PATIENCE):
                return
        os._exit(ANEW)  # its code hangs: nothing of it is waited for


def sight_of(work: Work) -> Sight:
    """Say which files the pages of a site are made of."""
    folder, alone = work.config.resolve().parent, (work.config,)
    try:
        folders = Config.read(work.config).toml.folders
        named = named_by(work.target, work.config)
    except (ConfigError, TargetError):
        return Sight(files=alone, tree=folder)
    rooms = (folder / folders.fragments, folder / folders.layouts)
    if is_url(named):
        return Sight(files=alone, rooms=rooms)
    is_run = is_application(named)
    tree = folder if is_run else Path(named)
    return Sight(files=alone, rooms=rooms, tree=tree, is_run=is_run)
