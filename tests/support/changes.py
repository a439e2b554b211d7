"""Files that change while a site runs, and what it shows then."""

import os
from pathlib import Path

from sarto import Sarto
from support.play import play


def change(file: Path, text: str) -> None:
    """Write a file so that its time differs even on a coarse disk."""
    file.write_text(text, "utf-8")
    later = file.stat().st_mtime_ns + 2_000_000_000
    os.utime(file, ns=(later, later))


def refreshed(app: Sarto) -> str:
    """Let a site look at its files now, and show its page."""
    app.current.refresh(settled=False)
    return play(app).text
