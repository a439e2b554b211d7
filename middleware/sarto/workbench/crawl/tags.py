"""Slots that the site's own templates have as tags, found in the files beside a config.

A tag leaves nothing in a page that could be looked for. In comes a folder; out come the
names in `{% sarto "name" %}`, and where they stand. Never: more than MOST files read,
one that is larger than a page may be, a folder of installed packages.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sarto.workbench.crawl.page import LARGEST, Page

MOST: Final = 2_000
SUFFIXES: Final = frozenset(
    {".djhtml", ".htm", ".html", ".j2", ".jinja", ".jinja2", ".txt", ".xml"}
)
PACKAGES: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
TAG: Final = re.compile(rb"\{%[-+]?\s*sarto\s+([\"'])([^\"'\n]+)\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag in a template."""

    name: str
    page: Page  # the template
    start: int  # of the name in it


def tags(folder: Path) -> Iterator[Tag]:
    """List the tags in the templates below a folder that have a slot's name."""
    for file in islice(templates(folder), MOST):
        try:
            body = file.read_bytes() if file.stat().st_size <= LARGEST else b""
        except OSError:
            continue
        page = Page(file=file.relative_to(folder).as_posix(), path="", body=body)
        for found in TAG.finditer(body):
            name = found[2].decode("utf-8", "replace")
            yield Tag(name=name, page=page, start=found.start(2))


def templates(folder: Path) -> Iterator[Path]:
    """List the files that may be templates of the site's own."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not is_aside(Path(root, each)))
        yield from (Path(root, name) for name in sorted(files) if is_one(name))


def is_one(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def is_aside(folder: Path) -> bool:
    """Whether a folder is hidden, or of packages that somebody else wrote."""
    is_hidden = folder.name.startswith(".") or folder.name in PACKAGES
    return is_hidden or (folder / "pyvenv.cfg").exists()
