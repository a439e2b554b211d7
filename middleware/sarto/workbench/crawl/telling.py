"""Findings at the places where authors look: the config, a page, a fragment's file."""

from collections.abc import Iterable
from typing import Final

from sarto.config.config import Config
from sarto.config.locate import KeyPath
from sarto.config.report import LONGEST, shortened
from sarto.errors import Finding, Severity
from sarto.workbench.crawl.page import Page

FEW: Final = 3  # pages that are named


def in_config(  # noqa: PLR0913 - the parts of a finding
    config: Config,
    code: str,
    path: KeyPath,
    text: str,
    hint: str = "",
    *,
    at_value: bool = False,
) -> Finding:
    """Find the place of a key, or of its value."""
    place = config.places.nearest(path, value=at_value)
    return Finding(
        code=code,
        severity="warning",
        message=shortened(text),
        help=shortened(hint),
        file=config.file,
        line=place.line,
        column=place.column,
        length=min(place.length, LONGEST),
    )


def in_page(  # noqa: PLR0913 - the parts of a finding
    page: Page,
    code: str,
    offset: int,
    text: str,
    hint: str = "",
    *,
    size: int = 1,
    severity: Severity = "warning",
) -> Finding:
    """Find line and column of an offset of a page; a caret stays on its line."""
    line, column = page.place(offset)
    first = page.body[offset : offset + size].split(b"\n")[0]
    return Finding(
        code=code,
        severity=severity,
        message=shortened(text),
        help=shortened(hint),
        file=page.file,
        line=line,
        column=column,
        length=max(1, min(len(first), LONGEST)),
    )


def several(names: Iterable[str]) -> str:
    """List a few names, and count the rest."""
    all_ = [*names]
    if len(all_) <= FEW:
        return " and ".join(all_)
    return f"{', '.join(all_[:FEW])} and {len(all_) - FEW} more"
