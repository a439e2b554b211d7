"""Runs `sarto dev` as a shell would, and looks at its pages while they wait.

A page that waits for a change is loading, to who drives a browser: it can be seen, but
only be read when its waiting has ended. So the last page of a test is told to be still.
"""

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError as TooLateError

OPEN = re.compile(r"Open (http://\S+) in a browser")
WAITING = 1.0  # seconds until a page surely waits
LIMIT = 60_000  # milliseconds until a page came from a process begun anew


@contextmanager
def developing(folder: Path, *words: str, **environment: str) -> Iterator[str]:
    """Run `sarto dev` in a folder on a free port; give its address."""
    command = [sys.executable, "-m", "sarto", "dev", *words, "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = OPEN.search(line)
        assert found, line
        yield found[1]
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
        if process.stdout:
            process.stdout.close()
    assert code == 0


class Watched:
    """A page in a browser that nobody touches, at an address of `sarto dev`."""

    def __init__(self, context: Any, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()
        self.line = context.new_cdp_session(self.page)
        self.open()

    def open(self) -> None:
        """Open the page anew, as one that waits, and let it begin to."""
        self.context.clear_cookies()
        self.page.goto(self.address, wait_until="commit", timeout=LIMIT)
        time.sleep(WAITING)

    def last(self) -> None:
        """Let pages that come from now on be read: they do not wait any more."""
        cookie = {"name": "sarto-dev-still", "value": "yes", "url": self.address}
        self.context.add_cookies([cookie])

    def comes(self, change: Callable[[], object], text: str) -> None:
        """Say that a change makes a page come that shows a text, untouched."""
        self.last()
        change()
        self.page.get_by_text(text).first.wait_for(timeout=LIMIT)

    def comes_at_last(self, change: Callable[[], object], text: str) -> None:
        """Say that a page comes untouched, and that the site shows a text at last.

        While a process begins anew a page may come that shows why there is none yet;
        one that is still asks no more, and so is asked for again.
        """
        self.last()
        with self.page.expect_navigation(timeout=LIMIT, wait_until="commit"):
            change()
        shown, until = (
            self.page.get_by_text(text).first,
            time.monotonic() + LIMIT / 1000,
        )
        while True:
            try:
                shown.wait_for(timeout=LIMIT / 6)
            except TooLateError:
                assert time.monotonic() < until, text
                self.page.goto(self.address, wait_until="commit", timeout=LIMIT)
            else:
                return

    def picture(self, file: Path) -> None:
        """Take a picture, which works of pages that wait, too."""
        told = self.line.send("Page.captureScreenshot", {"captureBeyondViewport": True})
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(told["data"]))
